"""How badly the lists are kept: every probability in one place, four documented levels, and the slips."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Noise:
    """Probabilities, 0 to 1, each for one row unless it says otherwise."""

    name: str
    # the population
    siblings: float  # a cooperative has a look-alike at its office, school or street
    stray_siblings: float  # a field-only cooperative looks like a listed one
    hidden_host: float  # the register leaves the employer out of the name
    field_only: float  # share of the visited cooperatives that the register does not have
    # how the census writes the name
    acronym_only: float
    host_only: float  # employer or school without the own name
    own_only: float
    renamed: float  # a word changed or added
    reordered: float
    short_prefix: float
    other_prefix: float  # another group or none: "Koperasi", "KSU" for a Kopkar
    typo: float
    truncated: float
    # where
    moved: float
    address_missing: float
    district_former: float  # named after the district it was split from
    district_missing: float
    village_missing: float
    # numbers
    legal_missing: float
    legal_wrong: float  # of those written: another cooperative's number
    legal_partial: float  # of those written: year or issuer lost
    nik_missing: float
    nik_wrong: float
    # people
    chair_changed: float
    chair_missing: float
    phone_missing: float
    phone_changed: float
    # visits
    visited_twice: float  # share of census rows that are second visits
    kind_missing: float
    # the register
    register_double: float  # share of register rows
    register_legal_missing: float
    register_nik_number: float  # NIK kept as a spreadsheet number
    register_kind_wrong: float
    register_old_place: float  # district before the split, village misspelt
    register_typo: float


LIGHT = Noise(
    "light",
    siblings=0.10, stray_siblings=0.0, hidden_host=0.10, field_only=0.032,
    acronym_only=0.02, host_only=0.03, own_only=0.03, renamed=0.03, reordered=0.03, short_prefix=0.45,
    other_prefix=0.06, typo=0.12, truncated=0.01,
    moved=0.07, address_missing=0.05, district_former=0.05, district_missing=0.0, village_missing=0.01,
    legal_missing=0.45, legal_wrong=0.02, legal_partial=0.06, nik_missing=0.72, nik_wrong=0.03,
    chair_changed=0.22, chair_missing=0.08, phone_missing=0.55, phone_changed=0.5,
    visited_twice=0.025, kind_missing=0.0,
    register_double=0.0153, register_legal_missing=0.02, register_nik_number=0.08, register_kind_wrong=0.05,
    register_old_place=0.05, register_typo=0.02,
)  # fmt: skip
MEDIUM = Noise(
    "medium",
    siblings=0.18, stray_siblings=0.05, hidden_host=0.14, field_only=0.04,
    acronym_only=0.05, host_only=0.06, own_only=0.05, renamed=0.05, reordered=0.05, short_prefix=0.55,
    other_prefix=0.10, typo=0.20, truncated=0.02,
    moved=0.10, address_missing=0.09, district_former=0.10, district_missing=0.02, village_missing=0.03,
    legal_missing=0.55, legal_wrong=0.04, legal_partial=0.10, nik_missing=0.80, nik_wrong=0.06,
    chair_changed=0.28, chair_missing=0.15, phone_missing=0.65, phone_changed=0.5,
    visited_twice=0.03, kind_missing=0.01,
    register_double=0.02, register_legal_missing=0.04, register_nik_number=0.12, register_kind_wrong=0.07,
    register_old_place=0.08, register_typo=0.03,
)  # fmt: skip
HEAVY = Noise(
    "heavy",
    siblings=0.28, stray_siblings=0.10, hidden_host=0.18, field_only=0.05,
    acronym_only=0.08, host_only=0.09, own_only=0.07, renamed=0.08, reordered=0.07, short_prefix=0.6,
    other_prefix=0.15, typo=0.28, truncated=0.03,
    moved=0.13, address_missing=0.14, district_former=0.15, district_missing=0.04, village_missing=0.05,
    legal_missing=0.66, legal_wrong=0.06, legal_partial=0.14, nik_missing=0.87, nik_wrong=0.10,
    chair_changed=0.33, chair_missing=0.22, phone_missing=0.75, phone_changed=0.55,
    visited_twice=0.035, kind_missing=0.02,
    register_double=0.025, register_legal_missing=0.06, register_nik_number=0.15, register_kind_wrong=0.09,
    register_old_place=0.12, register_typo=0.04,
)  # fmt: skip
BRUTAL = Noise(
    "brutal",
    siblings=0.38, stray_siblings=0.15, hidden_host=0.22, field_only=0.06,
    acronym_only=0.12, host_only=0.11, own_only=0.09, renamed=0.10, reordered=0.09, short_prefix=0.65,
    other_prefix=0.2, typo=0.36, truncated=0.05,
    moved=0.15, address_missing=0.17, district_former=0.2, district_missing=0.07, village_missing=0.08,
    legal_missing=0.75, legal_wrong=0.08, legal_partial=0.18, nik_missing=0.92, nik_wrong=0.15,
    chair_changed=0.35, chair_missing=0.26, phone_missing=0.80, phone_changed=0.6,
    visited_twice=0.04, kind_missing=0.03,
    register_double=0.03, register_legal_missing=0.08, register_nik_number=0.18, register_kind_wrong=0.10,
    register_old_place=0.15, register_typo=0.06,
)  # fmt: skip
LEVELS = {noise.name: noise for noise in (LIGHT, MEDIUM, HEAVY, BRUTAL)}

_NEIGHBOURS = {
    "a": "s",
    "e": "r",
    "i": "u",
    "o": "p",
    "u": "i",
    "n": "m",
    "m": "n",
    "s": "a",
    "t": "r",
    "k": "l",
}


def slip(rng: Random, text: str) -> str:
    """`text` with one slip of the pen: letters swapped, lost, doubled or mistaken, words split or joined."""
    inner = [i for i in range(1, len(text) - 1) if text[i].isalpha() and text[i + 1].isalpha()]
    if not inner:
        return text
    at, kind = rng.choice(inner), rng.random()
    if kind < 0.25:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if kind < 0.50:
        return text[:at] + text[at + 1 :]
    if kind < 0.68:
        return text[:at] + text[at] + text[at:]
    if kind < 0.84:
        return text[:at] + _NEIGHBOURS.get(text[at].lower(), "a") + text[at + 1 :]
    if kind < 0.92 and " " in text:
        gap = rng.choice([i for i, letter in enumerate(text) if letter == " "])
        return text[:gap] + text[gap + 1 :]
    return text[:at] + " " + text[at:]


def cased(rng: Random, text: str, weights: tuple[float, float, float] = (0.55, 0.38, 0.07)) -> str:
    """`text` in capitals, as it stands, or in small letters, with these weights."""
    roll = rng.random() * sum(weights)
    if roll < weights[0]:
        return text.upper()
    return text if roll < weights[0] + weights[1] else text.lower()
