"""Whole lists through `clean_records`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pytest

from lumbung.core.sentences import say
from lumbung.engine.cleaning import clean_records, columns
from lumbung.engine.tables import RECORDS


@dataclass(frozen=True)
class Listed:
    cells: pa.Table
    source: str = "register"
    place_hint: str | None = "KOTA BALIKPAPAN"
    as_of: date | None = date(2024, 6, 30)


def listed(*rows: dict[str, str | None], sheets: tuple[str, ...] = (), **more: object) -> Listed:
    fields = sorted({field for row in rows for field in row})
    cells = {
        "sheet": pa.array(sheets or ["Data"] * len(rows), pa.string()),
        "row": pa.array(range(6, 6 + len(rows)) if not sheets else [6] * len(rows), pa.int32()),
        **{field: pa.array([row.get(field) for row in rows], pa.string()) for field in fields},
        "raw": pa.array([json.dumps({f"Kolom {k}": v or "" for k, v in row.items()}) for row in rows], pa.string()),
    }
    return Listed(pa.table(cells), **more)


def cleaned(*rows: dict[str, str | None], **more: object) -> list[dict[str, object]]:
    return clean_records(listed(*rows, **more))[0].to_pylist()


def said(*rows: dict[str, str | None], **more: object) -> list[tuple[str, int, str]]:
    named = [{"name": "KSU Sinar", **row} for row in rows]
    return [(f.code, f.row, f.column) for f in clean_records(listed(*named, **more))[1]]


def test_a_list_of_names_alone_becomes_records():
    table, findings = clean_records(listed({"name": "KSU Sinar Pagi"}, {"name": "Kopkar PT Gajah Kuning"}))

    assert table.schema == RECORDS
    assert table["record_id"].to_pylist() == ["R000001", "R000002"]
    assert table["name_tokens"].to_pylist() == [["sinar", "pagi"], ["gajah", "kuning"]]
    assert findings == []


def test_an_empty_list_becomes_an_empty_table():
    table, findings = clean_records(listed())

    assert (table.schema, table.num_rows, findings) == (RECORDS, 0, [])


def test_a_bad_row_stays_a_record_and_every_problem_has_its_place():
    row = {
        "name": "-", "coop_nik": "6.47E+12", "legal_on": "31/02/2020", "members": "-4",
        "kind": "Taksi", "village": "Atlantis",
    }  # fmt: skip

    assert len(cleaned(row)) == 1
    assert said(row) == [
        ("clean.nik_digits_lost", 6, "Kolom coop_nik"),
        ("clean.unknown_word", 6, "Kolom kind"),
        ("clean.date_no_such_day", 6, "Kolom legal_on"),
        ("clean.count_negative", 6, "Kolom members"),
        ("clean.name_missing", 6, "Kolom name"),
        ("clean.village_unknown", 6, "Kolom village"),
    ]


def test_every_finding_can_be_said():
    row = {"kind": "Taksi", "legal_on": "31/02/2020", "coop_nik": "12", "name": "Sinar"}
    findings = clean_records(listed(row))[1]

    assert [str(say(finding, "en")) for finding in findings] == [
        "register, sheet Data, row 6, column “Kolom coop_nik”: The NIK Koperasi has 2 digits; 13 were expected. "
        "Compare it with the register and correct it.",
        "register, sheet Data, row 6, column “Kolom kind”: “Taksi” is not a known word here. "
        "Write one of the known words, for example: Jasa, Konsumen, Produsen.",
        "register, sheet Data, row 6, column “Kolom legal_on”: There is no day 31 in that month: “31/02/2020”. "
        "Its last day is 29/02/2020. Correct the date.",
    ]


@pytest.mark.parametrize(
    "nik", ["6471010101990001", "6471.0101.0199.0001", "6471 0101 0199 0001", "64 71 01 01 01 99 00 01"]
)
def test_a_persons_nik_is_kept_nowhere(nik):
    note = "KTP 6471010101990001"
    table, findings = clean_records(listed({"name": "Sinar", "coop_nik": nik, "note": note}))
    kept = json.dumps(table.to_pylist(), default=str) + repr(findings)

    assert [finding.code for finding in findings] == ["clean.nik_of_a_person"]
    assert "01990001" not in "".join(kept.split()).replace(".", "")
    assert findings[0].value == "6471************"


def test_the_key_is_the_lists_own_number_only_where_every_row_has_its_own():
    assert [r["key"] for r in cleaned({"number": "11.0"}, {"number": "12"})] == ["11", "12"]
    assert [r["key"] for r in cleaned({"number": "11"}, {"number": "11"})] == ["6", "7"]
    assert [r["key"] for r in cleaned({"number": "11"}, {"number": None})] == ["6", "7"]
    assert [r["key"] for r in cleaned({"name": "A"}, {"name": "B"}, sheets=("X", "Y"))] == ["X!6", "Y!6"]


def test_a_kind_can_tell_the_pattern_but_a_patterns_own_column_leads():
    told = cleaned(
        {"kind": "KSPPS", "pattern": None}, {"kind": "KSP", "pattern": "Syariah"}, {"kind": "KSP Konvensional"}
    )

    assert [(r["kind"], r["pattern"]) for r in told] == [
        ("simpan_pinjam", "sharia"), ("simpan_pinjam", "sharia"), ("simpan_pinjam", "conventional"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("outcome", "code"),
    [
        ("AKTIF", "found_operating"), ("tdk aktif", "found_not_operating"), ("Tidak Aktif", "found_not_operating"),
        ("TUTUP", "ceased"), ("bubar", "ceased"), ("alamat tidak ditemukan", "not_found"), ("menolak", "refused"),
        ("kantor tutup saat dikunjungi", "closed_at_visit"), ("Ditemukan, tidak aktif", "found_not_operating"),
        ("-", None),
    ],
)  # fmt: skip
def test_outcomes_of_visits(outcome, code):
    assert cleaned({"outcome": outcome}, source="census")[0]["outcome"] == code


def test_a_visit_tells_officers_and_a_clear_address_and_a_register_does_not():
    row = {"chair": "Amin Bakri", "address": "Jl. Melur 2", "village": "Manggar", "note": None}
    visit, entry = cleaned(row, source="census")[0], cleaned(row)[0]

    assert (visit["officers_known"], visit["address_clear"], visit["record_id"]) == (True, True, "C000001")
    assert (entry["officers_known"], entry["address_clear"], entry["record_id"]) == (None, None, "R000001")
    assert cleaned(row | {"chair": "-"}, source="census")[0]["officers_known"] is None
    assert cleaned(row | {"note": "pengurus tidak dikenal"}, source="census")[0]["officers_known"] is False
    assert cleaned(row | {"village": None}, source="census")[0]["address_clear"] is False


def test_officers_stand_in_the_order_of_their_offices():
    told = cleaned({"chair": "Drs. Zul", "secretary": "Amin, SE", "treasurer": "-", "manager": "Zul"})

    assert told[0]["officers"] == ["zul", "amin"]


def test_totals_are_as_told_or_summed_and_a_wrong_one_is_named():
    rows = (
        {"members_m": "3", "members_f": "4"},
        {"members_m": "3", "members_f": "4", "members": "9"},
        {"members_m": "3"},
        {"members_m": "3", "members": "2"},
        {"members_m": "3", "members": "4"},
    )

    assert [r["members"] for r in cleaned(*rows)] == [7, 9, 3, 2, 4]
    assert said(*rows) == [
        ("clean.total_is_not_sum", 7, "Kolom members"), ("clean.part_exceeds_total", 9, "Kolom members"),
    ]  # fmt: skip


def test_positions():
    rows = (
        {"latitude": "-1.21", "longitude": "116.9"},
        {"latitude": "116.9", "longitude": "-1.21"},
        {"latitude": "51.5", "longitude": "0.1"},
        {"latitude": "-1.21", "longitude": None},
    )

    assert [(r["latitude"], r["longitude"]) for r in cleaned(*rows)][:3] == [
        (-1.21, 116.9),
        (-1.21, 116.9),
        (None, None),
    ]
    assert [code for code, _, _ in said(*rows)] == [
        "clean.position_swapped", "clean.position_outside", "clean.position_half",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        ({"legal_on": "01/07/2024"}, ["clean.day_after_list"]),
        ({"legal_on": "30/06/2024"}, []),
        ({"legal_on": "01/02/2020", "last_rat_on": "31/01/2020"}, ["clean.rat_before_founding"]),
        (
            {"certificate_status": "Sudah Bersertifikat", "certificate_valid_to": "29/06/2024"},
            ["clean.certificate_lapsed"],
        ),
        ({"certificate_status": "Sudah Bersertifikat", "certificate_valid_to": "30/06/2024"}, []),
        (
            {"certificate_status": "Sertifikat - Expired", "certificate_valid_to": "01/07/2024"},
            ["clean.certificate_still_valid"],
        ),
        ({"certificate_status": "Sudah Bersertifikat", "nik_grade": "D"}, ["clean.certified_with_grade_d"]),
        ({"nik_grade": "A", "last_rat_on": "31/12/2021"}, ["clean.grade_against_rat"]),
        ({"nik_grade": "A", "last_rat_on": "01/01/2022"}, []),
        ({"nik_grade": "D", "last_rat_on": "01/01/2015"}, []),
        ({"nik_grade": "D", "last_rat_on": "01/01/2022"}, ["clean.grade_despite_rat"]),
        ({"last_rat_on": "01/07/2024"}, ["clean.day_after_list"]),
        ({"amendment_on": "01/07/2024"}, ["clean.day_after_list"]),
    ],
)
def test_cells_of_a_row_that_cannot_all_be_right(row, codes):
    assert [code for code, _, _ in said(row)] == codes


def test_a_finding_keeps_the_text_as_it_stood_and_says_the_day():
    row = {"name": "Sinar", "legal_on": "1 Juli 2024"}
    finding = clean_records(listed(row))[1][0]

    assert (finding.value, dict(finding.params)) == ("1 Juli 2024", {"day": "01/07/2024", "as_of": "30/06/2024"})


def test_a_cell_may_hold_any_sign():
    told = cleaned({"name": "KSU\x1fSinar", "village": "Manggar\x1f", "district": "\x1f", "address": "Jl. Melur\x1f2"})

    assert (told[0]["name_tokens"], told[0]["village_code"], told[0]["street"]) == (["sinar"], "6471011001", "melur")


def test_the_lists_city_is_no_part_of_a_street():
    assert cleaned({"address": "Jl. Melur No 2 Balikpapan"})[0]["street"] == "melur"
    assert cleaned({"address": "Jl. Melur Balikpapan"}, place_hint="KOTA BOGOR")[0]["street"] == "melur balikpapan"


def test_without_a_date_of_the_list_nothing_is_too_late():
    assert said({"legal_on": "01/07/2034"}, as_of=None) == []


def test_a_row_that_tells_no_place_has_none_though_the_list_has_one():
    table = cleaned(
        {"name": "Sinar", "village": None, "district": None}, {"name": "Pagi", "village": "Manggar", "district": None}
    )

    assert [(r["village_code"], r["district_code"], r["regency_code"]) for r in table] == [
        (None, None, "6471"), ("6471011001", "647101", "6471"),
    ]  # fmt: skip


def test_a_rows_own_regency_leads_over_the_lists():
    told = cleaned({"regency": "Kota Bogor", "village": "Tegallega", "district": "Bogor Tengah"})

    assert (told[0]["regency_code"], told[0]["district_code"]) == ("3271", "327103")


def test_long_lists_are_cleaned_in_processes_with_the_same_result(monkeypatch):
    raw = listed(*({"name": f"KSU Sinar {n}", "address": f"Jl. Melur {n}"} for n in range(50)))
    alone = clean_records(raw, workers=1)
    monkeypatch.setattr(columns, "SPREAD_FROM", 10)
    monkeypatch.setattr(columns, "_CHUNK", 7)
    together = clean_records(raw, workers=2)

    assert together[0].equals(alone[0])
    assert together[1] == alone[1]
