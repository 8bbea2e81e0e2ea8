"""No officers' names and no phones in what may be handed on: what is taken out, and how.

Only columns understood as one of `SHOWN` are shown, so a column nobody understood stays out. Free text keeps
its words but loses phone-like numbers and whoever it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# Fields of a row that describe the cooperative, in the order the page shows them.
SHOWN = (
    "name", "kind", "pattern", "form", "membership_area", "group", "sector", "legal_number", "legal_on",
    "amendment_number", "amendment_on", "coop_nik", "ods_status", "certificate_status", "certificate_valid_to",
    "nik_grade", "kuk_class", "address", "village", "district", "regency", "province", "members_m", "members_f",
    "members", "managers_m", "managers_f", "managers", "employees_m", "employees_f", "employees", "own_capital",
    "external_capital", "assets", "business_volume", "net_surplus", "last_rat_on", "visited_on", "outcome",
    "moved", "nameplate", "latitude", "longitude", "certificate_number", "certificate_on", "npwp", "nib",
    "licence_number", "note",
)  # fmt: skip
NUMBERED = frozenset(
    {"coop_nik", "legal_number", "amendment_number", "certificate_number", "npwp", "nib", "licence_number"}
)  # long digits are what they are about
AMOUNTS = frozenset({"own_capital", "external_capital", "assets", "business_volume", "net_surplus"})

HIDDEN = "•••"
# A phone: ten digits or more, however it is spaced or bracketed.
_PHONE = re.compile(r"(?<![\w.])\+?\(?\d(?:[\s().\-/]{0,2}\d){9,}(?!\w)")
_ROLE = (
    r"wakil ketua|ketua|sekretaris|bendahara|pengawas|manajer|manager|bapak|bpk|pak|ibu|bu|sdri?|saudara|saudari"
    r"|haji|hj|h|drs|dra|dr|atas nama|an|a\.n|bernama"
)
# A role or title, then capitalised words: whoever is named there is taken out.
_NAMED = re.compile(rf"\b(?P<role>(?i:{_ROLE}))(?P<sep>[\s.:,]+)(?:[A-Z][\w'’.]*[\s,]*){{1,5}}")


def without_phones(text: str) -> str:
    """`text` without phone-like numbers."""
    return _PHONE.sub(HIDDEN, text)


def without_people(text: str, people: Iterable[str]) -> str:
    """`text` without the names in `people`; names of three letters or less would take common words with them."""
    folded = text.lower()
    for person in people:
        if len(person) > 3 and person.lower() in folded:
            text = re.sub(re.escape(person), HIDDEN, text, flags=re.IGNORECASE)
    return text


def scrub(text: str, *, people: Iterable[str] = ()) -> str:
    """`text` without phone-like numbers, without the names in `people`, and without a name after a role or title."""
    text = without_phones(without_people(text, people))
    return _NAMED.sub(lambda found: f"{found['role']}{found['sep']}{HIDDEN} ", text).strip()


def shown(field: str | None, text: str, *, people: Iterable[str] = ()) -> str:
    """The text of one cell as a report may show it; empty where the field is not for showing."""
    if field not in SHOWN:
        return ""
    if field in NUMBERED or field in AMOUNTS:
        return text
    if field == "note":
        return scrub(text, people=people)
    # A cooperative may carry a founder's name; elsewhere ("the chair's house") a person has no place.
    return without_phones(text if field == "name" else without_people(text, people))
