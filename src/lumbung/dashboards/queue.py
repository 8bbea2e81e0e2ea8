"""The work queue: the pair in a person's hands, what lies around it, and how far they have come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from math import asin, cos, radians, sin, sqrt

from django.db.models import Avg, Q, QuerySet
from django.utils import timezone

from lumbung.access.queries import Standpoint
from lumbung.core.language import Language, translator
from lumbung.core.language import gettext_noop as _
from lumbung.dashboards.marks import Piece, folded
from lumbung.dashboards.pairs import Case, case, in_area, name_of, place_of
from lumbung.dashboards.sides import FieldLine, people_of
from lumbung.linkage.contradictions import contradicted_by
from lumbung.linkage.models import Judgement, Opinion, Pair, Task
from lumbung.linkage.reasons import reason_words
from lumbung.linkage.services import give_task
from lumbung.linkage.services.queueing import open_to, waiting_for
from lumbung.places.models import Region
from lumbung.registry.models import Entry, Record
from lumbung.reports.labels import Words

LAST = 5  # own verdicts shown beside the pair
OTHERS = 6  # other candidates of the two rows
EARLIER = 12  # earlier words of the two rows
WHO = (
    "name", "legal_number", "legal_on", "coop_nik", "address", "village", "district", "regency", "kind", "group",
    "pattern", "form", "outcome", "visited_on", "note",
)  # fmt: skip
_EARTH = 6371.0088  # km, mean radius (IUGG)
_SIDES = 2
_NEAR = 0.05  # km


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of both rows, and how alike they are in a word."""

    line: FieldLine
    labels: tuple[str, str]  # whose word each side is, where the table becomes a list on a phone
    word: str
    apart: bool

    @property
    def sides(self) -> list[tuple[str, list[Piece]]]:
        """Label and text of each side."""
        return [(label, cell.pieces) for label, cell in zip(self.labels, self.line.cells, strict=True)]


@dataclass(frozen=True, slots=True)
class Other:
    """Another row that one of the two may be one cooperative with."""

    name: str
    place: str
    linked: bool
    ends: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Earlier:
    """What one of the rows said in an earlier extract, where that was different."""

    source: str
    day: date | None
    told: list[tuple[str, str]]  # field in words, value


@dataclass(frozen=True, slots=True)
class Spoken:
    """One of the person's own last verdicts."""

    opinion: Opinion
    names: str
    reason: str
    waits: bool  # for another judge

    @property
    def ends(self) -> tuple[int, int]:
        """The two entries."""
        return self.opinion.left_id, self.opinion.right_id


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the person has come today."""

    decided: int
    waiting: int
    seconds: int  # a pair, on average; 0: nothing decided yet
    last: list[Spoken]

    @property
    def total(self) -> int:
        """Decided today and still waiting."""
        return self.decided + self.waiting


@dataclass(frozen=True, slots=True)
class Turn:
    """One pair in the person's hands."""

    task: Task
    case: Case
    who: list[Compared]  # who the rows say they are
    what: list[Compared]  # what else they tell: members, money, days
    people: str  # how the officers compare; their names are not shown here
    distance: str
    others: list[Other]
    earlier: list[Earlier]


def pairs_for(standpoint: Standpoint) -> QuerySet[Pair]:
    """The pairs this person may be given: asked for, in their area, not yet spoken on by them."""
    return in_area(standpoint, waiting_for(standpoint.office, standpoint.user))


def turn(standpoint: Standpoint, language: Language) -> Turn | None:
    """The next pair, put into the person's hands; None: nothing waits for them."""
    task = give_task(standpoint.office, standpoint.user, pairs_for(standpoint))
    return turn_of(standpoint, task, language) if task else None


def turn_of(standpoint: Standpoint, task: Task, language: Language) -> Turn:
    """The pair of `task` with all that helps to judge it, and nothing of what the machine or others think of it."""
    looked_at = case(standpoint, task.left_id, task.right_id, language)
    lines = {line.field: line for line in (*looked_at.sides.lines, *looked_at.sides.rest)}
    labels = _labels(looked_at)
    return Turn(
        task,
        looked_at,
        [_compared(lines[name], labels, language) for name in WHO if name in lines],
        [_compared(line, labels, language) for name, line in lines.items() if name not in WHO],
        _people(looked_at, language),
        distance(looked_at, language),
        _others(looked_at),
        _earlier(looked_at, language),
    )


_SAME, _TIDIED, _LETTER, _APART = _("same"), _("same once tidied"), _("one letter"), _("different")
_ONLY, _NEITHER = _("only {source}"), _("nobody tells")


def _labels(looked_at: Case) -> tuple[str, str]:
    """The two sources; of one source, with their rows."""
    one, other = looked_at.sides.heads
    if one.source != other.source:
        return one.source, other.source
    return f"{one.source} {one.record.row}", f"{other.source} {other.record.row}"


_COMMON, _NO_NAME = _("names in common: {n}"), _("no name in common")
_ONE_ROW = _("only one row names officers")


def _people(looked_at: Case, language: Language) -> str:
    """How the officers of both rows compare, without showing who they are; "" where no row names any."""
    named = [{folded(name) for name in people_of(side.record) or ()} for side in looked_at.sides.heads]
    if not any(named):
        return ""
    say, common = translator(language), len(named[0] & named[1])
    return say(_COMMON if common else _NO_NAME if all(named) else _ONE_ROW).format(n=common)


def _compared(line: FieldLine, labels: tuple[str, str], language: Language) -> Compared:
    say = translator(language)
    texts = ["".join(text for text, _differs in cell.pieces) for cell in line.cells]
    if not all(texts):
        only = next((label for label, text in zip(labels, texts, strict=True) if text), "")
        return Compared(line, labels, say(_ONLY).format(source=only) if only else say(_NEITHER), apart=False)
    left, right = texts[0], texts[-1]
    if left == right:
        return Compared(line, labels, say(_SAME), apart=False)
    if not line.differs or folded(left) == folded(right):
        return Compared(line, labels, say(_TIDIED), apart=False)
    return Compared(line, labels, say(_LETTER if _one_letter(folded(left), folded(right)) else _APART), apart=True)


def _one_letter(left: str, right: str) -> bool:
    """Whether one letter replaced, added or left out makes one text of the other."""
    if abs(len(left) - len(right)) > 1:
        return False
    at = next((n for n, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    a, b = left[at:], right[at:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:]


def distance(looked_at: Case, language: Language) -> str:
    """How far the two rows' places lie apart, and what that is measured between; "" where a place is not known."""
    say = translator(language)
    points = [_point(entry) for entry in (looked_at.left, looked_at.right)]
    if points[0] is None or points[1] is None:
        return ""
    km, exact = _apart(points[0][:2], points[1][:2]), points[0][2] and points[1][2]
    if not exact and km < _NEAR:
        return ""  # the same village: its centre says nothing
    far = say(_("less than 50 m")) if km < _NEAR else f"{round(km * 1000, -1):.0f} m" if km < 1 else f"{km:.1f} km"
    if language == "id":
        far = far.replace(".", ",")
    return say(_("{far} between the positions")).format(far=far) if exact else (
        say(_("about {far} between the centres of their places")).format(far=far)
    )  # fmt: skip


def _point(entry: Entry) -> tuple[float, float, bool] | None:
    """Latitude, longitude (degrees), whether the row itself tells them; else of its village's or district's centre."""
    clean = entry.current.clean if entry.current else {}
    if clean.get("latitude") is not None and clean.get("longitude") is not None:
        return float(clean["latitude"]), float(clean["longitude"]), True
    codes = [code for code in (clean.get("village_code"), clean.get("district_code")) if code]
    found = Region.objects.filter(code__in=codes, latitude__isnull=False, longitude__isnull=False)
    centre = found.order_by("-code").first()
    return None if centre is None else (float(centre.latitude or 0), float(centre.longitude or 0), False)


def _apart(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres along the great circle (haversine)."""
    a, b = radians(one[0]), radians(other[0])
    half = sin((a - b) / 2) ** 2 + cos(a) * cos(b) * sin(radians(one[1] - other[1]) / 2) ** 2
    return 2 * _EARTH * asin(min(1.0, sqrt(half)))


def _others(looked_at: Case) -> list[Other]:
    mine = {looked_at.left.pk, looked_at.right.pk}
    found = Pair.objects.filter(Q(left__in=mine) | Q(right__in=mine)).exclude(left__in=mine, right__in=mine)
    found = found.select_related("left__current", "right__current", "left__source", "right__source")
    out = []
    for pair in found.order_by("pk")[:OTHERS]:
        far = pair.right if pair.left_id in mine else pair.left
        if far.current is not None:
            out.append(Other(name_of(far), place_of(far), pair.linked, (pair.left_id, pair.right_id)))
    return out


_TOLD = ("name", "legal_number", "coop_nik", "address", "village", "district", "kind")


def _earlier(looked_at: Case, language: Language) -> list[Earlier]:
    """What the two rows said in earlier extracts, where a word on who they are was another."""
    words = Words(language)
    ends = (looked_at.left, looked_at.right)
    told = {entry.pk: entry.current.clean for entry in ends if entry.current}
    found = Record.objects.filter(entry__in=list(told), withdrawn_at=None).exclude(
        pk__in=[entry.current_id for entry in ends]
    )
    out: list[Earlier] = []
    for record in found.select_related("entry__source").order_by("entry", "-pk")[: EARLIER * _SIDES]:
        now = told[record.entry_id]
        other = [(n, str(record.clean[n])) for n in _TOLD if record.clean.get(n) not in (None, now.get(n))]
        if other:
            shown = [(words.label("field", name), value) for name, value in other]
            out.append(Earlier(record.entry.source.name, record.observed_on, shown))
    return out[:EARLIER]


def progress(standpoint: Standpoint, language: Language) -> Progress:
    """What the person decided today, what waits for them, and their last verdicts."""
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    mine = Opinion.objects.filter(office=standpoint.office, made_by=standpoint.user, withdrawn_at=None)
    today = mine.filter(made_at__gte=midnight)
    average = today.filter(seconds__gt=0).aggregate(Avg("seconds"))["seconds__avg"] or 0
    last = mine.select_related("left__current", "right__current").order_by("-pk")[:LAST]
    spoken = [
        Spoken(
            one,
            f"{name_of(one.left)} ↔ {name_of(one.right)}",
            reason_words(one.reason, language),
            not one.settled_by_id,
        )
        for one in last
    ]
    return Progress(today.count(), pairs_for(standpoint).count(), round(average), spoken)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A verdict that cannot be entered, and the verdicts on other pairs that say the opposite."""

    opinion: Opinion
    names: str
    chain: list[Judgement]


def conflicts(standpoint: Standpoint) -> list[Conflict]:
    """Pairs on which enough was said, but what was said contradicts verdicts on other pairs."""
    told = open_to(standpoint.office)
    out = []
    for ends in sorted(told.blocked):
        one = told.opinions[ends][-1]
        chain = contradicted_by(standpoint.office, *ends, one.verdict)
        if chain:
            out.append(Conflict(one, f"{name_of(one.left)} ↔ {name_of(one.right)}", chain))
    return out
