"""The lists people take further: links, duplicates, review, problems.

UTF-8 with a byte-order mark (Excel needs it), RFC 4180. Text that a spreadsheet would run as a formula
(it begins with =, +, -, @, a tab or a carriage return) gets an apostrophe in front; nothing else is changed.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from lumbung.core.language import Language
from lumbung.reports.evidence import phrases
from lumbung.reports.labels import Words
from lumbung.reports.picture import BATCH, Picture, Row, table
from lumbung.reports.privacy import shown
from lumbung.reports.problems import Problem

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

Cell = str | int | float | bool | None


def guarded(cell: Cell) -> str | int | float:
    """A cell as it is written: text that looks like a formula is disarmed, null is empty."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return "'" + cell
    return cell


def write_csv(path: Path, heading: Sequence[str], lines: Iterable[Sequence[Cell]]) -> None:
    """Write one list; OSError travels to the caller."""
    with path.open("w", encoding="utf-8-sig", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(heading)
        writer.writerows([guarded(cell) for cell in line] for line in lines)


_TOLD = (
    "record_id",
    "source",
    "key",
    "name",
    "legal_number",
    "address",
    "village",
    "district",
    "district_code",
)
_LINK = ("left_id", "right_id", "scope", "probability", "tier", "linked", "judged", "evidence")
Pair = tuple[Row, Row, Row]  # the link, its left and its right record


class Lists:
    """The links of one picture with the rows they join, ready to be written batch by batch."""

    def __init__(self, picture: Picture, language: Language) -> None:
        self.language = language
        self.words = Words(language)
        self.records = table(picture, "records").select(list(_TOLD))
        self.links = table(picture, "links").select(list(_LINK))
        ids = self.records.column("record_id").combine_chunks()
        self._places = [pc.index_in(self.links.column(side), ids).combine_chunks() for side in ("left_id", "right_id")]

    def _pairs(self, kept: pa.ChunkedArray) -> Iterator[Pair]:
        """The links for which `kept` holds and both rows are there, in the table's order."""
        for place in self._places:
            kept = pc.and_(kept, pc.is_valid(place))
        links, sides = (
            self.links.filter(kept),
            [place.filter(kept.combine_chunks()) for place in self._places],
        )
        for start in range(0, links.num_rows, BATCH):
            told = links.slice(start, BATCH).to_pylist()
            left, right = (self.records.take(side.slice(start, BATCH)).to_pylist() for side in sides)
            yield from zip(told, left, right, strict=True)

    def _is(self, column: str, value: str) -> pa.ChunkedArray:
        return pc.fill_null(pc.equal(self.links.column(column), value), False)

    def _standing(self) -> pa.ChunkedArray:
        """Links inside one cooperative, and those that wait for a person."""
        return pc.or_(pc.fill_null(self.links.column("linked"), False), self._is("tier", "review"))

    def register_census(self) -> Iterator[list[Cell]]:
        """Every register-census pair of rows in one cooperative, and those waiting for a person."""
        for link, left, right in self._pairs(pc.and_(self._is("scope", "register_census"), self._standing())):
            yield [
                left["key"],
                right["key"],
                link["probability"],
                link["tier"],
                *self._described(link, left, right),
            ]

    def duplicates(self) -> Iterator[list[Cell]]:
        """Pairs of rows inside one list that are, or may be, one cooperative."""
        inside = pc.invert(self._is("scope", "register_census"))
        for link, left, right in self._pairs(pc.and_(inside, self._standing())):
            told = self._described(link, left, right)
            yield [left["key"], right["key"], link["probability"], link["tier"], link["scope"], *told]

    def review(self) -> Iterator[list[Cell]]:
        """Pairs that wait for a person, the most useful first (the order of the links)."""
        waiting = pc.and_(self._is("tier", "review"), pc.is_null(self.links.column("judged")))
        for link, *sides in self._pairs(waiting):
            yield [
                link["scope"],
                *(side[name] for side in sides for name in ("source", "key")),
                *(
                    shown(name, side[name] or "")
                    for name in ("name", "legal_number", "address", "village")
                    for side in sides
                ),
                *(self._district(side) for side in sides),
                link["probability"],
                self._evidence(link),
                "",
                "",
                link["left_id"],
                link["right_id"],
            ]

    def _described(self, link: Row, left: Row, right: Row) -> list[Cell]:
        return [
            link["linked"],
            left["name"],
            right["name"],
            self._district(left),
            self._district(right),
            self._evidence(link),
        ]

    def _district(self, record: Row) -> str:
        return self.words.district(record["district_code"]) if record["district_code"] else record["district"] or ""

    def _evidence(self, link: Row) -> str:
        return "; ".join(phrases(link["evidence"], self.language))


LINKS = (
    "register_key", "census_key", "probability", "tier", "linked", "register_name", "census_name",
    "register_district", "census_district", "evidence",
)  # fmt: skip
DUPLICATES = (
    "key_a", "key_b", "probability", "tier", "list", "linked", "name_a", "name_b",
    "district_a", "district_b", "evidence",
)  # fmt: skip
REVIEW = (
    "scope", "left_source", "left_key", "right_source", "right_key", "left_name", "right_name",
    "left_legal_number", "right_legal_number", "left_address", "right_address", "left_village",
    "right_village", "left_district", "right_district", "probability", "evidence", "judgement", "reason",
    "left_id", "right_id",
)  # fmt: skip
PROBLEMS = ("severity", "where", "what", "remedy", "value", "source", "sheet", "row", "column", "code")


def write_lists(picture: Picture, folder: Path, language: Language, problems: Iterable[Problem]) -> None:
    """Write links.csv, duplicates.csv, review.csv and problems.csv into `folder`."""
    lists = Lists(picture, language)
    write_csv(folder / "links.csv", LINKS, lists.register_census())
    write_csv(folder / "duplicates.csv", DUPLICATES, lists.duplicates())
    write_csv(folder / "review.csv", REVIEW, lists.review())
    write_csv(
        folder / "problems.csv",
        PROBLEMS,
        (
            [
                one.severity,
                one.where,
                one.what,
                one.mend,
                one.value,
                one.source,
                one.sheet,
                one.row,
                one.column,
                one.code,
            ]
            for one in problems
        ),
    )
