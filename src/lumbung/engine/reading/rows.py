"""Which rows below the headings are records: totals, repeated headings, numbering rows and footers are not.

Anything else counts as a record, however bad it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from lumbung.core.findings import Finding

_TOTAL = r"(?i)^\W*(grand\s*|sub\s*-?)?(jumlah|total|jml|jlh|rekapitulasi)\b"
_TOTAL_ALONE = re.compile(
    r"\W*(grand\s*|sub\s*-?)?(jumlah|total|jml|jlh|rekapitulasi)\b(\s*(koperasi|seluruh\w*|keseluruhan|semua|akhir"
    r"|data|baris|(se-?)?(kecamatan|kec|kelurahan|kel|desa|kota|kabupaten|kab)\b.*))*[\s:.,=\d]*(koperasi|unit)?\W*",
    re.I,
)
_SECTION = r"(?i)^\W*([A-Z]|[IVX]+|\d+)?[.)\s]*(kecamatan|kec\.|kelurahan|kel\.|desa)\s"
_ONLY_A_FIGURE = re.compile(r"[\d.,\s]*(koperasi|unit|orang|kop|buah|rp)?\.?", re.I)
_ORDINAL = re.compile(r"\(?(\d{1,2})\)?(?:\s*=.*)?")
_TELLING = (
    "legal_number",
    "coop_nik",
    "chair",
    "village",
    "address",
    "visitor",
    "kind",
)  # a record has some of these


@dataclass(frozen=True)
class Body:
    """The rows of one sheet below its headings: `rows` numbers, `table` by letter, `fields` by letter."""

    rows: pa.Array
    table: pa.Table
    fields: Mapping[str, str]

    def take(self, keep: pa.Array) -> Body:
        """Only the rows where `keep` is true."""
        return Body(self.rows.filter(keep), self.table.filter(keep), self.fields)

    def row(self, at: int) -> dict[str, str]:
        """The cells of one row that hold something, by letter."""
        found = self.table.slice(at, 1).to_pylist()[0]
        return {mark: text for mark, text in found.items() if text is not None}


def records_of(
    body: Body, heading_rows: Sequence[Sequence[str]], titles: Sequence[str], sheet: str | None
) -> tuple[Body, list[Finding]]:
    """The rows that are records, and a note for each row left out.

    `heading_rows`: the texts of the heading row or rows, one per column; pages may repeat them.
    """
    dropped: dict[int, str] = {}
    _mark_repeats(body, heading_rows, titles, dropped)
    first = pc.coalesce(*body.table.columns)
    for at in _matches(first, _TOTAL) | _matches(_column(body, "name"), _TOTAL):
        if _is_total(body, body.row(at)):
            dropped[at] = "total_row"
    for at in _matches(first, _SECTION):
        if at not in dropped and len(body.row(at)) == 1:
            dropped[at] = "section_row"
    _mark_footers(body, dropped)
    findings = [
        Finding(code, severity="note", sheet=sheet, row=body.rows[at].as_py()) for at, code in sorted(dropped.items())
    ]
    if not dropped:
        return body, findings
    keep = [True] * len(body.rows)
    for at in dropped:
        keep[at] = False
    return body.take(pa.array(keep)), findings


def _mark_repeats(
    body: Body, heading_rows: Sequence[Sequence[str]], titles: Sequence[str], dropped: dict[int, str]
) -> None:
    """Headings and titles as later pages repeat them, and numbering rows (1, 2, 3 ...) below headings."""
    headings = [_folded(row) for row in heading_rows]
    after = {0}
    for column in range(len(headings[0])):
        text = headings[0][column]
        if not text or column >= body.table.num_columns:
            continue
        for at in _equal(body.table.column(column), text):
            if at not in dropped and _repeats(body, at, headings[0]):
                dropped[at] = "repeated_heading"
                after.add(at + 1)
    for lower in headings[1:]:
        for at in sorted(after):
            if at < len(body.rows) and _repeats(body, at, lower):
                dropped[at] = "repeated_heading"
                after.add(at + 1)
    for at in sorted(after):
        if at < len(body.rows) and at not in dropped and _is_numbering(list(body.row(at).values())):
            dropped[at] = "numbering_row"
    first = pc.coalesce(*body.table.columns)
    for title in dict.fromkeys(titles):
        for at in _equal(first, title.casefold()):
            if at not in dropped and len(body.row(at)) == 1 and title.casefold() not in headings[0]:
                dropped[at] = "repeated_heading"


def _repeats(body: Body, at: int, heading: Sequence[str]) -> bool:
    cells = body.row(at)
    same = sum(
        _fold(cells[mark]) == heading[place] for place, mark in enumerate(body.table.column_names) if mark in cells
    )
    return same >= 1 and same > 0.7 * len(cells)


def _is_numbering(texts: Sequence[str]) -> bool:
    found = [_ORDINAL.fullmatch(text.strip()) for text in texts]
    numbers = [int(match[1]) for match in found if match]
    return (
        len(texts) >= 3 and len(numbers) == len(texts) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    )


def _is_total(body: Body, cells: Mapping[str, str]) -> bool:
    """No sign of a record in a row that begins with JUMLAH: a cooperative may be called "Jumlah Berkah"."""
    said = next((mark for mark, text in cells.items() if re.match(_TOTAL, text)), None)
    if said is None:
        return False
    for mark, text in cells.items():
        if mark != said and body.fields.get(mark) in _TELLING:
            digits = sum(character.isdigit() for character in text)
            if not _ONLY_A_FIGURE.fullmatch(text.strip()) or (body.fields[mark] == "coop_nik" and digits > 9):
                return False
    return body.fields.get(said) != "name" or bool(_TOTAL_ALONE.fullmatch(cells[said]))


def _mark_footers(body: Body, dropped: dict[int, str]) -> None:
    """Signatures and sources below the list: sparse rows after a total or an empty row, to the end."""
    count = len(body.rows)
    width = len(body.fields)
    if count == 0 or width < 4:
        return
    at = count - 1
    while at > 0 and (at in dropped or _is_sparse(body, body.row(at))):
        at -= 1
    for start in range(at + 1, count):
        gap = body.rows[start].as_py() - body.rows[start - 1].as_py() > 1
        if start not in dropped and (gap or start - 1 in dropped):
            for footer in range(start, count):
                dropped.setdefault(footer, "footer_row")
            return


def _is_sparse(body: Body, cells: Mapping[str, str]) -> bool:
    numbered = any(body.fields.get(mark) == "number" for mark in cells)
    told = sum(
        body.fields.get(mark) in ("legal_number", "coop_nik") and text[:1].isdigit() for mark, text in cells.items()
    )
    return len(cells) <= 2 and not numbered and not told


def _column(body: Body, field: str) -> pa.ChunkedArray | None:
    mark = next((mark for mark, name in body.fields.items() if name == field), None)
    return body.table.column(mark) if mark is not None else None


def _matches(column: pa.ChunkedArray | None, pattern: str) -> set[int]:
    if column is None:
        return set()
    found = pc.match_substring_regex(column, pattern)
    return set(pc.indices_nonzero(pc.fill_null(found, False)).to_pylist())


def _equal(column: pa.ChunkedArray, folded: str) -> list[int]:
    same = pc.equal(pc.utf8_lower(pc.utf8_trim_whitespace(column)), folded)
    found: list[int] = pc.indices_nonzero(pc.fill_null(same, False)).to_pylist()
    return found


def _folded(row: Sequence[str]) -> list[str]:
    return [_fold(text) for text in row]


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()
