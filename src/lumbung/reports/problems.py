"""The findings of a picture in words: where, what, how to mend."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, cast

import numpy as np

from lumbung.core.findings import Finding, Severity
from lumbung.core.language import Language
from lumbung.core.sentences import Spoken, say
from lumbung.reports.figures import Coded
from lumbung.reports.labels import GROUPS
from lumbung.reports.picture import Picture, Row, batches, rows, table
from lumbung.reports.privacy import HIDDEN, SHOWN, scrub, without_phones

EXAMPLES = 5  # places shown of each kind of finding


class Problem(NamedTuple):
    """One finding, spoken; `record_id` where it is about one record."""

    severity: str
    code: str
    where: str
    what: str
    mend: str
    value: str | None
    source: str | None
    sheet: str | None
    row: int | None
    column: str | None
    record_id: str | None


@dataclass
class Group:
    """All findings of one kind: how many, and the first of them."""

    severity: str
    code: str
    count: int = 0
    examples: list[Problem] = field(default_factory=list)


def spoken(row: Row, language: Language, *, file: str | None = None) -> Spoken:
    """One row of `problems` in words; a code nobody entered a sentence for is shown itself."""
    params = json.loads(row["params"] or "{}")
    finding = Finding(
        row["code"], params, cast(Severity, row["severity"]), file or row["source"], row["sheet"], row["row"],
        row["column"], row["value"],
    )  # fmt: skip
    try:
        return say(finding, language)
    except (KeyError, TypeError, ValueError):
        place = [part for part in (finding.source, finding.sheet, finding.column) if part]
        place += [str(finding.row)] if finding.row is not None else []
        return Spoken(", ".join(place), row["code"].replace("_", " "), "")


class Problems:
    """All findings in words, worst severity first and else in the table's order; made anew each time one asks."""

    def __init__(self, picture: Picture, language: Language) -> None:
        self.picture = picture
        self.language = language
        self._files = {one["source"]: one["file"] for one in rows(picture, "sources", "source", "file")}
        self._fields = {
            (name, column.heading): column.field
            for one in picture.inputs
            for column in one.columns
            for name in (one.source, one.file)
        }

    def __iter__(self) -> Iterator[Problem]:
        """Every finding as it is, names and phones included: for problems.csv alone."""
        found = table(self.picture, "problems")
        coded = Coded(found.column("severity"))
        order = list(GROUPS["severity"])
        ranks = [order.index(one) if one in order else len(order) for one in coded.values]
        ordered = found.take(np.argsort(np.array(ranks)[coded.codes], kind="stable"))
        for batch in batches(ordered):
            yield from map(self._problem, batch)

    def _problem(self, row: Row) -> Problem:
        file = self._files.get(row["source"], row["source"])
        words = spoken(row, self.language, file=file)
        return Problem(
            row["severity"], row["code"], words.where, words.what, words.mend, row["value"], file,
            row["sheet"], row["row"], row["column"], row["record_id"],
        )  # fmt: skip

    def public(self) -> Iterator[Problem]:
        """The findings as a report may show them: nothing quoted from columns about people, no phones."""
        for one in self:
            yield self._public(one)

    def _public(self, one: Problem) -> Problem:
        known = self._fields.get((one.source or "", one.column or ""))
        if not one.column or (known in SHOWN and known != "note"):
            return one._replace(what=without_phones(one.what))
        value = one.value or ""
        what = one.what.replace(value, HIDDEN) if len(value) > 1 else one.what
        return one._replace(what=scrub(what), value=None)

    def groups(self) -> list[Group]:
        """The public findings by kind, worst first, the most frequent kind of each severity first."""
        found: dict[tuple[str, str], Group] = {}
        for one in self.public():
            group = found.setdefault((one.severity, one.code), Group(one.severity, one.code))
            group.count += 1
            if len(group.examples) < EXAMPLES:
                group.examples.append(one)
        rank = list(GROUPS["severity"])
        return sorted(
            found.values(),
            key=lambda one: (
                rank.index(one.severity) if one.severity in rank else len(rank),
                -one.count,
                one.code,
            ),
        )
