"""The readings that come last, of figures that no other has judged: each is told what was judged before it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from lumbung.engine.claims.model import Verdict
from lumbung.engine.claims.prose.again import named_again
from lumbung.engine.claims.prose.clauses import Mention
from lumbung.engine.claims.prose.closing import closed_shares, collected, not_done
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.means import averaged
from lumbung.engine.claims.prose.premises import concluded_rates
from lumbung.engine.claims.prose.scores import scored
from lumbung.engine.claims.prose.tariffs import priced

Reading = Callable[[Document, Sequence[Mention], Collection[int]], Iterable[Verdict]]
_READINGS: tuple[Reading, ...] = (
    concluded_rates,
    averaged,
    priced,
    named_again,
    scored,
    closed_shares,
    not_done,
    collected,
)


def further(document: Document, mentions: Sequence[Mention], kept: Sequence[Verdict]) -> list[Verdict]:
    """What they find, in their order."""
    found: list[Verdict] = []
    for reading in _READINGS:
        found += reading(document, mentions, tried_of([*kept, *found]))
    return found


def tried_of(verdicts: Sequence[Verdict]) -> set[int]:
    """Where the figures stand that a verdict was made for: percentages, totals, averages."""
    totals = {v.total.place.start for v in verdicts if v.total and v.result != "cannot_tell"}
    return {start for start in totals if start is not None}
