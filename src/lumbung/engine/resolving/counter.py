"""The counter's word: what was told to the office with a paper, and what a person decided over every record."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from lumbung.engine.resolving.fields import ALONE, READ, TOGETHER, first_told, source
from lumbung.engine.resolving.policies import Policy
from lumbung.engine.sql import Database, literal, name
from lumbung.engine.tables import COOPERATIVES, WORDS

DECIDED = "override:"  # what the source of a person's word begins with
# A village without its district would contradict a district taken from elsewhere, so the two go together.
_GROUPS = (*((field,) for field in ALONE), *TOGETHER, ("district_code", "village_code"))
FIELDS = tuple(field for group in _GROUPS for field in group)


class UnknownField(ValueError):  # noqa: N818 -- a refusal, named for what it says
    """A word on a field that resolving does not pick."""


def counter_word(db: Database, words: pa.Table | None) -> None:
    """Make `counter_word`: one row per cooperative that the counter or a person speaks of, the latest paper first.

    Args:
        words: tables.WORDS; each leads over every record.
    Raises:
        UnknownField: A word speaks of a field that is not in `FIELDS`.
    """
    words = WORDS.empty_table() if words is None else words
    if strange := set(words.column("field").to_pylist()) - set(FIELDS):
        raise UnknownField(", ".join(sorted(strange)))
    columns = ", ".join(f"r.{name(column)}" for column in READ if column != "pattern")
    db.register("decided", words)
    db.run(f"""
        CREATE TABLE counter_row AS
        SELECT m.cooperative_id, r.told_on, {columns}, coalesce(r.pattern, r.name_pattern) AS pattern,
            row_number() OVER (
                PARTITION BY m.cooperative_id ORDER BY r.told_on DESC NULLS LAST, r.record_id DESC) AS rank
        FROM memberships m JOIN records r USING (record_id) WHERE r.source = 'counter'
        UNION ALL BY NAME
        SELECT cooperative_id, source AS record_id, 0 AS rank, {", ".join(_as_decided(field) for field in FIELDS)}
        FROM decided
    """)
    chosen = ", ".join(column for group in _GROUPS for column in first_told(group, "true"))
    db.run(f"""
        CREATE TABLE counter_word AS
        SELECT cooperative_id, max(told_on) AS told_on, {chosen} FROM counter_row GROUP BY cooperative_id
    """)


def _as_decided(field: str) -> str:
    value = "value"
    if field == "district_code":
        value = "CASE WHEN field = 'village_code' THEN left(value, 6) ELSE value END"
    named = [field, "village_code"] if field == "district_code" else [field]
    when = f"field IN ({', '.join(literal(one) for one in named)})"
    return (
        f"CASE WHEN {when} THEN TRY_CAST({value} AS {_sql_type(COOPERATIVES.field(field).type)}) END AS {name(field)}"
    )


def _sql_type(kind: pa.DataType) -> str:
    if pa.types.is_integer(kind):
        return "INTEGER"
    if pa.types.is_floating(kind):
        return "DOUBLE"
    if pa.types.is_decimal(kind):
        return f"DECIMAL({kind.precision}, {kind.scale})"
    return "DATE" if pa.types.is_date(kind) else "VARCHAR"


def moved(policies: Mapping[str, Policy]) -> str:
    """SQL: the counter tells another place than a visit saw, so that the visit's position no longer is where it is."""
    places = (counter_leads(field, policies[field]) for field in ("address", "village_code"))
    return f"coalesce({' OR '.join(places)}, false)"


def counter_leads(field: str, policy: Policy) -> str:
    """SQL: the counter's word stands in `field`; where visits lead, one after the paper's day leads over it."""
    origin = f"c.{name(source(field))}"
    told = f"{origin} IS NOT NULL"
    if policy.leads != "visit":
        return told
    later = "v.visited_on IS NULL OR coalesce(c.told_on >= v.visited_on, false)"
    return f"({told} AND (starts_with({origin}, {literal(DECIDED)}) OR {later}))"
