"""Records and memberships in, one row per cooperative out, with questions where visits contradict each other."""

from __future__ import annotations

from datetime import date

import pyarrow as pa

from lumbung.core.findings import Finding
from lumbung.engine.resolving import sentences
from lumbung.engine.resolving.counter import counter_leads, counter_word, moved
from lumbung.engine.resolving.fields import ALONE, DISPUTABLE, PLACE, TOGETHER, source
from lumbung.engine.resolving.policies import Policies, policies
from lumbung.engine.resolving.register import rank_register, register_word
from lumbung.engine.resolving.visits import rank_visits, settle_claims, visit_word
from lumbung.engine.sql import Database, conform, database, name
from lumbung.engine.tables import COOPERATIVES

_PICKED = (
    *(field for field in ALONE if field != "pattern"), *(field for group in TOGETHER for field in group),
    "district_code", "village_code", "pattern",
)  # fmt: skip
CONVENTIONAL = "conventional"  # an empty pattern means conventional in practice (handbook 2.2, row 20)


def resolve(
    records: pa.Table, memberships: pa.Table, *, on: date | None = None, words: pa.Table | None = None
) -> tuple[pa.Table, list[Finding]]:
    """One row per cooperative, by the policy "who leads" (design/house.md; law/field_policies.toml).

    Args:
        records: tables.RECORDS.
        memberships: tables.MEMBERSHIPS; alternatives become rows too, but no findings.
        on: The day whose policy holds; the newest one by default.
        words: tables.WORDS, what people decided on single fields of these cooperatives.
    Returns:
        tables.COOPERATIVES ordered by cooperative_id, standing and position still null; and findings: a `question`
        for each field two visits contradict each other about, a `note` where a stronger visit overruled another
        and where the register has a cooperative in several rows.
    """
    with database(records=records, memberships=memberships) as db:
        rank_register(db, policies(on))
        register_word(db)
        rank_visits(db)
        settle_claims(db)
        visit_word(db)
        counter_word(db, words)
        table = conform(db.table(_cooperatives(policies(on))), COOPERATIVES)
        return table, _findings(db)


def _cooperatives(told: Policies) -> str:
    fields = [_field(field, told) for field in _PICKED]
    sources = ", ".join(
        f"""CASE WHEN {name(source(field))} IS NOT NULL THEN '"{field}": "' || {name(source(field))} || '"' END"""
        for field in sorted((*_PICKED, "visit_outcome", "visited_on"))
    )
    return f"""
        WITH base AS (
            SELECT m.cooperative_id, any_value(m.alternative) AS alternative,
                list(m.record_id ORDER BY m.record_id) AS record_ids,
                (count(*) FILTER (WHERE r.source = 'register'))::INT AS register_records,
                (count(*) FILTER (WHERE r.source = 'census'))::INT AS census_records
            FROM memberships m JOIN records r USING (record_id) GROUP BY m.cooperative_id
        ), joined AS (
            SELECT b.*, r.cooperative_id IS NOT NULL AS listed, v.cooperative_id IS NOT NULL AS visited,
                {", ".join(fields)},
                {_outcome()} AS visit_outcome,
                CASE WHEN visit_outcome NOT IN ('unknown', 'contradictory') THEN v.outcome__from END
                    AS visit_outcome__from,
                v.visited_on, v.visited_on__from,
                r.kind AS kind_register, {_category("r.kind", f"coalesce(r.pattern, '{CONVENTIONAL}')")} AS told_register,
                CASE WHEN r.cooperative_id IS NOT NULL THEN told_register END AS category_register,
                r.district_code AS district_code_register, r.village_code AS village_code_register
            FROM base b LEFT JOIN register_word r USING (cooperative_id)
                LEFT JOIN visit_word v USING (cooperative_id) LEFT JOIN counter_word c USING (cooperative_id)
        )
        SELECT *, {_category("kind", "pattern")} AS category,
            coalesce(district_code, 'unknown') AS district,
            CASE WHEN membership_area IN ('regency', 'province', 'national') THEN membership_area ELSE 'unknown' END
                AS supervising_level,
            '{{' || concat_ws(', ', {sources}) || '}}' AS field_sources
        FROM joined ORDER BY cooperative_id
    """


def _outcome() -> str:
    return """CASE WHEN v.cooperative_id IS NULL THEN NULL WHEN v.outcome_disputed THEN 'contradictory'
        ELSE coalesce(v.outcome, 'unknown') END"""


def _field(field: str, told: Policies) -> str:
    """SQL of one field and of the record it came from, by its policy."""
    column, origin, policy = name(field), name(source(field)), told.fields[field]
    lead, other = ("v", "r") if policy.leads == "visit" else ("r", "v")
    disputed = _disputed(field)
    values = {}
    for what in (column, origin):
        value = f"CASE WHEN {lead}.cooperative_id IS NOT NULL THEN {lead}.{what} ELSE {other}.{what} END"
        if policy.silent == "register":
            value = f"coalesce({value}, r.{what})"
        values[what] = value
    if field == "pattern":
        values[column] = f"coalesce({values[column]}, '{CONVENTIONAL}')"
    gone = moved(told.fields) if field in ("latitude", "longitude") else "false"
    picked = (
        f"""CASE WHEN coalesce({counter_leads(field, policy)}, false) THEN c.{what}
            WHEN coalesce({disputed} OR {gone}, false) THEN NULL ELSE {value} END AS {what}"""
        for what, value in values.items()
    )
    return ", ".join(picked)


def _disputed(field: str) -> str:
    if field in DISPUTABLE:
        return f"v.{field}_disputed"
    return "v.district_code_disputed" if field in PLACE else "false"


def _category(kind: str, pattern: str) -> str:
    """SQL: the six published categories; savings and loan by pattern (handbook 4.1, 12.3)."""
    return f"""CASE WHEN {kind} IN ('jasa', 'konsumen', 'pemasaran', 'produsen') THEN {kind}
        WHEN {kind} = 'simpan_pinjam' AND {pattern} = 'sharia' THEN 'ksp_syariah'
        WHEN {kind} = 'simpan_pinjam' AND {pattern} = 'conventional' THEN 'ksp_konvensional' ELSE 'unknown' END"""


_PLACES = """one.source, one.sheet, one."row", one.name, coalesce(one.key, one."row"::VARCHAR, one.record_id),
    coalesce(other.key, other."row"::VARCHAR, other.record_id)"""


def _findings(db: Database) -> list[Finding]:
    questions = db.rows(f"""
        SELECT s.field, {_PLACES}
        FROM settled s JOIN records one USING (record_id) JOIN records other ON other.record_id = s.other_id
        WHERE s.disputed AND NOT s.alternative ORDER BY s.cooperative_id, s.field
    """)
    overruled = db.rows(f"""
        SELECT 'overruled', {_PLACES}
        FROM visit other JOIN visit one ON one.cooperative_id = other.cooperative_id AND one.rank = 1
        WHERE other.overruled AND NOT other.alternative ORDER BY one.cooperative_id, other.rank
    """)
    doubled = db.rows(f"""
        SELECT 'doubled', {_PLACES}
        FROM register_row other JOIN register_row one ON one.cooperative_id = other.cooperative_id AND one.rank = 1
        WHERE other.rank > 1 AND NOT other.alternative ORDER BY one.cooperative_id, other.rank
    """)
    return [_finding(*row) for row in (*questions, *overruled, *doubled)]  # type: ignore[arg-type]


def _finding(
    about: str, source: str, sheet: str | None, row: int | None, title: str | None, this: str, other: str
) -> Finding:
    code, severity = sentences.ABOUT[about]
    params = {"name": title or "?", "this": this, "other": other}
    return Finding(code, params, severity=severity, source=source, sheet=sheet, row=row)
