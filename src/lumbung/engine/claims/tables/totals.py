"""Which line is the total of which: by levels, by words ("Jumlah"), and where there are no words by the figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from lumbung.engine.claims import wordlist
from lumbung.engine.claims.tables.lines import Line

_MANY = 2_000  # lines; past them a total that already has parts is not tried against all
_FEW_PARTS = 3  # an unnamed total of fewer parts could be chance
_MOSTLY = 0.5
_NEAR = 0.1  # how far an unnamed total may miss where other columns hit
_BITS = 12  # what hits must have for an unnamed total that does not always hit
_FEW_BITS = 6  # where its label names an area above those of the parts
_SAME_SIZE = 0.5  # a line that only begins like a total must at least come near its parts


@dataclass(frozen=True, slots=True)
class Relation:
    """`total` should be the sum of `parts`: positions of lines."""

    total: int
    parts: tuple[int, ...]
    named: bool = True


class Fit(NamedTuple):
    """How well parts make a total.

    `hits` of `judged` vectors agree. `bits`: binary digits of the totals that the sums meet, near misses by what they
    meet; what agrees by chance has few. `miss` is how far they are off on average, 0 = never.
    """

    hits: int
    judged: int
    miss: float
    bits: float
    zeros: int = 0  # vectors where total and parts are all zero: nothing speaks against them

    @property
    def agrees(self) -> bool:
        """Nothing speaks against it; an empty group, whose figures are all zero, included."""
        return self.perfect or (self.judged == 0 and self.zeros > 0)

    @property
    def perfect(self) -> bool:
        return self.judged > 0 and self.hits == self.judged


_Families = dict[int | None, list[int]]
Guesses = Callable[[int], Iterable[tuple[int, ...]]]
Fitting = Callable[[int, Sequence[int]], Fit]


def relations_of(
    lines: Sequence[Line], fit: Fitting, *, first: Guesses | None = None, last: Guesses | None = None
) -> list[Relation]:
    """Every sum the lines claim, in the order of their totals.

    Args:
        fit: How well parts make a total.
        first: What a total most likely sums up for reasons of its own, such as the columns of its group.
        last: What it may sum up where nothing likelier agrees.
    """
    families = _families(lines)
    found = [
        Relation(parent, parts)
        for parent, children in families.items()
        if parent is not None and not lines[parent].section
        and len(parts := tuple(c for c in children if not (lines[c].total or lines[c].apart or lines[c].section))) > 1
    ]  # fmt: skip
    parents = {relation.total for relation in found}
    words_tell = sum(line.leads for line in lines) <= _MOSTLY * len(lines)
    for parent in families:
        guesses = first or _nothing, last or _nothing
        found += _Siblings(lines, families, parent, parents, fit, words_tell, guesses).relations()
    found += _carried(lines, fit)
    if not found or all(relation.total in parents for relation in found):
        found += _unnamed(lines, _spread(lines, families, families[None]), parents, fit)
    return sorted(found, key=lambda relation: relation.total)


def _families(lines: Sequence[Line]) -> _Families:
    """Parent -> its children in order; None holds the lines at the top."""
    families: _Families = {None: []}
    open_: list[int] = []
    for at, line in enumerate(lines):
        while open_ and lines[open_[-1]].level >= line.level:
            open_.pop()
        families.setdefault(open_[-1] if open_ else None, []).append(at)
        open_.append(at)
    return families


def _spread(lines: Sequence[Line], families: _Families, children: Sequence[int]) -> list[int]:
    """`children` with those of a section (a heading without figures) in its place."""
    found: list[int] = []
    for child in children:
        if lines[child].section and child in families:
            found += _spread(lines, families, families[child])
        else:
            found.append(child)
    return found


class _Siblings:
    """The totals among the children of one line."""

    def __init__(
        self,
        lines: Sequence[Line],
        families: _Families,
        parent: int | None,
        parents: set[int],
        fit: Fitting,
        words_tell: bool,
        guesses: tuple[Guesses, Guesses],
    ) -> None:
        self._lines, self._parents, self._fit = lines, parents, fit
        self._words_tell, (self._likely, self._unlikely) = words_tell, guesses
        self._families = families
        self._children = children = families[parent]
        self._parent = parent
        beginning = next((at for at in children if not lines[at].section), None)
        self._totals_first = beginning is not None and lines[beginning].total and beginning not in parents
        self._open: dict[int, None] = {}  # in order: totals and parts that no total has taken yet

    def relations(self) -> Iterator[Relation]:
        since: list[int] = []
        for place, at in enumerate(self._children):
            line = self._lines[at]
            if line.section:
                since = []
            elif line.apart:
                continue
            elif line.total and at not in self._parents:
                relation = self._named(place, at, since)
                if relation:
                    self._take(relation)
                    yield relation
                since = []
            elif line.leads and at not in self._parents and (relation := self._led(place, at, since)):
                self._take(relation)
                yield relation
                since = []
            else:
                since.append(at)
                self._open[at] = None

    def _take(self, relation: Relation) -> None:
        for part in relation.parts:
            self._open.pop(part, None)
        self._open[relation.total] = None

    def _named(self, place: int, at: int, since: Sequence[int]) -> Relation | None:
        best = self._best(place, at, since)
        return Relation(at, best[1]) if best else None

    def _led(self, place: int, at: int, since: Sequence[int]) -> Relation | None:
        """A line that begins like a total, if some lines around it come near it."""
        best = self._best(place, at, since)
        if best is None or len(best[1]) < 2 or not best[0].judged:
            return None
        fit, parts = best
        tells = self._words_tell or self._begin_alike(at, parts)
        if fit.hits > _MOSTLY * fit.judged or (tells and (fit.hits or fit.miss < _SAME_SIZE)):
            return Relation(at, parts)
        return None

    def _best(self, place: int, at: int, since: Sequence[int]) -> tuple[Fit, tuple[int, ...]] | None:
        """The lines the figures agree with most, the likelier ones where they agree alike."""
        best: tuple[Fit, tuple[int, ...]] | None = None
        for parts in self._candidates(place, at, since):
            fit = self._fit(at, parts)
            if fit.agrees:
                return fit, parts
            if best is None or (fit.hits, -fit.miss) > (best[0].hits, -best[0].miss):
                best = fit, parts
        return best

    def _begin_alike(self, at: int, parts: Sequence[int]) -> bool:
        """ "Jumlah koperasi" after "Jumlah koperasi aktif" and "Jumlah koperasi tidak aktif"."""
        label = wordlist.folded(wordlist.without_numbering(self._lines[at].label))
        return all(
            wordlist.starts(wordlist.folded(wordlist.without_numbering(self._lines[part].label)), (label,))
            for part in parts
        )

    def _candidates(self, place: int, at: int, since: Sequence[int]) -> Iterator[tuple[int, ...]]:
        """What the total may sum up, the likeliest first; a lone line only where it is all there is."""
        told: set[tuple[int, ...]] = set()
        for parts in self._guesses(place, at, since):
            if (len(parts) > 1 or parts == tuple(since)) and parts and parts not in told:
                told.add(parts)
                yield parts

    def _guesses(self, place: int, at: int, since: Sequence[int]) -> Iterator[tuple[int, ...]]:
        yield from self._likely(at)
        if self._totals_first:
            yield tuple(self._following(place))
            yield tuple(self._totals_after(place))
        if place and self._lines[self._children[place - 1]].section:
            yield tuple(child for child in self._within(self._children[place - 1]) if self._is_part(child))
        grand = wordlist.is_grand(self._lines[at].label) and not wordlist.is_sub(self._lines[at].label)
        yield tuple(self._open) if grand else tuple(since)
        yield tuple(since) if grand else tuple(self._open)
        if place < _MANY or not since:
            yield tuple(child for child in self._spread_out if child < at and self._is_part(child))
        if at < _MANY or not since:
            for family in self._upper():
                yield tuple(child for child in family if child < at and self._is_part(child))
        yield tuple(self._following(place))
        yield from self._unlikely(at)

    @cached_property
    def _spread_out(self) -> list[int]:
        return _spread(self._lines, self._families, self._children)

    def _upper(self) -> Iterator[Sequence[int]]:
        """The families above: a total written deep may be one of theirs."""
        parent = self._parent
        while parent is not None:
            level = self._lines[parent].level
            parent = next((at for at in range(parent - 1, -1, -1) if self._lines[at].level < level), None)
            yield _spread(self._lines, self._families, self._families[parent])

    def _within(self, section: int) -> Sequence[int]:
        """The lines under a heading without figures."""
        return _spread(self._lines, self._families, self._families.get(section, ()))

    def _is_part(self, at: int) -> bool:
        line = self._lines[at]
        return not (line.section or line.apart or (line.total and at not in self._parents))

    def _following(self, place: int) -> Iterator[int]:
        """The parts right behind a total, up to the next one."""
        for at in self._children[place + 1 :]:
            line = self._lines[at]
            if (line.total or (line.leads and self._words_tell)) and at not in self._parents:
                return
            if self._is_part(at):
                yield at

    def _totals_after(self, place: int) -> Iterator[int]:
        """The other totals behind the first one."""
        return (at for at in self._children[place + 1 :] if self._lines[at].total and at not in self._parents)


def _nothing(_at: int) -> tuple[()]:
    return ()


def _carried(lines: Sequence[Line], fit: Fitting) -> Iterator[Relation]:
    """Sums carried to the next page: of all lines so far or of this page's; what was brought is what was carried."""
    before: int | None = None  # the carried line above
    so_far: list[int] = []
    page: list[int] = []
    for at, line in enumerate(lines):
        if line.carried and line.brought and before is not None:
            yield Relation(at, (before,))
        elif line.carried and so_far:
            best = max((tuple(so_far), tuple(page or so_far)), key=lambda parts: _closeness(fit(at, parts)))
            if (told := fit(at, best)).hits or (told.judged and told.miss < _SAME_SIZE):
                yield Relation(at, best)
            before, page = at, []
        elif line.total:
            before, so_far, page = None, [], []
        elif not (line.section or line.apart):
            so_far.append(at)
            page.append(at)


def _closeness(fit: Fit) -> tuple[int, float]:
    return fit.hits, -fit.miss


def _unnamed(lines: Sequence[Line], top: Sequence[int], parents: set[int], fit: Fitting) -> Iterator[Relation]:
    """The last or the first line, where the figures say that it is the sum of the others."""
    parts = [at for at in top if not (lines[at].section or lines[at].apart or lines[at].total)]
    for total, rest in ((parts[-1:], parts[:-1]), (parts[:1], parts[1:])):
        if not total or len(rest) < _FEW_PARTS or total[0] in parents:
            continue
        area = wordlist.area_word(lines[total[0]].label)
        above = bool(area) and all(wordlist.area_word(lines[part].label) != area for part in rest[:_MANY])
        if _convinces(fit(total[0], rest), _FEW_BITS if above else _BITS):
            yield Relation(total[0], tuple(rest), named=False)
            return


def _convinces(fit: Fit, least: float) -> bool:
    if not fit.judged:
        return False
    if fit.perfect:
        return True
    return fit.hits >= max(1, _MOSTLY * fit.judged) and fit.miss <= _NEAR and fit.bits >= least
