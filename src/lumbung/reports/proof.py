"""What proves the numbers: pairs that wait, problems, headings, sources (the checks: verdicts.py)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from lumbung.core.language import gettext_noop
from lumbung.reports.evidence import phrases
from lumbung.reports.labels import GROUPS
from lumbung.reports.manifest import rule_of, versions
from lumbung.reports.picture import Row, table
from lumbung.reports.problems import Group
from lumbung.reports.speaking import Speech

PAIRS_SHOWN = 10


def waiting_pairs(speech: Speech) -> dict[str, Any]:
    """The pairs a person must judge, the most useful first; the whole list is review.csv."""
    links = table(speech.picture, "links")
    waiting = links.filter(pc.and_(pc.equal(links.column("tier"), "review"), pc.is_null(links.column("judged"))))
    first = waiting.slice(0, PAIRS_SHOWN).to_pylist()
    records = table(speech.picture, "records").select(["record_id", "source", "key", "name"])
    told = {row[side] for row in first for side in ("left_id", "right_id")}
    wanted = pc.is_in(records.column("record_id"), value_set=pa.array(sorted(told), pa.string()))
    names = {row["record_id"]: row for row in records.filter(wanted).to_pylist()}
    return {
        "count": speech.words.number(waiting.num_rows),
        "any": waiting.num_rows > 0,
        "more": speech.words.number(more) if (more := waiting.num_rows - len(first)) else "",
        "pairs": [
            {
                "left": _side(speech, names[row["left_id"]]),
                "right": _side(speech, names[row["right_id"]]),
                "why": "; ".join(phrases(row["evidence"], speech.language)),
            }
            for row in first
            if row["left_id"] in names and row["right_id"] in names
        ],
    }


def _side(speech: Speech, record: Row) -> dict[str, str]:
    place = speech.say(
        gettext_noop("%(source)s row %(key)s"),
        source=speech.words.label("source", record["source"]), key=record["key"] or "?",
    )  # fmt: skip
    return {"name": record["name"] or "", "place": place}


def problems(speech: Speech, groups: Sequence[Group]) -> dict[str, Any]:
    """The findings grouped by what they are, worst first, with the first places of each."""
    return {
        "total": speech.words.number(sum(group.count for group in groups)),
        "groups": [
            {
                "waits": group.severity == "question",
                "severity_word": speech.words.label("severity", group.severity),
                "count": speech.words.number(group.count),
                "mend": group.examples[0].mend,
                "examples": [{"where": one.where, "what": one.what} for one in group.examples],
                "more": speech.words.number(more) if (more := group.count - len(group.examples)) else "",
            }
            for group in groups
        ],
    }


def headings(speech: Speech) -> list[dict[str, Any]]:
    """For each file: which heading was understood as what, and which was not."""
    told = []
    for one in speech.picture.inputs:
        told.append(
            {
                "source": speech.words.label("source", one.source),
                "file": one.file,
                "understood": [
                    {"heading": column.heading, "field": _field(speech, column.field)}
                    for column in one.columns
                    if column.field
                ],
                "rest": [column.heading for column in one.columns if not column.field and column.heading.strip()],
                "known": speech.words.number(sum(bool(column.field) for column in one.columns)),
                "all": speech.words.number(len(one.columns)),
            }
        )
    return told


def _field(speech: Speech, field: str) -> str:
    if field in GROUPS["field"]:
        return speech.words.label("field", field)
    return speech.say(OTHER_FIELDS[field]) if field in OTHER_FIELDS else field.replace("_", " ")


OTHER_FIELDS = {
    "number": gettext_noop("Running number"),
    "chair": gettext_noop("Officers (not in this report)"),
    "secretary": gettext_noop("Officers (not in this report)"),
    "treasurer": gettext_noop("Officers (not in this report)"),
    "internal_supervisor": gettext_noop("Officers (not in this report)"),
    "manager": gettext_noop("Officers (not in this report)"),
    "phone": gettext_noop("Phone (not in this report)"),
    "email": gettext_noop("E-mail (not in this report)"),
    "website": gettext_noop("Website"),
    "postal_code": gettext_noop("Postal code"),
    "valid_status": gettext_noop("Validity"),
    "visitor": gettext_noop("Field officer (not in this report)"),
}


def sources(speech: Speech) -> list[dict[str, str]]:
    """The files that were read, with what identifies them."""
    return [
        {
            "source": speech.words.label("source", one.source),
            "file": one.file,
            "rows": speech.words.number(one.cells.num_rows),
            "as_of": speech.words.short_day(one.as_of),
            "sha256": one.sha256,
        }
        for one in speech.picture.inputs
    ]


def colophon(speech: Speech) -> dict[str, Any]:
    """The rule in full and the versions that computed it."""
    rule = speech.picture.rule
    return {
        "rule": speech.rule(rule),
        "code": rule.code,
        "basis": speech._(rule.legal_basis) if rule.legal_basis else "",
        "source": rule.source or "",
        "from": speech.words.short_day(rule.valid_from),
        "sha256": rule_of(rule)["sha256"],
        "versions": ", ".join(f"{name} {version}" for name, version in sorted(versions().items())),
    }
