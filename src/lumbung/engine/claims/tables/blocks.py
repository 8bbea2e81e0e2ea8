"""Tables beside each other on one sheet: blocks of columns that each have labels and figures of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from lumbung.engine.claims import numbers, wordlist
from lumbung.engine.claims.model import Grid

_SAMPLE = 2_000  # rows that are asked first: where they leave no column free, none is
_MOST_ROWS = 20_000  # longer sheets are lists, whose blocks are looked for as a whole only
_HEAD_ROWS = 15
_HEADINGS = 5  # texts at the top of a column, titles and groups included
_TWO = 2  # filled cells; a row of one is a title, a section or a note


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a grid that is read by itself: `grid` has the places of the whole, and nothing outside the block.

    `columns` are its first and its last + 1, None where the whole width is one block.
    """

    grid: Grid
    columns: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """Rows `top` to `bottom` - 1 and columns `left` to `right` - 1 of a grid."""

    top: int
    bottom: int
    left: int
    right: int


def blocks_of(grid: Grid) -> tuple[Block, ...]:
    """The blocks of a grid from the left to the right, and what stands above or below them; most grids are one."""
    width = max(map(len, grid.cells), default=0)
    cut = _Cutting(grid)
    regions = list(cut.regions(Region(0, len(grid.cells), 0, width)))
    if len(regions) == 1:
        return (Block(grid),)
    return tuple(
        Block(_masked(grid, region), (region.left, region.right) if _narrow(region, width) else None)
        for region in regions
    )


def _narrow(region: Region, width: int) -> bool:
    return region.left > 0 or region.right < width


class _Cutting:
    """Cuts a grid where columns are empty, and where headings begin anew."""

    def __init__(self, grid: Grid) -> None:
        self._cells = grid.cells

    def regions(self, region: Region) -> Iterator[Region]:
        """The regions of `region` that each hold tables of their own."""
        bands = self._bands(region) if region.bottom - region.top <= _MOST_ROWS else []
        parts = self._parted(region) if len(bands) > 1 else self._beside(region)
        if len(parts) > 1:
            for part in parts:
                yield from self.regions(part)
            return
        groups = list(self._grouped(bands)) if len(bands) > 1 else []
        if len(groups) > 1:
            for group in groups:
                yield from self.regions(group)
        elif groups and len(parts := self._beside(bands[0])) > 1:  # all bands are cut at the same columns
            for part in parts:
                yield from self.regions(Region(region.top, region.bottom, part.left, part.right))
        else:
            yield region

    def _bands(self, region: Region) -> list[Region]:
        """The stretches of rows between empty rows that begin with headings, each with its titles."""
        filled = [
            any(text.strip() for text in cells[region.left : region.right])
            for cells in self._cells[region.top : region.bottom]
        ]
        bands: list[Region] = []
        start: int | None = None
        for has, rows in groupby(enumerate(filled, region.top), key=lambda told: told[1]):
            first, *rest = (row for row, _ in rows)
            if not has:
                continue
            start = first if start is None else start
            band = Region(start, (rest or [first])[-1] + 1, region.left, region.right)
            row = next((row for row in range(band.top, band.bottom) if self._count(row, band) >= _TWO), None)
            if row is None:
                continue
            if bands and not self._is_heading(row, band):  # an empty row within a table
                band = Region(bands.pop().top, band.bottom, band.left, band.right)
            bands.append(band)
            start = None
        if start is not None and bands:  # titles without a table below are the notes of the last one
            bands[-1] = Region(bands[-1].top, region.bottom, region.left, region.right)
        return bands

    def _is_heading(self, row: int, region: Region) -> bool:
        texts = [text for text in self._cells[row][region.left : region.right] if text.strip()]
        kinds = [numbers.read(text).kind for text in texts]
        years = all(kind == "text" or wordlist.year_of(text) for kind, text in zip(kinds, texts, strict=True))
        return kinds.count("text") >= _TWO or years

    def _grouped(self, bands: Sequence[Region]) -> Iterator[Region]:
        """Neighbouring bands that are cut alike, as one region: an empty row does not end a table."""
        for _, alike in groupby(bands, key=lambda band: tuple(part.left for part in self._beside(band))):
            first, *rest = alike
            yield Region(first.top, (rest or [first])[-1].bottom, first.left, first.right)

    def _count(self, row: int, region: Region) -> int:
        return sum(bool(text.strip()) for text in self._cells[row][region.left : region.right])

    def _beside(self, region: Region) -> list[Region]:
        """The tables that stand beside each other; the region itself where there is one."""
        return [piece for part in self._parted(region) for piece in self._repeated(part)]

    def _parted(self, region: Region) -> list[Region]:
        """The tables with empty columns between them."""
        parts: list[Region] = []
        for stretch in self._stretches(region):
            if parts and not (self._stands_alone(parts[-1]) and self._stands_alone(stretch)):
                parts[-1] = Region(region.top, region.bottom, parts[-1].left, stretch.right)
            else:
                parts.append(stretch)
        if not parts:
            return [region]
        parts[0] = Region(region.top, region.bottom, region.left, parts[0].right)
        parts[-1] = Region(region.top, region.bottom, parts[-1].left, region.right)
        return parts

    def _stretches(self, region: Region) -> Iterator[Region]:
        """Neighbouring columns that are filled in some row of two cells or more."""
        used: set[int] = set()
        for end in (min(region.top + _SAMPLE, region.bottom), region.bottom):
            for cells in self._cells[region.top : end]:
                filled = [at for at, text in enumerate(cells[region.left : region.right], region.left) if text.strip()]
                if len(filled) >= _TWO:
                    used.update(filled)
            if not used or len(used) == max(used) - min(used) + 1:
                break
        for _, run in groupby(enumerate(sorted(used)), key=lambda told: told[1] - told[0]):
            columns = [column for _, column in run]
            yield Region(region.top, region.bottom, columns[0], columns[-1] + 1)

    def _stands_alone(self, region: Region) -> bool:
        """Whether the columns hold labels (or numbers of rows, or years) and figures on the right of them."""
        kinds = [self._kind(region, column) for column in range(region.left, region.right)]
        return "figures" in kinds and "labels" in kinds[: kinds.index("figures")]

    def _kind(self, region: Region, column: int) -> str:
        """What most cells of a column hold: figures, labels, or nothing."""
        texts = [
            cells[column]
            for cells in self._cells[region.top : region.bottom][:_SAMPLE]
            if column < len(cells) and cells[column].strip()
        ]
        seen = Counter(numbers.read(text).kind for text in texts)
        figures, words = seen["number"] + seen["unclear"], seen["text"]
        headings = {wordlist.folded(text) for text in texts[:_HEADINGS]}
        if headings & (wordlist.words("columns", "running") | wordlist.words("columns", "years")):
            return "labels"
        if figures and figures >= words - 1:  # headings are words as well
            return "figures"
        return "labels" if words > 1 else "nothing"

    def _repeated(self, region: Region) -> list[Region]:
        """The region cut where the headings of its first columns come again over labels of their own."""
        if region.right - region.left < 2 * _TWO:
            return [region]
        for row in range(region.top, min(region.top + _HEAD_ROWS, region.bottom)):
            texts = [wordlist.folded(text) for text in self._cells[row][region.left : region.right]]
            first = next((text for text in texts if text), None)
            starts = [region.left + at for at, text in enumerate(texts) if text == first]
            if first is None or len(starts) < _TWO or numbers.read(first).kind != "text":
                continue
            edges = [region.left, *starts[1:], region.right]
            parts = [Region(region.top, region.bottom, left, right) for left, right in pairwise(edges)]
            if all(self._stands_alone(part) and self._headed_alike(row, part, parts[0]) for part in parts):
                return parts
        return self._totalled(region)

    def _totalled(self, region: Region) -> list[Region]:
        """The region cut before a second column of labels that has a total of its own, as the first one has."""
        with_total = [column for column in range(region.left, region.right) if self._has_total(region, column)]
        edges = [region.left, *with_total[1:], region.right]
        parts = [Region(region.top, region.bottom, left, right) for left, right in pairwise(edges)]
        return parts if all(self._stands_alone(part) for part in parts) else [region]

    def _has_total(self, region: Region, column: int) -> bool:
        """Whether a total is named in a column of labels, below words of its own."""
        rows = range(region.top, min(region.bottom, region.top + _SAMPLE))
        texts = [self._cells[row][column] for row in rows if column < len(self._cells[row])]
        filled = [text for text in texts if text.strip()]
        return (
            any(wordlist.is_total(text) for text in filled[2:])
            and self._kind(region, column) == "labels"
            and not self._beside_a_total(region, column)
        )

    def _beside_a_total(self, region: Region, column: int) -> bool:
        """Whether the rows of the column's totals have one on their left too: labels of two columns, or two languages."""
        return any(
            wordlist.is_total(cells[column]) and any(wordlist.is_total(text) for text in cells[region.left : column])
            and not any(numbers.read(text).kind == "number" for text in cells[region.left : column])
            for cells in self._cells[region.top : region.bottom][:_SAMPLE]
            if column < len(cells)
        )  # fmt: skip

    def _headed_alike(self, row: int, part: Region, model: Region) -> bool:
        """Whether the column of labels is headed as that of the first block."""
        return self._label_heading(row, part) == self._label_heading(row, model)

    def _label_heading(self, row: int, part: Region) -> str:
        kinds = [self._kind(part, column) for column in range(part.left, part.right)]
        column = part.left + max((at for at in range(kinds.index("figures")) if kinds[at] == "labels"), default=0)
        cells = self._cells[row]
        return wordlist.folded(cells[column]) if column < len(cells) else ""


def _masked(grid: Grid, region: Region) -> Grid:
    """The grid with nothing outside `region`, except the titles above its first row of two cells."""
    cells: list[tuple[str, ...]] = []
    titles = True
    for at, row in enumerate(grid.cells):
        if not region.top <= at < region.bottom:
            cells.append(())
            continue
        titles = titles and sum(bool(text.strip()) for text in row) < _TWO
        cells.append(row if titles else ("",) * region.left + row[region.left : region.right])
    return replace(grid, cells=tuple(cells))
