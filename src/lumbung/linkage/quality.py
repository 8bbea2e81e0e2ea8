"""How far the linkage and its judges can be relied on, from what people said: with its uncertainty, or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from math import sqrt
from operator import attrgetter

from django.db.models import Exists, OuterRef, Q

from lumbung.access.models import Office
from lumbung.linkage.models import LISTED, Asked, Judgement, Opinion, Pair
from lumbung.linkage.queries import identity_judgements, reviewed_judgements, waiting_pairs
from lumbung.linkage.services.queueing import asked_pairs
from lumbung.registry.models import Source

COUNTER = Source.Kind.COUNTER
_Z = 1.959963984540054  # two-sided 95 %
_SAME, _DIFFERENT = Judgement.Verdict.SAME.value, Judgement.Verdict.DIFFERENT.value


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `of`, with the 95 % interval of Wilson (1927) for the share behind them."""

    hits: int
    of: int

    @property
    def value(self) -> float | None:
        """The share itself; None of nothing."""
        return self.hits / self.of if self.of else None

    @property
    def low(self) -> float:
        """Lower end, 0 where nothing was looked at."""
        return self._end(-1)

    @property
    def high(self) -> float:
        """Upper end, 1 where nothing was looked at."""
        return self._end(1)

    def _end(self, side: int) -> float:
        if not self.of:
            return 0.0 if side < 0 else 1.0
        p, n, z = self.hits / self.of, self.of, _Z
        half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return min(1.0, max(0.0, (p + z * z / (2 * n) + side * half) / (1 + z * z / n)))


@dataclass(frozen=True, slots=True)
class Agreement:
    """What two independent judges said of the same pairs, each blind to the other."""

    share: Share
    kappa: float | None  # Cohen (1960); None where chance alone would agree always, or nothing was judged twice
    thirds: int  # pairs that a third judge had to decide


@dataclass(frozen=True, slots=True)
class Recall:
    """The share of all links that the automatic tier found: those people made, and those that still wait, are missing.

    ASSUMPTION: what lies below the review line is nobody's knowledge and is not counted among all links.
    """

    value: float | None
    low: float
    high: float
    automatic: int
    by_people: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Quality:
    """What people's verdicts say of the linkage of an office."""

    agreement: Agreement
    precision: Share  # of automatic links that were drawn and looked at
    drawn: int  # automatic links drawn, looked at or not
    unsure: int  # drawn ones of which the judges could not tell
    recall: Recall


def quality_of(office: Office) -> Quality:
    """Agreement of the judges, and precision and recall of the automatic tier, as far as they were looked at."""
    precision, unsure = _precision(office)
    return Quality(
        agreement=agreement(_rounds(office)),
        precision=precision,
        drawn=asked_pairs(office).filter(asked=Asked.CHECK).count() + precision.of + unsure,
        unsure=unsure,
        recall=_recall(office, precision),
    )


def _rounds(office: Office) -> list[list[str]]:
    """The verdicts that led to each judgement, the oldest first, where several judges were asked."""
    told = Opinion.objects.filter(office=office, settled_by__isnull=False).order_by("settled_by", "pk")
    rounds = [[one.verdict for one in group] for _, group in groupby(told, key=attrgetter("settled_by_id"))]
    return [said for said in rounds if len(said) > 1]


def agreement(rounds: Iterable[list[str]]) -> Agreement:
    """How often the first two of each round said the same, and how much more often than by chance.

    Args:
        rounds: Verdicts of one pair each, at least two, in the order in which they were given.
    """
    told = [tuple(said) for said in rounds]
    n = len(told)
    share = Share(sum(said[0] == said[1] for said in told), n)
    first, second = Counter(said[0] for said in told), Counter(said[1] for said in told)
    chance = sum(first[verdict] * second[verdict] for verdict in first) / (n * n) if n else 1.0
    kappa = None if chance == 1 or share.value is None else (share.value - chance) / (1 - chance)
    return Agreement(share, kappa, sum(len(said) > 2 for said in told))


def _precision(office: Office) -> tuple[Share, int]:
    """Of automatic links that people looked at: how many they confirmed, and of how many they could not tell."""
    looked_at = Opinion.objects.filter(office=office, asked=Asked.CHECK, settled_by__superseded_by__isnull=True)
    verdicts = dict(looked_at.filter(settled_by__isnull=False).values_list("settled_by", "settled_by__verdict"))
    told = Counter(verdicts.values())
    return Share(told[_SAME], told[_SAME] + told[_DIFFERENT]), told[Judgement.Verdict.CANNOT_TELL.value]


def _recall(office: Office, precision: Share) -> Recall:
    stands = identity_judgements(office).filter(left=OuterRef("left"), right=OuterRef("right"))
    automatic = (
        Pair.objects.filter(~Exists(stands), office=office, tier="auto", linked=True)
        .exclude(Q(left__source__kind=COUNTER) | Q(right__source__kind=COUNTER))
        .count()
        + precision.hits  # what people confirmed is still the engine's own
    )
    own = reviewed_judgements(office).exclude(opinions__asked=Asked.CHECK)
    same, different = own.filter(verdict=_SAME).count(), own.filter(verdict=_DIFFERENT).count()
    waiting = waiting_pairs(office).filter(~Exists(stands)).exclude(scope=LISTED).count()
    right = Share(same, same + different)
    known = precision.value is not None and (right.value is not None or not waiting)
    return Recall(
        value=_found(automatic * (precision.value or 0), same + waiting * (right.value or 0)) if known else None,
        low=_found(automatic * precision.low, same + waiting),
        high=_found(automatic * precision.high, same),
        automatic=automatic,
        by_people=same,
        waiting=waiting,
    )


def _found(automatic: float, missed: float) -> float:
    return automatic / (automatic + missed) if automatic + missed else 1.0
