"""The register's word: several rows of one cooperative, the leading one first."""

from __future__ import annotations

from lumbung.engine.resolving.fields import ALONE, TOGETHER, first_told
from lumbung.engine.resolving.policies import Policies
from lumbung.engine.sql import Database, name

# What makes a row more complete than another, after the dates of the policy.
COMPLETE = (
    "legal_number", "coop_nik", "kind", "membership_area", "village_code", "address", "chair", "members",
    "certificate_status", "nik_grade",
)  # fmt: skip


def rank_register(db: Database, policies: Policies) -> None:
    """Make `register_row`: rows of the register by cooperative, `rank` 1 leads (see the policy's reasons)."""
    dates = ", ".join(f"{name(column)} DESC NULLS LAST" for column in policies.register_order)
    complete = " + ".join(f"({name(column)} IS NOT NULL)::INT" for column in COMPLETE)
    db.run(f"""
        CREATE TABLE register_row AS
        SELECT m.cooperative_id, m.alternative, r.*,
            row_number() OVER (
                PARTITION BY m.cooperative_id ORDER BY {dates}, {complete} DESC, r.record_id
            ) AS rank
        FROM memberships m JOIN records r USING (record_id)
        WHERE r.source = 'register'
    """)


def register_word(db: Database) -> None:
    """Make `register_word`: one row per listed cooperative with every field as the register tells it."""
    fields = [
        aggregate
        for group in ((field,) for field in ALONE if field != "pattern")
        for aggregate in first_told(group, "true")
    ]
    fields += [aggregate for group in TOGETHER for aggregate in first_told(group, "true")]
    # A village without its district would contradict a district taken from another row.
    fields += [f for f in first_told(("district_code", "village_code"), "true")]
    db.run(f"""
        CREATE TABLE register_word AS
        SELECT cooperative_id,
            arg_min(coalesce(pattern, name_pattern), rank) AS pattern,
            arg_min(record_id, rank) FILTER (WHERE coalesce(pattern, name_pattern) IS NOT NULL) AS pattern__from,
            {", ".join(fields)}
        FROM register_row GROUP BY cooperative_id
    """)
