"""The parts of a headline by what is said of them, and the cooperatives that changed without changing a number."""

from __future__ import annotations

from dataclasses import dataclass

from lumbung.engine.comparing import CAUSES, Bridge
from lumbung.engine.sql import database, literal

_WITHOUT = """NOT IN (SELECT component FROM lists WHERE "table" = 'streams' AND "row" = 'active')"""


@dataclass(frozen=True, slots=True)
class Other:
    """One cooperative of a cause: its place in `Bridge.changed`, "before>after", and the other criteria it changed."""

    component: int
    detail: str
    rules: tuple[str, ...]


def steps(bridge: Bridge, row: str) -> list[tuple[str, str, int]]:
    """(cause, a detail that stands for its wording, amount) of a row of "streams", causes in their order."""
    with database(lists=bridge.lists) as db:
        rows = db.rows(f"""SELECT cause, min(detail), sum(amount)::BIGINT FROM lists
            WHERE "table" = 'streams' AND "row" = {literal(row)}
            GROUP BY cause, starts_with(detail, 'not_visited>'), ends_with(detail, '>not_visited')""")
    told = [(str(cause), str(detail), int(str(amount))) for cause, detail, amount in rows]
    return sorted(told, key=lambda one: (CAUSES.index(one[0]), one[1]))


def counted(bridge: Bridge) -> dict[str, int]:
    """Cause -> cooperatives outside the parts of the active, causes in their order."""
    with database(lists=bridge.lists) as db:
        rows = db.rows(f"""SELECT cause, count(DISTINCT component)::BIGINT FROM lists WHERE component {_WITHOUT}
            GROUP BY cause""")
    found = {str(cause): int(str(count)) for cause, count in rows}
    return {cause: found[cause] for cause in CAUSES if cause in found}


def named(bridge: Bridge, cause: str, most: int) -> list[Other]:
    """The first `most` cooperatives of a cause, in their order."""
    with database(lists=bridge.lists) as db:
        rows = db.table(f"""SELECT component, max(detail) AS detail,
                list(DISTINCT "row" ORDER BY "row") FILTER (WHERE "table" = 'rules') AS rules
            FROM lists WHERE cause = {literal(cause)} AND component {_WITHOUT} GROUP BY component ORDER BY component
            LIMIT {int(most)}""").to_pylist()
    return [Other(row["component"], row["detail"], tuple(row["rules"] or ())) for row in rows]
