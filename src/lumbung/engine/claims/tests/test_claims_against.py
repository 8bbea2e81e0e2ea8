"""A text beside a run: what the words place is compared, with its interval; what they do not place is left alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from lumbung.engine.claims.against import against
from lumbung.engine.claims.prose import check_text
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


CROSS = {("647101", "konsumen"): 34, ("647101", "jasa"): 2, ("647102", "konsumen"): 29, ("647102", "jasa"): 0}

RUN = pa.Table.from_pylist(
    [
        *(cell("streams", row, "total", n, 3 if row == "listed" else 0) for row, n in STREAMS.items()),
        *(cell("kind_by_district", "total", kind, n) for kind, n in KINDS.items()),
        *(cell("kind_by_district", code, "total", n) for code, n in DISTRICTS.items()),
        *(cell("kind_by_district", code, kind, n) for (code, kind), n in CROSS.items()),
    ],
    schema=CELLS,
)


def compared(text: str) -> list[tuple[str, str]]:
    """(number as written, result) of every figure that was placed."""
    verdicts = against(check_text(text, "text"), RUN, date(2024, 6, 30)).verdicts
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
        ("Sebanyak 587 koperasi tercatat di ODS.", [("587", "holds")]),  # the rows of ODS
        ("Koperasi yang tercatat di ODS sebanyak 587.", [("587", "holds")]),
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Di Kecamatan Balikpapan Timur terdapat 40 koperasi aktif.", [("40", "holds")]),
        ("Di Kecamatan Balikpapan Timur terdapat 41 koperasi aktif.", [("41", "fails")]),
        ("Di Kecamatan Balikpapan Timur, terdapat 41 koperasi aktif.", [("41", "fails")]),
        ("Koperasi aktif di Balikpapan Timur sebanyak 40.", [("40", "holds")]),
        ("Koperasi aktif di Balikpapan Timur sebanyak 41.", [("41", "fails")]),
        ("Kecamatan Timur memiliki 41 koperasi aktif.", [("41", "fails")]),
        ("Terdapat 40 koperasi aktif, semuanya di Balikpapan Timur.", [("40", "holds")]),
        ("Balikpapan Timur masih tertinggal. Baru 40 koperasi aktif.", [("40", "holds")]),
        ("Sebanyak 354 koperasi konsumen aktif di Balikpapan.", [("354", "holds")]),
        ("Sebanyak 350 koperasi konsumen aktif di Balikpapan.", [("350", "fails")]),
        ("Di Balikpapan Timur terdapat 34 koperasi konsumen aktif.", [("34", "holds")]),
        ("Di Balikpapan Timur terdapat 33 koperasi konsumen aktif.", [("33", "fails")]),
        ("Ada 440 koperasi aktif, terbanyak di Balikpapan Kota.", [("440", "holds")]),
        ("Ada 441 koperasi aktif, terbanyak di Balikpapan Kota.", [("441", "fails")]),
        ("Jumlah koperasi aktif mencapai 440 unit.", [("440", "holds")]),
        (
            "Balikpapan Kota memiliki 143 koperasi aktif, diikuti Balikpapan Selatan 83 dan Balikpapan Utara 76.",
            [("143", "holds"), ("83", "fails"), ("76", "holds")],
        ),
        ("Tercatat 440 dari 587 koperasi aktif.", [("440", "holds")]),
        ("Tercatat 441 dari 587 koperasi aktif.", [("441", "fails")]),
        ("Sebanyak 300 dari 587 koperasi yang terdata di ODS.", [("587", "holds")]),
        # what the run does not know is left alone
        ("Di Samarinda terdapat 300 koperasi aktif.", []),
        ("Kelurahan Margomulyo memiliki 12 koperasi aktif.", []),
        ("Kecamatan Loa Janan memiliki 12 koperasi aktif.", []),
        ("Di kecamatan itu ada 41 koperasi aktif.", []),
        ("Secara nasional ada 130.119 koperasi aktif.", []),
        ("Pada 2023 terdapat 420 koperasi aktif di Balikpapan.", []),
        ("Pada 2024 terdapat 420 koperasi aktif di Balikpapan.", [("420", "fails")]),
        ("Sebanyak 20 koperasi simpan pinjam aktif.", []),
        ("Terdapat 12.000 anggota koperasi aktif.", []),
        ("Jumlah koperasi aktif bertambah sebanyak 41.", []),
        ("Dinas membina 50 koperasi aktif.", []),
    ],
)
def test_a_number_of_a_district_or_kind_is_compared_with_that_cell(text: str, expected: list[tuple[str, str]]) -> None:
    assert compared(text) == expected


def test_a_list_of_what_is_registered_is_not_compared_with_the_active() -> None:
    text = """Balikpapan memiliki 249 koperasi terdata di dinas, tersebar di Balikpapan Barat 46, Balikpapan Tengah 92, dan
    Balikpapan Selatan 111."""

    assert not {number for number, _ in compared(text)} & {"46", "92", "111"}


def test_which_of_two_cells_matched_is_told_and_where_neither_does_both_are() -> None:
    def finding(text: str) -> tuple[str, object, object]:
        params = against(check_text(text, "text"), RUN).verdicts[-1].finding.params
        return str(params["cell"]), params["computed"], params.get("other_cell")

    assert finding("Sebanyak 587 koperasi tercatat di ODS.") == ("streams/listed_rows/total", "587", None)
    assert finding("Sebanyak 578 koperasi tercatat di ODS.") == ("streams/listed/total", "578", None)
    assert finding("Sebanyak 590 koperasi tercatat di ODS.") == (
        "streams/listed/total", "578", "streams/listed_rows/total",
    )  # fmt: skip


def test_where_nothing_can_be_placed_it_is_said() -> None:
    told = against(check_text("Dinas melatih 30 pengurus koperasi.", "siaran.txt"), RUN)

    assert [finding.code for finding in told.findings][-1] == "claim.against.nothing_placed"
