"""What spoke for and against two rows being one cooperative: in words, as bars, and beside pairs like it."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass

from lumbung.access.models import Office
from lumbung.core.language import Language, translator
from lumbung.linkage.models import Judgement, Pair
from lumbung.reports.evidence import FIELDS, phrases

WIDTH = 100  # of half the picture, in its own units
_BITS = 20.0  # weight that fills half the picture: a million to one
_LIKE = 4  # fields that weigh most and must be alike for a pair to count as similar
_LOOKED_AT = 5_000


@dataclass(frozen=True, slots=True)
class Bar:
    """One field's word and weight; `start` and `width` in units of the picture, whose middle is WIDTH."""

    field: str
    word: str
    weight: float  # log2 of how much more likely it is among pairs that are one cooperative
    start: float
    width: float

    @property
    def speaks_for(self) -> bool:
        """Whether it spoke for one cooperative."""
        return self.weight > 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """All fields, the heaviest first, and what people said of pairs with the same heaviest words."""

    bars: list[Bar]
    similar: list[tuple[str, int]]  # verdict, how often

    @property
    def judged_like_it(self) -> int:
        """Pairs like it that people have judged."""
        return sum(n for _, n in self.similar)


def evidence_of(office: Office, pair: Pair, language: Language) -> Evidence:
    """What the newest run that compared the two found, and how pairs like it were judged."""
    told = sorted(pair.evidence, key=lambda one: -abs(float(one["weight"])))
    bars = [_bar(one, language) for one in told if float(one["weight"])]
    return Evidence([bar for bar in bars if bar.word], _similar(office, pair))


def _bar(one: dict[str, object], language: Language) -> Bar:
    weight = float(str(one["weight"]))
    width = round(WIDTH * min(abs(weight), _BITS) / _BITS, 1)
    said = phrases(json.dumps([one]), language)
    field = str(one["field"])
    name = translator(language)(FIELDS.get(field, field))
    return Bar(name, said[0] if said else "", weight, WIDTH if weight > 0 else WIDTH - width, width)


def _similar(office: Office, pair: Pair) -> list[tuple[str, int]]:
    mine = _pattern(pair.evidence)
    judged = Pair.objects.filter(office=office).exclude(judged="").exclude(pk=pair.pk).order_by("-pk")
    told = Counter(
        verdict
        for verdict, evidence in judged.values_list("judged", "evidence")[:_LOOKED_AT]
        if _pattern(evidence) == mine
    )
    return [(verdict, told[verdict]) for verdict in Judgement.Verdict.values if told[verdict]]


def _pattern(evidence: list[dict[str, object]]) -> frozenset[tuple[str, str]]:
    heaviest = sorted(evidence, key=lambda one: (-abs(float(str(one["weight"]))), str(one["field"])))[:_LIKE]
    return frozenset((str(one["field"]), str(one["level"])) for one in heaviest)
