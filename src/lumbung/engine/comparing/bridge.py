"""From one figure to another: every cell of two runs, what parts the difference has, and which cooperatives they are."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from lumbung.core.findings import Finding
from lumbung.core.progress import Progress, Silent
from lumbung.engine.comparing.causes import CAUSES, LISTS, RulePath, lists, rule_path
from lumbung.engine.comparing.identity import Identity, identify
from lumbung.engine.comparing.runs import Run
from lumbung.engine.sql import database, literal

CELLS = pa.schema(
    [
        ("table", pa.string()),
        ("row", pa.string()),
        ("column", pa.string()),
        ("unit", pa.string()),
        ("old", pa.int64()),
        ("new", pa.int64()),
        ("difference", pa.int64()),
    ]
)
PARTS = pa.schema(
    [
        ("table", pa.string()),
        ("row", pa.string()),
        ("column", pa.string()),
        ("cause", pa.string()),
        ("amount", pa.int64()),
        ("up", pa.int64()),  # what of it adds, and what takes away
        ("down", pa.int64()),
        ("components", pa.int64()),
    ]
)
PEOPLE = pa.schema(
    [
        ("component", pa.int64()),
        ("old_ids", pa.list_(pa.string())),
        ("new_ids", pa.list_(pa.string())),
        ("old_name", pa.string()),
        ("new_name", pa.string()),
        ("old_district", pa.string()),
        ("new_district", pa.string()),
        ("old_category", pa.string()),
        ("new_category", pa.string()),
        ("old_reason", pa.string()),
        ("new_reason", pa.string()),
        ("old_legal_number", pa.string()),
        ("new_legal_number", pa.string()),
    ]
)


@dataclass(frozen=True, slots=True)
class Bridge:
    """The comparison of two runs: `cells` (CELLS), `parts` (PARTS), `lists` (causes.LISTS), `changed` (PEOPLE)."""

    old: Run
    new: Run
    identity: Identity
    rule: RulePath
    cells: pa.Table
    parts: pa.Table
    lists: pa.Table
    changed: pa.Table  # who stands in any list
    findings: tuple[Finding, ...]


def compare(old: Run, new: Run, progress: Progress | None = None) -> Bridge:
    """The bridge from `old` to `new`.

    In every cell the parts add up to `new` minus `old`; what does not follow from the runs' own tables (a run whose
    cells were counted otherwise) is refused as a finding, never smoothed over.
    """
    progress = progress or Silent()
    progress.stage("compare.identify")
    identity = identify(old, new, progress)
    progress.stage("compare.explain")
    told = lists(old, new, identity)
    cells, parts = _added_up(old, new, told)
    return Bridge(
        old, new, identity, rule_path(old, new), cells, parts, told, _changed(old, new, identity, told),
        tuple(_findings(cells, parts)),
    )  # fmt: skip


def _added_up(old: Run, new: Run, told: pa.Table) -> tuple[pa.Table, pa.Table]:
    order = "CASE cause " + " ".join(f"WHEN {literal(c)} THEN {k}" for k, c in enumerate(CAUSES)) + " END"
    tables = {"o": _numbered(old), "n": _numbered(new), "told": told}
    with database(**tables) as db:
        cells = db.table("""
            SELECT "table", "row", "column", coalesce(n.unit, o.unit) AS unit, coalesce(o.count, 0) AS old,
                coalesce(n.count, 0) AS new, coalesce(n.count, 0) - coalesce(o.count, 0) AS difference
            FROM n FULL JOIN o USING ("table", "row", "column")
            ORDER BY coalesce(n.place, o.place), coalesce(o.place, n.place), "table", "row", "column" """)
        parts = db.table(f"""
            SELECT "table", "row", "column", cause, sum(amount)::BIGINT AS amount,
                coalesce(sum(amount) FILTER (WHERE amount > 0), 0)::BIGINT AS up,
                coalesce(sum(amount) FILTER (WHERE amount < 0), 0)::BIGINT AS down,
                count(DISTINCT component) AS components
            FROM told GROUP BY ALL ORDER BY "table", "row", "column", any_value({order})""")
    return cells.cast(CELLS), parts.cast(PARTS)


def _numbered(run: Run) -> pa.Table:
    cells = run.tables["cells"].select(["table", "row", "column", "unit", "count"])
    return cells.append_column("place", pa.array(range(cells.num_rows), pa.int64()))


def _changed(old: Run, new: Run, identity: Identity, told: pa.Table) -> pa.Table:
    """Who the components of the lists are, on both sides."""
    columns = ("name", "district", "category", "reason", "legal_number")
    with database(told=told, members=identity.members, o=old.base("cooperatives"), n=new.base("cooperatives")) as db:
        side = ", ".join(f"first(c.{name} ORDER BY c.cooperative_id) AS {name}" for name in columns)
        for name in ("o", "n"):
            db.run(f"""CREATE TABLE {name}_side AS
                SELECT m.component, list(c.cooperative_id ORDER BY c.cooperative_id) AS ids, {side}
                FROM members m JOIN {name} c ON m.cooperative_id = c.cooperative_id
                    AND m.side = {literal("old" if name == "o" else "new")}
                WHERE m.component IN (SELECT component FROM told) GROUP BY m.component""")
        pairs = ", ".join(f"o.{c} AS old_{c}, n.{c} AS new_{c}" for c in columns)
        rows = db.table(f"""SELECT component, coalesce(o.ids, []) AS old_ids, coalesce(n.ids, []) AS new_ids, {pairs}
            FROM o_side o FULL JOIN n_side n USING (component) ORDER BY component""")
    return rows.select(PEOPLE.names).cast(PEOPLE)


def _findings(cells: pa.Table, parts: pa.Table) -> list[Finding]:
    """Cells whose parts do not make the difference: one of the runs counted otherwise than this version does."""
    with database(cells=cells, parts=parts) as db:
        wrong = db.rows("""
            SELECT "table", "row", "column", difference, coalesce(p.amount, 0) FROM cells LEFT JOIN
                (SELECT "table", "row", "column", sum(amount)::BIGINT AS amount FROM parts GROUP BY ALL) p
                USING ("table", "row", "column")
            WHERE difference <> coalesce(p.amount, 0) ORDER BY ALL""")
    found: list[Finding] = []
    for table, row, column, difference, explained in wrong:
        cell = f"{table}/{row}/{column}"
        params: dict[str, str | int | float] = {
            "cell": cell,
            "difference": int(str(difference)),
            "explained": int(str(explained)),
        }
        found.append(Finding("compare.counted_otherwise", params, "warning"))
    return found


__all__ = ["CELLS", "LISTS", "PARTS", "PEOPLE", "Bridge", "compare"]
