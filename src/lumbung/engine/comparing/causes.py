"""Why a cell of one run differs from the same cell of another: every cooperative's difference has one cause.

The way from old to new is walked in two steps: first the old facts under the new rule (what the rule alone changes),
then everything else. So each difference is a sum of parts by construction.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pyarrow as pa

from lumbung.engine.comparing.identity import Identity
from lumbung.engine.comparing.runs import Run
from lumbung.engine.sql import database, literal
from lumbung.engine.tables import STANDINGS
from lumbung.engine.tabulating import contributions, positioned

CAUSES = (
    "entered",  # only in the new run
    "left",  # only in the old run
    "merged",  # several of the old run are one in the new
    "split",
    "regrouped",  # several on both sides: rows moved between cooperatives
    "undecided",  # a person would be asked whether they are one
    "rule",  # the rule changed, the facts did not
    "rule_or_evidence",  # both changed, and neither run holds the other's rule
    "ending",  # dissolved, gone into another, moved out of the area; or that was taken back
    "evidence",  # visited now, not found now, another fact
    "kind",
    "district",
    "level",
    "listing",  # now in the register, or no longer
    "duplicates",  # rows of the register for the same cooperative
    "reason",  # why it is known only from the field
    "reported",  # a figure the cooperative reports
)
LISTS = pa.schema(
    [
        ("table", pa.string()),
        ("row", pa.string()),
        ("column", pa.string()),
        ("cause", pa.string()),
        ("detail", pa.string()),  # "before>after" of what changed; empty where nothing did
        ("component", pa.int64()),
        ("amount", pa.int64()),  # new - old
    ]
)
RulePath = Literal["same", "forward", "backward", "none"]
# What a cell of each table can depend on, in the order in which it is blamed; a total forgets its axis.
_OF_THE_LIST = ("listed_rows", "duplicate_rows", "listed")  # rows of "streams" that no visit changes
_BLAMED: dict[str, tuple[str, ...]] = {
    "listed": ("listing", "duplicates"),
    "known": ("ending",),  # a row of "streams" too: one cooperative stays one
    "streams": ("ending", "evidence", "listing", "duplicates"),
    "kind_by_district": ("ending", "evidence", "kind", "district"),
    "standing_by_district": ("ending", "evidence", "district"),
    "supervising_level": ("ending", "evidence", "listing", "level"),
    "field_only": ("ending", "evidence", "listing", "reason"),
    "rules": ("ending", "evidence"),
    "recap": ("ending", "listing", "reported"),
}
_TOTAL_FORGETS = {"kind_by_district": ("district", "kind"), "standing_by_district": ("district", "evidence")}
_TOLD_BY = {  # cause -> the column whose value before and after tells it
    "ending": "ending",
    "evidence": "reason",
    "kind": "category",
    "district": "district",
    "level": "supervising_level",
    "listing": "listed",
    "duplicates": "register_records",
    "reason": "field_only_reason",
}
_COLUMNS = sorted({*_TOLD_BY.values(), "standing", "visited"})


def rule_path(old: Run, new: Run) -> RulePath:
    """How the rule's own part can be told: `forward` = the old run knows the new rule, `backward` = the reverse."""
    if old.rule.sha256 == new.rule.sha256:
        return "same"
    for path, run, rule in (("forward", old, new.rule), ("backward", new, old.rule)):
        known = run.rules.get(rule.code)
        if known is not None and known.sha256 == rule.sha256:
            return path  # type: ignore[return-value]
    return "none"


def _rules_changed(old: Run, new: Run) -> list[str]:
    """Codes of rules that only one run judged by, or in another wording."""
    marks = [{code: mark.sha256 for code, mark in run.rules.items()} for run in (old, new)]
    return sorted(code for code in {*marks[0], *marks[1]} if marks[0].get(code) != marks[1].get(code))


@dataclass(frozen=True, slots=True)
class _Blame:
    """What the causes of a comparison depend on: rules that changed, and the name of a change of standing."""

    rules: list[str]
    evidence: str


@dataclass(frozen=True, slots=True)
class _State:
    """A run's cooperatives, perhaps under another rule, and what they add to the cells."""

    cooperatives: pa.Table
    added: pa.Table


def lists(old: Run, new: Run, identity: Identity) -> pa.Table:
    """Every non-zero difference of a component in a cell, with its cause (LISTS), ordered by all columns.

    The amounts of a cell add up to its count in `new` minus its count in `old`.
    """
    path = rule_path(old, new)
    before, after = _state(old), _state(new)
    middle, side = None, ""
    if path == "forward":
        middle, side = _under(old, new.rule.code), "old"
    elif path == "backward":
        middle, side = _under(new, old.rule.code), "new"
    tables = {"members": identity.members, "components": identity.components}
    tables |= {"old_c": before.cooperatives, "new_c": after.cooperatives, "old_a": before.added, "new_a": after.added}
    if middle is not None:
        tables |= {"mid_c": middle.cooperatives, "mid_a": middle.added}
    blame = _Blame(_rules_changed(old, new), "rule_or_evidence" if path == "none" else "evidence")
    with database(**tables) as db:
        db.run(_summed("old", "old"))
        db.run(_summed("new", "new"))
        parts = [_identities()]
        if middle is None:
            parts += [_rest("old", "new", blame)]
        else:
            db.run(_summed("mid", side))
            first, second = (_ruled, _rest) if path == "forward" else (_rest, _ruled)
            parts += [first("old", "mid", blame), second("mid", "new", blame)]
        return db.table(f"SELECT * FROM ({' UNION ALL '.join(parts)}) WHERE amount <> 0 ORDER BY ALL").cast(LISTS)


def _state(run: Run) -> _State:
    cooperatives = run.base("cooperatives")
    return _State(cooperatives, contributions(cooperatives, run.base("standings")))


def _under(run: Run, rule: str) -> _State:
    """The cooperatives of `run` as the rule with the code `rule` judges them."""
    standings = run.base("standings")
    placed = positioned(
        run.base("cooperatives"), standings, run.tables["records"], run.base("memberships"), rule, run.as_of
    )
    return _State(placed, contributions(placed, standings.cast(STANDINGS)))


def _summed(state: str, side: str) -> str:
    """What each component adds to each cell in a state, its single cooperative where it has one."""
    return f"""CREATE TABLE {state} AS
        SELECT m.component, a."table", a."row", a."column", sum(a.amount)::BIGINT AS amount
        FROM {state}_a a JOIN members m ON m.side = {literal(side)} AND m.cooperative_id = a.cooperative_id
        GROUP BY ALL"""


_ONE_TO_ONE = "SELECT component FROM components WHERE old = 1 AND new = 1 AND NOT undecided"


def _difference(before: str, after: str, which: str) -> str:
    return f"""SELECT component, "table", "row", "column", coalesce(n.amount, 0) - coalesce(o.amount, 0) AS amount
        FROM (SELECT * FROM {before} WHERE component IN ({which})) o
            FULL JOIN (SELECT * FROM {after} WHERE component IN ({which})) n
            USING (component, "table", "row", "column")
        WHERE coalesce(n.amount, 0) <> coalesce(o.amount, 0)"""


def _identities() -> str:
    """Components that are not one to one: their whole difference belongs to the identity."""
    others = f"SELECT component FROM components WHERE component NOT IN ({_ONE_TO_ONE})"
    return f"""SELECT "table", "row", "column",
            CASE WHEN c.undecided THEN 'undecided' WHEN c.old = 0 THEN 'entered' WHEN c.new = 0 THEN 'left'
                WHEN c.old > 1 AND c.new = 1 THEN 'merged' WHEN c.old = 1 THEN 'split' ELSE 'regrouped' END AS cause,
            '' AS detail, component, amount
        FROM ({_difference("old", "new", others)}) d JOIN components c USING (component)"""


def _pairs(before: str, after: str) -> str:
    """One row per one-to-one component: the cooperative before and after, side by side."""
    needed = ", ".join(f"{c!r}: {c}" for c in _COLUMNS)
    needed = "{" + needed + "}"
    return f"""(SELECT m.component, b.b AS b, a.a AS a
        FROM members m JOIN (SELECT cooperative_id, {needed} AS b FROM {before}_c) b ON m.side = 'old' AND m.cooperative_id = b.cooperative_id
            JOIN members n ON n.component = m.component AND n.side = 'new'
            JOIN (SELECT cooperative_id, {needed} AS a FROM {after}_c) a ON n.cooperative_id = a.cooperative_id
        WHERE m.component IN ({_ONE_TO_ONE}))"""


def _ruled(before: str, after: str, _: _Blame) -> str:
    """The step that only the rule makes: same facts, same cooperative."""
    side = "old" if before == "old" else "new"
    return f"""SELECT d."table", d."row", d."column", 'rule' AS cause,
            coalesce(b.reason, '') || '>' || coalesce(a.reason, '') AS detail, d.component, d.amount
        FROM ({_difference(before, after, _ONE_TO_ONE)}) d
            JOIN members m ON m.component = d.component AND m.side = {literal(side)}
            JOIN {before}_c b ON b.cooperative_id = m.cooperative_id
            JOIN {after}_c a ON a.cooperative_id = m.cooperative_id"""


def _rest(before: str, after: str, blame: _Blame) -> str:
    """Everything that is not the rule, blamed on the first thing that changed and matters to the cell."""
    tables = " ".join(f'WHEN d."table" = {literal(t)} THEN {_blame(t, blame)}' for t in _BLAMED)
    details = " ".join(f"WHEN {literal(name)} THEN {_detail(column)}" for name, column in _TOLD_BY.items())
    blamed = f"""SELECT d.*, p.b, p.a, CASE {tables} ELSE 'reported' END AS cause
        FROM ({_difference(before, after, _ONE_TO_ONE)}) d JOIN {_pairs(before, after)} p USING (component)"""
    return f"""SELECT "table", "row", "column", cause,
            CASE WHEN "table" = 'rules' THEN '' ELSE CASE cause {details} WHEN 'rule_or_evidence' THEN {_detail("reason")} ELSE '' END END AS detail, component, amount
        FROM ({blamed})"""


def _detail(column: str) -> str:
    return f"coalesce(b.{column}::VARCHAR, '') || '>' || coalesce(a.{column}::VARCHAR, '')"


def _blame(table: str, blame: _Blame) -> str:
    """SQL: the first cause of the table whose columns changed; the last one is what remains."""
    if table == "rules":
        changed = ", ".join(literal(code) for code in blame.rules) or "NULL"
        return f"""CASE WHEN {_moved("ending")} THEN 'ending'
            WHEN d."row" IN ({changed}) THEN 'rule_or_evidence' ELSE 'evidence' END"""
    if table == "streams":
        rows = ", ".join(literal(row) for row in _OF_THE_LIST)
        return f"""CASE WHEN d."row" IN ({rows}) THEN {_first("listed", blame)}
            WHEN d."row" = 'known' THEN {_first("known", blame)} ELSE {_first(table, blame)} END"""
    return _first(table, blame)


def _first(table: str, blame: _Blame) -> str:
    *first, last = _BLAMED[table]
    forgets = dict(zip(("row", "column"), _TOTAL_FORGETS.get(table, (None, None)), strict=True))
    cases = []
    for name in (*first, last):
        matters = [f" AND d.\"{axis}\" <> 'total'" for axis, cause in forgets.items() if cause == name]
        told = blame.evidence if name == "evidence" else name
        cases.append(f"WHEN ({_moved(name)}){''.join(matters)} THEN {literal(told)}")
    return f"CASE {' '.join(cases)} ELSE 'new' END"


def _moved(cause: str) -> str:
    """SQL: what tells the cause is not what it was. Two ways of being active are one standing."""
    if cause == "evidence":
        return """p.b.standing IS DISTINCT FROM p.a.standing OR coalesce(p.a.standing, '') <> 'active'
            AND (p.b.reason IS DISTINCT FROM p.a.reason OR p.b.visited <> p.a.visited)"""
    column = _TOLD_BY.get(cause)
    return f"p.b.{column} IS DISTINCT FROM p.a.{column}" if column else "true"
