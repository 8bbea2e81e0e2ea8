"""A picture as the pipeline would hand it over: 587 rows, 578 cooperatives, 424 + 16 = 440 active; all invented."""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pyarrow as pa

from lumbung.engine import cleaning, tables
from lumbung.reports.tests.counted import cells_of, checks_of
from lumbung.reports.tests.invented import (
    ACTIVE,
    CATEGORIES,
    CENSUS_COLUMNS,
    DISTRICTS,
    FIRST,
    PEOPLE,
    PHONE,
    REGISTER_COLUMNS,
    RULES,
    SECOND,
    THIRD,
    FakeRule,
)

assert cleaning.clean_records  # its findings have their sentences once it is imported


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


@dataclass
class Making:
    """What is being made, list by list."""

    chance: random.Random
    coops: list[dict] = field(default_factory=list)
    records: list[dict] = field(default_factory=list)
    links: list[dict] = field(default_factory=list)
    members: list[dict] = field(default_factory=list)
    standings: list[dict] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def record(self, source: str, **told: object) -> dict:
        self.counts[source] += 1
        number = self.counts[source]
        letter = "R" if source == "register" else "C"
        row = dict.fromkeys(tables.RECORDS.names)
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
    made["cells"] = cells_of(making.coops, making.standings)
    made["checks"] = checks_of(made["cells"], making.coops)
    inputs = tuple(
        FakeInput(
            one["source"],
            one["file"],
            one["sha256"],
            one["as_of"],
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
                yield {
                    "district": district,
                    "category": category,
                    "outcome": "found_operating",
                    "listed": not alone,
                }
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
    name = " ".join(
        ("Koperasi", chance.choice(FIRST), chance.choice(SECOND), chance.choice(THIRD), str(number))
    ).replace("  ", " ")
    kind = "simpan_pinjam" if category.startswith("ksp") else category
    pattern = "sharia" if category == "ksp_syariah" else "conventional"
    told_code = "647101" if district == "unknown" else district
    place = DISTRICTS[told_code]
    coop_id = f"K{number + 1:06d}"
    nik = f"647101{number:07d}"
    common = {
        "name": name,
        "kind": kind,
        "chair": chance.choice(PEOPLE),
        "officers": ["zulkarnaen testing"],
        "phones": [PHONE],
    }
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
        ("active", True): "active_listed",
        ("active", False): "active_field_only",
        ("unknown", True): "not_visited",
    }.get((standing, listed), "not_found" if outcome == "not_found" else "not_operating")
    level = "regency" if number % 12 or not listed else ("province" if number % 24 else "national")
    pinned = [one for one in own if one["latitude"] is not None]
    row = dict.fromkeys(tables.COOPERATIVES.names)
    row |= {
        "cooperative_id": coop_id,
        "alternative": False,
        "record_ids": [one["record_id"] for one in own],
        "register_records": sum(one["source"] == "register" for one in own),
        "census_records": sum(one["source"] == "census" for one in own),
        "listed": listed,
        "visited": outcome is not None,
        "name": name,
        "kind": kind,
        "pattern": pattern,
        "category": category,
        "form": "primary",
        "certificate_status": "certified" if listed else None,
        "membership_area": level,
        "supervising_level": level,
        "district": district,
        "district_code": None if district == "unknown" else district,
        "address": own[0]["address"],
        "coop_nik": nik if listed else None,
        "legal_number": own[0]["legal_number"],
        "latitude": pinned[0]["latitude"] if pinned else None,
        "longitude": pinned[0]["longitude"] if pinned else None,
        "visited_on": own[-1]["visited_on"],
        "visit_outcome": outcome,
        "kind_register": kind if listed else None,
        "category_register": category if listed else None,
        "district_code_register": told_code if listed else None,
        "field_sources": json.dumps(
            {"name": own[0]["record_id"], "district": own[-1]["record_id"], "address": own[-1]["record_id"]}
        ),
        "standing": standing,
        "reason": outcome or "not_visited",
        "position": position,
        "field_only_reason": None if listed else ("branch", "new", "unmatched")[number % 3],
    }
    making.coops.append(row)
    making.members += [{"cooperative_id": coop_id, "record_id": one["record_id"], "alternative": False} for one in own]
    results = (
        ("FIELD_FOUND_OPERATING", standing, row["reason"]),
        ("RAT_1_IN_3", ("active", "unknown", "inactive", "unknown")[number % 4], "no_rat_known"),
        (
            "HAS_VALID_CERT",
            ("inactive", "inactive", "active")[number % 3] if listed else "not_applicable",
            "no_certificate",
        ),
    )
    for rule, result, reason in results:
        making.standings.append(
            {
                "cooperative_id": coop_id,
                "rule": rule,
                "version": 1,
                "result": result,
                "reason": reason,
                "record_ids": row["record_ids"],
            }
        )


def _register_row(making, common, place, code, nik, kind, number, copy):
    row = making.record(
        "register",
        **common,
        legal_number=f"{number}/BH/KWK.17/19{80 + number % 19}",
        coop_nik=nik,
        address=f"Jl. Soekarno Hatta No. {number} RT 12",
        village=place[1],
        district=place[0],
        district_code=code,
        regency_code="6471",
        members=25 + number % 300,
        nik_grade="ABCD"[number % 4],
    )
    name = row["name"] if not copy else row["name"].upper()
    row["name"] = name
    cells = (
        row["key"],
        nik,
        name,
        row["legal_number"],
        row["address"],
        place[1],
        place[0],
        kind,
        row["chair"],
        PHONE,
        str(row["members"]),
        "Sudah Bersertifikat",
        row["nik_grade"],
        f"hubungi {PHONE}",
    )
    row["raw"] = json.dumps(dict(zip((one for one, _ in REGISTER_COLUMNS), cells, strict=True)), ensure_ascii=False)
    return row


def _census_row(making, common, place, district, kind, outcome, number):
    chance = making.chance
    known = district != "unknown"
    pinned = outcome != "not_found" and number % 5 and known
    visited = date(2024, 2, 1) + timedelta(days=number % 140)
    row = making.record(
        "census",
        **common,
        address=f"Jl. Soekarno Hatta #{number}",
        village=place[1] if known else None,
        district=place[0] if known else None,
        district_code=district if known else None,
        regency_code="6471",
        visited_on=visited,
        visitor="C",
        outcome=outcome,
        latitude=round(place[2] + chance.uniform(-0.02, 0.02), 6) if pinned else None,
        longitude=round(place[3] + chance.uniform(-0.02, 0.02), 6) if pinned else None,
        note=f"ketua BAHTIAR REKAYASAWAN, hp 0812-9988-7766, pindah kantor {number % 9}",
    )
    cells = (
        row["key"],
        f"{visited:%d/%m/%Y}",
        "C",
        row["name"],
        kind,
        row["address"],
        row["village"] or "",
        row["district"] or "",
        row["chair"],
        PHONE,
        outcome,
        str(row["latitude"] or ""),
        str(row["longitude"] or ""),
        row["note"],
    )
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
                {
                    "left_id": left["record_id"],
                    "right_id": right["record_id"],
                    "scope": scope,
                    "probability": 0.998,
                    "tier": "auto",
                    "linked": True,
                    "direct": True,
                    "judged": None,
                    "evidence": json.dumps(evidence),
                }
            )
    if len(making.coops) in (30, 60, 90) and len(own) > 1:
        right = next(one for one in making.records if one["source"] == "census")
        doubt = [
            {"field": "name", "level": "acronym", "weight": 3.1},
            {"field": "rivals", "level": "near", "weight": -2.0},
        ]
        making.links.append(
            {
                "left_id": own[0]["record_id"],
                "right_id": right["record_id"],
                "scope": "register_census",
                "probability": 0.41,
                "tier": "review",
                "linked": False,
                "direct": True,
                "judged": None,
                "evidence": json.dumps(doubt),
            }
        )


def _sources(making: Making) -> list[dict]:
    counts = Counter(one["source"] for one in making.records)
    return [
        {
            "source": "register",
            "kind": "register",
            "file": "ods-contoh.xlsx",
            "sha256": "9c1e70d4b2aa51f6" * 4,
            "as_of": date(2024, 6, 30),
            "rows": counts["register"],
        },
        {
            "source": "census",
            "kind": "census",
            "file": "lapangan-contoh.csv",
            "sha256": "e07b1f934c6d2288" * 4,
            "as_of": None,
            "rows": counts["census"],
        },
    ]


def _problems(making: Making) -> list[dict]:
    return [
        {
            "severity": severity,
            "source": "ods-contoh.xlsx",
            "sheet": "ODS",
            "row": 6 + place,
            "column": "NIK Koperasi",
            "value": "6,47E+12",
            "code": code,
            "params": json.dumps({"digits": 13}),
            "record_id": None,
        }
        for place, (severity, code) in enumerate(
            [("error", "clean.nik_digits_lost")] * 4
            + [("warning", "clean.certified_with_grade_d")] * 2
            + [("question", "never_entered")]
        )
    ]
