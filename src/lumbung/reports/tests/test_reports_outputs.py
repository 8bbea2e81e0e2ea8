"""What lies in the folder: files, columns, keys; the same bytes twice; whole or not at all."""

from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import replace

import pyarrow.parquet as pq
import pytest

from lumbung.core.findings import BadInput
from lumbung.engine import tables
from lumbung.reports import check_out, write_outputs
from lumbung.reports.csvs import guarded
from lumbung.reports.evidence import phrases
from lumbung.reports.tests.factories import make_picture


@pytest.fixture(scope="module")
def picture():
    return make_picture(scale=0.1)


@pytest.fixture(scope="module")
def out(picture, tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports") / "out"
    write_outputs(picture, folder, language="en", timings={"read": 1.25})
    return folder


def lines(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def bytes_of(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_file_is_written_and_named(picture, tmp_path):
    written = write_outputs(picture, tmp_path / "out", language="id", timings={})
    names = [path.relative_to(tmp_path / "out").as_posix() for path in written]

    assert names == [
        "report.html",
        "recap.xlsx",
        "duplicates.csv",
        "links.csv",
        "problems.csv",
        "review.csv",
        *sorted(f"tables/{name}.parquet" for name in tables.ALL),
        "manifest.json",
    ]
    assert all(path.is_file() for path in written)


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_same_picture_gives_the_same_bytes(tmp_path, language):
    for name, seconds in (("one", 1.0), ("two", 2.0)):
        write_outputs(make_picture(scale=0.1), tmp_path / name, language=language, timings={"read": seconds})
    one, two = bytes_of(tmp_path / "one"), bytes_of(tmp_path / "two")
    manifests = [json.loads(told.pop("manifest.json")) for told in (one, two)]

    assert one == two
    assert [told.pop("timings") for told in manifests] == [{"read": 1.0}, {"read": 2.0}]
    assert manifests[0] == manifests[1]


def test_the_manifest_tells_what_went_in_and_what_came_out(picture, out):
    told = json.loads((out / "manifest.json").read_text())

    assert [(one["source"], one["rows"]) for one in told["inputs"]] == [
        (one.source, one.cells.num_rows) for one in picture.inputs
    ]
    assert told["tables"] == {name: picture.tables[name].num_rows for name in tables.ALL}
    assert {"lumbung", "duckdb", "pyarrow", "python"} <= told["versions"].keys()
    assert [rule["code"] for rule in told["rules"]] == sorted(rule.code for rule in picture.rules)
    assert told["as_of"] == "2024-06-30"
    assert told["files"] == {
        name: hashlib.sha256(content).hexdigest() for name, content in bytes_of(out).items() if name != "manifest.json"
    }


def test_two_wordings_of_a_rule_have_two_hashes(picture, tmp_path):
    other = replace(picture, rule=replace(picture.rule, title="Another wording"))
    for name, told in (("one", picture), ("two", other)):
        write_outputs(told, tmp_path / name, language="en", timings={})
    hashes = [json.loads((tmp_path / name / "manifest.json").read_text())["rule"]["sha256"] for name in ("one", "two")]

    assert hashes[0] != hashes[1]


def test_links_hold_every_row_pair_of_a_cooperative_and_what_waits(picture, out):
    told = picture.tables["links"].to_pylist()
    keys = {row["record_id"]: row["key"] for row in picture.tables["records"].to_pylist()}
    wanted = [
        (keys[link["left_id"]], keys[link["right_id"]], f"{link['probability']}", link["tier"])
        for link in told
        if link["scope"] == "register_census"
    ]

    assert list(lines(out / "links.csv")[0])[:4] == ["register_key", "census_key", "probability", "tier"]
    assert [tuple(line.values())[:4] for line in lines(out / "links.csv")] == wanted


def test_duplicates_hold_the_pairs_inside_each_list(picture, out):
    told = [link["scope"] for link in picture.tables["links"].to_pylist() if link["scope"] != "register_census"]

    assert list(lines(out / "duplicates.csv")[0])[:5] == ["key_a", "key_b", "probability", "tier", "list"]
    assert [line["list"] for line in lines(out / "duplicates.csv")] == told


def test_review_keeps_the_order_of_use_and_waits_for_a_judgement(picture, out):
    waiting = [link for link in picture.tables["links"].to_pylist() if link["tier"] == "review"]
    found = lines(out / "review.csv")

    assert [(line["left_id"], line["right_id"]) for line in found] == [
        (one["left_id"], one["right_id"]) for one in waiting
    ]
    assert {line["judgement"] for line in found} == {""}
    assert {line["evidence"] for line in found} == {
        "one name is the short form of the other; another row fits almost as well"
    }


def test_a_judged_pair_waits_no_more(picture, tmp_path):
    links = picture.tables["links"].to_pylist()
    judged = [link | {"judged": "different" if link["tier"] == "review" else None} for link in links]
    told = picture.tables | {"links": picture.tables["links"].from_pylist(judged, schema=tables.LINKS)}
    write_outputs(replace(picture, tables=told), tmp_path / "out", language="en", timings={})

    assert lines(tmp_path / "out" / "review.csv") == []


def test_problems_say_where_what_and_how_to_mend_worst_first(out):
    found = lines(out / "problems.csv")

    assert [line["severity"] for line in found] == ["error"] * 4 + ["question"] + ["warning"] * 2
    assert found[0]["where"] == "ods-contoh.xlsx, sheet ODS, row 6, column “NIK Koperasi”"
    assert "lost digits" in found[0]["what"]
    assert found[0]["remedy"].startswith("Format the column as text")
    assert found[4]["what"] == "never entered"  # a code without a sentence is shown, not dropped


def test_csv_is_what_a_spreadsheet_opens(out):
    raw = (out / "links.csv").read_bytes()

    assert raw.startswith(b"\xef\xbb\xbfregister_key,")
    assert raw.count(b"\n") == raw.count(b"\r\n")


@pytest.mark.parametrize("text", ["=1+1", "+62", "-1", "@sum", "\tx", "\rx"])
def test_text_that_looks_like_a_formula_is_disarmed(text):
    assert guarded(text) == "'" + text


@pytest.mark.parametrize("cell", ["Koperasi = maju", "12", 0.5, -3, ""])
def test_other_cells_stay_as_they_are(cell):
    assert guarded(cell) == cell


@pytest.mark.parametrize("name", tables.ALL)
def test_every_engine_table_is_there_as_it_is(picture, out, name):
    assert pq.read_table(out / "tables" / f"{name}.parquet").equals(picture.tables[name])


class Interrupted(dict):
    """Tables of a run that a person stops while the last files are being written."""

    def get(self, name, default=None):
        if name == "facts":
            raise KeyboardInterrupt
        return super().get(name, default)


def test_an_interrupted_run_leaves_the_old_folder_whole(picture, tmp_path):
    write_outputs(picture, tmp_path / "out", language="en", timings={})
    before = bytes_of(tmp_path / "out")
    with pytest.raises(KeyboardInterrupt):
        write_outputs(replace(picture, tables=Interrupted(picture.tables)), tmp_path / "out", language="en", timings={})

    assert bytes_of(tmp_path / "out") == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_only_a_folder_of_ours_is_replaced(picture, tmp_path):
    (tmp_path / "manifest.json").write_text('{"made_by": "somebody else"}')
    for ask in (check_out, lambda path: write_outputs(picture, path, language="en", timings={})):
        with pytest.raises(BadInput) as refused:
            ask(tmp_path)
        assert [finding.code for finding in refused.value.findings] == ["out_not_ours"]

    assert [path.name for path in tmp_path.iterdir()] == ["manifest.json"]


@pytest.mark.parametrize("missing", sorted(set(tables.ALL) - {"cooperatives"}))
def test_a_picture_without_one_of_its_tables_is_still_reported(picture, tmp_path, missing):
    told = {name: table for name, table in picture.tables.items() if name != missing}
    write_outputs(replace(picture, tables=told), tmp_path / "out", language="id", timings={})

    assert (tmp_path / "out" / "report.html").stat().st_size > 10_000


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ('[{"field": "name", "level": "same", "weight": 2.0}]', ["same name"]),
        (
            '[{"field": "phone", "level": "missing", "weight": 9}, {"field": "kind", "level": "differs", "weight": -1},'
            ' {"field": "village", "level": "same", "weight": 3}]',
            ["same village", "different kinds", "phone missing in one row"],
        ),
        ('[{"field": "kind", "level": "near", "weight": 0}]', ["kind: almost the same"]),
        ('[{"field": "moon_phase", "level": "full_moon", "weight": 0}]', ["moon phase: full moon"]),
        ("not json", []),
        (None, []),
    ],
)
def test_evidence_is_told_in_words_heaviest_first(told, words):
    assert phrases(told, "en") == words
