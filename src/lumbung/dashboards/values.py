"""Values of the register's fields in words: codes by their labels, days and amounts as pages write them."""

from __future__ import annotations

from datetime import date
from typing import Any

from lumbung.core.language import Language, translator
from lumbung.core.language import gettext_noop as _
from lumbung.dashboards.asking import group_word
from lumbung.engine.cleaning.law import law
from lumbung.reports.labels import Words
from lumbung.reports.privacy import AMOUNTS
from lumbung.ui.templatetags.lumbung import money

_NOT_TOLD = _("not told")
_GROUPS = {
    "kind": "kind", "category": "category", "pattern": "pattern", "form": "form", "membership_area": "level",
    "supervising_level": "level", "visit_outcome": "outcome", "ods_status": "result",
}  # fmt: skip


def value_word(name: str, value: Any, language: Language) -> str:
    """The value of a column of engine.tables.COOPERATIVES as a page says it."""
    words = Words(language)
    if value in (None, ""):
        return translator(language)(_NOT_TOLD)
    if name in _GROUPS:
        return words.label(_GROUPS[name], str(value))
    if name in ("village_code", "district_code"):
        return words.district(str(value))
    if name == "group":
        return group_word(str(value))
    if name == "sector":
        return str(law("vocabularies")["sector"].get(value, {}).get("label", value))
    if name.endswith(("_on", "_to")):
        return f"{date.fromisoformat(str(value)):%d/%m/%Y}"
    return money(value) if name in AMOUNTS else str(value)
