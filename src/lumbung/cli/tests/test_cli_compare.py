"""`lumbung compare` on two runs of the example: what is said, what is written, and what is refused."""

from __future__ import annotations

import csv
import hashlib
import html
import json
import re
import shutil
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest

from lumbung.cli import main
from lumbung.cli.demo import example
from lumbung.engine.pipeline import Request, reconcile
from lumbung.engine.tables import LATER
from lumbung.reports.output import write_outputs

RULES = {"july": "FIELD_MET_OPERATING", "october": "FIELD_FOUND_OPERATING"}


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The example under two criteria."""
    folder = tmp_path_factory.mktemp("runs")
    register, census = example()
    for name, rule in RULES.items():
        picture = reconcile(Request(register, census, rule=rule))
        write_outputs(picture, folder / name, language="id", timings={})
    return {name: folder / name for name in RULES}


@pytest.fixture(scope="module")
def written(runs: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("bridge") / "out"
    assert main(["compare", str(runs["july"]), str(runs["october"]), "--out", str(out), "--lang", "en"]) == 0
    return out


def test_the_bridge_is_said_on_the_screen_and_adds_up(runs, capsys):
    code = main(["compare", str(runs["july"]), str(runs["october"]), "--lang", "en"])
    said = capsys.readouterr().out

    assert code == 0
    assert re.search(r"440\s+Earlier", said)
    assert "The criterion changed, the facts did not" in said
    assert "does not hold" not in said
    assert said.count("✓ Sum holds") == 3


def test_every_cell_of_the_csv_is_the_sum_of_its_causes(written):
    with (written / "cells.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))

    causes = list(lines[0])[8:]
    assert len(lines) > 150
    for line in lines:
        assert int(line["old"]) + sum(int(line[cause]) for cause in causes) == int(line["new"]), line


def test_the_workbook_shows_differences_as_formulas_with_their_values(written):
    formulas = openpyxl.load_workbook(written / "bridge.xlsx")
    values = openpyxl.load_workbook(written / "bridge.xlsx", data_only=True)

    for sheet in formulas.worksheets:
        for row in sheet.iter_rows():
            if isinstance(row[4].value, str) and row[4].value.startswith("=D"):
                told = [values[sheet.title].cell(row[0].row, column).value for column in (3, 4, 5, 6)]
                assert told[1] - told[0] == told[2] == told[3]
    assert "Two streams" in formulas.sheetnames


def test_the_lists_name_who_makes_the_difference(written):
    with (written / "lists.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    active = sum(int(line["active"]) for line in lines)
    cells = {(c["table"], c["row"]): c for c in pq.read_table(written / "tables" / "cells.parquet").to_pylist()}

    assert active == cells["streams", "active"]["difference"]
    assert all(line["old_name"] or line["new_name"] for line in lines)


def test_the_page_needs_no_network_and_is_marked_as_an_example(written):
    page = (written / "bridge.html").read_text("utf-8")

    assert "SAMPLE DATA – NOT OFFICIAL DATA" in page
    assert "<script" not in page
    assert not re.search(r"(?:src|href)=\"https?:", page)
    assert "default-src 'none'" in html.unescape(page)


def test_the_same_two_runs_give_the_same_bytes(runs, written, tmp_path):
    main(["compare", str(runs["july"]), str(runs["october"]), "--out", str(tmp_path / "again"), "--lang", "en"])

    names = sorted(p.relative_to(written).as_posix() for p in written.rglob("*") if p.is_file())
    for name in names:
        assert (tmp_path / "again" / name).read_bytes() == (written / name).read_bytes(), name


def test_a_text_is_no_run_and_what_is_missing_is_said(runs, tmp_path, capsys):
    (tmp_path / "press.txt").write_text("440 koperasi aktif", "utf-8")
    code = main(["compare", str(tmp_path / "press.txt"), str(runs["july"]), "--lang", "en"])
    said = capsys.readouterr().err

    assert code == 2
    assert all(word in said for word in ("criterion", "base", "list", "lumbung check"))


@pytest.mark.parametrize("words", [("440", "113"), ("1.264", "78,5%")])
def test_figures_without_lists_are_no_bridge_and_what_is_missing_is_said(capsys, words):
    code = main(["compare", *words, "--lang", "en"])
    said = capsys.readouterr().err

    assert code == 2
    assert f"({', '.join(words)}) are not bridged" in said
    assert all(word in said for word in ("criterion", "base", "list of cooperatives"))


def test_a_folder_that_is_missing_is_still_called_so(runs, capsys):
    assert main(["compare", "out-440", str(runs["july"]), "--lang", "en"]) == 2
    assert "“out-440” is no folder" in capsys.readouterr().err


def test_a_comparison_is_no_run(runs, written, capsys):
    code = main(["compare", str(written), str(runs["july"]), "--lang", "en"])
    said = capsys.readouterr().err

    assert code == 2
    assert "holds a comparison" in said
    assert "july with october" in said


def test_a_run_of_another_version_is_taken_with_a_warning(runs, tmp_path, capsys):
    older = tmp_path / "older"
    shutil.copytree(runs["july"], older)
    manifest = json.loads((older / "manifest.json").read_text("utf-8"))
    manifest["versions"]["lumbung"] = "0.0.1"
    (older / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    (tmp_path / "press.txt").write_text("Ada 440 koperasi aktif di Balikpapan.", "utf-8")
    warned = []
    for words in (["compare", str(older)], ["check", str(tmp_path / "press.txt"), "--against"]):
        for folder in (runs["july"], older):
            assert main([*words, str(folder), "--lang", "en"]) == 0
            warned.append("was written by Lumbung 0.0.1" in capsys.readouterr().out)

    assert warned == [True, True, False, True]  # the bridge begins at the older run either way


@pytest.mark.parametrize("harm", ["manifest", "missing", "changed", "version", "cut", "strange"])
def test_a_run_that_is_not_whole_is_refused_with_the_way_out(runs, tmp_path, capsys, harm):
    broken = tmp_path / "broken"
    shutil.copytree(runs["july"], broken)
    cells = broken / "tables" / "cells.parquet"
    if harm == "manifest":
        (broken / "manifest.json").unlink()
    elif harm == "cut":
        (broken / "manifest.json").write_text("{", "utf-8")
    elif harm == "strange":
        strange = '{"made_by": "lumbung reconcile", "as_of": [], "files": 3, "versions": []}'
        (broken / "manifest.json").write_text(strange, "utf-8")
    elif harm == "missing":
        cells.unlink()
    elif harm == "changed":
        cells.write_bytes(cells.read_bytes()[:-1] + b"x")
    else:
        _write_without(broken, "cells", "exact")
    code = main(["compare", str(broken), str(runs["october"]), "--out", str(tmp_path / "out"), "--lang", "en"])
    said = capsys.readouterr().err

    assert code == 2
    assert "Traceback" not in said
    assert "reconcile" in said
    assert not (tmp_path / "out").exists()


def _write_without(folder: Path, table: str, *columns: str) -> None:
    """A run of another version: a table has columns less, and the manifest agrees with it."""
    file = folder / "tables" / f"{table}.parquet"
    pq.write_table(pq.read_table(file).drop_columns(list(columns)), file)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    manifest["files"][f"tables/{table}.parquet"] = hashlib.sha256(file.read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")


def test_a_folder_of_before_the_counter_and_legal_events_is_still_read(runs, tmp_path, capsys):
    older = tmp_path / "older"
    shutil.copytree(runs["july"], older)
    for table, columns in LATER.items():
        _write_without(older, table, *columns)
    code = main(["compare", str(older), str(runs["july"]), "--out", str(tmp_path / "out"), "--lang", "en"])

    assert code == 0, capsys.readouterr().err


def test_a_folder_of_somebody_else_is_not_replaced(runs, tmp_path, capsys):
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "letter.txt").write_text("dear", "utf-8")
    code = main(["compare", str(runs["july"]), str(runs["october"]), "--out", str(mine), "--lang", "en"])

    assert code == 2
    assert (mine / "letter.txt").read_text("utf-8") == "dear"
    assert "did not write" in capsys.readouterr().err
