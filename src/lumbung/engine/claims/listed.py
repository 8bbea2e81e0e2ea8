"""A list of claims: one row a claim, judged from its parts and its published figure alone (docs/reference/claims.md)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from lumbung.core.findings import Finding
from lumbung.engine.claims import judging, numbers
from lumbung.engine.claims.model import Examined, Figure, Grid, Place, Verdict
from lumbung.engine.claims.wordlist import folded
from lumbung.engine.cleaning.law import law

_HEAD_ROWS = 20
_NEEDED = ("kind", "parts")
_PAIR = re.compile(r"\s*[\"“]?(?P<label>[^:=;\"”]+?)[\"”]?\s*[:=]\s*(?P<value>[^;]*?)\s*(?:;|$)")
_DAY = re.compile(r"^(?:\d{1,2}[-/. ])?(?:(?:\d{1,2}|[a-z]{3,9})[-/. ])?(?:19|20)\d\d(?:[-/.]\d{1,2}){0,2}$", re.I)
_STRICT = re.compile(
    r"\b(?:lebih (?:dari|daripada)|di atas|kurang dari|di bawah|more than|over|less than|below)\b", re.I
)


@dataclass(frozen=True, slots=True)
class _Claim:
    """One row of the list."""

    row: int
    sheet: str | None
    cells: Mapping[str, str]  # field -> text
    column: Mapping[str, int]  # field -> column from 1

    def place(self, field: str) -> Place:
        return Place(sheet=self.sheet, row=self.row, column=self.column.get(field))

    def subject(self) -> str:
        told = (self.cells.get("id", ""), self.cells.get("statement", ""))
        return ": ".join(text for text in told if text) or f"#{self.row}"


class _Unreadable(Exception):  # noqa: N818 -- carries the finding for the row
    def __init__(self, code: str, value: str, **params: str) -> None:
        super().__init__(code)
        self.finding = Finding(code, params, "error", value=value)


def heading_row(grid: Grid) -> int | None:
    """The row (from 0) whose headings make the grid a list of claims; None if there is none."""
    for at, cells in enumerate(grid.cells[:_HEAD_ROWS]):
        if set(_NEEDED) <= set(_fields(cells)):
            return at
    return None


def examine_list(name: str, grids: Sequence[Grid]) -> Examined:
    """Every claim of the list with its verdict; rows that cannot be read become findings.

    Args:
        grids: Sheets of which at least one has the headings of a list.
    """
    verdicts: list[Verdict] = []
    findings: list[Finding] = []
    for claim in (claim for grid in grids for claim in _claims(grid)):
        try:
            verdict = _judge(claim)
        except _Unreadable as trouble:
            findings.append(replace(trouble.finding, sheet=claim.sheet, row=claim.row))
        else:
            if verdict:
                verdicts.append(verdict)
    return Examined(name, "claims", tuple(verdicts), tuple(findings))


def _fields(cells: Sequence[str]) -> dict[str, int]:
    """Field -> column from 0, for the headings that are known."""
    aliases = {alias: field for field, names in law("claims")["claims"]["headings"].items() for alias in names}
    found: dict[str, int] = {}
    for at, text in enumerate(cells):
        field = aliases.get(folded(text))
        if field:
            found.setdefault(field, at)
    return found


def _claims(grid: Grid) -> Iterator[_Claim]:
    head = heading_row(grid)
    if head is None:
        return
    columns = _fields(grid.cells[head])
    places = {field: at + 1 for field, at in columns.items()}
    for at, cells in enumerate(grid.cells[head + 1 :], head + 2):
        told = {field: cells[column].strip() for field, column in columns.items() if column < len(cells)}
        if any(told.values()):
            yield _Claim(at, grid.sheet, told, places)


def _judge(claim: _Claim) -> Verdict | None:
    kinds = law("claims")["claims"]["kinds"]
    word = folded(claim.cells.get("kind", ""))
    kind = next((kind for kind, names in kinds.items() if word in names), None)
    if kind is None:
        raise _Unreadable(
            "claims.kind_unknown", claim.cells.get("kind", ""), kinds=", ".join(n[0] for n in kinds.values())
        )
    verdict = _JUDGES[kind](claim, _parts(claim))
    if verdict is None:
        raise _Unreadable("claims.published_unreadable", claim.cells.get("published", ""))
    return verdict


def _sum(claim: _Claim, parts: Sequence[Figure]) -> Verdict | None:
    return judging.judge_sum(parts, _published(claim), claim.subject())


def _percent(claim: _Claim, parts: Sequence[Figure]) -> Verdict | None:
    """The parts are numerator and denominator, told by name or in this order."""
    if len(parts) != 2:
        raise _Unreadable("claims.parts_unreadable", claim.cells.get("parts", ""))
    roles = law("claims")["claims"]["roles"]
    first, second = parts
    if folded(first.label) in roles["denominator"] and folded(second.label) in roles["numerator"]:
        first, second = second, first
    return judging.judge_percent(first, second, _published(claim, percent=True), claim.subject())


def _order(claim: _Claim, parts: Sequence[Figure]) -> Verdict:
    return judging.judge_order(parts, claim.subject())


def _bound(claim: _Claim, parts: Sequence[Figure], *, upper: bool = False) -> Verdict:
    bound = _published(claim)
    strict = bool(_STRICT.search(claim.cells.get("statement", "")))
    sign = ("<" if strict else "≤") if upper else (">" if strict else "≥")
    claimed = f"{sign} {bound.text}"
    return judging.judge_bound(parts, bound, claim.subject(), claimed, upper=upper, strict=strict)


def _upper(claim: _Claim, parts: Sequence[Figure]) -> Verdict:
    return _bound(claim, parts, upper=True)


def _series(claim: _Claim, parts: Sequence[Figure]) -> Verdict:
    """Figures by day make a series; figures by source tell one thing several times."""
    if all(_DAY.match(part.label.strip()) for part in parts):
        defined = bool(claim.cells.get("definition", "").strip())
        return judging.judge_series(parts, claim.subject(), defined=defined)
    return _same(claim, parts)


def _same(claim: _Claim, parts: Sequence[Figure]) -> Verdict:
    return judging.judge_same(parts, claim.subject())


def _count(claim: _Claim, parts: Sequence[Figure]) -> Verdict | None:
    return judging.judge_count(parts, _published(claim), claim.subject())


_JUDGES: dict[str, Callable[[_Claim, Sequence[Figure]], Verdict | None]] = {
    "sum": _sum,
    "percent": _percent,
    "order": _order,
    "lower": _bound,
    "upper": _upper,
    "series": _series,
    "same": _same,
    "count": _count,
}


def _published(claim: _Claim, *, percent: bool = False) -> Figure:
    text = claim.cells.get("published", "")
    value = _number(text, decimals=percent)
    if value is None and not numbers.is_untold(text):
        raise _Unreadable("claims.published_unreadable", text)
    return Figure(claim.cells.get("statement", "") or claim.subject(), value, text, claim.place("published"))


def _parts(claim: _Claim) -> tuple[Figure, ...]:
    """The parts in their order, a label told twice stays twice."""
    text = claim.cells.get("parts", "")
    pairs = _from_json(text) if text.startswith(("{", "[")) else _from_words(text)
    if not pairs:
        raise _Unreadable("claims.parts_unreadable", text)
    figures = []
    for label, told in pairs:
        value = told if isinstance(told, Decimal) else _number(told)
        if value is None and not (isinstance(told, str) and numbers.is_untold(told)):
            raise _Unreadable("claims.parts_unreadable", text)
        figures.append(Figure(label, value, str(told), claim.place("parts")))
    return tuple(figures)


def _from_json(text: str) -> list[tuple[str, Decimal | str]]:
    """An object label -> number, or a list of numbers or of [label, number]."""
    try:
        told = json.loads(text, object_pairs_hook=list, parse_float=Decimal, parse_int=Decimal)
    except (ValueError, RecursionError, InvalidOperation):
        return []
    found: list[tuple[str, Decimal | str]] = []
    for at, item in enumerate(told, 1):
        label, value = item if isinstance(item, list | tuple) and len(item) == 2 else (str(at), item)
        if value is None:
            value = ""
        if isinstance(value, bool) or not isinstance(value, Decimal | str) or not isinstance(label, str):
            return []
        found.append((label, value))
    return found


def _from_words(text: str) -> list[tuple[str, Decimal | str]]:
    """aktif: 440; tidak aktif: 147"""
    found = [(match["label"].strip(), match["value"]) for match in _PAIR.finditer(text)]
    rest = _PAIR.sub("", text).strip()
    return [] if rest else list(found)


def _number(text: str, *, decimals: bool = False) -> Decimal | None:
    """A figure as machines or offices write it; with `decimals` a lone point always cuts off decimals."""
    style: numbers.Style = "point" if decimals and "." in text and "," not in text else "comma"
    return numbers.read(text, style).value
