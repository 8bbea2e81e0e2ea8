"""The fields of a cooperative that are picked from its records, and SQL for picking the first one told."""

from __future__ import annotations

from lumbung.engine.sql import name

# Fields that are told together come from one record together: a total beside parts of another row would be wrong.
TOGETHER = (
    ("members_m", "members_f", "members"),
    ("managers_m", "managers_f", "managers"),
    ("employees_m", "employees_f", "employees"),
    ("certificate_status", "certificate_valid_to"),
    ("latitude", "longitude"),
)
ALONE = (
    "name", "kind", "pattern", "form", "membership_area", "group", "sector", "address", "legal_number", "coop_nik",
    "own_capital", "external_capital", "assets", "business_volume", "net_surplus", "ods_status",
    "nik_grade", "kuk_class", "last_rat_on",
)  # fmt: skip
DISPUTABLE = ("kind", "pattern", "district_code")  # and the outcome: what two visits can contradict each other about
PLACE = ("village_code", "address", "latitude", "longitude")  # nothing of it is known while the district is disputed

# Of a record, what resolving reads; its raw text and the folded parts for linking are many times larger.
READ = (
    "record_id", "source", "sheet", "row", "key", "name_pattern", "chair", "district_code", "village_code",
    "amendment_on", "outcome", "visited_on", "officers_known", "address_clear", *ALONE, *(field for group in TOGETHER for field in group),
)  # fmt: skip


def source(field: str) -> str:
    """The column that keeps which record a field came from."""
    return f"{field}__from"


def told(fields: tuple[str, ...]) -> str:
    """SQL: at least one of `fields` is told."""
    return f"coalesce({', '.join(f'{name(field)}::VARCHAR' for field in fields)}) IS NOT NULL"


def as_told(fields: tuple[str, ...]) -> list[str]:
    """SQL: the columns of `first_told` for a cooperative of one record, where there is nothing to choose.

    Nearly all cooperatives are such, and a choice costs a hundred times the memory of a plain column.
    """
    origin = f"CASE WHEN {told(fields)} THEN record_id END"
    return [name(field) for field in fields] + [f"{origin} AS {name(source(field))}" for field in fields]


def first_told(fields: tuple[str, ...], where: str) -> list[str]:
    """SQL aggregates: each of `fields` from the record of the best rank that tells any of them, and that record."""
    when = f"FILTER (WHERE {where} AND {told(fields)})"
    picked = [f"arg_min_null({name(field)}, rank) {when} AS {name(field)}" for field in fields]
    sources = [f"arg_min(record_id, rank) {when} AS {name(source(field))}" for field in fields]
    return picked + sources
