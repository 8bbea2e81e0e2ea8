"""The lists people take further: links, duplicates, review, problems.

UTF-8 with a byte-order mark (Excel needs it), RFC 4180. Text that a spreadsheet would run as a formula
(it begins with =, +, -, @, a tab or a carriage return) gets an apostrophe in front; nothing else is changed.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from lumbung.core.language import Language
from lumbung.reports.evidence import phrases
from lumbung.reports.labels import Words
from lumbung.reports.picture import Picture, Row, rows
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


class Lists:
    """The records and links of one picture, ready to be written row by row."""

    def __init__(self, picture: Picture, language: Language) -> None:
        self.language = language
        self.words = Words(language)
        self.records = {
            row["record_id"]: row
            for row in rows(
                picture, "records", "record_id", "source", "key", "row", "name", "legal_number",
                "address", "village", "district", "district_code",
            )
        }  # fmt: skip
        self.links = [
            row for row in rows(picture, "links") if row["left_id"] in self.records and row["right_id"] in self.records
        ]

    def _pair(self, link: Row) -> tuple[Row, Row]:
        return self.records[link["left_id"]], self.records[link["right_id"]]

    def _district(self, record: Row) -> str:
        return self.words.district(record["district_code"]) if record["district_code"] else record["district"] or ""

    def _evidence(self, link: Row) -> str:
        return "; ".join(phrases(link["evidence"], self.language))

    def _described(self, link: Row) -> list[Cell]:
        left, right = self._pair(link)
        return [
            link["linked"], left["name"], right["name"], self._district(left), self._district(right), self._evidence(link),
        ]  # fmt: skip

    def register_census(self) -> Iterator[list[Cell]]:
        """Every register-census pair of rows in one cooperative, and those waiting for a person."""
        for link in self.links:
            if link["scope"] == "register_census" and (link["linked"] or link["tier"] == "review"):
                left, right = self._pair(link)
                yield [left["key"], right["key"], link["probability"], link["tier"], *self._described(link)]

    def duplicates(self) -> Iterator[list[Cell]]:
        """Pairs of rows inside one list that are, or may be, one cooperative."""
        for link in self.links:
            if link["scope"] != "register_census" and (link["linked"] or link["tier"] == "review"):
                left, right = self._pair(link)
                yield [left["key"], right["key"], link["probability"], link["tier"], link["scope"], *self._described(link)]

    def review(self) -> Iterator[list[Cell]]:
        """Pairs that wait for a person, the most useful first (the order of the links)."""
        for link in self.links:
            if link["tier"] == "review" and not link["judged"]:
                sides = self._pair(link)
                yield [
                    link["scope"],
                    *(side[name] for side in sides for name in ("source", "key")),
                    *(self._plain(side, name) for name in ("name", "legal_number", "address", "village") for side in sides),
                    *(self._district(side) for side in sides),
                    link["probability"], self._evidence(link), "", "",
                    link["left_id"], link["right_id"],
                ]  # fmt: skip

    @staticmethod
    def _plain(record: Row, name: str) -> str:
        return shown(name, record[name] or "")


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


def write_lists(picture: Picture, folder: Path, language: Language, problems: Sequence[Problem]) -> None:
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
                one.severity, one.where, one.what, one.mend, one.value, one.source, one.sheet, one.row, one.column,
                one.code,
            ]
            for one in problems
        ),
    )  # fmt: skip
