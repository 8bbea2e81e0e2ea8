"""One page that opens without a network: the text or the table itself, its figures marked, and a sentence a claim."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lumbung.core.language import Language
from lumbung.engine.claims.model import Examined, Grid, Result, Verdict
from lumbung.engine.claims.numbers import read
from lumbung.reports.examined.marking import Mark, Piece, cells_of, pieces_of
from lumbung.reports.examined.wording import SIGNS, STATUSES, Wording
from lumbung.reports.single import single_page

STYLES = ("tokens.css", "base.css", "report.css", "check.css")
_MOST_ROWS = 400  # a longer table shows its beginning and what does not add up
_AROUND = 2
_MOST_CLAIMS = 1_000


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim as the page lists it; `id` is what its marks link to."""

    id: str
    status: str
    sign: str
    word: str
    where: str
    what: str
    mend: str
    causes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: `status` and `sign` where it is judged, `href` to its claim, `label` for those who do not see it."""

    text: str
    figure: bool = False
    status: str = ""
    sign: str = ""
    label: str = ""
    href: str = ""
    suspect: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row with its number in the file; without cells it stands for `left_out` rows."""

    number: int
    cells: tuple[Cell, ...] = ()
    left_out: str = ""


def page_html(examined: Examined, language: Language) -> str:
    """The result as one HTML page without script; a table past _MOST_ROWS shows its start and its failing rows."""
    words = Wording(language)
    claims = [_claim(at, verdict, words) for at, verdict in enumerate(examined.verdicts)]
    listed = {result: _of(examined, claims, results)[:_MOST_CLAIMS] for result, results in _GROUPS.items()}
    shown = {claim.id for group in listed.values() for claim in group}
    context = {
        "examined": examined,
        "headline": words.headline(examined).removeprefix(f"{examined.name}: ").capitalize(),
        "open": words.open_claims(examined),
        "promise": words.promise(),
        "tallies": [(word, _tally(counts, words)) for word, counts in words.tallies(examined)],
        "listed": listed,
        "pieces": [_marked(piece, words, shown) for piece in pieces_of(examined)] if examined.text is not None else [],
        "is_text": examined.text is not None,
        "tables": [_table(grid, examined, words, shown) for grid in examined.grids if _judged(grid, examined)],
        "findings": [words.say(finding) for finding in examined.findings[:_MOST_CLAIMS]],
    }
    return single_page("reports/check.html", context, language, styles=STYLES)


_GROUPS: dict[str, tuple[Result, ...]] = {
    "fails": ("fails", "broken_series"),
    "open": ("cannot_tell",),
    "holds": ("holds",),
}


def _of(examined: Examined, claims: Sequence[Claim], results: Sequence[Result]) -> list[Claim]:
    return [claim for claim, verdict in zip(claims, examined.verdicts, strict=True) if verdict.result in results]


def _claim(at: int, verdict: Verdict, words: Wording) -> Claim:
    spoken = words.claim(verdict)
    status, sign = STATUSES[verdict.result], SIGNS[verdict.result]
    causes = tuple(words.causes(verdict))
    return Claim(f"k{at}", status, sign, words.result(verdict.result), spoken.where, spoken.what, spoken.mend, causes)


def _tally(counts: dict[Result, int], words: Wording) -> list[dict[str, str]]:
    return [{"status": STATUSES[result], "word": words.tally(result, count)} for result, count in counts.items()]


def _marked(piece: Piece, words: Wording, shown: set[str]) -> Cell:
    if piece.result is None:
        return Cell(piece.text)
    href = f"#k{piece.claims[0]}" if f"k{piece.claims[0]}" in shown else ""
    status = STATUSES[piece.result]
    return Cell(piece.text, True, status, SIGNS[piece.result], words.result(piece.result), href)


def _judged(grid: Grid, examined: Examined) -> bool:
    return len(examined.grids) == 1 or any(
        verdict.total and verdict.total.place.sheet == grid.sheet for verdict in examined.verdicts
    )


def _table(grid: Grid, examined: Examined, words: Wording, shown: set[str]) -> dict[str, object]:
    marks = cells_of(examined)
    width = max((len(cells) for cells in grid.cells), default=0)
    rows = _rows(grid, marks)
    return {
        "title": grid.sheet or examined.name,
        "rows": [_row(grid, number, width, marks, words, shown) for number in rows],
    }


def _rows(grid: Grid, marks: dict[tuple[str | None, int, int], Mark]) -> Iterator[int]:
    """The numbers of the rows that are shown; minus a count stands for rows left out."""
    filled = [at for at, cells in enumerate(grid.cells, 1) if any(cell.strip() for cell in cells)]
    if len(filled) <= _MOST_ROWS:
        yield from filled
        return
    wanted = set(filled[: _MOST_ROWS // 8])
    failing = sorted({row for (sheet, row, _), mark in marks.items() if sheet == grid.sheet and mark.result != "holds"})
    place = {row: at for at, row in enumerate(filled)}
    for row in failing[: _MOST_ROWS // 2]:
        wanted.update(filled[max(place[row] - _AROUND, 0) : place[row] + _AROUND + 1])
    skipped = 0
    for row in filled:
        if row not in wanted:
            skipped += 1
            continue
        if skipped:
            yield -skipped
        skipped = 0
        yield row
    if skipped:
        yield -skipped


def _row(
    grid: Grid,
    number: int,
    width: int,
    marks: dict[tuple[str | None, int, int], Mark],
    words: Wording,
    shown: set[str],
) -> Row:
    if number < 0:
        return Row(0, left_out=words.number(Decimal(-number)))
    cells = grid.cells[number - 1]
    told = []
    for column in range(1, width + 1):
        text = cells[column - 1] if column <= len(cells) else ""
        mark = marks.get((grid.sheet, number, column))
        told.append(_cell(text, mark, words, shown))
    return Row(number, tuple(told))


def _cell(text: str, mark: Mark | None, words: Wording, shown: set[str]) -> Cell:
    figure = bool(text.strip()) and read(text).kind != "text"
    indent = "\u00a0" * (len(text) - len(text.lstrip(" ")))
    if mark is None:
        return Cell(indent + text.strip(), figure)
    href = f"#k{mark.claim}" if f"k{mark.claim}" in shown and mark.result != "holds" else ""
    sign = "!" if mark.suspect else SIGNS[mark.result]
    status = "waiting" if mark.suspect else STATUSES[mark.result]
    return Cell(indent + text.strip(), True, status, sign, words.result(mark.result), href, mark.suspect)
