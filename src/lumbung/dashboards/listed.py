"""Lists of certificates and of other agencies: which rows joined a cooperative, which wait, which are in no register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from lumbung.access.models import Office
from lumbung.access.queries import Standpoint
from lumbung.access.roles import Act
from lumbung.core.language import Language, translator
from lumbung.core.language import gettext_noop as _
from lumbung.dashboards.export_files import Column, Job
from lumbung.dashboards.lines import place_word
from lumbung.imports.wording import BECAME, KINDS
from lumbung.linkage.models import LISTED, Attachment, Pair
from lumbung.registry.models import Source, Version
from lumbung.registry.queries import LISTS, within

PAGE = 50
CHUNK = 2_000
STATES = tuple(Attachment.State.values)
COLUMNS = (
    Column("state_word", _("What became of it")),
    Column("number", _("Permanent number"), "identifier"),
    Column("name", _("Name as the list has it")),
    Column("coop_nik", _("Cooperative NIK"), "identifier"),
    Column("legal_number", _("Legal-entity number"), "identifier"),
    Column("certificate_number", _("Certificate number"), "identifier"),
    Column("nik_grade", _("Grade")),
    Column("certificate_valid_to", _("Certificate valid to"), "day"),
    Column("npwp", _("Tax number (NPWP)"), "identifier"),
    Column("nib", _("Business number (NIB)"), "identifier"),
    Column("licence_number", _("Number at the other agency"), "identifier"),
    Column("address", _("Address")),
    Column("village_code", _("Village"), "place"),
    Column("district_code", _("District"), "place"),
    Column("file", _("File")),
    Column("sheet", _("Sheet")),
    Column("row", _("Row"), "whole"),
)
_TOLD = tuple(column.name for column in COLUMNS if column.name not in ("state_word", "number", "file", "sheet", "row"))
_DAYS = ("certificate_valid_to",)


@dataclass(frozen=True, slots=True)
class Summary:
    """One list and how many of its rows became what."""

    source: Source
    kind: str
    counts: dict[str, int]

    @property
    def rows(self) -> int:
        """All of its rows that count."""
        return sum(self.counts.values())


def sources_listed(office: Office) -> QuerySet[Source]:
    """Lists of `office` that speak of cooperatives."""
    return Source.objects.filter(office=office, kind__in=LISTS).order_by("-kind", "name")


def summaries(standpoint: Standpoint, language: Language) -> list[Summary]:
    """Every such list with its counts, inside the person's area."""
    counted: dict[int, dict[str, int]] = {}
    found = attachments(standpoint, Act.SEE_REGISTER).order_by().values_list("entry__source", "state")
    for source, state, n in found.annotate(n=Count("pk")):
        counted.setdefault(source, {})[state] = n
    say = translator(language)
    return [
        Summary(one, say(KINDS[one.kind]), {state: counted.get(one.pk, {}).get(state, 0) for state in STATES})
        for one in sources_listed(standpoint.office)
    ]


def attachments(standpoint: Standpoint, *acts: Act) -> QuerySet[Attachment]:
    """Rows of lists inside the areas of all `acts`: by their cooperative, else by the place the row itself tells.

    A row that joined nothing and tells no place is seen only by those who see the whole office.
    """
    found = Attachment.objects.filter(office=standpoint.office, entry__current__isnull=False)
    for act in acts:
        areas = standpoint.area(act)
        if "" not in areas:
            seen = within(Version.objects.filter(office=standpoint.office, current=True), areas)
            inside = Q(cooperative__in=seen.values("cooperative"))
            for code in areas:
                here = Q(entry__current__clean__village_code__startswith=code)
                inside |= Q(cooperative=None) & (here | Q(entry__current__clean__district_code__startswith=code))
            found = found.filter(inside)
    return found


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a list, as a page shows it."""

    entry: int
    name: str
    numbers: str
    place: str
    batch: int | None
    state: str
    word: str
    number: str  # of its cooperative
    gone: date | None  # since when its list no longer has it
    pairs: list[tuple[int, int]]


def lines(found: QuerySet[Attachment], language: Language) -> list[Line]:
    """Rows of one page, with the pairs that wait."""
    told = list(found.select_related("entry__current", "cooperative"))
    waiting = [one.entry_id for one in told if one.state == Attachment.State.WAITING]
    pairs: dict[int, list[tuple[int, int]]] = {}
    for left, right in (
        Pair.objects.filter(Q(left__in=waiting) | Q(right__in=waiting), scope=LISTED)
        .order_by("usefulness")
        .values_list("left_id", "right_id")
    ):
        pairs.setdefault(left if left in waiting else right, []).append((left, right))
    return [_line(one, pairs.get(one.entry_id, []), language) for one in told]


def _line(one: Attachment, pairs: list[tuple[int, int]], language: Language) -> Line:
    record = one.entry.current
    assert record is not None
    clean = record.clean
    numbers = (clean.get(name) for name in ("coop_nik", "legal_number", "npwp", "nib", "licence_number"))
    return Line(
        entry=one.entry_id,
        name=str(clean.get("name") or "?"),
        numbers=" · ".join(str(number) for number in numbers if number),
        place=place_word(record.file, record.sheet, record.row, language),
        batch=record.batch_id,
        state=one.state,
        word=translator(language)(BECAME[one.state]),
        number=one.cooperative.number if one.cooperative else "",
        gone=one.entry.vanished_on,
        pairs=pairs,
    )


def job_of(standpoint: Standpoint, source: Source, state: str, language: Language) -> Job:
    """The rows of `source` in `state` ("" = all) as a file."""
    say = translator(language)
    found = of_source(standpoint, source, state, Act.SEE_REGISTER, Act.EXPORT)

    def read() -> Iterator[Mapping[str, Any]]:
        for one in found.select_related("entry__current", "cooperative").iterator(chunk_size=CHUNK):
            yield _row(one, say(BECAME[one.state]))

    told = {"list": f"{source.name}: {say(BECAME[state])}" if state else source.name}
    return Job(
        COLUMNS, read, str(source.office), source.office.is_sample, language, title=_("Rows of a list"), told=told
    )


def of_source(standpoint: Standpoint, source: Source, state: str, *acts: Act) -> QuerySet[Attachment]:
    """Rows of one list in `state` ("" = all), as the list stands."""
    found = attachments(standpoint, *acts).filter(entry__source=source)
    found = found.filter(state=state) if state else found
    return found.order_by("entry__current__sheet", "entry__current__row", "entry")


def _row(one: Attachment, word: str) -> dict[str, Any]:
    record = one.entry.current
    assert record is not None
    told = {name: record.clean.get(name) for name in _TOLD}
    for name in _DAYS:
        told[name] = date.fromisoformat(told[name]) if told[name] else None
    place = {"file": record.file, "sheet": record.sheet, "row": record.row}
    return told | place | {"state_word": word, "number": one.cooperative.number if one.cooperative else ""}
