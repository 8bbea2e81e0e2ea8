"""The main job end to end: on the shipped example, on broken requests, and on the team's development list."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from lumbung.core.findings import BadInput
from lumbung.core.sentences import codes
from lumbung.engine.pipeline import Picture, Request, reconcile
from lumbung.engine.tables import ALL
from lumbung.engine.tabulating import ids_hash, select

EXAMPLE = Path(__file__).parents[4] / "examples" / "balikpapan"
REGISTER, CENSUS = EXAMPLE / "ods-balikpapan-juni-2024.xlsx", EXAMPLE / "sensus-lapangan-2024.csv"
DISTRICTS = {"647102": 36, "647104": 62, "647106": 143, "647105": 82, "647103": 76, "647101": 40, "unknown": 1}
KINDS = {"jasa": 19, "konsumen": 354, "pemasaran": 14, "ksp_konvensional": 15, "ksp_syariah": 5, "produsen": 33}


@pytest.fixture(scope="module")
def picture() -> Picture:
    return reconcile(Request(REGISTER, CENSUS))


def cell(picture: Picture, table: str, row: str, column: str = "total") -> dict[str, object]:
    return next(
        c for c in picture.tables["cells"].to_pylist() if (c["table"], c["row"], c["column"]) == (table, row, column)
    )


def test_the_story_is_true_in_the_example(picture):
    told = {row: cell(picture, "streams", row)["count"] for row in STORY}

    assert told == STORY
    assert picture.as_of.isoformat() == "2024-06-30"
    assert picture.example


STORY = {
    "listed_rows": 587,
    "duplicate_rows": 9,
    "listed": 578,
    "not_visited": 92,
    "not_found": 13,
    "not_operating": 49,
    "undecided": 0,
    "active_listed": 424,
    "active_field_only": 16,
    "active": 440,
    "listed_not_active": 154,
}


def test_kinds_and_districts_add_up_with_one_unknown(picture):
    assert {d: cell(picture, "kind_by_district", d)["count"] for d in DISTRICTS} == DISTRICTS
    assert {k: cell(picture, "kind_by_district", "total", k)["count"] for k in KINDS} == KINDS


def test_the_unknown_one_has_a_district_in_the_register_that_is_not_filled_in(picture):
    checks = [c for c in picture.tables["checks"].to_pylist() if c["check"] == "named_districts"]
    lost = (
        picture.tables["cooperatives"].filter(pa.compute.field("cooperative_id") == checks[0]["ids"][0]).to_pylist()[0]
    )

    assert checks[0]["difference"] == 1
    assert (lost["district_code"], lost["district_code_register"]) == (None, "647101")


def test_thirty_seven_of_the_424_are_not_the_citys_to_summon(picture):
    levels = [cell(picture, "supervising_level", level, "active_listed")["count"] for level in ("province", "national")]

    assert sum(levels) == 37


def test_every_interval_holds_its_count_and_every_check_but_the_residual_adds_up(picture):
    cells = picture.tables["cells"].to_pylist()

    assert all(c["low"] <= c["count"] <= c["high"] for c in cells)
    assert {c["check"] for c in picture.tables["checks"].to_pylist() if c["difference"]} == {"named_districts"}


@pytest.mark.slow
def test_every_cell_opens_a_list_of_its_size_and_hash(picture):
    cooperatives, standings = picture.tables["cooperatives"], picture.tables["standings"]
    for c in picture.tables["cells"].to_pylist():
        chosen = select(cooperatives, c["predicate"], standings)
        ids = chosen.column("cooperative_id").to_pylist()
        assert c["list_hash"] == ids_hash(ids), c
        if c["unit"] == "cooperative":
            assert c["count"] == len(ids), c


def test_tables_have_the_contracts_columns_and_every_finding_has_words(picture):
    assert {name: table.schema.names for name, table in picture.tables.items()} == {n: s.names for n, s in ALL.items()}
    assert set(picture.tables["problems"].column("code").to_pylist()) <= codes()


@pytest.mark.slow
def test_two_runs_give_the_same_tables(picture):
    again = reconcile(Request(REGISTER, CENSUS))

    assert all(again.tables[name].equals(table) for name, table in picture.tables.items())


def test_the_other_rules_read_the_same_facts(picture):
    results = {r["rule"]: 0 for r in picture.tables["standings"].to_pylist()}

    assert {
        "FIELD_MET_OPERATING",
        "RAT_1_IN_3",
        "RAT_BOOK_YEAR",
        "ODS_STATUS",
        "HAS_VALID_CERT",
        "GRADE_NOT_D",
        "NEVER_RAT",
    } <= set(results)
    for rule in results:
        parts = [
            cell(picture, "rules", rule, result)["count"]
            for result in ("active", "inactive", "unknown", "not_applicable")
        ]
        assert sum(parts) == cell(picture, "streams", "known")["count"]


def test_a_list_alone_is_searched_for_duplicates():
    alone = reconcile(Request(REGISTER))

    assert cell(alone, "streams", "listed_rows")["count"] == 587
    assert cell(alone, "streams", "duplicate_rows")["count"] == 9
    assert cell(alone, "streams", "not_visited")["count"] == 578


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (Request(REGISTER, REGISTER), "same_file_twice"),
        (Request(CENSUS, REGISTER), "files_swapped"),
        (Request(REGISTER, CENSUS, rule="NO_SUCH_RULE"), "rule_unknown"),
        (Request(REGISTER, CENSUS, auto=2.0), "not_a_share"),
        (Request(REGISTER, CENSUS, review=0.0), "not_a_share"),
        (Request(Path("nowhere.xlsx"), CENSUS), "missing_file"),
    ],
)
def test_a_broken_request_is_refused_by_name(request_, code):
    with pytest.raises(BadInput) as refusal:
        reconcile(request_)

    assert code in {finding.code for finding in refusal.value.findings}


def test_a_finding_names_the_file_and_not_our_word_for_it(picture):
    files = {REGISTER.name, CENSUS.name}

    assert set(picture.tables["problems"].column("source").to_pylist()) <= files


def test_judgements_from_the_review_list_narrow_the_interval(picture, tmp_path):
    key = {r["record_id"]: (r["source"], r["key"]) for r in picture.tables["records"].to_pylist()}
    truth = {
        ("register" if t["sumber"] == "ods" else "census", t["no"]): t["eid"]
        for t in csv.DictReader((EXAMPLE / "kebenaran.csv").open(encoding="utf-8-sig"))
    }
    waiting = [k for k in picture.tables["links"].to_pylist() if k["tier"] == "review" and k["direct"]]
    file = tmp_path / "putusan.csv"
    with file.open("w", newline="", encoding="utf-8-sig") as target:
        writer = csv.writer(target)
        writer.writerow(["left_source", "left_key", "right_source", "right_key", "judgement"])
        for k in waiting:
            left, right = key[k["left_id"]], key[k["right_id"]]
            writer.writerow([*left, *right, "sama" if truth[left] == truth[right] else "beda"])

    judged = reconcile(Request(REGISTER, CENSUS, judgements=file))

    active = cell(judged, "streams", "active")
    assert (active["count"], active["low"], active["high"]) == (440, 440, 440)
    assert judged.waiting == 0


@pytest.mark.parametrize(("word", "code"), [("mungkin", "judgement_word_unknown"), ("sama", "judgement_key_unknown")])
def test_a_judgement_that_cannot_be_used_is_named(tmp_path, word, code):
    file = tmp_path / "putusan.csv"
    file.write_text(f"left_source;left_key;right_source;right_key;judgement\nregister;99999;census;1;{word}\n", "utf-8")

    with pytest.raises(BadInput) as refusal:
        reconcile(Request(REGISTER, CENSUS, judgements=file))

    assert [(f.code, f.row) for f in refusal.value.findings] == [(code, 2)]


@pytest.mark.shared
def test_the_development_list_meets_its_figures(shared, tmp_path):
    """The figures issue A asks for on ../shared/data/balikpapan-dev."""
    data = shared / "data" / "balikpapan-dev"
    dev = reconcile(Request(data / "ods.xlsx", data / "field.csv"))
    key = dict(zip(*(dev.tables["records"].column(c).to_pylist() for c in ("record_id", "key")), strict=True))
    links = [k for k in dev.tables["links"].to_pylist() if k["scope"] == "register_census"]
    file = tmp_path / "links.csv"
    lines = [f"{key[k['left_id']]},{key[k['right_id']]},{k['probability']},{k['tier']}" for k in links]
    file.write_text("\n".join(["register_key,census_key,probability,tier", *lines]) + "\n")

    def score(*options: str) -> dict[str, float]:
        command = [sys.executable, shared / "tools" / "score.py", data / "truth.csv", "--pairs", file, *options]
        return json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)

    half, auto, both = score("--min-probability", "0.5"), score("--tier", "auto"), score()
    queue = sum(k["tier"] == "review" for k in dev.tables["links"].to_pylist())
    assert half["f1"] >= 0.975
    assert auto["precision"] >= 0.995
    assert auto["recall"] >= 0.95
    assert auto["wrong_merges"] <= 1
    assert both["recall"] >= 0.995
    assert queue <= 60
    for row, true in {
        "not_visited": 92,
        "not_found": 13,
        "not_operating": 49,
        "listed_not_active": 154,
        "active_field_only": 16,
    }.items():
        one = cell(dev, "streams", row)
        assert one["low"] <= true <= one["high"]
        assert abs(one["count"] - true) <= 4
    off = sum(abs(cell(dev, "kind_by_district", d)["count"] - n) for d, n in DISTRICTS.items())
    off += sum(abs(cell(dev, "kind_by_district", "total", k)["count"] - n) for k, n in KINDS.items())
    assert off <= 3
    for row, column, true in [
        *((d, "total", n) for d, n in DISTRICTS.items()),
        *(("total", k, n) for k, n in KINDS.items()),
    ]:
        one = cell(dev, "kind_by_district", row, column)
        assert one["low"] <= true <= one["high"]


def test_one_mapping_file_serves_both_lists(tmp_path):
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(
        '[columns]\n"Nama Koperasi" = "name"\n"Nomor Badan Hukum Pendirian" = "legal_number"\n"Tiada" = "note"\n',
        "utf-8",
    )
    picture = reconcile(Request(REGISTER, CENSUS, mapping=mapping))
    absent = [p for p in picture.tables["problems"].to_pylist() if p["code"] == "mapped_heading_absent"]

    assert {json.loads(p["params"])["heading"] for p in absent} == {"Tiada"}
