"""What is known about each cooperative, one fact a row; the only thing rules read (handbook 3.2)."""

from __future__ import annotations

import pyarrow as pa

from lumbung.engine.cleaning.law import law
from lumbung.engine.sql import conform, database, literal
from lumbung.engine.tables import FACTS

# kind -> (value, on, book_year, when), SQL over one record
_YES_NO = "CASE WHEN {0} THEN 'yes' ELSE 'no' END"
_ONE_A_RECORD = {
    "listed": ("'yes'", "NULL", "NULL", "r.source = 'register'"),
    "founded": ("NULL", "r.legal_on", "NULL", "r.legal_on IS NOT NULL"),
    "form": ("r.form", "NULL", "NULL", "r.form IS NOT NULL"),
    "ods_status": ("r.ods_status", "NULL", "NULL", "r.ods_status IS NOT NULL"),
    "certificate_status": ("r.certificate_status", "NULL", "NULL", "r.certificate_status IS NOT NULL"),
    "certificate_valid_to": ("NULL", "r.certificate_valid_to", "NULL", "r.certificate_valid_to IS NOT NULL"),
    "nik_grade": ("r.nik_grade", "NULL", "NULL", "r.nik_grade IS NOT NULL"),
    # An annual meeting held in year Y is about book year Y-1.
    "rat_held": ("NULL", "r.last_rat_on", "year(r.last_rat_on) - 1", "r.last_rat_on IS NOT NULL"),
    "visit": ("NULL", "r.visited_on", "NULL", "r.source = 'census'"),
    "visit_outcome": ("r.outcome", "r.visited_on", "NULL", "r.source = 'census' AND r.outcome IS NOT NULL"),
    "visit_address_clear": (
        _YES_NO.format("r.address_clear"), "r.visited_on", "NULL", "r.source = 'census' AND r.address_clear IS NOT NULL",
    ),
    "visit_officers_known": (
        _YES_NO.format("r.officers_known"), "r.visited_on", "NULL", "r.source = 'census' AND r.officers_known IS NOT NULL",
    ),
}  # fmt: skip


def facts_of(records: pa.Table, memberships: pa.Table) -> pa.Table:
    """Every fact of every cooperative, alternatives included.

    Returns:
        tables.FACTS ordered by all its columns. Kinds: `listed`, `founded`, `form`, `ods_status`,
        `certificate_status`, `certificate_valid_to`, `nik_grade`, `rat_held` (with `on` where the day of the last
        annual meeting is told; with `book_year` alone where a note tells it), `rat_never` (a note says so), `visit`,
        `visit_outcome`, `visit_address_clear` and `visit_officers_known` (yes, no). A visit's facts carry its day.
    """
    never = "|".join(law("remarks")["rat"]["never"])
    parts = [
        f"SELECT r.record_id, {literal(kind)} AS kind, {value} AS value, {on} AS on_day, {book_year} AS book_year "
        f"FROM records r WHERE {when}"
        for kind, (value, on, book_year, when) in _ONE_A_RECORD.items()
    ]
    parts += [
        "SELECT DISTINCT record_id, 'rat_held', NULL, NULL, unnest(rat_book_years) FROM records",
        "SELECT record_id, 'rat_never', 'yes', visited_on, NULL FROM records "
        f"WHERE regexp_matches(lower(note), {literal(never)})",
    ]
    with database(records=records, memberships=memberships) as db:
        found = db.table(f"""
            SELECT m.cooperative_id, f.record_id, f.kind, f.value, f.on_day AS "on", f.book_year
            FROM memberships m JOIN ({" UNION ALL ".join(parts)}) f USING (record_id) ORDER BY ALL
        """)
    return conform(found, FACTS)
