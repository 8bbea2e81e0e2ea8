"""Rules applied: one row per cooperative and rule, with the reason and the records it rests on.

Where sources or visits disagree, `resolving` has decided whose word leads; the fact that says the same is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pyarrow as pa

from lumbung.engine.assessing.rules import Clause, Rule, Test
from lumbung.engine.cleaning.law import law
from lumbung.engine.sql import Database, conform, database, literal, name
from lumbung.engine.tables import STANDINGS

_VISIT = ("visit", "visit_outcome", "visit_address_clear", "visit_officers_known")


def assess(facts: pa.Table, cooperatives: pa.Table, rules: Sequence[Rule], as_of: date) -> pa.Table:
    """What each rule makes of each cooperative on `as_of`, alternatives included.

    Args:
        facts: tables.FACTS. An annual meeting after `as_of` does not count; visits always do, because the census
            was given to be judged by, and its sheets often come in after the day they are said to describe.
        cooperatives: tables.COOPERATIVES as resolved; says which of several told values leads, and what ended it,
            which goes before every rule (law/endings.toml).
        rules: At most one version of each code.
    Returns:
        tables.STANDINGS ordered by cooperative_id and rule.
    """
    with database(facts=facts, cooperatives=cooperatives) as db:
        _inputs(db, as_of)
        each = " UNION ALL ".join(_standing(rule) for rule in rules)
        return conform(db.table(f"SELECT * FROM ({each}) ORDER BY cooperative_id, rule"), STANDINGS)


def _inputs(db: Database, as_of: date) -> None:
    """Make `input`: one row per cooperative, a column for each of rules.INPUTS and `<input>__ids` beside it."""
    closed = as_of.year - 1  # ASSUMPTION: book years are calendar years; articles may say otherwise (handbook 1.2)
    day = f"DATE '{as_of.isoformat()}'"
    db.run(f"CREATE TABLE from_visits AS {_from_visits()}")
    db.run(f"CREATE TABLE from_register AS {_from_register(day)}")
    db.run(f"CREATE TABLE from_rat AS {_from_rat(day, closed)}")
    db.run(f"""
        CREATE TABLE input AS
        SELECT c.cooperative_id, c.ending, []::VARCHAR[] AS ending__ids, c.visit_outcome, v.* EXCLUDE (cooperative_id), r.* EXCLUDE (cooperative_id, listed),
            coalesce(r.listed, 'no') AS listed, t.* EXCLUDE (cooperative_id),
            {as_of.month} AS month, []::VARCHAR[] AS month__ids
        FROM cooperatives c LEFT JOIN from_visits v USING (cooperative_id)
            LEFT JOIN from_register r USING (cooperative_id) LEFT JOIN from_rat t USING (cooperative_id)
    """)


def _from_visits() -> str:
    """A visit agrees if it found what the cooperative's outcome says; where none does, all visits are named."""
    kinds = ", ".join(literal(kind) for kind in _VISIT)

    def yes_no(column: str) -> str:
        return f"""CASE WHEN bool_or({column} = 'yes') FILTER (WHERE agrees) THEN 'yes'
            WHEN bool_or({column} = 'no') FILTER (WHERE agrees) THEN 'no' END AS {column},
            list(record_id) FILTER (WHERE agrees AND {column} IS NOT NULL) AS {column}__ids"""

    return f"""
        WITH one AS (
            SELECT f.cooperative_id, f.record_id, any_value(c.visit_outcome) AS resolved,
                max(f.value) FILTER (WHERE f.kind = 'visit_outcome') AS told,
                coalesce(told = resolved, resolved = 'unknown', false) AS agrees,
                max(f.value) FILTER (WHERE f.kind = 'visit_address_clear') AS visit_address_clear,
                max(f.value) FILTER (WHERE f.kind = 'visit_officers_known') AS visit_officers_known
            FROM facts f JOIN cooperatives c USING (cooperative_id) WHERE f.kind IN ({kinds})
            GROUP BY f.cooperative_id, f.record_id
        )
        SELECT cooperative_id, {yes_no("visit_address_clear")}, {yes_no("visit_officers_known")},
            coalesce(list(record_id) FILTER (WHERE agrees), list(record_id)) AS visit_outcome__ids
        FROM one GROUP BY cooperative_id
    """


def _from_register(day: str) -> str:
    def leading(kind: str) -> str:
        here = f"FILTER (WHERE f.kind = '{kind}' AND f.value = c.{kind})"
        return f"max(f.value) {here} AS {kind}, list(DISTINCT f.record_id) {here} AS {kind}__ids"

    valid = "FILTER (WHERE f.kind = 'certificate_valid_to' AND f.\"on\" = c.certificate_valid_to)"
    listed = "FILTER (WHERE f.kind = 'listed')"
    return f"""
        SELECT cooperative_id, {", ".join(leading(k) for k in ("form", "ods_status", "certificate_status", "nik_grade"))},
            max(f."on") {valid} - {day} AS certificate_days_left,
            list(DISTINCT f.record_id) {valid} AS certificate_days_left__ids,
            max(f.value) {listed} AS listed, list(DISTINCT f.record_id) {listed} AS listed__ids
        FROM facts f JOIN cooperatives c USING (cooperative_id)
        WHERE f.kind IN ('form', 'ods_status', 'certificate_status', 'nik_grade', 'certificate_valid_to', 'listed')
        GROUP BY cooperative_id
    """


def _from_rat(day: str, closed: int) -> str:
    """Annual meetings up to the day; the earliest founding day told (a later one is a change of form or number)."""
    counts = f"f.kind = 'rat_held' AND f.book_year <= {closed} AND coalesce(f.\"on\" <= {day}, true)"
    return f"""
        WITH latest AS (
            SELECT f.*, max(f.book_year) FILTER (WHERE {counts}) OVER (PARTITION BY cooperative_id) AS last_year,
                min(f."on") FILTER (WHERE f.kind = 'founded') OVER (PARTITION BY cooperative_id) AS founded,
                {counts} AS counts
            FROM facts f WHERE f.kind IN ('rat_held', 'rat_never', 'founded')
        )
        SELECT cooperative_id, {closed} - any_value(last_year) AS rat_book_years_ago,
            list(DISTINCT record_id) FILTER (WHERE counts AND book_year = last_year) AS rat_book_years_ago__ids,
            CASE WHEN bool_or(counts AND "on" IS NOT NULL) THEN 'yes' END AS rat_last_told,
            list(DISTINCT record_id) FILTER (WHERE counts AND "on" IS NOT NULL) AS rat_last_told__ids,
            CASE WHEN any_value(last_year) IS NULL AND bool_or(kind = 'rat_held') THEN 'yes' END AS rat_only_later,
            list(DISTINCT record_id) FILTER (WHERE kind = 'rat_held' AND last_year IS NULL) AS rat_only_later__ids,
            max(value) FILTER (WHERE kind = 'rat_never') AS rat_never,
            list(DISTINCT record_id) FILTER (WHERE kind = 'rat_never') AS rat_never__ids,
            {closed} - year(any_value(founded)) + 1 AS book_years_closed,
            list(DISTINCT record_id) FILTER (WHERE kind = 'founded' AND "on" = founded) AS book_years_closed__ids
        FROM latest GROUP BY cooperative_id
    """


def _standing(rule: Rule) -> str:
    """SQL: the standings of one rule. The last clause has no test, so one always holds."""
    clauses = (*_endings(), *rule.clauses)
    conditions = [" AND ".join(_holds(test) for test in clause.tests) or "true" for clause in clauses]

    def by_clause(values: Sequence[str]) -> str:
        cases = " ".join(f"WHEN {condition} THEN {value}" for condition, value in zip(conditions, values, strict=True))
        return f"CASE {cases} END"

    return f"""
        SELECT cooperative_id, {literal(rule.code)} AS rule, {rule.version} AS version,
            {by_clause([literal(clause.result) for clause in clauses])} AS result,
            {by_clause([literal(clause.reason) for clause in clauses])} AS reason,
            {by_clause([_records(clause, rule) for clause in clauses])} AS record_ids
        FROM input
    """


def _endings() -> tuple[Clause, ...]:
    """What goes before every rule; the paper that proves it is no record."""
    told = law("endings")["ending"].items()
    return tuple(Clause((Test("ending", among=(code,)),), one["result"], one["reason"]) for code, one in told)


def _holds(test: Test) -> str:
    column = name(test.input)
    if test.told is not None:
        return f"{column} IS {'NOT ' if test.told else ''}NULL"
    if test.among is not None:
        return f"coalesce({column} IN ({', '.join(literal(value) for value in test.among)}), false)"
    bounds = [f"{column} >= {test.least}"] if test.least is not None else []
    bounds += [f"{column} <= {test.most}"] if test.most is not None else []
    return f"coalesce({' AND '.join(bounds)}, false)"


def _records(clause: Clause, rule: Rule) -> str:
    """SQL: the records behind the inputs a clause asks for; all the rule's inputs for the clause that catches the rest."""
    asked = [test.input for test in clause.tests] or list(rule.inputs)
    lists = ", ".join(f"coalesce({name(f'{one}__ids')}, []::VARCHAR[])" for one in dict.fromkeys(asked))
    return f"list_sort(list_distinct(flatten([{lists}])))"
