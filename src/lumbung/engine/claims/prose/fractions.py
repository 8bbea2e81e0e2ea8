"""Shares in words: "separuhnya", "sepertiga dari", "tiga per empatnya", "dua pertiga"."""

from __future__ import annotations

from decimal import Decimal

from lumbung.engine.claims.prose import lexicon
from lumbung.engine.claims.prose.tokens import Sentence

TENTH = Decimal("0.1")


def share_at(sentence: Sentence, at: int) -> tuple[Decimal, int] | None:
    """(the share in percent, how many words it takes) where one begins at token `at`; else None."""
    found = _read(sentence.lowers, at)
    if found is None:
        return None
    over, under, size = found
    following = sentence.lowers[at + size : at + size + 1]
    if following and following[0] in lexicon.words("fractions", "not_before"):
        return None  # the last eight of a cup are no eighth of it
    percent = Decimal(100 * over) / under
    return percent.to_integral_value() if not 100 * over % under else percent.quantize(TENTH), size


def _read(lowers: tuple[str, ...], at: int) -> tuple[int, int, int] | None:
    """(numerator, denominator, words)."""
    word = lowers[at]
    if word in lexicon.words("fractions", "half"):
        return 1, 2, 1
    if word in lexicon.words("fractions", "half_of") and lowers[at + 1 : at + 2] == ("dari",):
        return 1, 2, 1
    if (under := lexicon.table("fractions", "one").get(_bare(word))) is not None:
        return 1, under, 1
    digits = lexicon.table("numbers", "digits")
    over = digits.get(word)
    if not over or at + 1 >= len(lowers):
        return None
    if (under := lexicon.table("fractions", "parts").get(_bare(lowers[at + 1]))) is not None:
        return (over, under, 2) if over < under else None
    if lowers[at + 1] == "per" and at + 2 < len(lowers):
        under = digits.get(_bare(lowers[at + 2]), 10 if _bare(lowers[at + 2]) == "sepuluh" else 0)
        return (over, under, 3) if over < under else None
    return None


def _bare(word: str) -> str:
    return word.removesuffix("nya")
