"""Who leads in each field, why and since when; and the corrections by people that lead over everything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lumbung.access.queries import Standpoint
from lumbung.access.roles import Act
from lumbung.core.language import Language, translator
from lumbung.core.language import gettext_noop as _
from lumbung.dashboards.values import value_word
from lumbung.engine.cleaning.law import law
from lumbung.registry.models import Override
from lumbung.registry.queries import current_versions
from lumbung.registry.services import standing_overrides
from lumbung.reports.labels import Words

LEADS = {"visit": _("the visit"), "register": _("ODS")}
SILENT = {"unknown": _("stays unknown"), "register": _("the word of ODS")}
LISTS = {"certificate": _("List of NIK certificates"), "agency": _("List of another agency")}
SHOWN = 500
_PLACES = {"district_code": "district", "village_code": "village"}


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that one policy rules."""

    fields: str
    leads: str
    silent: str
    reason: str


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of the field policies, as its law file has it."""

    valid_from: date
    legal_basis: str
    groups: list[Group]
    lists: list[tuple[str, str, str]]  # kind of list, fields, reason
    order: list[tuple[str, str]]  # column, reason: which of several rows of the register leads


@dataclass(frozen=True, slots=True)
class Standing:
    """One correction that leads today."""

    override: Override
    name: str
    word: str
    value: str


def editions(language: Language) -> list[Edition]:
    """All versions of the policies, the newest first."""
    say, words = translator(language), Words(language)

    def named(fields: list[str]) -> str:
        return ", ".join(words.label("field", _PLACES.get(field, field)) for field in fields)

    return [
        Edition(
            version["valid_from"],
            say(version["legal_basis"]),
            [
                Group(named(one["fields"]), say(LEADS[one["leads"]]), say(SILENT[one["silent"]]), say(one["reason"]))
                for one in version["policy"]
            ],
            [(say(LISTS[one["kind"]]), named(one["fields"]), say(one["reason"])) for one in version.get("list", ())],
            [(words.label("field", one["column"]), say(one["reason"])) for one in version["register_order"]],
        )
        for version in sorted(law("field_policies")["version"], key=lambda one: one["valid_from"], reverse=True)
    ]


def standing(standpoint: Standpoint, language: Language) -> list[Standing]:
    """Corrections that lead today in the person's area, those that end soonest first."""
    seen = current_versions(standpoint.office, standpoint.area(Act.SEE_REGISTER))
    found = list(standing_overrides(standpoint.office).filter(cooperative__in=seen.values("cooperative"))[:SHOWN])
    names = dict(seen.filter(cooperative__in=[one.cooperative_id for one in found]).values_list("cooperative", "name"))
    words = Words(language)
    return [
        Standing(
            one,
            names.get(one.cooperative_id, ""),
            words.label("field", _PLACES.get(one.field, one.field)),
            str(value_word(one.field, one.value, language)),
        )
        for one in found
    ]
