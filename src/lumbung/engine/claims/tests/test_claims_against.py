"""A text beside a run: what the words place is compared, with its interval; what they do not place is left alone."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from lumbung.engine.claims.prose import check_text
from lumbung.engine.claims.against import against
from lumbung.engine.tables import CELLS

STREAMS = {
    "active": 440,
    "active_listed": 424,
    "active_field_only": 16,
    "listed": 578,
    "listed_rows": 587,
    "not_visited": 92,
}
KINDS = {"jasa": 19, "konsumen": 354, "pemasaran": 14, "ksp_konvensional": 15, "ksp_syariah": 5, "produsen": 33}
DISTRICTS = {"647101": 40, "647102": 36, "647103": 76, "647104": 62, "647105": 82, "647106": 143}


def cell(table: str, row: str, column: str, count: int, reach: int = 0) -> dict[str, Any]:
    return {"table": table, "row": row, "column": column, "count": count, "low": count - reach, "high": count + reach}


RUN = pa.Table.from_pylist(
    [
        *(cell("streams", row, "total", n, 3 if row == "listed" else 0) for row, n in STREAMS.items()),
        *(cell("kind_by_district", "total", kind, n) for kind, n in KINDS.items()),
        *(cell("kind_by_district", code, "total", n) for code, n in DISTRICTS.items()),
    ],
    schema=CELLS,
)


def compared(text: str) -> list[tuple[str, str]]:
    """(number as written, result) of every figure that was placed."""
    verdicts = against(check_text(text, "text"), RUN).verdicts
    return [(v.parts[0].text, v.result) for v in verdicts if v.kind == "against"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sebanyak 440 koperasi aktif di Balikpapan.", [("440", "holds")]),
        ("Sebanyak 445 koperasi aktif di Balikpapan.", [("445", "fails")]),
        ("Ada 578 koperasi yang terdata di ODS.", [("578", "holds")]),
        ("Ada 580 koperasi yang terdata di ODS.", [("580", "holds")]),  # inside the interval
        ("Ada 590 koperasi yang terdata di ODS.", [("590", "fails")]),
        ("Sebanyak 424 koperasi aktif dan terdaftar di ODS.", [("424", "holds")]),
        ("Sebanyak 16 koperasi aktif hanya ditemukan di lapangan.", [("16", "holds")]),
        ("Masih ada 90 koperasi yang belum dikunjungi.", [("90", "fails")]),
        ("Lebih dari 400 koperasi aktif di Balikpapan.", []),
        ("Dinas melatih 30 pengurus koperasi pada 12 Mei 2024.", []),
        ("Sebanyak 147 koperasi tidak aktif.", []),
    ],
)
def test_a_number_is_placed_by_the_words_behind_it(text: str, expected: list[tuple[str, str]]) -> None:
    assert compared(text) == expected


def test_a_list_of_kinds_or_districts_is_compared_part_by_part() -> None:
    text = """Koperasi aktif itu 439 unit, terdiri atas jasa 19, konsumen 353, pemasaran 14, KSP konvensional 15,
    KSP syariah 5, dan produsen 33. Menurut kecamatan, 440 koperasi tersebar di Balikpapan Barat 36, Balikpapan Tengah 62,
    Balikpapan Kota 143, Balikpapan Selatan 82, Balikpapan Utara 76, dan Balikpapan Timur 41."""
    told = dict(compared(text))

    assert {number for number, result in told.items() if result == "fails"} >= {"353", "41"}
    assert all(told[number] == "holds" for number in ("19", "14", "15", "36", "62", "143", "82", "76"))
