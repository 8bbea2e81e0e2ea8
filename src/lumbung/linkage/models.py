"""Runs of the linkage, the pairs they left, and what people said of them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from lumbung.access.models import Office, User
from lumbung.registry.models import Cooperative, Entry

LISTED = "list"  # scope of pairs of a row that makes cooperatives and one of a list that only speaks of them


class Run(models.Model):
    """One run of the engine over an office's records."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="linkage_runs")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    engine_version = models.CharField(max_length=20)
    settings = models.JSONField(default=dict)  # shares and switches it ran with
    records = models.IntegerField(default=0)
    auto_pairs = models.IntegerField(default=0)
    review_pairs = models.IntegerField(default=0)
    seconds = models.JSONField(default=dict)  # per stage


class Learned(models.Model):
    """One version of the weights an office's own data taught. Kept for good, also those that nobody took up."""

    class State(models.TextChoices):
        TAKEN = "taken"  # by itself: nobody has adopted one yet
        PROPOSED = "proposed"
        ADOPTED = "adopted"  # by a person; from then on nothing moves by itself
        PASSED_OVER = "passed_over"

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="learned_weights")
    number = models.IntegerField()  # 1, 2, ... within its office
    engine_version = models.CharField(max_length=20)  # another version of the engine learns its own
    weights = models.JSONField()  # engine.linking.frozen: scope -> shares of each level
    records = models.IntegerField()
    learned_at = models.DateTimeField(auto_now_add=True)
    learned_for = models.CharField(max_length=60)  # actor key of who asked for it
    state = models.CharField(max_length=12, choices=State)
    comparison = models.JSONField(default=dict)  # with the one in use, on the pairs people have judged
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "number"], name="learned_weights_are_numbered"),
            models.CheckConstraint(
                name="learned_weights_are_decided_by_somebody",
                condition=Q(state__in=["taken", "proposed"], decided_by=None, decided_at=None)
                | Q(state__in=["adopted", "passed_over"], decided_by__isnull=False, decided_at__isnull=False),
            ),
        ]


class Model(models.Model):
    """The weights an office's runs decide by, and how far they have come."""

    office = models.OneToOneField(Office, on_delete=models.CASCADE, related_name="linkage_model")
    learned = models.ForeignKey(Learned, on_delete=models.PROTECT, related_name="+")
    judgements_until = models.BigIntegerField()  # the newest verdict that a run has taken in


class Linking(models.Model):
    """What an entry said when a run last took it in; one that says something else now is touched."""

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="+")
    record_id = models.BigIntegerField(null=True)  # registry.Record that said it: what has not moved is not looked at
    content_hash = models.CharField(max_length=64)


class Asked(models.TextChoices):
    """Why a person is asked about a pair."""

    REVIEW = "review"  # the engine does not decide it
    CHECK = "check"  # the engine joined it by itself; a sample is looked at by people
    CHANGED = "changed"  # it is judged, but what the two rows say of who they are has changed since


class Pair(models.Model):
    """Two entries that may be one cooperative, as the newest run that compared them says."""

    left = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    right = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="pairs")
    scope = models.CharField(max_length=16)  # register_census | register | census | list (a row of a list, LISTED)
    probability = models.DecimalField(max_digits=7, decimal_places=6)
    tier = models.CharField(max_length=8)  # auto | review
    linked = models.BooleanField()
    direct = models.BooleanField()
    judged = models.CharField(max_length=12, blank=True)
    evidence = models.JSONField(default=list)
    usefulness = models.IntegerField()  # place among the pairs that wait: 0 first; the others have none
    stake = models.FloatField(default=0)  # how far cells of the headline tables lie apart between its two answers
    asked = models.CharField(max_length=8, blank=True, default="", choices=Asked)  # why a person is asked; "": nobody
    left_hash = models.CharField(max_length=64)
    right_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["left", "right"], name="a_pair_stands_once"),
            models.CheckConstraint(name="pair_names_its_smaller_entry_first", condition=Q(left__lt=F("right"))),
        ]
        indexes = [
            models.Index(
                fields=["office", "usefulness"], name="pairs_that_wait", condition=Q(tier="review", judged="")
            ),
            models.Index(fields=["office", "usefulness"], name="pairs_asked_for", condition=~Q(asked="")),
        ]


class Judgement(models.Model):
    """A person's verdict on two entries. Only added; a newer one supersedes."""

    class Verdict(models.TextChoices):
        SAME = "same"
        DIFFERENT = "different"
        CANNOT_TELL = "cannot_tell"
        WITHDRAWN = "withdrawn"  # the verdict it supersedes no longer counts, and nothing stands in its place

    left = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    right = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=12, choices=Verdict)
    reason = models.TextField(blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="judgements")
    made_at = models.DateTimeField(auto_now_add=True)
    supersedes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="superseded_by")
    left_hash = models.CharField(max_length=64)
    right_hash = models.CharField(max_length=64)
    said = models.CharField(max_length=64, blank=True, default="")  # who both were when judged; "": nobody noted it

    class Meta:
        constraints = [
            models.CheckConstraint(name="judgement_names_its_smaller_entry_first", condition=Q(left__lt=F("right"))),
        ]


# Reviewing: the queue that people clear


class Reviewing(models.Model):
    """How an office has its pairs judged; where there is no row, one person decides and nothing is checked."""

    class Second(models.TextChoices):
        NEVER = "never"
        ALWAYS = "always"
        STAKE = "stake"  # where much hangs on the pair
        SAMPLE = "sample"

    office = models.OneToOneField(Office, on_delete=models.CASCADE, primary_key=True, related_name="reviewing")
    second = models.CharField(max_length=8, choices=Second, default=Second.NEVER)  # when two judge independently
    stake = models.FloatField(default=1)  # from this stake on (Pair.stake), where `second` says so
    share = models.PositiveSmallIntegerField(default=20)  # per cent of all pairs, where `second` is a sample
    checked = models.PositiveSmallIntegerField(default=0)  # per cent of the automatic pairs that people look at

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reviewing_shares_are_percentages",
                condition=Q(share__gte=1, share__lte=100, checked__gte=0, checked__lte=100, stake__gt=0),
            )
        ]


class Task(models.Model):
    """A pair in a reviewer's hands: until `held_until` nobody else is given it; one put aside comes last to them."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    left = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    right = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    given_at = models.DateTimeField()
    held_until = models.DateTimeField()
    skipped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["left", "right", "user"], name="a_pair_is_one_task_to_a_reviewer"),
        ]
        indexes = [models.Index(fields=["office", "held_until"], name="tasks_in_hand")]


class Opinion(models.Model):
    """What one judge said of a pair, blind to the others. Only added; it counts once as many as were asked for agree.

    `settled_by` names the judgement that came of it, `withdrawn_at` that its judge took it back; one with neither waits
    for another judge, or stands in conflict with judgements on other pairs.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    left = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    right = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=12, choices=Judgement.Verdict)
    reason = models.TextField(blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="opinions")
    made_at = models.DateTimeField(auto_now_add=True)
    asked = models.CharField(max_length=8, choices=Asked)  # why the pair was asked about
    seconds = models.PositiveIntegerField(default=0)  # between being given the pair and deciding
    said = models.CharField(max_length=64)  # who both were (queueing.said_by)
    settled_by = models.ForeignKey(Judgement, null=True, on_delete=models.PROTECT, related_name="opinions")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="opinion_names_its_smaller_entry_first", condition=Q(left__lt=F("right"))),
            models.UniqueConstraint(
                fields=["left", "right", "made_by", "said"],
                condition=Q(settled_by=None, withdrawn_at=None),
                name="one_open_opinion_a_judge",
            ),
        ]
        indexes = [
            models.Index(fields=["office"], name="opinions_that_wait", condition=Q(settled_by=None, withdrawn_at=None)),
            models.Index(fields=["made_by", "-id"], name="opinions_of_a_judge"),
        ]


class Attachment(models.Model):
    """What became of a row of a list that speaks of cooperatives and makes none (certificates, other agencies).

    A projection: made anew where the lists, the cooperatives or people's words changed. A row that waits has its pairs.
    """

    class State(models.TextChoices):
        ATTACHED = "attached"
        WAITING = "waiting"  # it may speak of one of several: a person is asked
        ALONE = "alone"  # in the list, but in no register

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="attachment")
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=State)
    cooperative = models.ForeignKey(Cooperative, null=True, on_delete=models.CASCADE, related_name="attachments")
    by = models.CharField(max_length=8, blank=True)  # engine.linking.attaching: number | auto | judged
    probability = models.DecimalField(max_digits=7, decimal_places=6, null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="attachment_names_its_cooperative",
                condition=Q(state="attached", cooperative__isnull=False) & ~Q(by="")
                | ~Q(state="attached") & Q(cooperative=None, by=""),
            ),
        ]
        indexes = [models.Index(fields=["office", "state"], name="attachments_by_state")]


class Attaching(models.Model):
    """What the lists, the cooperatives and people's words were when the rows of lists were last attached."""

    office = models.OneToOneField(Office, on_delete=models.CASCADE, related_name="+")
    fingerprint = models.CharField(max_length=64)  # of all three
    lists = models.CharField(max_length=64)  # of the lists alone: while they stay, what was learned from them holds
    weights = models.JSONField(null=True)  # engine.linking.frozen; null: nothing had to be compared
