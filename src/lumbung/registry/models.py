"""The register's tables: facts that only grow, identity, and projections that can be rebuilt from both at any time."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Least, Length, Upper

from lumbung.access.models import Office, User

# Facts


class Source(models.Model):
    """Where rows come from, again and again: "ODS", "Sensus lapangan 2024", a counter."""

    class Kind(models.TextChoices):
        REGISTER = "register"
        CENSUS = "census"
        CERTIFICATE = "certificate"
        AGENCY = "agency"  # another agency's list
        COUNTER = "counter"  # entered by hand at the counter, with a paper

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="sources")
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=120)
    authority = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "name"], name="source_name_is_unique_in_its_office")]

    def __str__(self) -> str:
        return self.name


class Entry(models.Model):
    """One row of one source through all its extracts; what pairs, judgements and memberships hang on."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="entries")
    key = models.CharField(max_length=200)  # how the source names it, stable over extracts
    key_kind = models.CharField(max_length=20)  # coop_nik | legal_number | number | content
    current = models.ForeignKey("Record", null=True, on_delete=models.PROTECT, related_name="+")
    vanished_on = models.DateField(null=True)  # the extract of this day no longer has it; it stays

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="entry_key_is_unique_in_its_source")]
        verbose_name_plural = "entries"


class Record(models.Model):
    """One row as one file told it. Counts while its batch counts; never changed, never deleted."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="records")
    batch_id = models.BigIntegerField(null=True, db_index=True)  # imports.Batch; null: by hand
    file = models.CharField(max_length=255)
    sheet = models.CharField(max_length=120, blank=True)
    row = models.IntegerField()  # as the spreadsheet counts
    raw = models.JSONField()  # heading as written -> cell text, without personal data
    clean = models.JSONField()  # column of engine.tables.RECORDS -> value; absent = not told; without personal data
    carried = models.JSONField(null=True)  # `carrying.Carried`: what stays where a cell cannot be used; null: nothing
    personal_sealed = models.BinaryField(null=True)  # what both leave out: {"raw": ..., "clean": ...}, encrypted
    cleaner_version = models.CharField(max_length=20)
    content_hash = models.CharField(max_length=64)  # SHA-256 over `clean` without place and running number
    observed_on = models.DateField(null=True)  # the day the data speaks of
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)  # its batch was undone

    class Meta:
        indexes = [models.Index(fields=["entry", "-id"], name="record_newest_of_an_entry")]
        constraints = [
            models.UniqueConstraint(fields=["entry", "batch_id"], name="an_entry_has_one_record_a_batch"),
        ]


# Identity


class Cooperative(models.Model):
    """A permanent number. After a merge it leads on; after a split it revives; it is never deleted."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="cooperatives")
    number = models.CharField(max_length=24, unique=True)  # office code, serial, check digit: 6471-000123-7
    serial = models.IntegerField()
    leads_to = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="led_here")
    version = models.IntegerField(default=1)  # raised at every change of its memberships
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "serial"], name="serial_is_unique_in_its_office"),
            models.CheckConstraint(name="number_never_leads_to_itself", condition=~Q(leads_to=F("id"))),
        ]

    def __str__(self) -> str:
        return self.number


class Membership(models.Model):
    """An entry belonged to a cooperative during a time; together: the history of merging and splitting."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="memberships")
    cooperative = models.ForeignKey(Cooperative, on_delete=models.PROTECT, related_name="memberships")
    known = DateTimeRangeField()  # from (inclusive) until (exclusive; open = in force)
    cause = models.CharField(max_length=120)  # "linkage.run:3" | "judgement:17" | "imports.undo:4"

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="entry_belongs_to_one_cooperative_at_a_time",
                expressions=[("entry", RangeOperators.EQUAL), ("known", RangeOperators.OVERLAPS)],
            )
        ]
        indexes = [models.Index(fields=["cooperative"], name="membership_in_force", condition=Q(known__upper_inf=True))]


# Resolution


class Override(models.Model):
    """A person's word on one field, with a reason; leads over every source until it is lifted."""

    cooperative = models.ForeignKey(Cooperative, on_delete=models.PROTECT, related_name="overrides")
    field = models.CharField(max_length=40)
    value = models.JSONField(null=True)
    reason = models.TextField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="overrides_made")
    made_at = models.DateTimeField(auto_now_add=True)
    until = models.DateField(null=True)  # its last day; null: until somebody lifts it
    lifted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="overrides_lifted")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative", "field"],
                condition=Q(lifted_at__isnull=True),
                name="one_override_in_force_per_field",
            ),
            models.CheckConstraint(
                name="override_lifted_by_and_at_go_together",
                condition=Q(lifted_by=None, lifted_at=None) | Q(lifted_by__isnull=False, lifted_at__isnull=False),
            ),
            models.CheckConstraint(name="override_has_a_reason", condition=~Q(reason="")),
        ]


# Projections

# What lists sort by where a day may be missing: a meeting nobody told comes before all, an end nobody told after all.
RAT_DAY = Coalesce("last_rat_on", Value(date.min), output_field=models.DateField())
CERTIFICATE_DAY = Coalesce("certificate_valid_to", Value(date.max), output_field=models.DateField())


class Version(models.Model):
    """What was held to be true of a cooperative, known during `known`; the open one is today's.

    Wide columns are those lists filter and sort by; `fields` holds every column of engine.tables.COOPERATIVES.
    """

    cooperative = models.ForeignKey(Cooperative, on_delete=models.CASCADE, related_name="versions")
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    known = DateTimeRangeField()
    current = models.BooleanField()  # the open one, as a plain column for partial indexes
    name = models.CharField(max_length=300)
    search = models.TextField()  # folded names of all records, acronyms, every number: what the one box looks in
    category = models.CharField(max_length=20)
    kind = models.CharField(max_length=20, blank=True)
    pattern = models.CharField(max_length=20, blank=True)
    form = models.CharField(max_length=12, blank=True)
    group = models.CharField(max_length=40, blank=True)
    supervising_level = models.CharField(max_length=12)
    district_code = models.CharField(max_length=6, blank=True)
    village_code = models.CharField(max_length=10, blank=True)
    regency_code = models.CharField(max_length=4, blank=True)
    listed = models.BooleanField()
    visited = models.BooleanField()
    merah_putih = models.BooleanField(default=False)
    visit_outcome = models.CharField(max_length=24, blank=True)
    visited_on = models.DateField(null=True)
    ods_status = models.CharField(max_length=12, blank=True)
    certificate_status = models.CharField(max_length=16, blank=True)
    certificate_valid_to = models.DateField(null=True)
    last_rat_on = models.DateField(null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    register_records = models.IntegerField()
    census_records = models.IntegerField()
    fields = models.JSONField()
    field_sources = models.JSONField()  # field -> entry it came from
    content_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_version_of_a_cooperative_known_at_a_time",
                expressions=[("cooperative", RangeOperators.EQUAL), ("known", RangeOperators.OVERLAPS)],
            ),
            models.UniqueConstraint(
                fields=["cooperative"], condition=Q(current=True), name="one_current_version_per_cooperative"
            ),
        ]
        indexes = [
            models.Index(F("office"), Upper("name"), F("id"), name="current_by_upper_name", condition=Q(current=True)),
            models.Index(
                *(F("office"), F("district_code"), Upper("name"), F("id")),
                name="current_by_district_and_name",
                condition=Q(current=True),
            ),
            models.Index(F("office"), RAT_DAY, F("id"), name="current_by_last_rat", condition=Q(current=True)),
            models.Index(
                F("office"), CERTIFICATE_DAY, F("id"), name="current_by_certificate", condition=Q(current=True)
            ),
            models.Index(fields=["office", "cooperative"], name="current_of_an_office", condition=Q(current=True)),
            # Lists are counted in it alone, without a look at the wide rows.
            models.Index(
                fields=[
                    "office",
                    "category",
                    "district_code",
                    "supervising_level",
                    "listed",
                    "visited",
                    "group",
                    "form",
                ],
                include=["cooperative"],
                name="current_to_count",
                condition=Q(current=True),
            ),
            GinIndex(OpClass(Upper("search"), name="gin_trgm_ops"), name="search_forgives_typos"),
            # Lists of the past walk in their order over the versions of all times, of which one in some holds then.
            models.Index(F("office"), Upper("name"), F("id"), name="ever_by_upper_name"),
            models.Index(*(F("office"), F("district_code"), Upper("name"), F("id")), name="ever_by_district_and_name"),
            # Tables of the past are counted in it alone.
            models.Index(
                fields=["office", "district_code", "category", "known"], include=["cooperative"], name="ever_to_count"
            ),
        ]


LONGEST = 100  # letters from which names count as equally long
NAME_LENGTH = Least(Length("upper_name"), Value(LONGEST))  # of a narrow row


class Sought(models.Model):
    """What the one search box looks in: a narrow row for each current version, so that a common word costs little.

    Nobody writes it: triggers of `Version` keep it (migration 0005).
    """

    version = models.OneToOneField(Version, on_delete=models.CASCADE, primary_key=True, related_name="sought")
    office = models.ForeignKey(Office, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    cooperative = models.ForeignKey(
        Cooperative, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    group = models.CharField(max_length=40, blank=True)
    upper_name = models.CharField(max_length=300)
    text = models.TextField()  # `Version.search` in capitals, a space before and behind

    class Meta:
        indexes = [
            GinIndex(fields=["text"], opclasses=["gin_trgm_ops"], name="sought_forgives_typos"),
            models.Index(F("office"), NAME_LENGTH, F("upper_name"), F("version"), name="sought_shortest_first"),
        ]
        verbose_name_plural = "sought"


class KnownWord(models.Model):
    """A word that names of the office's cooperatives have or once had, in capitals: what misspelt words may mean.

    Kept by the triggers of `Version` too; a word stays when the last name that had it is gone.
    """

    office = models.ForeignKey(
        Office, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    word = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "word"], name="a_word_stands_once")]
        indexes = [GinIndex(fields=["word"], opclasses=["gin_trgm_ops"], name="word_forgives_typos")]


class KeptRows(models.Model):
    """Rows of many records as the engine reads them, sealed: read in a tenth of the time the records themselves take.

    Records never change, so a kept row is never wrong; it is no longer asked for when its record no longer is current.
    May be deleted at any time (`services.keep_rows` makes it anew); not part of a backup.
    """

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    shape = models.CharField(max_length=64)  # of the table and of the engine that made it; others are passed over
    records = models.BinaryField()  # keys of the records in the order of the rows, eight bytes each
    sealed = models.BinaryField()  # Arrow IPC of engine.tables.RECORDS

    class Meta:
        verbose_name_plural = "kept rows"


# Guidance


class Guidance(models.Model):
    """What the office did for a cooperative, or saw of it, written down by hand. Only added; a wrong one is withdrawn."""

    class Kind(models.TextChoices):
        VISIT = "visit"
        CONSULTATION = "consultation"
        TRAINING = "training"
        MEETING = "meeting"  # somebody of the office sat in the annual or another meeting of its members
        CONTACT = "contact"  # letter, telephone, message
        FOUNDING = "founding"  # a step of founding (engine/law/merah_putih.toml)
        OTHER = "other"

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="guidance")
    token = models.UUIDField(unique=True)  # of the form it was sent with: sent twice, it is written once
    cooperative = models.ForeignKey(Cooperative, on_delete=models.PROTECT, related_name="guidance")  # as it was then
    kind = models.CharField(max_length=12, choices=Kind)
    step = models.CharField(max_length=20, blank=True)  # which step of founding
    on = models.DateField()
    text = models.TextField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="guidance_written")
    made_at = models.DateTimeField(auto_now_add=True)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="guidance_withdrawn")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="guidance_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="guidance_names_a_step_if_it_is_one",
                condition=Q(kind="founding") & ~Q(step="") | ~Q(kind="founding") & Q(step=""),
            ),
            models.CheckConstraint(
                name="guidance_withdrawal_is_whole",
                condition=Q(withdrawn_by=None, withdrawn_at=None, withdrawn_reason="")
                | Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False) & ~Q(withdrawn_reason=""),
            ),
        ]
        indexes = [models.Index(fields=["cooperative", "-on"], name="guidance_of_a_cooperative")]
        verbose_name_plural = "guidance"
