"""Where each cooperative stands in the two streams, and why one is known only from the field."""

from __future__ import annotations

from datetime import date

import pyarrow as pa

from lumbung.engine.cleaning.law import law
from lumbung.engine.sql import conform, database, literal
from lumbung.engine.tables import COOPERATIVES

# Reasons of the shipped rules that name a step of the streams; any other reason is told by its result alone.
STEPS = {
    "not_visited": "not_visited",
    "not_found": "not_found",
    "found_not_operating": "not_operating",
    "ceased": "not_operating",
    "not_alive": "not_operating",
}
REASONS = ("branch", "not_a_legal_entity", "registered_elsewhere", "new", "unmatched")


def positioned(
    cooperatives: pa.Table, standings: pa.Table, records: pa.Table, memberships: pa.Table, rule: str, as_of: date
) -> pa.Table:
    """`cooperatives` with standing, reason, position and field_only_reason filled, alternatives included."""
    remarks = law("remarks")["field_only"]
    with database(cooperatives=cooperatives, standings=standings, records=records, memberships=memberships) as db:
        db.run(f"CREATE TABLE heard AS {_heard(remarks, as_of)}")
        replaced = (
            f"s.result AS standing, s.reason AS reason, {_position()} AS position, {_reason()} AS field_only_reason"
        )
        rows = db.table(f"""
            SELECT c.* EXCLUDE (standing, reason, position, field_only_reason), {replaced}
            FROM cooperatives c
                LEFT JOIN (SELECT * FROM standings WHERE rule = {literal(rule)}) s USING (cooperative_id)
                LEFT JOIN heard h USING (cooperative_id)
            ORDER BY cooperative_id
        """)
    return conform(rows, COOPERATIVES)


def _position() -> str:
    steps = " ".join(f"WHEN s.reason = {literal(reason)} THEN {literal(step)}" for reason, step in STEPS.items())
    ended = " ".join(
        f"WHEN c.ending = {literal(code)} THEN {literal(told['position'])}"
        for code, told in law("endings")["ending"].items()
    )
    return f"""CASE
        WHEN c.ending IS NOT NULL AND NOT c.listed THEN 'gone_unlisted' {ended}
        WHEN NOT c.listed AND NOT c.visited THEN
            CASE WHEN s.result = 'active' THEN 'active_counter_only' ELSE 'other_counter_only' END
        WHEN NOT c.listed THEN CASE WHEN s.result = 'active' THEN 'active_field_only' ELSE 'other_field_only' END
        WHEN s.result = 'active' THEN 'active_listed' {steps}
        WHEN s.result = 'inactive' THEN 'criterion_not_met'
        WHEN NOT c.visited THEN 'not_visited' ELSE 'undecided' END"""


def _reason() -> str:
    """The first that holds; what nothing explains is `unmatched`: its counterpart was not found."""
    cases = " ".join(f"WHEN h.{reason} THEN {literal(reason)}" for reason in REASONS[:-1])
    return f"CASE WHEN c.listed OR NOT c.visited THEN NULL {cases} ELSE 'unmatched' END"


def _heard(remarks: dict[str, list[str]], as_of: date) -> str:
    """Per cooperative: what its visits' notes, name, number and date tell about being outside the register."""

    def said(reason: str, *texts: str) -> str:
        pattern = literal("|".join(remarks[reason]))
        return "bool_or(" + " OR ".join(f"coalesce(regexp_matches(lower({t}), {pattern}), false)" for t in texts) + ")"

    # Not mode(): among regencies that occur equally often it takes the one it meets first.
    home = """(SELECT regency_code FROM records WHERE source = 'register' AND regency_code IS NOT NULL
        GROUP BY regency_code ORDER BY count(*) DESC, regency_code LIMIT 1)"""
    elsewhere = f"""bool_or(coalesce(r.regency_code <> {home}, false)
        OR coalesce(length(r.coop_nik) = 13 AND left(r.coop_nik, 4) <> {home}, false))"""
    return f"""
        SELECT m.cooperative_id, {said("branch", "r.note", "r.name")} AS branch,
            {said("not_a_legal_entity", "r.note", "r.legal_number")} AS not_a_legal_entity,
            {said("registered_elsewhere", "r.note")} OR {elsewhere} AS registered_elsewhere,
            {said("new", "r.note")} OR bool_or(coalesce(r.legal_on > DATE '{as_of.isoformat()}', false)) AS new
        FROM memberships m JOIN records r USING (record_id) WHERE r.source <> 'register' GROUP BY m.cooperative_id
    """
