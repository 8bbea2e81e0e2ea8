"""Lists that speak of cooperatives and make none: NIK certificates, other agencies' lists. Their own columns besides."""

from __future__ import annotations

import pyarrow as pa

from lumbung.core.findings import Finding
from lumbung.engine.cleaning.columns import Columns, RawLike
from lumbung.engine.cleaning.dates import read_date
from lumbung.engine.cleaning.nik import mask
from lumbung.engine.cleaning.records import clean_records
from lumbung.engine.cleaning.vocabularies import told
from lumbung.engine.tables import RECORDS

LISTS = ("certificate", "agency")  # the kinds of lists that speak of cooperatives
NUMBERS = ("certificate_number", "npwp", "nib", "licence_number")
LISTED = pa.schema(
    [*RECORDS, *(pa.field(name, pa.string()) for name in NUMBERS), pa.field("certificate_on", pa.date32())]
)


def clean_listed(raw: RawLike, *, workers: int | None = None) -> tuple[pa.Table, list[Finding]]:
    """As `clean_records`, with the columns that only such lists have.

    Returns:
        One row per row of the list (`LISTED`: tables.RECORDS, numbers as they are written, the day of issue), and
        findings ordered by row.
    """
    records, findings = clean_records(raw, workers=workers)
    columns = Columns(raw, workers)
    for name in NUMBERS:
        told_numbers = columns.apply(columns.text(name), _kept)
        records = records.append_column(LISTED.field(name), told_numbers.column(_same, pa.string()))
    days = columns.apply(columns.text("certificate_on"), read_date)
    columns.report("certificate_on", days, lambda result: result[1])
    records = records.append_column(LISTED.field("certificate_on"), days.column(lambda result: result[0], pa.date32()))
    order = sorted([*findings, *columns.findings], key=lambda f: (f.sheet or "", f.row or 0, f.column or "", f.code))
    return records.cast(LISTED), order


def _kept(text: str | None) -> str | None:
    clean = " ".join((text or "").split())
    if not told(clean):
        return None
    return clean if clean.startswith("0") else mask(clean)  # a tax number of 16 digits begins with 0, a person's never


def _same(text: str | None) -> str | None:
    return text
