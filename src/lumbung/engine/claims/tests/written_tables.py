"""Tables as people write them down in a test, and what the check says of them in short."""

from __future__ import annotations

import textwrap

from lumbung.engine.claims.model import Grid, Verdict
from lumbung.engine.claims.tables.examine import Judged, examine_grid


def grid(text: str) -> Grid:
    """Cells parted by |; spaces before the first cell of a row count, as they do in a file."""
    rows = []
    for line in textwrap.dedent(text).strip("\n").split("\n"):
        first, *rest = line.split("|")
        rows.append((first.rstrip(), *(cell.strip() for cell in rest)) if line.strip() else ())
    return Grid(tuple(rows))


def judged(text: str) -> Judged:
    """What becomes of the table."""
    return examine_grid(grid(text))


def wrong(text: str) -> list[str]:
    """The claims that do not hold as "row label, heading: computed instead of published"."""
    return [said(verdict) for verdict in judged(text).verdicts if verdict.result != "holds"]


def held(text: str) -> int:
    """How many claims hold."""
    return sum(verdict.result == "holds" for verdict in judged(text).verdicts)


def said(verdict: Verdict) -> str:
    """One verdict in short."""
    place = ", ".join(filter(None, (verdict.subject, verdict.finding.column)))
    if verdict.result == "cannot_tell":
        return f"{place}: ?"
    published = verdict.total.value if verdict.total else ""
    return f"{place}: {verdict.computed} instead of {published}"


def suspects(text: str) -> list[str]:
    """The likely causes of all differences as "code label -> better", each once."""
    return list(
        dict.fromkeys(
            f"{one.code} {one.figure.label if one.figure else ''} -> {one.better}"
            for verdict in judged(text).verdicts
            for one in verdict.culprits
        )
    )
