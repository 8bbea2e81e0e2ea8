"""The findings of a picture in words: where, what, how to mend."""

from __future__ import annotations

import json
from typing import NamedTuple, cast

from lumbung.core.findings import Finding, Severity
from lumbung.core.language import Language
from lumbung.core.sentences import Spoken, say
from lumbung.reports.labels import GROUPS
from lumbung.reports.picture import Picture, Row, rows


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


def problems_of(picture: Picture, language: Language) -> list[Problem]:
    """All findings in the table's order, worst severity first."""
    files = {one["source"]: one["file"] for one in rows(picture, "sources", "source", "file")}
    places = {
        (files.get(one["source"]), one["sheet"], one["row"]): one["record_id"]
        for one in rows(picture, "records", "record_id", "source", "sheet", "row")
    }
    rank = {severity: place for place, severity in enumerate(GROUPS["severity"])}
    found = []
    for row in rows(picture, "problems"):
        file = files.get(row["source"], row["source"])
        words = spoken(row, language, file=file)
        record_id = row["record_id"] or places.get((file, row["sheet"], row["row"]))
        found.append(
            Problem(
                row["severity"], row["code"], words.where, words.what, words.mend, row["value"], file,
                row["sheet"], row["row"], row["column"], record_id,
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: rank.get(one.severity, len(rank)))  # stable: the table's order stays
