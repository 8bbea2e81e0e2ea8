"""Wholes and the figures around them that could be their parts, found by place, kind and arithmetic alone.

No phrase is needed here: a figure, and a row of figures of its role and kind in the sentences behind (or in front, where
the whole says that it is one). What adds up explains its figures; what nearly does is for `unsettled` to weigh.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from lumbung.engine.claims.model import Verdict
from lumbung.engine.claims.prose.clauses import Mention
from lumbung.engine.claims.prose.partitions import says_of
from lumbung.engine.claims.prose.quantities import Quantity, compatible
from lumbung.engine.claims.prose.sums import tolerance

MOST_PARTS = 14
MOST_STARTS = 6  # rows tried for one whole on either side
OF_MANY = 30  # of wholes beyond this a "satu" is hardly told as a part
STEP = 2  # sentences from one figure of a row to the next
SPAN = 6  # sentences from a whole to its last part
LOOSE = Decimal("0.4")  # rows that miss a whole by more have nothing to do with it


class Parting(NamedTuple):
    """A whole and a row of possible parts; `off` is what the parts make, less the whole."""

    whole: Mention
    parts: tuple[Mention, ...]
    off: Decimal
    slack: Decimal
    adjacent: bool  # no figure that could be a part stands between the whole's sentence and the row

    @property
    def exact(self) -> bool:
        """True where nothing but rounding parts the two."""
        return abs(self.off) <= self.slack

    @property
    def starts(self) -> frozenset[int]:
        """Places of all its figures."""
        return frozenset(m.quantity.start for m in (self.whole, *self.parts))


def partings_of(mentions: Sequence[Mention]) -> list[Parting]:
    """Every whole with every row near it that makes it, or misses it by less than LOOSE."""
    found: list[Parting] = []
    for role in ("count", "money", "amount"):
        some = [m for m in mentions if m.quantity.role == role and m.quantity.whole_thing and _counts(m)]
        for at, whole in enumerate(some):
            if not whole.quantity.bound and not whole.changed:
                found += _near(whole, some[at + 1 :][: 2 * MOST_PARTS], behind=True)
                found += _near(whole, some[max(0, at - 2 * MOST_PARTS) : at][::-1], behind=False)
    return found


def _counts(mention: Mention) -> bool:
    return mention.sentence.shape != "heading" and not mention.each and not _announces(mention)


def _announces(mention: Mention) -> bool:
    """ "Tiga terbesar ialah A 45, B 43, dan C 42": says how many follow."""
    quantity = mention.quantity
    if not 1 < quantity.value <= MOST_PARTS or quantity.kind not in ("", "group"):
        return False
    here = mention.document.by_sentence[quantity.sentence]
    return sum(q.start > quantity.start and q.whole_thing for q in here) == quantity.value


def _near(whole: Mention, others: Sequence[Mention], *, behind: bool) -> Iterator[Parting]:
    """Rows that begin next to the whole, or with the first (the last) figure of a sentence further on."""
    within: list[Mention] = []
    for mention in others:
        if mention.quantity.value == whole.quantity.value or abs(_apart(mention, whole)) > SPAN:
            break  # the whole again: what stands beyond is said of that one
        one = whole.quantity.value > OF_MANY and _any_one(mention)
        if not one and not mention.changed and compatible(mention.quantity.kind, whole.quantity.kind, loosely=True):
            within.append(mention)
    starts = [at for at, m in enumerate(within) if not at or m.quantity.sentence != within[at - 1].quantity.sentence]
    for start in starts[:MOST_STARTS]:
        adjacent = all(m.quantity.sentence == whole.quantity.sentence for m in within[:start])
        yield from _rows(whole, within[start:], behind=behind, adjacent=adjacent)


def _any_one(mention: Mention) -> bool:
    """ "satu koperasi boleh memakai dua"; "manajer (1)" and "..., satu pemasaran" are counted."""
    in_words = mention.quantity.value == 1 and not mention.quantity.text.isdecimal()
    return in_words and (mention.first == 0 or bool(mention.before))


def _apart(one: Mention, other: Mention) -> int:
    return one.quantity.sentence - other.quantity.sentence


def _rows(whole: Mention, others: Sequence[Mention], *, behind: bool, adjacent: bool) -> Iterator[Parting]:
    """Rows of two and more, each one figure longer than the last."""
    row: list[Mention] = []
    made, slack, value = Decimal(0), whole.quantity.slack, whole.quantity.value
    for mention in others[:MOST_PARTS]:
        part = mention.quantity
        # "Dari 160 koperasi itu, ...", "17 dari 19 cabang": the whole of others
        opens = bool(row) and says_of(mention.document, part if behind else row[-1].quantity)
        if opens or part.value >= value or part.bound or (row and abs(_apart(mention, row[-1])) > STEP):
            return
        row.append(mention)
        made, slack = made + part.value * mention.times, slack + part.slack * mention.times
        if len(row) > 1 and abs(made - value) <= LOOSE * value:
            allowed = tolerance([whole.quantity, *(m.quantity for m in row)]) if slack else slack
            yield Parting(whole, tuple(row if behind else row[::-1]), made - value, allowed, adjacent)


Known = Mapping[tuple[str, Decimal], Collection[str]]


def known_figures(mentions: Sequence[Mention]) -> Known:
    """(role, value) -> the kinds that are told with it."""
    found: dict[tuple[str, Decimal], set[str]] = {}
    for mention in mentions:
        found.setdefault((mention.quantity.role, mention.quantity.value), set()).add(mention.quantity.kind)
    return found


def acquitted(verdict: Verdict, mentions: Mapping[int, Mention], known: Known) -> bool:
    """A sum that fails although its total and its parts make another figure of the text together: all of them are parts.

    `mentions` by the place of their figure.
    """
    total = verdict.total
    if verdict.kind != "sum" or verdict.result != "fails" or total is None or len(verdict.parts) < 2:
        return False
    own = mentions.get(total.place.start if total.place.start is not None else -1)
    parts = [f.value for f in verdict.parts if f.value is not None]
    return own is not None and together(own.quantity, parts, known)


def together(whole: Quantity, parts: Sequence[Decimal], known: Known) -> bool:
    """Another figure of the text is what `whole` and `parts` make, all of them parts."""
    kinds = known.get((whole.role, sum(parts, whole.value)), ())
    return any(compatible(kind, whole.kind) for kind in kinds)
