"""One cooperative for its page: who may see it, what is held to be true, and everything it rests on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404

from lumbung.access.queries import Standpoint
from lumbung.access.roles import Act
from lumbung.audit.models import Entry as AuditEntry
from lumbung.core.language import Language, translator
from lumbung.core.language import gettext_noop as _
from lumbung.counter.queries import acts_of, events_of
from lumbung.dashboards.asides import told_aside
from lumbung.dashboards.asking import reason_word, rule_title, rules
from lumbung.dashboards.attached import Rows, rows_of
from lumbung.dashboards.branches import Branch, branches
from lumbung.dashboards.endings import Ending, ending_of, ending_word, here
from lumbung.dashboards.figures import Told, told_of
from lumbung.dashboards.founding import Founding, founding
from lumbung.dashboards.guiding import Line, entries_of, lines
from lumbung.dashboards.moment import Moment
from lumbung.dashboards.officers import Officers, named_in, officers
from lumbung.dashboards.profile import Profile, Profiler
from lumbung.dashboards.sides import Sides, side_by_side
from lumbung.dashboards.tellings import Figures, Tellings
from lumbung.dashboards.timeline import Event, Traces, history
from lumbung.dashboards.values import value_word
from lumbung.imports.models import Batch
from lumbung.linkage.models import Pair
from lumbung.registry.models import Cooperative, Guidance, Membership, Override, Record, Version
from lumbung.registry.queries import (
    cooperative_by_number,
    current_versions,
    led_to,
    records_behind,
    rows_of_lists,
    within,
)
from lumbung.reports.evidence import phrases
from lumbung.reports.labels import Words
from lumbung.standing.models import Result
from lumbung.statistics.models import Place

READING = "registry.personal_data.read"
MANY = 200  # source rows, versions and lines of one cooperative that are ever read


@dataclass(frozen=True, slots=True)
class Found:
    """A number as asked for, and what it leads to today."""

    asked: str
    cooperative: Cooperative
    version: Version  # the current one; of a number that rests, its last
    moment: Moment | None = None  # of the past it is read at

    @property
    def moved(self) -> bool:
        """Whether the number asked for leads on to another."""
        return self.asked != self.cooperative.number

    @property
    def rests(self) -> bool:
        """Whether no row carries the number, at the moment it is read at."""
        ended = self.version.known.upper
        return not self.version.current if self.moment is None else bool(ended and ended <= self.moment.at)


def found(standpoint: Standpoint, number: str, *acts: Act) -> Found:
    """The cooperative behind `number` inside the areas of all `acts`; anything else does not exist: Http404."""
    try:
        cooperative = led_to(cooperative_by_number(standpoint.office, number.replace("\0", "")))
    except Cooperative.DoesNotExist as missing:
        raise Http404 from missing
    versions = Version.objects.filter(office=standpoint.office, cooperative=cooperative)
    for act in acts:
        versions = within(versions, standpoint.area(act))
    version = versions.order_by("-current", "-pk").first()
    if version is None or (not version.current and versions_now(cooperative)):
        raise Http404
    return Found(number, cooperative, version)


def versions_now(cooperative: Cooperative) -> bool:
    """Whether the cooperative has a current version (which may lie outside an area its older ones lay in)."""
    return Version.objects.filter(cooperative=cooperative, current=True).exists()


@dataclass(frozen=True, slots=True)
class Ruled:
    """What one rule says of it."""

    title: str
    result: str
    word: str
    reason: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A pair of rows: the other row's name, its cooperative's number, and what was compared."""

    name: str
    number: str
    scope: str
    why: list[str]
    ends: tuple[int, int]  # its entries, as its own page is addressed


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the record page shows."""

    found: Found
    picture: Told | None
    status: Ruled
    reason: str  # why that status
    rule: str  # under which rule
    ending: Ending | None
    others: list[Ruled]
    profile: Profile
    branches: list[Branch]  # told at the counter
    founding: Founding | None  # of a Merah Putih cooperative
    sides: Sides
    names: list[tuple[str, str]]  # value, who said it and when
    numbers: list[tuple[str, str, str]]  # word, number, era and day
    addresses: list[tuple[str, str]]
    position: str  # who tells where it is on the map
    figures: Figures | None
    guidance: list[Line]
    officers_told: int  # rows that name officers
    waiting: list[Waiting]
    linked: list[Waiting]
    events: list[Event]
    doubles: int  # rows of the register that are this one cooperative

    @property
    def has_branches(self) -> bool:
        """Whether anybody tells of a branch office."""
        return bool(self.branches or self.profile.branches)


class Reader:
    """Reads one cooperative and puts it into words."""

    def __init__(self, standpoint: Standpoint, told: Found, language: Language) -> None:
        self.standpoint, self.found, self.language = standpoint, told, language
        self.words, self._ = Words(language), translator(language)
        self.cooperative, self.version = told.cooperative, told.version
        self.picture = told_of(standpoint.office, "")
        self.now = self._now()
        self.memberships = self._memberships()
        self.records = self._records()
        keys = {record.batch_id for record in self.records if record.batch_id}
        self.batches = Batch.objects.select_related("applied_by").in_bulk(keys)
        self.imports = standpoint.may(Act.IMPORT)
        listed = self._listed()
        self.sides = side_by_side(
            [*self.now, *listed.records],
            self.version.field_sources,
            language,
            imports=self.imports,
            decided=self._decided(),
            notes=listed.notes,
        )
        self.cells = {side.record.pk: side.cells for side in self.sides.heads}
        self.tellings = Tellings(self.records, self.cells, language)
        mappings = {key: batch.mapping for key, batch in self.batches.items()}
        self.asides = told_aside(reversed(self.records), mappings)
        self.entries = self._entries()

    # What is read; `past_record` reads the same of an earlier moment

    def _now(self) -> list[Record]:
        """The rows that make it."""
        return list(records_behind(self.cooperative)[:MANY])

    def _memberships(self) -> list[Membership]:
        """Every row that ever was its own."""
        held = Membership.objects.filter(cooperative=self.cooperative).select_related("entry__source")
        return list(held.order_by("pk")[:MANY])

    def _listed(self) -> Rows:
        """The rows of lists that speak of it."""
        judges = self.standpoint.may(Act.JUDGE_PAIRS)
        return rows_of(self.cooperative, self.now, self.language, most=MANY, judges=judges)

    def _entries(self) -> list[Guidance]:
        """The history of guidance written by hand."""
        return list(entries_of(self.cooperative)[:MANY])

    def _versions(self) -> QuerySet[Version]:
        """What is held to be true of every cooperative that is here."""
        return current_versions(self.standpoint.office).filter(here(self.standpoint.office))

    def _place(self) -> Place | None:
        """Where it stands in the figures."""
        return Place.objects.filter(cooperative=self.cooperative).first()

    def _results(self) -> QuerySet[Result]:
        """What every rule says of it."""
        return Result.objects.filter(cooperative=self.cooperative, until__isnull=True)

    def _ending(self) -> Ending | None:
        """What ended it."""
        return ending_of(self.standpoint, self.version, self.language)

    def _branches(self) -> list[Branch]:
        """Its branch offices as the counter was told."""
        return branches(self.standpoint, self.cooperative, self.language)

    def _guided(self) -> list[Line]:
        """What was done for it."""
        return lines(self.records, self.cells, self.entries, self.standpoint, self.language)

    def _records(self) -> list[Record]:
        """Every row that ever spoke of it and still counts, oldest first."""
        entries = {one.entry_id for one in self.memberships if one.known.upper is None}
        told = Record.objects.filter(entry__in=entries, withdrawn_at__isnull=True).exclude(
            Q(batch_id__isnull=False) & ~Q(batch_id__in=Batch.objects.filter(state=Batch.State.APPLIED).values("pk"))
        )
        return list(told.select_related("entry__source").order_by("recorded_at", "pk")[:MANY])

    def _decided(self) -> dict[str, str]:
        """field -> what a person decided on it and why, of the fields where a person's word leads today."""
        found = {field: str(source) for field, source in self.version.field_sources.items()}
        keys = {field: int(source.partition(":")[2]) for field, source in found.items() if source.startswith(_DECIDED)}
        overrides = Override.objects.select_related("made_by").in_bulk(set(keys.values()))
        told = {}
        for field, key in keys.items():
            if one := overrides.get(key):
                value = value_word(field, one.value, self.language)
                told[field] = self._(_CORRECTED) % {"value": value, "who": one.made_by, "why": one.reason}
        return told

    def page(self) -> Page:
        """All of it."""
        waiting, linked = self._pairs()
        place = self._place()
        status, others = self._ruled(place)
        ending = self._ending()
        profiler = Profiler(self.version, self.now, self.asides, self.tellings, self.language)
        return Page(
            found=self.found,
            picture=self.picture,
            status=status,
            reason=ending.reason if ending and ending.reason else self._reason(status),
            rule=ending.note if ending and ending.reason else self._rule(status),
            ending=ending,
            others=[] if ending and ending.reason else others,  # every criterion says the same
            profile=profiler.profile(place.field_only_reason if place else ""),
            branches=self._branches(),
            founding=self._founding() if self.version.merah_putih else None,
            sides=self.sides,
            names=self.tellings.said("name"),
            numbers=self.tellings.numbers(),
            addresses=self.tellings.said("address"),
            position=self._position(),
            figures=self.tellings.figures(),
            guidance=self._guided(),
            officers_told=named_in(self.now, self.batches),
            waiting=waiting,
            linked=linked,
            events=history(
                self._traces(), self.language, imports=self.imports, counter=self.standpoint.may(Act.EDIT_REGISTER)
            ),
            doubles=self.version.register_records,
        )

    def officers(self) -> Officers:
        """Who leads and who supervises it. Whoever shows this has logged the reading."""
        terms: dict[int, list[str]] = {}
        for text, record in self.asides.get("term", ()):
            terms.setdefault(record.pk, []).append(text)
        acts = {one.record.pk: (one.place, one.href) for one in self.sides.heads if one.record.batch_id is None}
        return officers(self.now, self.batches, terms, self.language, acts)

    def _position(self) -> str:
        """Who tells the point on the map, and when."""
        entry = self.version.field_sources.get("latitude")
        return next((self.tellings.by(record) for record in self.now if record.entry_id == entry), "")

    def _founding(self) -> Founding:
        written = [one for one in self.entries if one.withdrawn_at is None]
        village = self.version.village_code
        others = self._versions().filter(merah_putih=True, village_code=village).exclude(cooperative=self.cooperative)
        numbers = list(others.values_list("cooperative__number", flat=True)[:3]) if village else []
        return founding(self.records, self.asides, written, self.tellings, numbers, self.language)

    # The rules

    def _ruled(self, place: Place | None) -> tuple[Ruled, list[Ruled]]:
        """The chosen rule's word, and the others'."""
        chosen = self.picture.rule if self.picture else ""
        status = self._one(chosen, place.standing if place else "unknown", place.reason if place else "")
        results = self._results().exclude(rule=chosen)
        known = {code: n for n, code in enumerate(rules())}
        told = sorted(results, key=lambda r: (known.get(r.rule, len(known)), r.rule))
        return status, [self._one(r.rule, r.result, r.reason) for r in told]

    def _reason(self, status: Ruled) -> str:
        visited = self.version.visited_on
        day = f"{self._(_VISITED_ON)} {visited:%d/%m/%Y}" if visited else ""
        return " · ".join(filter(None, [status.reason[:1].upper() + status.reason[1:], day]))

    def _rule(self, status: Ruled) -> str:
        version = f" v{self.picture.rule_version}" if self.picture else ""
        return f"{status.title}{version}. {self._(_COMPUTED)}"

    def _one(self, rule: str, result: str, reason: str) -> Ruled:
        title = rule_title(rule, self.language) if rule else ""
        return Ruled(
            title, result, ending_word(reason, result, self.language), reason_word(rule, reason, self.language)
        )

    # Pairs

    def _pairs(self) -> tuple[list[Waiting], list[Waiting]]:
        """Pairs that wait for a person, and those that made its rows one."""
        mine = {record.entry_id for record in self.now}
        pairs = Pair.objects.filter(Q(left__in=mine) | Q(right__in=mine), office=self.standpoint.office)
        pairs = pairs.filter(Q(tier="review", judged="") | Q(linked=True)).order_by("usefulness")
        chosen = [pair for pair in pairs[:MANY] if not pair.linked or {pair.left_id, pair.right_id} <= mine]
        others = {end for pair in chosen for end in (pair.left_id, pair.right_id)} - mine
        names = self._names(others)
        waiting = [self._pair(pair, mine, names) for pair in chosen if pair.tier == "review" and not pair.judged]
        linked = [
            self._pair(pair, mine, names) for pair in chosen if pair.linked and {pair.left_id, pair.right_id} <= mine
        ]
        return waiting, linked

    def _names(self, entries: set[int]) -> dict[int, tuple[str, str]]:
        """entry -> name as its row writes it and its cooperative's number, where this person may see it."""
        if not entries:
            return {}
        seen = within(
            Version.objects.filter(office=self.standpoint.office, current=True), self.standpoint.area(Act.SEE_REGISTER)
        )
        held = Membership.objects.filter(
            entry__in=entries, known__upper_inf=True, cooperative__in=seen.values("cooperative")
        )
        told = held.values_list("entry", "entry__current__clean__name", "cooperative__number")
        listed = rows_of_lists(self.standpoint.office).filter(pk__in=entries)
        rows = listed.values_list("pk", "current__clean__name", "source__name")
        return {entry: (name or number, number) for entry, name, number in told} | {
            entry: (f"{name or '?'} ({source})", "") for entry, name, source in rows
        }

    def _pair(self, pair: Pair, mine: set[int], names: Mapping[int, tuple[str, str]]) -> Waiting:
        own = {record.entry_id: record for record in self.now}
        other = pair.right_id if pair.left_id in mine else pair.left_id
        why = phrases(json.dumps(pair.evidence), self.language)
        scope = self.words.label("scope", pair.scope)
        ends = (pair.left_id, pair.right_id)
        if other in own:
            rows = " ↔ ".join(self._row(own[end]) for end in ends)
            return Waiting(rows, "", scope, why, ends)
        name, number = names.get(other, (self._(_OUTSIDE), ""))
        return Waiting(name, number, scope, why, ends)

    def _row(self, record: Record) -> str:
        return self._(_ROW) % {"source": record.entry.source.name, "row": record.row}

    # History

    def _traces(self) -> Traces:
        audit = AuditEntry.objects.filter(subject=f"cooperative:{self.cooperative.number}").order_by("-pk")
        if not self.standpoint.may(Act.SEE_AUDIT):
            audit = audit.exclude(action=READING)
        rule = self.picture.rule if self.picture else ""
        mine = Result.objects.filter(cooperative=self.cooperative, rule=rule).order_by("pk")
        versions = Version.objects.filter(cooperative=self.cooperative).order_by("-pk")[:MANY]
        return Traces(
            cooperative=self.cooperative,
            memberships=self.memberships,
            versions=list(reversed(versions)),
            results=list(mine[:MANY]),
            records=self.records,
            batches=self.batches,
            guidance=self.entries,
            acts=list(
                {act.pk: act for act in (*acts_of(self.cooperative)[:MANY], *events_of(self.cooperative))}.values()
            ),
            audit=list(audit[:MANY]),
            led_here=list(self.cooperative.led_here.order_by("pk")[:MANY]),
        )


_DECIDED = "override:"  # registry.rows: a person's word as the source of a field
_CORRECTED = _("corrected by hand to “%(value)s” by %(who)s: %(why)s")
_VISITED_ON, _COMPUTED = _("visited on"), _("Computed from facts, typed by nobody.")
_ROW = _("%(source)s row %(row)s")
_OUTSIDE = _("a row outside your area")
