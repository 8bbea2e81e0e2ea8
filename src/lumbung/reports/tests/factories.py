"""A picture as the pipeline would hand it over: 587 rows, 578 cooperatives, 424 + 16 = 440 active; all invented."""

from __future__ import annotations

import hashlib
import json
import random
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pyarrow as pa

from lumbung.engine import tables

CATEGORIES = ("jasa", "konsumen", "pemasaran", "ksp_konvensional", "ksp_syariah", "produsen")
ACTIVE = {  # district code -> active cooperatives by category, as published in July 2024
    "647102": (2, 27, 2, 2, 1, 2),
    "647104": (1, 51, 2, 1, 1, 6),
    "647106": (9, 114, 7, 4, 0, 9),
    "647105": (4, 68, 2, 3, 1, 4),
    "647103": (2, 67, 1, 1, 0, 5),
    "647101": (1, 26, 0, 4, 2, 7),
    "unknown": (0, 1, 0, 0, 0, 0),
}
DISTRICTS = {
    "647102": ("Balikpapan Barat", "Margasari", -1.21, 116.80),
    "647104": ("Balikpapan Tengah", "Gunung Sari Ilir", -1.24, 116.83),
    "647106": ("Balikpapan Kota", "Prapatan", -1.27, 116.83),
    "647105": ("Balikpapan Selatan", "Sepinggan", -1.26, 116.88),
    "647103": ("Balikpapan Utara", "Muara Rapak", -1.18, 116.86),
    "647101": ("Balikpapan Timur", "Manggar", -1.20, 116.95),
}
FIRST = ("Sumber", "Mitra", "Karya", "Bina", "Tunas", "Sinar", "Cahaya", "Usaha", "Citra", "Dharma", "Berkah", "Rukun")
SECOND = ("Makmur", "Sejahtera", "Mandiri", "Bersama", "Lestari", "Abadi", "Utama", "Jaya", "Amanah", "Sentosa", "Artha")
THIRD = ("", "Pesisir", "Kenari", "Meranti", "Bakau", "Teluk", "Bukit", "Delima", "Anggrek", "Ulin", "Kemuning", "Enggang")
PEOPLE = ("ZULKARNAEN TESTING", "MARLINA CONTOHWATI", "BAHTIAR REKAAN", "SULASTRI UMPAMA")
PHONE = "081299887766"
REGISTER_COLUMNS = (
    ("No", "number"), ("NIK", "coop_nik"), ("Nama Koperasi", "name"), ("Nomor Badan Hukum", "legal_number"),
    ("Alamat", "address"), ("Kelurahan/Desa", "village"), ("Kecamatan", "district"), ("Jenis Koperasi", "kind"),
    ("Nama Ketua", "chair"), ("No Telepon", "phone"), ("Total Anggota", "members"), ("Status NIK", "certificate_status"),
    ("Grade", "nik_grade"), ("Catatan Dinas", None),
)  # fmt: skip
CENSUS_COLUMNS = (
    ("No", "number"), ("Tanggal Kunjungan", "visited_on"), ("Petugas", "visitor"), ("Nama Koperasi", "name"),
    ("Jenis", "kind"), ("Alamat Sekretariat", "address"), ("Kelurahan", "village"), ("Kecamatan", "district"),
    ("Nama Ketua", "chair"), ("No HP", "phone"), ("Status", "outcome"), ("Latitude", "latitude"),
    ("Longitude", "longitude"), ("Keterangan", "note"),
)  # fmt: skip


@dataclass(frozen=True)
class FakeRule:
    code: str
    version: int
    title: str
    valid_from: date = date(2024, 1, 1)
    legal_basis: str = ""
    source: str = ""
    reasons: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FakeColumn:
    heading: str
    letter: str
    field: str | None


@dataclass(frozen=True)
class FakeInput:
    source: str
    file: str
    sha256: str
    as_of: date | None
    columns: tuple[FakeColumn, ...]
    cells: pa.Table


@dataclass(frozen=True)
class FakePicture:
    tables: dict[str, pa.Table]
    as_of: date
    rule: FakeRule
    rules: tuple[FakeRule, ...]
    inputs: tuple[FakeInput, ...]
    example: bool
    place: str


RULES = (
    FakeRule("FIELD_FOUND_OPERATING", 1, "Found and operating", source="press release, 15 July 2024"),
    FakeRule("RAT_1_IN_3", 1, "Annual meeting once in 3 years", legal_basis="Permenkop 19/2015"),
    FakeRule("HAS_VALID_CERT", 1, "Valid NIK certificate", legal_basis="Permenkop 10/2016"),
)


@dataclass
class Making:
    """What is being made, list by list."""

    chance: random.Random
    coops: list[dict] = field(default_factory=list)
    records: list[dict] = field(default_factory=list)
    links: list[dict] = field(default_factory=list)
    members: list[dict] = field(default_factory=list)
    standings: list[dict] = field(default_factory=list)

    def record(self, source: str, **told: object) -> dict:
        number = sum(1 for one in self.records if one["source"] == source) + 1
        letter = "R" if source == "register" else "C"
        row = {name: None for name in tables.RECORDS.names}
        row |= {"record_id": f"{letter}{number:06d}", "source": source, "key": str(number), "row": number + 5}
        row |= {"sheet": "ODS" if source == "register" else None, **told}
        self.records.append(row)
        return row


def make_picture(seed: int = 2024, *, scale: float = 1.0, example: bool = True, **changes: object) -> FakePicture:
    """The picture of the story; `scale` < 1 makes a small one with the same shape."""
    making = Making(random.Random(seed))
    for spec in _specs(scale):
        _cooperative(making, **spec)
    made = {
        "sources": _sources(making),
        "records": making.records,
        "problems": _problems(making),
        "judgements": [],
        "links": making.links,
        "memberships": making.members,
        "cooperatives": making.coops,
        "facts": [],
        "standings": making.standings,
        "cells": [],
        "checks": [],
    }
    made["cells"] = _cells(making)
    made["checks"] = _checks(made["cells"], making)
    inputs = tuple(
        FakeInput(
            one["source"], one["file"], one["sha256"], one["as_of"],
            tuple(FakeColumn(heading, chr(65 + at), told) for at, (heading, told) in enumerate(columns)),
            pa.table({"row": range(one["rows"])}),
        )
        for one, columns in zip(made["sources"], (REGISTER_COLUMNS, CENSUS_COLUMNS), strict=True)
    )
    arrow = {name: pa.Table.from_pylist(rows, schema=tables.ALL[name]) for name, rows in made.items()}
    picture = FakePicture(arrow, date(2024, 6, 30), RULES[0], RULES, inputs, example, "Kota Balikpapan")
    return replace(picture, **changes)


def _specs(scale: float):
    many = lambda count: max(1, round(count * scale)) if count else 0  # noqa: E731
    field_only = Counter({"647106": many(8), "647105": many(5), "647103": many(3)})
    for district, by_category in ACTIVE.items():
        for category, count in zip(CATEGORIES, by_category, strict=True):
            for _ in range(many(count)):
                alone = category == "konsumen" and field_only[district] > 0
                field_only[district] -= alone
                yield {"district": district, "category": category, "outcome": "found_operating", "listed": not alone}
    codes = sorted(DISTRICTS)
    for outcome, count in ((None, 92), ("not_found", 13), ("found_not_operating", 31), ("ceased", 18)):
        for place in range(many(count)):
            yield {
                "district": codes[place % 6],
                "category": CATEGORIES[place % 3],
                "outcome": outcome,
                "listed": True,
            }


def _cooperative(making: Making, *, district: str, category: str, outcome: str | None, listed: bool) -> None:
    chance, number = making.chance, len(making.coops)
    name = " ".join(("Koperasi", chance.choice(FIRST), chance.choice(SECOND), chance.choice(THIRD), str(number))).replace("  ", " ")
    kind = "simpan_pinjam" if category.startswith("ksp") else category
    pattern = "sharia" if category == "ksp_syariah" else "conventional"
    told_code = "647101" if district == "unknown" else district
    place = DISTRICTS[told_code]
    coop_id = f"K{number + 1:06d}"
    nik = f"647101{number:07d}"
    common = {"name": name, "kind": kind, "chair": chance.choice(PEOPLE), "officers": ["zulkarnaen testing"], "phones": [PHONE]}
    own: list[dict] = []
    if listed:
        for copy in range(2 if number % 66 == 5 else 1):
            own.append(_register_row(making, common, place, told_code, nik, kind, number, copy))
    if outcome is not None:
        for _ in range(2 if number % 40 == 7 else 1):
            own.append(_census_row(making, common, place, district, kind, outcome, number))
    _link(making, own)
    standing = {"found_operating": "active", None: "unknown"}.get(outcome, "inactive")
    position = {
        ("active", True): "active_listed", ("active", False): "active_field_only", ("unknown", True): "not_visited",
    }.get((standing, listed), "not_found" if outcome == "not_found" else "not_operating")  # fmt: skip
    level = "regency" if number % 12 or not listed else ("province" if number % 24 else "national")
    pinned = [one for one in own if one["latitude"] is not None]
    row = {column: None for column in tables.COOPERATIVES.names}
    row |= {
        "cooperative_id": coop_id, "alternative": False, "record_ids": [one["record_id"] for one in own],
        "register_records": sum(one["source"] == "register" for one in own),
        "census_records": sum(one["source"] == "census" for one in own), "listed": listed, "visited": outcome is not None,
        "name": name, "kind": kind, "pattern": pattern, "category": category, "form": "primary",
        "membership_area": level, "supervising_level": level, "district": district,
        "district_code": None if district == "unknown" else district, "address": own[0]["address"], "coop_nik": nik if listed else None,
        "legal_number": own[0]["legal_number"], "latitude": pinned[0]["latitude"] if pinned else None,
        "longitude": pinned[0]["longitude"] if pinned else None,
        "visited_on": own[-1]["visited_on"], "visit_outcome": outcome, "kind_register": kind if listed else None,
        "category_register": category if listed else None, "district_code_register": told_code if listed else None,
        "field_sources": json.dumps({"name": own[0]["record_id"], "district": own[-1]["record_id"], "address": own[-1]["record_id"]}),
        "standing": standing, "reason": outcome or "not_visited", "position": position,
        "field_only_reason": None if listed else ("branch", "new", "unmatched")[number % 3],
    }  # fmt: skip
    making.coops.append(row)
    making.members += [{"cooperative_id": coop_id, "record_id": one["record_id"], "alternative": False} for one in own]
    results = (
        ("FIELD_FOUND_OPERATING", standing, row["reason"]),
        ("RAT_1_IN_3", ("active", "unknown", "inactive", "unknown")[number % 4], "no_rat_known"),
        ("HAS_VALID_CERT", ("inactive", "inactive", "active")[number % 3] if listed else "not_applicable", "no_certificate"),
    )
    for rule, result, reason in results:
        making.standings.append(
            {"cooperative_id": coop_id, "rule": rule, "version": 1, "result": result, "reason": reason, "record_ids": row["record_ids"]}
        )


def _register_row(making, common, place, code, nik, kind, number, copy):
    row = making.record(
        "register", **common, legal_number=f"{number}/BH/KWK.17/19{80 + number % 19}", coop_nik=nik,
        address=f"Jl. Soekarno Hatta No. {number} RT 12", village=place[1], district=place[0], district_code=code,
        regency_code="6471", members=25 + number % 300, nik_grade="ABCD"[number % 4],
    )  # fmt: skip
    name = row["name"] if not copy else row["name"].upper()
    row["name"] = name
    cells = (
        row["key"], nik, name, row["legal_number"], row["address"], place[1], place[0], kind, row["chair"], PHONE,
        str(row["members"]), "Sudah Bersertifikat", row["nik_grade"], f"hubungi {PHONE}",
    )  # fmt: skip
    row["raw"] = json.dumps(dict(zip((one for one, _ in REGISTER_COLUMNS), cells, strict=True)), ensure_ascii=False)
    return row


def _census_row(making, common, place, district, kind, outcome, number):
    chance = making.chance
    known = district != "unknown"
    pinned = outcome != "not_found" and number % 5 and known
    visited = date(2024, 2, 1) + timedelta(days=number % 140)
    row = making.record(
        "census", **common, address=f"Jl. Soekarno Hatta #{number}", village=place[1] if known else None,
        district=place[0] if known else None, district_code=district if known else None, regency_code="6471",
        visited_on=visited, visitor="C", outcome=outcome,
        latitude=round(place[2] + chance.uniform(-0.02, 0.02), 6) if pinned else None,
        longitude=round(place[3] + chance.uniform(-0.02, 0.02), 6) if pinned else None,
        note=f"ketua BAHTIAR REKAAN, hp 0812-9988-7766, pindah kantor {number % 9}",
    )  # fmt: skip
    cells = (
        row["key"], f"{visited:%d/%m/%Y}", "C", row["name"], kind, row["address"], row["village"] or "", row["district"] or "",
        row["chair"], PHONE, outcome, str(row["latitude"] or ""), str(row["longitude"] or ""), row["note"],
    )  # fmt: skip
    row["raw"] = json.dumps(dict(zip((one for one, _ in CENSUS_COLUMNS), cells, strict=True)), ensure_ascii=False)
    return row


def _link(making: Making, own: list[dict]) -> None:
    evidence = [
        {"field": "name", "level": "same", "weight": 7.2},
        {"field": "village", "level": "same", "weight": 2.1},
        {"field": "address", "level": "same_street", "weight": 3.0},
        {"field": "officers", "level": "same", "weight": 6.4},
        {"field": "phone", "level": "missing", "weight": 0.0},
    ]
    for place, left in enumerate(own):
        for right in own[place + 1 :]:
            scope = "register_census" if left["source"] != right["source"] else left["source"]
            making.links.append(
                {"left_id": left["record_id"], "right_id": right["record_id"], "scope": scope, "probability": 0.998, "tier": "auto",
                 "linked": True, "direct": True, "judged": None, "evidence": json.dumps(evidence)}
            )  # fmt: skip
    if len(making.coops) in (30, 60, 90) and len(own) > 1:
        right = next(one for one in making.records if one["source"] == "census")
        doubt = [{"field": "name", "level": "acronym", "weight": 3.1}, {"field": "rivals", "level": "near", "weight": -2.0}]
        making.links.append(
            {"left_id": own[0]["record_id"], "right_id": right["record_id"], "scope": "register_census", "probability": 0.41,
             "tier": "review", "linked": False, "direct": True, "judged": None, "evidence": json.dumps(doubt)}
        )  # fmt: skip


def _sources(making: Making) -> list[dict]:
    counts = Counter(one["source"] for one in making.records)
    return [
        {"source": "register", "kind": "register", "file": "ods-contoh.xlsx", "sha256": "9c1e70d4b2aa51f6" * 4,
         "as_of": date(2024, 6, 30), "rows": counts["register"]},
        {"source": "census", "kind": "census", "file": "lapangan-contoh.csv", "sha256": "e07b1f934c6d2288" * 4, "as_of": None,
         "rows": counts["census"]},
    ]  # fmt: skip


def _problems(making: Making) -> list[dict]:
    return [
        {"severity": severity, "source": "ods-contoh.xlsx", "sheet": "ODS", "row": 6 + place, "column": "NIK", "value": "6,47E+12",
         "code": code, "params": json.dumps({"digits": 13}), "record_id": None}
        for place, (severity, code) in enumerate(
            [("error", "test_digits_lost")] * 4 + [("warning", "test_grade_against_rat")] * 2 + [("question", "never_entered")]
        )
    ]  # fmt: skip


def _cells(making: Making) -> list[dict]:
    kept = making.coops

    def cell(table, row, column, predicate, unit="cooperative", doubt=0, count=None):
        hit = [one for one in kept if all(one[k] in (v if isinstance(v, list) else [v]) for k, v in predicate.items())]
        ids = sorted(one["cooperative_id"] for one in hit)
        number = len(hit) if count is None else count
        return {
            "table": table, "row": row, "column": column, "unit": unit, "count": number, "low": max(0, number - doubt),
            "high": number + doubt, "exact": True, "predicate": json.dumps(predicate, sort_keys=True),
            "list_hash": hashlib.sha256("\n".join(ids).encode()).hexdigest(),
        }  # fmt: skip

    registered = sum(one["register_records"] for one in kept)
    surplus = registered - sum(one["listed"] for one in kept)
    cells = [
        cell("streams", "listed_rows", "total", {"listed": True}, "row", count=registered),
        cell("streams", "duplicates", "total", {"register_records": [2, 3]}, "row", count=surplus),
        cell("streams", "listed", "total", {"listed": True}, doubt=2),
    ]
    positions = ("not_visited", "not_found", "not_operating", "undecided", "active_listed", "active_field_only", "other_field_only")
    cells += [cell("streams", one, "total", {"position": one}, doubt=one in {"active_listed", "not_visited"}) for one in positions]
    cells += [cell("streams", "active", "total", {"standing": "active"}, doubt=2), cell("streams", "known", "total", {}, doubt=4)]
    for district in (*ACTIVE, "total"):
        for category in (*CATEGORIES, "unknown", "total"):
            where = {} if district == "total" else {"district": district}
            what = {} if category == "total" else {"category": category}
            doubt = int(category == "total" and district in {"647106", "total"}) * 2
            cells.append(cell("kind_by_district", district, category, {"standing": "active", **where, **what}, doubt=doubt))
        for result in ("active", "inactive", "unknown", "total"):
            which = {} if result == "total" else {"standing": result}
            where = {} if district == "total" else {"district": district}
            cells.append(cell("standing_by_district", district, result, {**where, **which}))
    for level in ("regency", "province", "national", "total"):
        for result in ("active", "inactive", "unknown", "total"):
            which = {} if result == "total" else {"standing": result}
            where = {} if level == "total" else {"supervising_level": level}
            cells.append(cell("supervising_level", level, result, {"listed": True, **where, **which}))
    for reason in ("branch", "not_a_legal_entity", "registered_elsewhere", "new", "unmatched", "total"):
        where = {"listed": False} if reason == "total" else {"field_only_reason": reason}
        cells.append(cell("field_only", reason, "total", where))
    results = {(one["cooperative_id"], one["rule"]): one["result"] for one in making.standings}
    for rule in RULES:
        for result in ("active", "inactive", "unknown", "not_applicable"):
            count = sum(1 for one in kept if results[one["cooperative_id"], rule.code] == result)
            cells.append(cell("rules", rule.code, result, {f"rule:{rule.code}": result} if False else {}, count=count))
            cells[-1]["predicate"] = json.dumps({f"rule:{rule.code}": result})
    cells.append(cell("recap", "active", "total", {"standing": "active"}))
    cells.append(cell("recap", "members", "total", {"listed": True}, "person", count=104_233))
    cells.append(cell("recap", "assets", "total", {"listed": True}, "rupiah", count=1_234_567_890_123))
    return cells


def _checks(cells: list[dict], making: Making) -> list[dict]:
    by = {(one["table"], one["row"], one["column"]): one["count"] for one in cells}
    kinds = [by["kind_by_district", "total", one] for one in (*CATEGORIES, "unknown")]
    places = [by["kind_by_district", one, "total"] for one in ACTIVE]
    total = by["kind_by_district", "total", "total"]
    lost = [one["cooperative_id"] for one in making.coops if one["district"] == "unknown"]
    return [
        {"check": "kinds_add_up", "table": "kind_by_district", "parts": json.dumps(kinds), "total": total,
         "difference": sum(kinds) - total, "verdict": "adds_up", "ids": []},
        {"check": "districts_add_up", "table": "kind_by_district", "parts": json.dumps(places), "total": total,
         "difference": sum(places) - total, "verdict": "adds_up", "ids": lost},
        {"check": "press_kecamatan", "table": "kind_by_district", "parts": json.dumps(places[:-1]), "total": total,
         "difference": -1, "verdict": "does_not_add_up", "ids": lost},
    ]  # fmt: skip
