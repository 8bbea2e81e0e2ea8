"""What a cooperative is: kinds side by side, form and levels, sector, who its members are, where it is, branches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lumbung.core.language import Language, translator
from lumbung.core.language import gettext_noop as _
from lumbung.dashboards.asking import group_word
from lumbung.dashboards.tellings import Tellings
from lumbung.engine.cleaning.law import law
from lumbung.registry.models import Record, Source, Version
from lumbung.reports.labels import Words

Fact = tuple[str, str, str]  # word, value, note

_FOLLOWED = _("the one tables count by")
_ACCORDING = _("according to %(source)s: %(value)s")
_NOT_TOLD = _("not told")
_DIFFERS = _("differs from the articles; tables follow the visit")
_OF_AREA = _("follows from the membership area")
_NO_AREA = _("no source tells the membership area")
_SECTION = _("KBLI %(edition)s, section %(sections)s (%(basis)s)")
_OF_GROUP = _("from its group; no list says it")
_IN_NAME = _("from its name")
_BRANCH = _(
    "The visit's note or its name says that this is a branch of a cooperative whose head office lies elsewhere."
)
_WORDS = {
    "kind_register": _("Kind according to the articles (ODS)"),
    "kind_field": _("Business it runs (field)"),
    "category": _("Kind of cooperative"),
    "pattern": _("Management pattern"),
    "group": _("Group of cooperative"),
    "form": _("Form of cooperative"),
    "membership_area": _("Membership area"),
    "supervising_level": _("Supervising level"),
    "sector": _("Business sector"),
    "kbli": _("KBLI as a list tells it"),
    "business_unit": _("Business units"),
    "base": _("Membership base"),
    "host": _("Host institution"),
    "district": _("District"),
    "village": _("Village"),
}
BASES = {
    "civil_servants": _("civil servants"),
    "pensioners": _("pensioners"),
    "employees": _("employees of one enterprise"),
    "women": _("women"),
    "boarding_school": _("an Islamic boarding school"),
    "students": _("students"),
    "youth": _("young people"),
    "armed_forces": _("members of the armed forces"),
    "police": _("members of the police"),
    "veterans": _("veterans and retired members of the armed forces"),
    "farmers": _("farmers"),
    "fishers": _("fishers"),
    "market_traders": _("traders of a market"),
    "street_traders": _("street vendors"),
    "producers": _("producers"),
    "profession": _("people of one profession"),
    "transport": _("people in transport"),
    "cooperatives": _("cooperatives"),
    "village": _("residents of one kelurahan"),
}


@dataclass(frozen=True, slots=True)
class Profile:
    """What it is, and of what no source tells anything."""

    kinds: list[Fact]  # according to the articles, as it is run, as tables count it
    kinds_differ: bool
    facts: list[Fact]
    places: list[Fact]
    branches: list[tuple[str, str]]  # as written, who says it
    branch_of: str  # a sentence, where it is a branch itself
    silent: list[str] = field(default_factory=list)  # words of facts nobody tells


class Profiler:
    """Puts a version and the rows behind it into facts of one language."""

    def __init__(
        self,
        version: Version,
        now: Sequence[Record],
        asides: Mapping[str, Sequence[tuple[str, Record]]],
        tellings: Tellings,
        language: Language,
    ) -> None:
        self.fields, self.version, self.now, self.asides, self.tellings = version.fields, version, now, asides, tellings
        self.words, self._ = Words(language), translator(language)

    def profile(self, field_only_reason: str) -> Profile:
        """All of it.

        Args:
            field_only_reason: Why it is known only from the field (statistics.Place); "branch" makes it a branch.
        """
        told, silent = [], []
        for name, value, note in self._facts():
            word = self._(_WORDS[name])
            if value:
                told.append((word, value, note))
            else:
                silent.append(word)
        register, run = self._kind("register"), self._kind("census")
        branches = [(text, self.tellings.by(record)) for text, record in self.asides.get("branch", ())]
        return Profile(
            kinds=self._kinds(register, run),
            kinds_differ=bool(register and run and register != run),
            facts=told,
            places=[(self._(_WORDS[name]), value, note) for name, value, note in self._places() if value],
            branches=branches,
            branch_of=self._(_BRANCH) if field_only_reason == "branch" else "",
            silent=silent,
        )

    # Kinds

    def _kinds(self, register: str, run: str) -> list[Fact]:
        label, untold = self._label, self._(_NOT_TOLD)
        note = self._(_DIFFERS) if register and run and register != run else ""
        return [
            (self._(_WORDS["kind_register"]), label("kind", register) or untold, ""),
            (self._(_WORDS["kind_field"]), label("kind", run) or untold, note),
            (self._(_WORDS["category"]), label("category", self.fields.get("category")), self._(_FOLLOWED)),
        ]

    def _kind(self, source: str) -> str:
        told = str(self.fields.get("kind_register") or "") if source == Source.Kind.REGISTER else ""
        mine = (r.clean.get("kind") for r in self.now if r.entry.source.kind == source)
        return told or next((str(kind) for kind in mine if kind), "")

    # Facts

    def _facts(self) -> list[tuple[str, str, str]]:
        fields, label = self.fields, self._label
        level = fields.get("supervising_level")
        known = level not in (None, "", "unknown")
        return [
            ("pattern", label("pattern", fields.get("pattern")), ""),
            ("group", group_word(fields["group"]) if fields.get("group") else "", ""),
            ("form", label("form", fields.get("form")), ""),
            ("membership_area", label("level", fields.get("membership_area")), ""),
            ("supervising_level", label("level", level or "unknown"), self._(_OF_AREA if known else _NO_AREA)),
            ("sector", *self._sector()),
            ("kbli", *self._aside("kbli")),
            ("business_unit", *self._aside("business_unit")),
            ("base", *self._base()),
            ("host", *self._host()),
        ]

    def _sector(self) -> tuple[str, str]:
        """The sector by the list of ODS, with the section of KBLI it stands for and that edition."""
        code, kbli = self.fields.get("sector"), law("kbli")
        label = str(law("vocabularies")["sector"].get(code, {}).get("label", "")) if code else ""
        sections = kbli["sections"].get(code, [])
        if not label or not sections:
            return label, ""
        told = {"edition": kbli["edition"], "sections": ", ".join(sections), "basis": kbli["legal_basis"]}
        return label, self._(_SECTION) % told

    def _aside(self, concept: str) -> tuple[str, str]:
        told = self.asides.get(concept, ())
        return "; ".join(text for text, _record in told), ", ".join({self.tellings.by(r): "" for _t, r in told})

    def _base(self) -> tuple[str, str]:
        if (told := self._aside("membership_base"))[0]:
            return told
        group = self._groups()
        base = next((law("asides")["bases"][code] for code in group if code in law("asides")["bases"]), "")
        word = self._(BASES[base]) if base else ""
        return (word[:1].upper() + word[1:], self._(_OF_GROUP)) if word else ("", "")

    def _groups(self) -> list[str]:
        flagged = ["merah_putih"] if self.version.merah_putih else []
        named = [str(r.clean["name_group"]) for r in self.now if r.clean.get("name_group")]
        return [*flagged, *filter(None, [self.fields.get("group")]), *named]

    def _host(self) -> tuple[str, str]:
        if (told := self._aside("host_institution"))[0]:
            return told
        host = next((str(r.clean["host"]) for r in self.now if r.clean.get("host")), "")
        return (host.title(), self._(_IN_NAME)) if host else ("", "")

    def _places(self) -> list[tuple[str, str, str]]:
        return [
            ("district", self.words.district(self.fields.get("district_code")), self._ods_district()),
            ("village", self.words.village(self.fields.get("village_code")), ""),
        ]

    def _ods_district(self) -> str:
        """What ODS says of the place, beside and never instead."""
        said = self.fields.get("district_code_register")
        if not said or said == self.fields.get("district_code"):
            return ""
        return self._(_ACCORDING) % {"source": "ODS", "value": self.words.district(said)}

    def _label(self, group: str, code: str | None) -> str:
        return self.words.label(group, code) if code else ""
