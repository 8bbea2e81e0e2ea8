"""Whatever the figures are: right margins raise no alarm, and one changed cell is found where its sums cross."""

from __future__ import annotations

import random

from hypothesis import assume, given
from hypothesis import strategies as st

from lumbung.engine.claims.model import Grid
from lumbung.engine.claims.tables.examine import examine_grid


@st.composite
def tables(draw):
    """Rows of figures with right margins: at least three rows and two columns."""
    rows, columns = draw(st.integers(3, 7)), draw(st.integers(2, 5))
    return [[draw(st.integers(0, 5_000)) for _ in range(columns)] for _ in range(rows)]


def with_margins(figures):
    """The figures with a column and a row of totals."""
    rows = [[*row, sum(row)] for row in figures]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def as_grid(figures, *, dots):
    """A grid with headings and labels; thousands with dots where asked."""

    def text(value):
        return f"{value:,}".replace(",", ".") if dots else str(value)

    head = ("Kecamatan", *(f"Jenis {chr(65 + at)}" for at in range(len(figures[0]) - 1)), "Jumlah")
    labels = [f"Kecamatan {chr(75 + at)}" for at in range(len(figures) - 1)] + ["Jumlah"]
    rows = [(label, *map(text, row)) for label, row in zip(labels, figures, strict=True)]
    return Grid((head, *rows))


@given(tables(), st.booleans())
def test_a_table_with_right_margins_raises_no_alarm(figures, dots):
    margins = with_margins(figures)

    verdicts = examine_grid(as_grid(margins, dots=dots)).verdicts

    assert [verdict.finding for verdict in verdicts if verdict.result != "holds"] == []
    assert len(verdicts) == len(margins) + len(margins[0])


@given(tables(), st.booleans(), st.data())
def test_one_changed_cell_is_found(figures, dots, data):
    margins = with_margins(figures)
    row, column = data.draw(st.integers(0, len(margins) - 1)), data.draw(st.integers(0, len(margins[0]) - 1))
    change = data.draw(st.integers(-margins[row][column], 9_000).filter(bool))
    margins[row][column] += change

    failing = [one for one in examine_grid(as_grid(margins, dots=dots)).verdicts if one.result == "fails"]

    assert {abs(one.difference) for one in failing} == {abs(change)}
    assert all(
        any(one.figure.place.row == row + 2 and one.figure.place.column == column + 2 for one in verdict.culprits)
        for verdict in failing
    )


def said(grid, *, right=0):
    """What is said of each sum: result, computed, published and place, moved to the right by `right` columns."""
    return [
        (one.result, one.computed, one.total.value, one.total.place.row, one.total.place.column + right)
        for one in examine_grid(grid).verdicts
    ]


@given(tables(), tables(), st.integers(1, 3), st.booleans(), st.data())
def test_tables_beside_each_other_are_judged_as_each_alone(first, second, gap, dots, data):
    both = []
    for figures in (first, second):
        margins = with_margins(figures)
        margins[data.draw(st.integers(0, len(margins) - 1))][0] += data.draw(st.integers(0, 500))
        assume(not any(years(row) for row in margins))
        both.append(as_grid(margins, dots=dots))
    left, right = both
    width = len(left.cells[0]) + gap
    rows = max(len(grid.cells) for grid in both)
    cells = [
        (*(left.cells[at] if at < len(left.cells) else ("",) * (width - gap)), *[""] * gap,
         *(right.cells[at] if at < len(right.cells) else ()))
        for at in range(rows)
    ]  # fmt: skip

    assert sorted(said(Grid(tuple(cells)))) == sorted([*said(left), *said(right, right=width)])


def years(row):
    """A line of nothing but years is the heading of a table, here as on a real sheet (docs/reference/claims.md)."""
    return all(1900 <= figure <= 2100 for figure in row)


@given(st.lists(tables(), min_size=1, max_size=4), st.data())
def test_groups_with_subtotals_raise_no_alarm_until_one_line_is_changed(groups, data):
    width = min(len(rows[0]) for rows in groups)
    lines = []
    for at, rows in enumerate(groups):
        figures = [row[:width] for row in rows]
        lines += [(f"Kelurahan {at}.{place}", row) for place, row in enumerate(figures)]
        lines.append(("Subtotal", [sum(column) for column in zip(*figures, strict=True)]))
    subtotals = [row for label, row in lines if label == "Subtotal"]
    lines.append(("Grand total", [sum(column) for column in zip(*subtotals, strict=True)]))

    assume(not any(years(row) for _label, row in lines))

    def failing():
        rows = tuple((label, *map(str, row)) for label, row in lines)
        verdicts = examine_grid(Grid((("Kelurahan", *(f"Tahun {at}" for at in range(width))), *rows))).verdicts
        return [verdict for verdict in verdicts if verdict.result != "holds"]

    assert failing() == []

    _label, row = data.draw(st.sampled_from(lines))
    row[0] += data.draw(st.integers(1, 9_000))
    assume(not years(row))
    assert failing()


def test_figures_without_totals_raise_no_alarm():
    draw = random.Random(7)
    for _ in range(1_000):
        columns, most = draw.randint(1, 6), draw.choice([1, 2, 5, 20, 1_000])
        rows = [
            (f"Kecamatan {chr(65 + at)}", *(str(draw.randint(0, most)) for _ in range(columns)))
            for at in range(draw.randint(2, 9))
        ]
        head = ("Kecamatan", *(f"Jenis {chr(65 + at)}" for at in range(columns)))

        verdicts = examine_grid(Grid((head, *rows))).verdicts

        assert [verdict for verdict in verdicts if verdict.result != "holds"] == [], rows
