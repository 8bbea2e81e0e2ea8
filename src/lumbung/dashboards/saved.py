"""The lists an office asks for from the first day on, each a plain address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from lumbung.core.language import Language, translator
from lumbung.core.language import gettext_noop as _
from lumbung.dashboards.asking import Wanted

RAT_RULE = "RAT_BOOK_YEAR"
EXPIRING_DAYS = 90
UNVISITED_MONTHS = 12

_Filters = tuple[tuple[str, str], ...]
# Words -> filters. %(year)s is the last closed book year.
VIEWS: tuple[tuple[str, _Filters], ...] = (
    (_("All"), ()),
    (_("Annual meeting %(year)s held"), (("rule", f"{RAT_RULE}:active"),)),
    (_("Annual meeting %(year)s not held"), (("rule", f"{RAT_RULE}:inactive"),)),
    (_("Annual meeting %(year)s not due yet"), (("rule", f"{RAT_RULE}:not_applicable"),)),
    (_("Annual meeting not on record"), (("rule", f"{RAT_RULE}:unknown"),)),
    (_("Certificate expires within 90 days"), (("expiring", str(EXPIRING_DAYS)),)),
    (_("Not visited for 12 months"), (("unvisited", str(UNVISITED_MONTHS)),)),
    (
        _("Supervised by province or ministry"),
        (("supervising_level", "province"), ("supervising_level", "national"), ("ended", "no")),
    ),
    (_("Pairs that wait for a person"), (("waiting", "1"),)),
)


@dataclass(frozen=True, slots=True)
class View:
    """One saved list."""

    word: str
    href: str
    here: bool
    change: str = ""  # where its owner changes it


def views(asked: Wanted, as_of: date | None, language: Language) -> list[View]:
    """All saved lists; the one that is open is marked."""
    translate = translator(language)
    year = {"year": (as_of or timezone.localdate()).year - 1}
    return [
        View(
            translate(word) % year if "%" in word else translate(word),
            Wanted("", "", filters, known=asked.known).address(),
            not asked.query and not asked.figure and set(asked.filters) == set(filters),
        )
        for word, filters in VIEWS
    ]
