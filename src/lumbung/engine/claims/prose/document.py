"""One text, read once: its sentences and the quantities in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from lumbung.engine.claims.prose.groups import counted_groups
from lumbung.engine.claims.prose.marks import Mark, points_of
from lumbung.engine.claims.prose.quantities import Quantity, quantities_of
from lumbung.engine.claims.prose.tokens import Sentence, sentences_of

Equation = tuple[Quantity, Quantity, Quantity]  # times, each, what they make
_TIMES = frozenset({"x", "×", "@"})
UNIT = 3  # words from a number to "x": "30 orang penerima x Rp7 juta"


@dataclass(frozen=True)
class Document:
    """`by_sentence[i]` are the quantities of `sentences[i]`, in order; `points` the rows of points numbered in the text.

    `equations`: products written out; of them only the first factor and the product are among the quantities.
    """

    text: str
    sentences: tuple[Sentence, ...]
    by_sentence: tuple[tuple[Quantity, ...], ...]
    points: tuple[tuple[Mark, ...], ...] = ()
    equations: tuple[Equation, ...] = ()

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """All of them, in order."""
        return tuple(quantity for some in self.by_sentence for quantity in some)

    @cached_property
    def products(self) -> dict[int, frozenset[int]]:
        """Where the products of written-out multiplications stand, by sentence."""
        found: dict[int, frozenset[int]] = {}
        for _, _, total in self.equations:
            found[total.sentence] = found.get(total.sentence, frozenset()) | {total.start}
        return found

    @cached_property
    def _offsets(self) -> list[int]:
        return [0, *accumulate(len(some) for some in self.by_sentence)]

    def window(self, sentence: int, reach: int) -> tuple[Quantity, ...]:
        """Quantities of the sentences within `reach` of `sentence`, in order."""
        last = min(len(self.sentences), sentence + reach + 1)
        return self.quantities[self._offsets[max(0, sentence - reach)] : self._offsets[last]]

    def words(self, sentence: int, first: int, last: int) -> tuple[str, ...]:
        """Lower-case words of a stretch, both ends included."""
        return self.sentences[sentence].lowers[max(first, 0) : last + 1]

    def excerpt(self, sentence: int, first: int, last: int) -> str:
        """The stretch as written, with single spaces."""
        tokens = self.sentences[sentence].tokens[max(first, 0) : last + 1]
        return " ".join(self.text[tokens[0].start : tokens[-1].end].split()) if tokens else ""


def read(text: str) -> Document:
    """`text` as a document."""
    sentences = tuple(sentences_of(text))
    points = points_of(sentences)
    marked = {(mark.sentence, at) for row in points for mark in row for at in range(mark.first, mark.last)}
    by_sentence = [
        tuple(q for q in quantities_of(sentence, text) if (sentence.index, q.first) not in marked)
        for sentence in sentences
    ]
    equations = tuple(found for s, some in zip(sentences, by_sentence, strict=True) for found in _equations(s, some))
    factors = {each.start for _, each, _ in equations}
    by_sentence = [tuple(q for q in some if q.start not in factors) for some in by_sentence]
    return Document(text, sentences, tuple(counted_groups(sentences, by_sentence)), points, equations)


def _equations(sentence: Sentence, some: Sequence[Quantity]) -> Iterator[Equation]:
    for times, each, total in zip(some, some[1:], some[2:], strict=False):
        sign = sentence.lowers[times.last + 1 : each.first]
        equals = sentence.lowers[each.last + 1 : total.first]
        if sign[-1:] and sign[-1] in _TIMES and len(sign) <= UNIT and equals[-1:] == ("=",) and len(equals) <= UNIT:
            yield times, each, total
