"""For a program: JSON whose names stay as they are (docs/reference/claims.md says what each holds)."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from importlib.metadata import version
from typing import Any

from lumbung.core.findings import Finding
from lumbung.core.language import Language
from lumbung.engine.claims.model import Culprit, Examined, Figure, Place, Verdict
from lumbung.engine.claims.telling import culprit_told
from lumbung.reports.examined.wording import RESULTS, Wording

FORMAT = 1  # rises when a name changes its meaning or goes away
_MOST_PARTS = 1_000  # the parts of a longer sum are counted, not listed
_MOST_CLAIMS = 10_000  # past them the parts of claims that hold are counted, not listed


def as_json(examined: Examined, language: Language) -> str:
    """The result as JSON of format FORMAT; sentences are in `language`, everything else is the same in all."""
    words = Wording(language)
    many = len(examined.verdicts) > _MOST_CLAIMS
    counts = Counter(verdict.result for verdict in examined.verdicts)
    told = {
        "format": FORMAT,
        "lumbung": version("lumbung"),
        "name": examined.name,
        "kind": examined.kind,
        "adds_up": not examined.fails,
        "counts": {result: counts[result] for result in RESULTS},
        "claims": [_claim(verdict, words, _lists(verdict, many)) for verdict in examined.verdicts],
        "findings": [_finding(finding, words) for finding in examined.findings],
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def _lists(verdict: Verdict, many: bool) -> bool:
    return len(verdict.parts) <= _MOST_PARTS and not (many and verdict.result == "holds")


def _claim(verdict: Verdict, words: Wording, lists_parts: bool) -> dict[str, Any]:
    spoken = words.claim(verdict)
    return {
        "kind": verdict.kind,
        "result": verdict.result,
        "subject": verdict.subject,
        "published": _figure(verdict.total) if verdict.total else None,
        "parts_count": len(verdict.parts),
        "parts": [_figure(part) for part in verdict.parts] if lists_parts else None,
        "computed": _number(verdict.computed),
        "difference": _number(verdict.difference),
        "tolerance": _number(verdict.tolerance),
        "culprits": [_culprit(culprit, words) for culprit in verdict.culprits],
        "code": verdict.finding.code,
        "where": spoken.where,
        "sentence": spoken.what,
        "mend": spoken.mend,
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "label": figure.label,
        "value": _number(figure.value),
        "text": figure.text,
        "exact": figure.exact,
        "place": _place(figure.place),
    }


def _place(place: Place) -> dict[str, Any]:
    told = {"start": place.start, "end": place.end, "sheet": place.sheet, "row": place.row, "column": place.column}
    return {name: value for name, value in told.items() if value is not None}


def _culprit(culprit: Culprit, words: Wording) -> dict[str, Any]:
    return {
        "code": culprit.code,
        "figure": _figure(culprit.figure) if culprit.figure else None,
        "better": _number(culprit.better),
        "other": _figure(culprit.other) if culprit.other else None,
        "sentence": words.say(culprit_told(culprit)).what,
    }


def _finding(finding: Finding, words: Wording) -> dict[str, Any]:
    spoken = words.say(finding)
    return {
        "code": finding.code,
        "severity": finding.severity,
        "sheet": finding.sheet,
        "row": finding.row,
        "column": finding.column,
        "value": finding.value,
        "sentence": spoken.what,
        "mend": spoken.mend,
    }


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
