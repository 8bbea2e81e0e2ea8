"""The visits' word: which visit leads, what the others may fill in, and where they contradict each other.

Strength of a visit's evidence, 0 to 4: it tells a position, an officer, a clear address, and its day; one each.
A visit leads over one that contradicts it only if it is stronger and not earlier.
"""

from __future__ import annotations

from lumbung.engine.resolving.fields import ALONE, DISPUTABLE, READ, TOGETHER, as_told, first_told
from lumbung.engine.sql import Database, name

_CLAIMS = ("outcome", *DISPUTABLE)


def rank_visits(db: Database) -> None:
    """Make `visit`: census records by cooperative; the strongest, then latest, has `rank` 1.

    `contradicts`: tells another outcome, kind, pattern or district than rank 1. `overruled`: and rank 1 leads
    over it. `eligible`: may fill what rank 1 does not tell.
    """
    columns = ", ".join(f"r.{name(column)}" for column in READ if column != "pattern")
    db.run(f"""
        CREATE TABLE visit_row AS
        SELECT m.cooperative_id, m.alternative, {columns}, coalesce(r.pattern, r.name_pattern) AS pattern,
            (r.latitude IS NOT NULL AND r.longitude IS NOT NULL)::INT + coalesce(r.officers_known, false)::INT
                + coalesce(r.address_clear, false)::INT + (r.visited_on IS NOT NULL)::INT AS strength
        FROM memberships m JOIN records r USING (record_id)
        WHERE r.source = 'census'
    """)
    db.run("""
        CREATE TABLE ranked_visit AS
        SELECT *, row_number() OVER (
            PARTITION BY cooperative_id ORDER BY strength DESC, visited_on DESC NULLS LAST, record_id
        ) AS rank, count(*) OVER (PARTITION BY cooperative_id) = 1 AS single
        FROM visit_row
    """)
    differs = " OR ".join(f"coalesce(v.{claim} <> lead.{claim}, false)" for claim in _CLAIMS)
    db.run(f"""
        CREATE TABLE visit AS
        SELECT v.*, {differs} AS contradicts, contradicts AND {leads_over("lead", "v")} AS overruled,
            NOT contradicts AS eligible
        FROM ranked_visit v JOIN ranked_visit lead ON lead.cooperative_id = v.cooperative_id AND lead.rank = 1
    """)


def leads_over(one: str, other: str) -> str:
    """SQL: visit `one` is stronger than `other` and not earlier (a visit without a day cannot be shown to be later)."""
    return (
        f"({one}.strength > {other}.strength"
        f" AND coalesce({other}.visited_on IS NULL OR {one}.visited_on >= {other}.visited_on, false))"
    )


def settle_claims(db: Database) -> None:
    """Make `settled`: cooperative_id, field, value (null where disputed), record_id, disputed, other_id.

    `other_id` is the visit that contradicts `record_id` where the field is disputed.
    """
    claims = " UNION ALL ".join(
        f"""SELECT cooperative_id, alternative, record_id, rank, strength, visited_on, eligible, overruled,
            '{claim}' AS field, {claim} AS value FROM visit WHERE {claim} IS NOT NULL"""
        for claim in _CLAIMS
    )
    db.run(f"CREATE TABLE claim AS {claims}")
    db.run(f"""
        CREATE TABLE settled AS
        WITH foremost AS (
            SELECT * FROM claim WHERE eligible
            QUALIFY row_number() OVER (PARTITION BY cooperative_id, field ORDER BY rank) = 1
        ), dispute AS (
            SELECT one.cooperative_id, one.field, arg_min(other.record_id, other.rank) AS other_id
            FROM foremost one JOIN claim other USING (cooperative_id, field)
            WHERE other.value <> one.value AND NOT other.overruled AND NOT {leads_over("one", "other")}
            GROUP BY ALL
        )
        SELECT cooperative_id, alternative, field, CASE WHEN other_id IS NULL THEN value END AS value,
            record_id, other_id IS NOT NULL AS disputed, other_id
        FROM foremost LEFT JOIN dispute USING (cooperative_id, field)
    """)


def visit_word(db: Database) -> None:
    """Make `visit_word`: one row per visited cooperative with every field as its visits tell it."""
    pivot = ", ".join(
        f"max(value) FILTER (WHERE field = '{claim}') AS {claim}, "
        f"max(record_id) FILTER (WHERE field = '{claim}' AND NOT disputed) AS {claim}__from, "
        f"coalesce(bool_or(disputed) FILTER (WHERE field = '{claim}'), false) AS {claim}_disputed"
        for claim in _CLAIMS
    )
    groups = [*((field,) for field in (*ALONE, "visited_on") if field not in DISPUTABLE), *TOGETHER]
    plain = ", ".join(column for group in groups for column in as_told(group))
    chosen = ", ".join(column for group in groups for column in first_told(group, "eligible"))
    claimed = "".join(
        f", settled.{name(claim)}, settled.{claim}__from, coalesce(settled.{claim}_disputed, false) AS {claim}_disputed"
        for claim in _CLAIMS
    )
    db.run(f"""
        CREATE TABLE visit_word AS
        WITH settled AS (SELECT cooperative_id, {pivot} FROM settled GROUP BY cooperative_id),
        picked AS (
            SELECT cooperative_id, {plain} FROM visit WHERE single
            UNION ALL BY NAME
            SELECT cooperative_id, {chosen} FROM visit WHERE NOT single GROUP BY cooperative_id
        ),
        place AS (  -- the village of a visit that tells the very district that leads
            SELECT v.cooperative_id, {", ".join(first_told(("village_code",), "true"))}
            FROM visit v JOIN settled s ON s.cooperative_id = v.cooperative_id AND s.district_code = v.district_code
            WHERE v.eligible GROUP BY v.cooperative_id
        )
        SELECT picked.*, place.village_code, place.village_code__from{claimed}
        FROM picked LEFT JOIN settled USING (cooperative_id) LEFT JOIN place USING (cooperative_id)
    """)
