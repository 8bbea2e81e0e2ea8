"""What comes in, before and after it counts."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lumbung.access.models import Office, User
from lumbung.registry.models import Entry, Source


class Mapping(models.Model):
    """Which heading of a source is which field; remembered for its next list."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="mappings")
    columns = models.JSONField()  # heading as written -> field of engine.tables.RECORDS, "" = left out
    version = models.IntegerField()
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "version"], name="mapping_version_is_unique")]


class Batch(models.Model):
    """One uploaded list on its way into the register."""

    class State(models.TextChoices):
        UPLOADED = "uploaded"
        STAGED = "staged"  # read, cleaned, compared: waits for a person
        REFUSED = "refused"  # cannot be read; `findings` say why
        APPLYING = "applying"
        APPLIED = "applied"
        UNDONE = "undone"
        DISCARDED = "discarded"

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="batches")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="batches")
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()  # bytes
    path = models.CharField(max_length=255)  # in the documents folder, named by hash
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    as_of = models.DateField(null=True)
    mapping = models.JSONField(default=dict)  # as used: heading -> field
    headings = models.JSONField(default=list)  # all headings, in the file's order
    findings = models.JSONField(default=list)  # of the whole file; those of rows are in `Problem`
    # rows, new, changed, same, vanished, rows_with_errors, errors, warnings; of a census that lacks earlier visits also
    # silent (how many) and corrections (new rows that may correct one of them)
    counts = models.JSONField(default=dict)
    compared_after = models.IntegerField(null=True)  # services.comparing.steps_of, when it was compared
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="batches")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    applied_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="batch_applied_by_and_at_go_together",
                condition=Q(applied_by=None, applied_at=None) | Q(applied_by__isnull=False, applied_at__isnull=False),
            ),
            models.CheckConstraint(
                name="batch_undone_by_and_at_go_together",
                condition=Q(undone_by=None, undone_at=None) | Q(undone_by__isnull=False, undone_at__isnull=False),
            ),
            models.CheckConstraint(
                name="batch_counts_only_when_applied",
                condition=Q(state="applied", applied_at__isnull=False, undone_at__isnull=True) | ~Q(state="applied"),
            ),
        ]


class Row(models.Model):
    """One staged row: cleaned, keyed, compared with what the register has."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rows")
    ordinal = models.IntegerField()
    sheet = models.CharField(max_length=120, blank=True)
    row = models.IntegerField()
    key = models.CharField(max_length=200)
    key_kind = models.CharField(max_length=20)
    raw = models.JSONField()  # as registry.Record keeps them
    clean = models.JSONField()
    personal_sealed = models.BinaryField(null=True)
    content_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "ordinal"], name="row_stands_once_in_its_batch")]


class Problem(models.Model):
    """One finding about one place of the file; becomes a sentence in the reader's language."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="problems")
    severity = models.CharField(max_length=8)
    sheet = models.CharField(max_length=120, blank=True)
    row = models.IntegerField(null=True)
    column = models.CharField(max_length=200, blank=True)
    value = models.TextField(blank=True)
    code = models.CharField(max_length=60)
    parameters = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["batch", "severity", "row"], name="problems_gravest_first")]


class Difference(models.Model):
    """What applying the batch would do to one entry, against the source's last extract."""

    class Kind(models.TextChoices):
        NEW = "new"
        CHANGED = "changed"
        VANISHED = "vanished"

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="differences")
    row = models.ForeignKey(Row, null=True, on_delete=models.CASCADE, related_name="+")
    entry = models.ForeignKey(Entry, null=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(max_length=300)
    # field -> [before, after]; [null, null]: personal, told to have changed and not shown.
    # "corrects": [row, file] of the earlier visit that a new one may correct; then also in which field.
    # "vanished_on": the entry was missing since that day and is back.
    # "carried": registry.carrying.Carried, what stays where cells of this row cannot be used.
    changes = models.JSONField(default=dict)
