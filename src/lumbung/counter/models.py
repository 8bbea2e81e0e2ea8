"""What was done at the counter: one row an act, with the paper that proves it. Only added; an undone one says so."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from lumbung.access.models import Office, User
from lumbung.documents.models import File
from lumbung.registry.models import Cooperative, Entry, Record


class CounterAct(models.Model):
    """Something told to the office about one cooperative, on the day of its paper."""

    class Kind(models.TextChoices):
        NEW = "new"
        OFFICERS = "officers"
        ADDRESS = "address"
        NAME = "name"
        ARTICLES = "articles"
        MOVED_IN = "moved_in"  # from another city or regency
        MOVED_OUT = "moved_out"
        DISSOLVED = "dissolved"
        # Events of law, apart from joining double data.
        MERGER = "merger"  # others went into this one (penggabungan)
        AMALGAMATION = "amalgamation"  # this one is new, made of others (peleburan)
        DIVISION = "division"  # this one was divided into others (pembagian)
        # Of an office of it elsewhere, which is no cooperative.
        BRANCH_OPENED = "branch_open"
        BRANCH_CLOSED = "branch_shut"

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="counter_acts")
    token = models.UUIDField(unique=True)  # of the form it was sent with: sent twice, it is done once
    kind = models.CharField(max_length=12, choices=Kind)
    cooperative = models.ForeignKey(  # as it was then; null: new, its number is given with the next figures
        Cooperative, null=True, on_delete=models.PROTECT, related_name="counter_acts"
    )
    others = models.ManyToManyField(Cooperative, related_name="counter_acts_beside")
    # ^ of a merger or division; of a branch, the numbers that lists have it under
    branch = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="closings")  # that is closed
    entry = models.ForeignKey(Entry, null=True, on_delete=models.PROTECT, related_name="counter_acts")
    record = models.OneToOneField(Record, null=True, on_delete=models.PROTECT, related_name="counter_act")
    name = models.CharField(max_length=300)  # of the cooperative, as it was then
    on = models.DateField()  # the day of the paper
    effective_on = models.DateField(null=True)  # when an event of law takes effect, if not on the day of its paper
    ends = models.BooleanField(null=True)  # of a division: whether the divided one ends by it
    paper = models.ForeignKey(File, on_delete=models.PROTECT, related_name="counter_acts")
    paper_name = models.CharField(max_length=255)  # as who brought it calls the file
    paper_number = models.CharField(max_length=120, blank=True)
    reason = models.TextField()
    awaiting = models.JSONField(default=dict)  # field -> text that the register is told on the day of effect, then {}
    changes = models.JSONField(default=dict)  # field -> [before, after] as texts; of personal ones [null, null]
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="counter_acts_made")
    made_at = models.DateTimeField(auto_now_add=True)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="counter_acts_withdrawn")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(blank=True)

    @property
    def takes_effect(self) -> date:
        """The day from which it counts."""
        return self.effective_on or self.on

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="counter_act_entry_and_record_go_together",
                condition=Q(entry=None, record=None) | Q(entry__isnull=False, record__isnull=False),
            ),
            models.CheckConstraint(name="counter_act_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="counter_act_awaits_its_day_or_is_told",
                condition=Q(awaiting={}) | Q(record=None, effective_on__isnull=False),
            ),
            models.CheckConstraint(
                name="counter_act_withdrawal_is_whole",
                condition=Q(withdrawn_by=None, withdrawn_at=None, withdrawn_reason="")
                | Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False) & ~Q(withdrawn_reason=""),
            ),
            models.CheckConstraint(
                name="counter_act_speaks_of_a_cooperative_or_a_new_one",
                condition=Q(kind="new", entry__isnull=False) | Q(cooperative__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["office", "-id"], name="counter_acts_newest"),
            models.Index(fields=["cooperative"], name="counter_acts_of_one"),
        ]
