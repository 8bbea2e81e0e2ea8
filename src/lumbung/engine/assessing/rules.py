"""Rules as data: one schema, read only by `loading`, applied only by `assess`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

RESULTS = ("active", "inactive", "unknown", "not_applicable")
TEXT, NUMBER = "text", "number"

# What a clause may ask for, and how it compares. Each is computed from facts (`assess`); null = nobody told.
INPUTS: Mapping[str, str] = {
    "visit_outcome": TEXT,  # an outcome, "contradictory", "unknown" (visited, none told); null = not visited
    "visit_address_clear": TEXT,  # yes | no, by the visits that agree with the outcome
    "visit_officers_known": TEXT,
    "listed": TEXT,  # yes | no: stands in the register
    "form": TEXT,  # primary | secondary
    "ods_status": TEXT,
    "certificate_status": TEXT,
    "certificate_days_left": NUMBER,  # from the date of the data to the last day of validity; 0 = the last day
    "nik_grade": TEXT,
    "month": NUMBER,  # of the date of the data, 1 to 12
    "book_years_closed": NUMBER,  # since founding; 0 or less = its first book year has not ended
    "rat_book_years_ago": NUMBER,  # the latest book year with a RAT: 0 = the last closed one, 1 = the one before
    "rat_last_told": TEXT,  # yes: a source tells the day of the last RAT, so that there is none after it
    "rat_only_later": TEXT,  # yes: every RAT told lies after the date of the data
    "rat_never": TEXT,  # yes: a source says that there never was one
}


@dataclass(frozen=True, slots=True)
class Test:
    """One input compared: `among` values; from `least` to `most`, inclusive; or `told` at all."""

    input: str
    among: tuple[str, ...] | None = None
    least: int | None = None
    most: int | None = None
    told: bool | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """If every test holds, the result and its reason; a clause without tests always holds."""

    tests: tuple[Test, ...]
    result: str
    reason: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of a definition of "active". The first clause that holds decides.

    `title` and the sentences of `reasons` are English catalogue sentences. `confidence`: V seen in a source,
    S seen in a secondary source (handbook 0.1).
    """

    code: str
    version: int
    valid_from: date | None  # null where no source tells the day (handbook 0.1: never guessed)
    valid_to: date | None
    title: str
    legal_basis: str
    source: str
    confidence: str
    inputs: tuple[str, ...]
    clauses: tuple[Clause, ...]
    reasons: Mapping[str, str]
