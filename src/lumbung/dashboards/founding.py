"""The founding steps of a Merah Putih cooperative (handbook 4.6): which are known, since when and from whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lumbung.core.language import Language, translator
from lumbung.core.language import gettext_noop as _
from lumbung.dashboards.tellings import Tellings, day_of, slashed
from lumbung.engine.cleaning.law import law
from lumbung.registry.models import Guidance, Record

STEP_WORDS = {
    "outreach": _("Outreach in the kelurahan"),
    "before_meeting": _("Preparatory meeting"),
    "meeting": _("Meeting of the kelurahan (muskel)"),
    "deed": _("Deed of establishment"),
    "decree": _("Approval of the legal entity (AHU)"),
    "npwp": _("Tax number (NPWP)"),
    "nib": _("Business number (NIB) and permits"),
    "bank": _("Bank account"),
    "simkopdes": _("SIMKOPDES account"),
    "site": _("Site of the outlet"),
    "outlet": _("Outlet built"),
    "operating": _("Operating"),
    "first_rat": _("First annual meeting"),
}
_NOT_ALONE = _("%(others)s in the same kelurahan says so too; there is one Merah Putih cooperative a kelurahan.")


@dataclass(frozen=True, slots=True)
class Step:
    """One step: whether it is known to be done, when (empty: nobody tells the day), and who says so."""

    code: str
    word: str
    done: bool
    on: str
    by: str


@dataclass(frozen=True, slots=True)
class Founding:
    """All steps in their order, how many are known, and what speaks against the flag."""

    steps: list[Step]
    known: int
    trouble: str


def founding(
    records: Sequence[Record],
    asides: Mapping[str, Sequence[tuple[str, Record]]],
    written: Iterable[Guidance],
    tellings: Tellings,
    others: Sequence[str],
    language: Language,
) -> Founding:
    """The steps, each by the first row or entry by hand that tells it.

    Args:
        written: Entries by hand in force, oldest first.
        others: Permanent numbers of other Merah Putih cooperatives in its kelurahan.
    """
    by_hand = {one.step: one for one in reversed(list(written)) if one.step}
    _t, steps = translator(language), []
    for told in law("merah_putih")["step"]:
        found = _by_hand(by_hand.get(told["code"])) or _told(told, records, asides, tellings)
        on, by = found or ("", "")
        steps.append(Step(told["code"], _t(STEP_WORDS[told["code"]]), found is not None, on, by))
    trouble = _t(_NOT_ALONE) % {"others": ", ".join(others)} if others else ""
    return Founding(steps, sum(step.done for step in steps), trouble)


def _by_hand(entry: Guidance | None) -> tuple[str, str] | None:
    return (f"{entry.on:%d/%m/%Y}", str(entry.made_by)) if entry else None


def _told(
    step: Mapping[str, str],
    records: Sequence[Record],
    asides: Mapping[str, Sequence[tuple[str, Record]]],
    tellings: Tellings,
) -> tuple[str, str] | None:
    """(day, who says it) of the first row that tells a step by itself."""
    by = step.get("told_by", "")
    if asides.get(by):
        return "", tellings.by(asides[by][0][1])
    for record in records:
        clean = record.clean
        if by == "outcome" and clean.get("outcome") == "found_operating":
            return slashed(day_of(record)), tellings.by(record)
        if by in ("legal_on", "last_rat_on") and clean.get(by) and step.get("era") in (None, clean.get("legal_era")):
            return slashed(clean[by]), tellings.by(record)
    return None
