"""What proves the numbers: pairs that wait, checks, problems, headings, sources."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from lumbung.core.language import gettext_noop
from lumbung.reports.evidence import phrases
from lumbung.reports.labels import GROUPS
from lumbung.reports.manifest import rule_of, versions
from lumbung.reports.picture import Row, rows
from lumbung.reports.privacy import HIDDEN, SHOWN, shown
from lumbung.reports.problems import Problem
from lumbung.reports.speaking import Speech

PAIRS_SHOWN = 10
EXAMPLES_SHOWN = 5
PARTS_SHOWN = 12

CHECKS = {
    "kinds_add_up": gettext_noop("Kinds add up to the total"),
    "districts_add_up": gettext_noop("Districts add up to the total"),
    "streams_add_up": gettext_noop("The streams add up"),
    "cells_match_lists": gettext_noop("Every number has as many cooperatives in its list"),
    "counted_once": gettext_noop("Every cooperative is counted once"),
    "rows_accounted_for": gettext_noop("Every row belongs to a cooperative"),
}


def waiting_pairs(speech: Speech) -> dict[str, Any]:
    """The pairs a person must judge, the most useful first; the whole list is review.csv."""
    names = {row["record_id"]: row for row in rows(speech.picture, "records", "record_id", "source", "key", "name")}
    kept = [
        row
        for row in rows(speech.picture, "links")
        if row["tier"] == "review" and not row["judged"] and row["left_id"] in names and row["right_id"] in names
    ]
    return {
        "count": speech.words.number(len(kept)),
        "any": bool(kept),
        "more": len(kept) > PAIRS_SHOWN,
        "pairs": [
            {
                "left": _side(speech, names[row["left_id"]]),
                "right": _side(speech, names[row["right_id"]]),
                "why": "; ".join(phrases(row["evidence"], speech.language)),
            }
            for row in kept[:PAIRS_SHOWN]
        ],
    }


def _side(speech: Speech, record: Row) -> dict[str, str]:
    place = speech.say(
        gettext_noop("%(source)s row %(key)s"),
        source=speech.words.label("source", record["source"]), key=record["key"] or "?",
    )  # fmt: skip
    return {"name": record["name"] or "", "place": place}


def checks(speech: Speech) -> dict[str, Any]:
    """Every sum that was tried, with its parts, its difference and the cooperatives that make it."""
    names = dict(zip(speech.base.ids, speech.base.table.column("name").to_pylist(), strict=True))
    lines = []
    for row in rows(speech.picture, "checks"):
        parts = [part for part in json.loads(row["parts"] or "[]") if isinstance(part, int)]
        ids = [one for one in row["ids"] or [] if one in names]
        lines.append(
            {
                "ok": row["verdict"] == "adds_up",
                "title": check_name(speech, row["check"]),
                "table": table_name(speech, row["table"]),
                "sum": _written(speech, parts, row["total"]),
                "difference": speech.words.number(row["difference"], sign=True) if row["difference"] else "",
                "ids": [
                    {"name": names[one], "href": f"#rec={one}" if speech.embeds else ""} for one in ids[:EXAMPLES_SHOWN]
                ],
                "more": speech.words.number(len(ids) - EXAMPLES_SHOWN) if len(ids) > EXAMPLES_SHOWN else "",
            }
        )
    bad = sum(not line["ok"] for line in lines)
    lines.sort(key=lambda line: line["ok"])
    return {"lines": lines, "bad": speech.words.number(bad), "good": speech.words.number(len(lines) - bad), "any_bad": bad > 0}


def check_name(speech: Speech, code: str) -> str:
    """What a check looked at, in words."""
    return speech.say(CHECKS[code]) if code in CHECKS else code.replace("_", " ")


TABLES = {
    "streams": gettext_noop("Two streams"),
    "kind_by_district": gettext_noop("Active by district and kind"),
    "standing_by_district": gettext_noop("State by district"),
    "supervising_level": gettext_noop("By supervising level"),
    "field_only": gettext_noop("Found in the field, no counterpart in ODS"),
    "rules": gettext_noop("The same facts under other criteria"),
    "recap": gettext_noop("Ministry recap (ODS)"),
}


def table_name(speech: Speech, code: str) -> str:
    """The title of a table of cells."""
    return speech.say(TABLES[code]) if code in TABLES else code.replace("_", " ")


def _written(speech: Speech, parts: list[int], total: int) -> str:
    if not parts or len(parts) > PARTS_SHOWN:
        return speech.words.number(total)
    number = speech.words.number
    written = number(parts[0]) + "".join(f" {'−' if part < 0 else '+'} {number(abs(part))}" for part in parts[1:])
    return f"{written} {'=' if sum(parts) == total else '≠'} {number(total)}"


def problems(speech: Speech, found: Sequence[Problem]) -> dict[str, Any]:
    """The findings grouped by what they are, worst first, with the first places of each."""
    groups: dict[tuple[str, str], list[Problem]] = {}
    for one in found:
        groups.setdefault((one.severity, one.code), []).append(one)
    rank = list(GROUPS["severity"])
    order = sorted(groups, key=lambda key: (rank.index(key[0]) if key[0] in rank else 9, -len(groups[key]), key[1]))
    return {
        "total": speech.words.number(len(found)),
        "groups": [
            {
                "severity": severity,
                "severity_word": speech.words.label("severity", severity),
                "count": speech.words.number(len(groups[severity, code])),
                "mend": groups[severity, code][0].mend,
                "examples": [{"where": one.where, "what": one.what} for one in groups[severity, code][:EXAMPLES_SHOWN]],
                "more": speech.words.number(len(groups[severity, code]) - EXAMPLES_SHOWN)
                if len(groups[severity, code]) > EXAMPLES_SHOWN
                else "",
            }
            for severity, code in order
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
                "rest": [column.heading for column in one.columns if not column.field],
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
        "basis": rule.legal_basis or "",
        "source": rule.source or "",
        "from": speech.words.short_day(rule.valid_from),
        "sha256": rule_of(rule)["sha256"],
        "versions": ", ".join(f"{name} {version}" for name, version in sorted(versions().items())),
    }


def public(found: Sequence[Problem], speech: Speech) -> list[Problem]:
    """The findings as a report may show them: nothing quoted from columns about people, no phones."""
    fields = {
        (name, column.heading): column.field
        for one in speech.picture.inputs
        for column in one.columns
        for name in (one.source, one.file)
    }
    kept = []
    for one in found:
        field = fields.get((one.source or "", one.column or ""))
        if one.column and field not in SHOWN:
            value = one.value or ""
            hide = one.what.replace(value, HIDDEN) if len(value) > 1 else one.what
            kept.append(one._replace(what=shown("note", hide), value=None))
        else:
            kept.append(one if field else one._replace(what=shown("note", one.what)))
    return kept
