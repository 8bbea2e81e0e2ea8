"""What is looked at cell by cell before anything is stored: persons' numbers, lost digits, formula errors."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from lumbung.core.findings import Finding
from lumbung.engine.reading.headings import Column

IDENTIFIERS = ("coop_nik", "phone", "legal_number", "amendment_number", "certificate_number", "npwp", "nib")

# A person's number (KTP) and a family card's number have 16 digits and never begin with zero; a cooperative's
# tax number of 16 digits does. Source: Dukcapil's numbering (region 6, birth day 6, serial 4).
_MAY_HOLD = r"[1-9](?:[ .'-]?\d){15}"
_ONLY_SIXTEEN = r"^['\s]*[1-9](?:[ '-]?\d){15}\s*$|^['\s]*[1-9]\d{1,5}(?:\.\d{2,6}){2,7}\s*$"
_SIXTEEN_IN_TEXT = re.compile(
    r"(?<!\d)(?<!\d[.,])[1-9]\d{15}(?!\d)"  # written as one
    r"|(?<!\d)(?<!\d[ .,'-])[1-9](?:[ '-]?\d){15}(?![ .,'-]?\d)"  # in groups, and not two phones in a row
    r"|(?<!\d)(?<!\d[ .,'-])[1-9]\d{1,5}(?:\.\d{2,6}){2,7}(?![ .,'-]?\d)"
)
_SCIENTIFIC = r"^\s*'?\d(?:[.,]\d+)?\s*[eE]\s*\+?\s*\d{1,2}\s*$"
_ROUNDED = r"^\s*\d{8}0{5,}(?:\.0*)?\s*$"  # 13 digits and more; a serial number 000 is never given out
_ERROR = r"^\s*(?:#(?:REF|VALUE|DIV/0|NUM|NULL|SPILL|CALC)!|#N/A|#NAME\?|#FIELD!|#BUSY!|#BLOCKED!|Err:\d{3})\s*$"
_WRAPPED = r'^\s*="(.*)"\s*$'  # how some programs keep Excel from ruining a number in a CSV file


@dataclass(frozen=True)
class Place:
    """Where a column of cells stands: its sheet, its heading, the row number of each cell."""

    sheet: str | None
    column: Column
    rows: pa.Array


def without_persons_numbers(place: Place, cells: pa.ChunkedArray) -> tuple[pa.ChunkedArray, list[Finding], bool]:
    """Cells with persons' numbers masked, what was found, and whether the whole column is such numbers.

    A column is refused when at least half of its filled cells are 16-digit numbers; single ones elsewhere
    are masked ("••••••••••••0001") and never stored in full. In a text only numbers that can be a person's
    are touched (a day of birth stands in the middle); in the cooperative's number any with 16 digits is.
    """
    likely = _where(pc.match_substring_regex(cells, _MAY_HOLD))
    if not likely:
        return cells, [], False
    whole = pc.match_substring_regex(cells, _ONLY_SIXTEEN)
    texts = cells.take(pa.array(likely)).to_pylist()
    whole_at = set(_where(whole))
    exact = [at for at, text in zip(likely, texts, strict=True) if at in whole_at and _digits(text) == 16]
    if 2 * len(exact) >= len(cells) - cells.null_count:
        params = {"count": len(exact)}
        return cells, [_finding("persons_numbers", place, None, None, params)], True
    masked, findings = {}, []
    for at, text in zip(likely, texts, strict=True):
        plain = _mask(text, always=place.column.field == "coop_nik")
        if plain != text:
            masked[at] = plain
            findings.append(_finding("person_number_cell", place, at, plain))
    return _replaced(cells, masked), findings, False


def usable(place: Place, cells: pa.ChunkedArray) -> tuple[pa.ChunkedArray, list[Finding]]:
    """The cells of a mapped column as the cleaners get them: formula errors and lost digits become null."""
    field = place.column.field
    findings = []
    bad = pc.match_substring_regex(cells, _ERROR)
    findings += _each("formula_error", place, cells, bad)
    if field in IDENTIFIERS:
        cells = pc.replace_substring_regex(cells, _WRAPPED, r"\1")
        lost = pc.match_substring_regex(cells, _SCIENTIFIC)
        findings += _each("lost_digits", place, cells, lost)
        bad = pc.or_(bad, lost)
    if field == "coop_nik":
        rounded = pc.match_substring_regex(cells, _ROUNDED)
        findings += _each("rounded_digits", place, cells, rounded)
        bad = pc.or_(pc.or_(bad, rounded), pc.match_substring(cells, "•"))
    if not pc.any(bad).as_py():
        return cells, findings
    return pc.if_else(bad, pa.scalar(None, pa.string()), cells), findings


def as_json(columns: Sequence[Column], cells: Sequence[pa.ChunkedArray], count: int) -> pa.ChunkedArray:
    """One JSON object a row: heading -> text or null, in the order of the columns. Two columns with one
    heading are told apart by their letters: "Alamat", "Alamat (K)"."""
    parts: list[object] = []
    seen: set[str] = set()
    for column, texts in zip(columns, cells, strict=True):
        name = column.heading if column.heading not in seen else f"{column.heading} ({column.letter})"
        seen.add(name)
        key = ("{" if not parts else ",") + json.dumps(name, ensure_ascii=False) + ":"
        told = pc.binary_join_element_wise(key + '"', _escaped(texts), '"', "")
        parts.append(pc.fill_null(told, key + "null"))
    if not parts:
        return pa.chunked_array([pa.array(["{}"] * count, pa.string())])
    return _chunked(pc.binary_join_element_wise(*parts, "}", ""))


def joined(columns: Sequence[pa.ChunkedArray]) -> pa.ChunkedArray:
    """Several columns as one, their texts parted by "; "."""
    return _chunked(_null_if_empty(pc.binary_join_element_wise(*columns, "; ", null_handling="skip")))


def _escaped(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    if not pc.any(pc.match_substring_regex(texts, r'["\\\x00-\x1f]')).as_py():
        return texts
    texts = pc.replace_substring(pc.replace_substring(texts, "\\", "\\\\"), '"', '\\"')
    for code in range(32):
        if pc.any(pc.match_substring(texts, chr(code))).as_py():
            texts = pc.replace_substring(texts, chr(code), _CONTROL.get(code, f"\\u{code:04x}"))
    return texts


_CONTROL = {9: "\\t", 10: "\\n", 13: "\\r"}


def _mask(text: str, *, always: bool) -> str:
    def hide(match: re.Match[str]) -> str:
        digits = re.sub(r"\D", "", match[0])
        if len(digits) != 16:
            return match[0]
        day, month = int(digits[6:8]), int(digits[8:10])
        if not always and not (1 <= (day - 40 if day > 40 else day) <= 31 and 1 <= month <= 12):
            return match[0]
        return "•" * 12 + digits[-4:]

    return _SIXTEEN_IN_TEXT.sub(hide, text)


def _digits(text: str) -> int:
    return sum(character.isdigit() for character in text)


def _each(code: str, place: Place, cells: pa.ChunkedArray, bad: pa.ChunkedArray) -> list[Finding]:
    found = _where(bad)
    texts = cells.take(pa.array(found, pa.int64())).to_pylist() if found else []
    return [_finding(code, place, at, text) for at, text in zip(found, texts, strict=True)]


def _finding(
    code: str, place: Place, at: int | None, value: str | None, params: dict[str, int] | None = None
) -> Finding:
    return Finding(
        code,
        dict(params or {}),
        sheet=place.sheet,
        row=place.rows[at].as_py() if at is not None else None,
        column=place.column.heading,
        value=value,
    )


def _replaced(cells: pa.ChunkedArray, new: dict[int, str]) -> pa.ChunkedArray:
    if not new:
        return cells
    mask = [False] * len(cells)
    for at in new:
        mask[at] = True
    values = pa.array([new[at] for at in sorted(new)], pa.string())
    return _chunked(pc.replace_with_mask(cells.combine_chunks(), pa.array(mask), values))


def _null_if_empty(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)


def _where(mask: pa.ChunkedArray) -> list[int]:
    found: list[int] = pc.indices_nonzero(pc.fill_null(mask, False)).to_pylist()
    return found


def _chunked(array: pa.Array | pa.ChunkedArray) -> pa.ChunkedArray:
    return array if isinstance(array, pa.ChunkedArray) else pa.chunked_array([array], pa.string())
