"""A percentage, its part and its whole: what rounding allows, and the verdict, however the three were found."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from lumbung.engine.claims import arithmetic
from lumbung.engine.claims.model import Kind, Result, Verdict
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.quantities import Quantity
from lumbung.engine.claims.prose.shares import label_of
from lumbung.engine.claims.telling import rounded, told

NEAR_HOLDS, NEAR_FAILS = Decimal("2.5"), Decimal(6)  # percent points for "sekitar"
WORDS_HOLD, WORDS_FAIL = Decimal("0.5"), Decimal("1.5")  # percent points for "separuhnya", "sepertiga"
ROUND = 100  # a base without decimals is no licence for any percentage


class Rate(NamedTuple):
    """A percentage with what it is of. `sure`: the text itself joins the three."""

    percent: Quantity
    part: Quantity
    whole: Quantity
    sure: bool


def fits(percent: Quantity, part: Quantity, whole: Quantity) -> bool | None:
    """Whether `percent` is what some part and whole make that round to the published ones; None where it is open."""
    off, of_whole = _allowance(part), _allowance(whole)
    low = arithmetic.percentage(max(part.value - off, Decimal(0)), whole.value + of_whole)
    high = arithmetic.percentage(part.value + off, max(whole.value - of_whole, whole.value / 2))
    return _holds(percent, min(max(percent.value, low), high))


def _allowance(quantity: Quantity) -> Decimal:
    """What rounding may have moved it by: half of its last written place, but of round money ("Rp 10 miliar") a hundredth."""
    return min(quantity.slack, quantity.value / ROUND)


def _holds(percent: Quantity, exact: Decimal) -> bool | None:
    """None where "sekitar" or a share in words leaves it open."""
    value = percent.value
    if percent.bound == "" and percent.loose:
        off = abs(exact - value)
        return True if off <= WORDS_HOLD else False if off > WORDS_FAIL else None
    if percent.bound == "":
        return arithmetic.percentage_holds(value, exact)
    off = abs(exact - value)
    return {
        "near": True if off <= NEAR_HOLDS else False if off > NEAR_FAILS else None,
        "almost": True if value - 5 <= exact < value else False if off > NEAR_FAILS else None,
        "over": exact > value,
        "least": exact >= value,
        "under": exact < value,
        "most": exact <= value,
    }[percent.bound]


def verdict_of(document: Document, rate: Rate, exact: Decimal, held: bool) -> Verdict:
    """The verdict of a percentage whose part and whole are known."""
    percent, part, whole = rate.percent, rate.part, rate.whole
    places = arithmetic.places_of(percent.value)
    computed = rounded(exact, max(1, places))
    subject = label_of(document, part)
    result: Result = "holds" if held else "fails"
    params: dict[str, Decimal | str] = {
        "subject": subject, "numerator": part.value, "denominator": whole.value, "computed": computed,
    }  # fmt: skip
    if percent.bound:
        sentence = document.sentences[percent.sentence]
        claimed = " ".join(t.text for t in sentence.tokens[max(0, percent.first - 2) : percent.last + 1])
        finding = told(f"claim.percent.near_{result}", result, claimed=claimed, **params)
    else:
        difference = computed - percent.value
        rounds = held and not percent.loose and not arithmetic.percentage_holds(percent.value, exact)
        code = "claim.prose.percent_rounded" if rounds else f"claim.percent.{result}"
        finding = told(code, result, published=percent.value, difference=difference, **params)
    kind: Kind = "percent"
    return Verdict(
        kind, result, finding, (part.figure(subject), whole.figure(label_of(document, whole))),
        percent.figure(percent.text), computed, computed - percent.value,
        Decimal(1).scaleb(-places), subject=subject,
    )  # fmt: skip
