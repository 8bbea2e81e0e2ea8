"""One cooperative for its page: who may see it, what is held to be true, and everything it rests on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import Http404

from lumbung.access.queries import Standpoint
from lumbung.access.roles import Act
from lumbung.audit.models import Entry as AuditEntry
from lumbung.core.language import Language, translator
from lumbung.core.language import gettext_noop as _
from lumbung.dashboards.asking import group_word, reason_word, rule_title, rules
from lumbung.dashboards.figures import Told, told_of
from lumbung.dashboards.marks import folded
from lumbung.dashboards.sides import Sides, side_by_side
from lumbung.dashboards.timeline import Event, Traces, history
from lumbung.engine.cleaning.law import law
from lumbung.imports.models import Batch
from lumbung.linkage.models import Pair
from lumbung.registry.models import Cooperative, Membership, Record, Version
from lumbung.registry.queries import cooperative_by_number, led_to, records_behind, within
from lumbung.reports.evidence import phrases
from lumbung.reports.labels import Words
from lumbung.standing.models import Result
from lumbung.statistics.models import Place
from lumbung.ui.templatetags.lumbung import money

READING = "registry.personal_data.read"
_MANY = 200  # source rows, versions and lines of one cooperative that are ever read


@dataclass(frozen=True, slots=True)
class Found:
    """A number as asked for, and what it leads to today."""

    asked: str
    cooperative: Cooperative
    version: Version  # the current one; of a number that rests, its last

    @property
    def moved(self) -> bool:
        """Whether the number asked for leads on to another."""
        return self.asked != self.cooperative.number


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
    others: list[Ruled]
    facts: list[tuple[str, str, str]]  # word, value, note
    sides: Sides
    names: list[tuple[str, str]]  # value, who said it and when
    numbers: list[tuple[str, str, str]]  # word, number, era and day
    addresses: list[tuple[str, str]]
    years: list[dict[str, Any]]
    waiting: list[Waiting]
    linked: list[Waiting]
    events: list[Event]
    doubles: int  # rows of the register that are this one cooperative


class Reader:
    """Reads one cooperative and puts it into words."""

    def __init__(self, standpoint: Standpoint, told: Found, language: Language) -> None:
        self.standpoint, self.found, self.language = standpoint, told, language
        self.words, self._ = Words(language), translator(language)
        self.cooperative, self.version = told.cooperative, told.version
        self.picture = told_of(standpoint.office, "")
        self.now = list(records_behind(self.cooperative)[:_MANY])
        self.memberships = list(
            Membership.objects.filter(cooperative=self.cooperative)
            .select_related("entry__source")
            .order_by("pk")[:_MANY]
        )
        self.records = self._records()
        self.imports = standpoint.may(Act.IMPORT)
        self.sides = side_by_side(self.now, self.version.field_sources, language, imports=self.imports)

    def _records(self) -> list[Record]:
        """Every row that ever spoke of it and still counts, oldest first."""
        entries = {one.entry_id for one in self.memberships if one.known.upper is None}
        told = Record.objects.filter(entry__in=entries, withdrawn_at__isnull=True).exclude(
            Q(batch_id__isnull=False) & ~Q(batch_id__in=Batch.objects.filter(state=Batch.State.APPLIED).values("pk"))
        )
        return list(told.select_related("entry__source").order_by("recorded_at", "pk")[:_MANY])

    def page(self) -> Page:
        """All of it."""
        waiting, linked = self._pairs()
        status, others = self._ruled()
        return Page(
            found=self.found,
            picture=self.picture,
            status=status,
            others=others,
            facts=self._facts(),
            sides=self.sides,
            names=self._said("name"),
            numbers=self._numbers(),
            addresses=self._said("address"),
            years=self._years(),
            waiting=waiting,
            linked=linked,
            events=history(self._traces(), self.language, imports=self.imports),
            doubles=self.version.register_records,
        )

    # The rules

    def _ruled(self) -> tuple[Ruled, list[Ruled]]:
        """The chosen rule's word, and the others'."""
        chosen = self.picture.rule if self.picture else ""
        place = Place.objects.filter(cooperative=self.cooperative).first()
        status = self._one(chosen, place.standing if place else "unknown", place.reason if place else "")
        results = Result.objects.filter(cooperative=self.cooperative, until__isnull=True).exclude(rule=chosen)
        known = {code: n for n, code in enumerate(rules())}
        told = sorted(results, key=lambda r: (known.get(r.rule, len(known)), r.rule))
        return status, [self._one(r.rule, r.result, r.reason) for r in told]

    def _one(self, rule: str, result: str, reason: str) -> Ruled:
        title = rule_title(rule, self.language) if rule else ""
        return Ruled(title, result, self.words.label("result", result), reason_word(rule, reason, self.language))

    # Facts

    def _facts(self) -> list[tuple[str, str, str]]:
        fields, words = self.version.fields, self.words
        sector = law("vocabularies")["sector"].get(fields.get("sector"), {}).get("label", "")
        host = next((r.clean["host"] for r in self.now if r.clean.get("host")), "")
        told = [
            (_FACTS["kind_register"], self._label("kind", fields.get("kind_register")), ""),
            (_FACTS["kind_field"], self._label("kind", self._visited_kind()), ""),
            (_FACTS["category"], self._label("category", fields.get("category")), self._(_FOLLOWED)),
            (_FACTS["pattern"], self._label("pattern", fields.get("pattern")), ""),
            (_FACTS["group"], group_word(fields["group"]) if fields.get("group") else "", ""),
            (_FACTS["form"], self._label("form", fields.get("form")), ""),
            (_FACTS["membership_area"], self._label("level", fields.get("membership_area")), ""),
            (_FACTS["supervising_level"], self._label("level", fields.get("supervising_level")), ""),
            (_FACTS["sector"], sector, ""),
            (_FACTS["host"], host.title() if host else "", ""),
            (_FACTS["district"], words.district(fields.get("district_code")), self._ods_district()),
            (_FACTS["village"], words.village(fields.get("village_code")), ""),
        ]
        return [(self._(word), value, note) for word, value, note in told if value]

    def _label(self, group: str, code: str | None) -> str:
        return self.words.label(group, code) if code else ""

    def _visited_kind(self) -> str | None:
        return next(
            (r.clean.get("kind") for r in self.now if r.entry.source.kind == "census" and r.clean.get("kind")), None
        )

    def _ods_district(self) -> str:
        """What ODS says of the place, beside and never instead."""
        fields = self.version.fields
        said = fields.get("district_code_register")
        if not said or said == fields.get("district_code"):
            return ""
        return self._(_ACCORDING) % {"source": "ODS", "value": self.words.district(said)}

    def _said(self, field: str) -> list[tuple[str, str]]:
        """Every way a field was told, the newest first, each with who said it and when."""
        out: dict[str, tuple[str, str]] = {}
        cells = {side.record.pk: side.cells for side in self.sides.heads}
        for record in reversed(self.records):
            text = cells[record.pk].get(field, "") if record.pk in cells else str(record.clean.get(field) or "")
            if record.pk not in cells and field == "address":
                text = ""  # an older row's address may name people; its present one is checked
            if text:
                out.setdefault(folded(text), (text, self._by(record)))
        return list(out.values())

    def _by(self, record: Record) -> str:
        day = record.clean.get("visited_on") or (record.observed_on.isoformat() if record.observed_on else "")
        return f"{record.entry.source.name} {_slashed(day)}".strip()

    def _numbers(self) -> list[tuple[str, str, str]]:
        """Every number it was told under: legal-entity numbers with their era and day, amendments, NIK; once each."""
        out: dict[tuple[str, object], tuple[str, str, str]] = {}
        for record in self.records:
            clean = record.clean
            if number := clean.get("legal_number"):
                era = self._(_ERAS[clean["legal_era"]]) if clean.get("legal_era") in _ERAS else ""
                read = tuple(clean.get(part) for part in ("legal_serial", "legal_issuer", "legal_year"))
                self._note(out, "legal_number", read, number, era, clean.get("legal_on"))
            if number := clean.get("amendment_number"):
                self._note(out, "amendment_number", folded(number), number, "", clean.get("amendment_on"))
            if number := clean.get("coop_nik"):
                self._note(out, "coop_nik", number, number, "", None)
        return sorted(out.values())

    def _note(
        self,
        out: dict[tuple[str, object], tuple[str, str, str]],
        field: str,
        read: object,
        number: str,
        note: str,
        on: str | None,
    ) -> None:
        """Enter one number; of two ways to write the same one, the first that tells its day stays."""
        told = ", ".join(filter(None, (note, _slashed(on or ""))))
        if (field, read) not in out or (on and "/" not in out[field, read][2]):
            out[field, read] = (self.words.label("field", field), number, told)

    def _years(self) -> list[dict[str, Any]]:
        """Figures as each extract told them, newest first; money as money."""
        out = []
        for record in reversed(self.records):
            told = {name: record.clean.get(name) for name in ("members", *_MONEY)}
            if any(value is not None for value in told.values()):
                amounts = [money(told[name]) for name in _MONEY]
                out.append({"by": self._by(record), "members": told["members"], "amounts": amounts})
        return out

    # Pairs

    def _pairs(self) -> tuple[list[Waiting], list[Waiting]]:
        """Pairs that wait for a person, and those that made its rows one."""
        mine = {record.entry_id for record in self.now}
        pairs = Pair.objects.filter(Q(left__in=mine) | Q(right__in=mine), office=self.standpoint.office)
        pairs = pairs.filter(Q(tier="review", judged="") | Q(linked=True)).order_by("usefulness")
        chosen = [pair for pair in pairs[:_MANY] if not pair.linked or {pair.left_id, pair.right_id} <= mine]
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
        return {entry: (name or number, number) for entry, name, number in told}

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
        lines = AuditEntry.objects.filter(subject=f"cooperative:{self.cooperative.number}").order_by("-pk")
        if not self.standpoint.may(Act.SEE_AUDIT):
            lines = lines.exclude(action=READING)
        rule = self.picture.rule if self.picture else ""
        mine = Result.objects.filter(cooperative=self.cooperative, rule=rule).order_by("pk")
        versions = Version.objects.filter(cooperative=self.cooperative).order_by("-pk")[:_MANY]
        batches = Batch.objects.select_related("applied_by").in_bulk([r.batch_id for r in self.records if r.batch_id])
        return Traces(
            cooperative=self.cooperative,
            memberships=self.memberships,
            versions=list(reversed(versions)),
            results=list(mine[:_MANY]),
            records=self.records,
            batches=batches,
            audit=list(lines[:_MANY]),
            led_here=list(self.cooperative.led_here.order_by("pk")[:_MANY]),
        )


_MONEY = ("own_capital", "external_capital", "assets", "business_volume", "net_surplus")
MONEY_WORDS = _MONEY
_ROW = _("%(source)s row %(row)s")
_OUTSIDE = _("a row outside your area")
_ACCORDING = _("according to %(source)s: %(value)s")
_FOLLOWED = _("the one tables count by")
_FACTS = {
    "kind_register": _("Kind according to the articles (ODS)"),
    "kind_field": _("Business it runs (field)"),
    "category": _("Kind of cooperative"),
    "pattern": _("Management pattern"),
    "group": _("Group of cooperative"),
    "form": _("Form of cooperative"),
    "membership_area": _("Membership area"),
    "supervising_level": _("Supervising level"),
    "sector": _("Business sector"),
    "host": _("Host institution"),
    "district": _("District"),
    "village": _("Village"),
}
_ERAS = {
    "ahu": _("Ministry of Law, AHU online"),
    "ministry": _("Ministry of Cooperatives"),
    "kanwil": _("offices of the Department of Cooperatives"),
    "district": _("regency or city on behalf of the ministry"),
}


def _slashed(day: str) -> str:
    """2024-06-30 as 30/06/2024."""
    return "/".join(reversed(day[:10].split("-"))) if day else ""
