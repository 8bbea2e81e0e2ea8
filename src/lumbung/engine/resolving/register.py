"""The register's word: several rows of one cooperative, the leading one first."""

from __future__ import annotations

from lumbung.engine.resolving.fields import ALONE, READ, TOGETHER, as_told, first_told
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
        SELECT m.cooperative_id, m.alternative, {", ".join(f"r.{name(column)}" for column in READ)},
            row_number() OVER (
                PARTITION BY m.cooperative_id ORDER BY {dates}, {complete} DESC, r.record_id
            ) AS rank,
            count(*) OVER (PARTITION BY m.cooperative_id) = 1 AS single
        FROM memberships m JOIN records r USING (record_id)
        WHERE r.source = 'register'
    """)


# A village without its district would contradict a district taken from another row, so the two go together.
_GROUPS = (*((field,) for field in ALONE if field != "pattern"), *TOGETHER, ("district_code", "village_code"))


def register_word(db: Database) -> None:
    """Make `register_word`: one row per listed cooperative with every field as the register tells it."""
    plain = ", ".join(column for group in _GROUPS for column in as_told(group))
    chosen = ", ".join(column for group in _GROUPS for column in first_told(group, "true"))
    db.run(f"""
        CREATE TABLE register_word AS
        SELECT cooperative_id, coalesce(pattern, name_pattern) AS pattern,
            CASE WHEN coalesce(pattern, name_pattern) IS NOT NULL THEN record_id END AS pattern__from, {plain}
        FROM register_row WHERE single
        UNION ALL BY NAME
        SELECT cooperative_id, arg_min(coalesce(pattern, name_pattern), rank) AS pattern,
            arg_min(record_id, rank) FILTER (WHERE coalesce(pattern, name_pattern) IS NOT NULL) AS pattern__from,
            {chosen}
        FROM register_row WHERE NOT single GROUP BY cooperative_id
    """)
