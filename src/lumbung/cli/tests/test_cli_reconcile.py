"""`lumbung reconcile` as a person runs it: two small lists, and everything that may be wrong with a call."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lumbung.cli import frame

REGISTER = """\
DAFTAR KOPERASI KEADAAN 30 JUNI 2024;;;;;;;;;
No;Nama Koperasi;Nomor Badan Hukum;Alamat;Kelurahan/Desa;Kecamatan;Kabupaten/Kota;Jenis Koperasi;Grade;Status NIK
1;Koperasi Konsumen Bina Rasa;101/BH/KWK.17/1997;Jl. Mawar 3;Damai;Balikpapan Kota;Kota Balikpapan;Konsumen;C1;Sudah
2;Koperasi Jasa Angkutan Lestari;102/BH/KWK.17/1998;Jl. Melati 8;Manggar;Balikpapan Timur;Kota Balikpapan;Jasa;;
3;KSP Dana Sejahtera;103/BH/KWK.17/1999;Jl. Kenanga 1;Gunung Sari Ilir;Balikpapan Tengah;Kota Balikpapan;Simpan Pinjam;;
4;Koperasi Produsen Tahu Makmur;104/BH/KWK.17/2001;Jl. Anggrek 5;Muara Rapak;Balikpapan Utara;Kota Balikpapan;Produsen;;
"""
CENSUS = """\
No;Tanggal Kunjungan;Petugas;Nama Koperasi;Jenis;Alamat;Kelurahan;Kecamatan;No Badan Hukum;Hasil Kunjungan;Ket Foto
1;12/02/2024;P1;Koperasi Bina Rasa;Konsumen;Jl. Mawar 3;Damai;Balikpapan Kota;101/BH/KWK.17/1997;aktif;
2;13/02/2024;P1;KOPJASA ANGKUTAN LESTARI;Jasa;Jl. Melati 8;Manggar;Balikpapan Timur;102/BH/KWK.17/1998;tidak aktif;ada
3;14/02/2024;P2;Koperasi Pemasaran Nelayan Bahari;Pemasaran;Jl. Pantai 2;Manggar;Balikpapan Timur;;aktif;ada
"""
VERDICTS = "left_source,left_key,right_source,right_key,judgement,reason\n"
FILES = {
    "report.html", "recap.xlsx", "links.csv", "duplicates.csv", "review.csv", "problems.csv", "manifest.json", "tables",
}  # fmt: skip


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """The folder a person works in, with two lists and a result of last week."""
    for name, text in {
        "ods.csv": REGISTER,
        "sensus.csv": CENSUS,
        "words.csv": VERDICTS + "register,1,census,1,mungkin,\n",
        "strangers.csv": VERDICTS + "register,77,census,1,sama,\n",
        "rule.toml": 'code = "MINE"\n',
        "map.toml": '[columns]\n"Ket Foto" = "nama"\n',
    }.items():
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign" / "letters.txt").write_text("keep", "utf-8")
    (tmp_path / "empty.csv").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LUMBUNG_LANG", raising=False)
    monkeypatch.delenv("LUMBUNG_COMMAND", raising=False)
    return tmp_path


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_two_lists_become_a_folder_of_results(desk, capsys):
    code = frame.main(["reconcile", "ods.csv", "sensus.csv", "--out", "hasil", "--lang", "en"])

    told = capsys.readouterr()
    assert code == 0
    assert {path.name for path in (desk / "hasil").iterdir()} == FILES
    assert [line.split()[-1] for line in told.out.splitlines() if line[:2] in {"  ", "− ", "= ", "+ "}] == [
        "4", "0", "4", "2", "1", "1", "1", "2",
    ]  # fmt: skip
    assert "Nama Koperasi = name" in told.err
    assert "Headings not understood: “Ket Foto”" in told.err
    assert told.out.endswith("Report: hasil/report.html\n")
    with (desk / "hasil" / "links.csv").open(encoding="utf-8-sig") as links:
        heading, *pairs = csv.reader(links)
    assert heading[:4] == ["register_key", "census_key", "probability", "tier"]
    assert [pair[:2] for pair in pairs] == [["1", "1"], ["2", "2"]]


def test_one_list_alone_is_searched_for_duplicates(desk, capsys):
    (desk / "ods.csv").write_text(REGISTER + REGISTER.splitlines()[2].replace("1;", "5;", 1) + "\n", "utf-8")

    code = frame.main(["reconcile", "ods.csv", "--out", "hasil"])

    assert code == 0
    assert "tidak diketahui mana yang aktif" in capsys.readouterr().out
    with (desk / "hasil" / "duplicates.csv").open(encoding="utf-8-sig") as duplicates:
        heading, *pairs = csv.reader(duplicates)
    assert heading[:4] == ["key_a", "key_b", "probability", "tier"]
    assert [sorted(pair[:2]) for pair in pairs] == [["1", "5"]]


def test_the_same_lists_give_the_same_bytes_and_a_new_result_replaces_the_old(desk):
    frame.main(["reconcile", "ods.csv", "sensus.csv", "--out", "hasil"])
    first = contents(desk / "hasil")
    (desk / "hasil" / "old.txt").touch()
    frame.main(["reconcile", "ods.csv", "sensus.csv", "--out", "hasil"])
    second = contents(desk / "hasil")

    manifests = [json.loads(one.pop("manifest.json")) for one in (first, second)]
    timings = [one.pop("timings") for one in manifests]
    assert first == second
    assert manifests[0] == manifests[1]
    assert timings[0].keys() >= {"read", "link", "check"}


def test_a_judgement_holds(desk):
    (desk / "verdicts.csv").write_text(VERDICTS + "register,1,census,1,beda,dua kantor\n", "utf-8")

    code = frame.main(["reconcile", "ods.csv", "sensus.csv", "--out", "hasil", "--judgements", "verdicts.csv"])

    with (desk / "hasil" / "links.csv").open(encoding="utf-8-sig") as links:
        pairs = [line[:2] for line in csv.reader(links)][1:]
    assert (code, pairs) == (0, [["2", "2"]])


# BOTH = "ods.csv sensus.csv --out new"; a part of the sentence in each language, joined by & where there are two
REFUSED = """
both lists are missing  | no.csv nor.csv --out new           | no.csv & nor.csv     | “no.csv” & “nor.csv”
an empty file           | empty.csv sensus.csv --out new     | empty.csv & kosong   | is empty
a folder                | foreign sensus.csv --out new       | foreign & folder     | is a folder, not a file
the same file twice     | ods.csv ods.csv --out new          | berkas yang sama     | one and the same file
the files swapped       | sensus.csv ods.csv --out new       | tertukar             | to be swapped
somebody else's folder  | ods.csv sensus.csv --out foreign   | tidak ditulis        | did not write
a file as the folder    | ods.csv sensus.csv --out ods.csv   | bukan folder         | is a file, not a folder
a file above the folder | ods.csv sensus.csv --out ods.csv/x | bukan folder         | is a file, not a folder
a day that is none      | BOTH --as-of 31/02/2024            | bukan tanggal        | is not a date
an unknown rule         | BOTH --rule RAJIN                  | “RAJIN” & RAT_1_IN_3 | “RAJIN” & FIELD_MET_OPERATING
a rule that lacks a lot | BOTH --rule rule.toml              | “clause” & “reasons” | lacks “clause” & lacks “title”
a share above one       | BOTH --auto 2                      | “2” bukan tingkat    | “2” is not a probability
a share too small       | BOTH --auto 0.3                    | --auto & 0.3         | --auto is 0.3
an unknown verdict      | BOTH --judgements words.csv        | “mungkin” & baris 2  | “mungkin” & row 2
a verdict on no row     | BOTH --judgements strangers.csv    | “77”                 | is not in the list
no verdicts             | BOTH --judgements no.csv           | no.csv               | cannot be read
no mapping              | BOTH --mapping no.toml             | no.toml              | is missing
a field nobody knows    | BOTH --mapping map.toml            | “nama”               | Nearest fields: name
"""


@pytest.mark.parametrize(
    "case", [line.split("|") for line in REFUSED.strip().splitlines()], ids=lambda case: case[0].strip()
)
def test_what_is_wrong_is_said_in_both_languages_and_nothing_is_written(desk, capsys, case):
    words, *sentences = (part.strip().replace("BOTH", "ods.csv sensus.csv --out new") for part in case[1:])
    before = contents(desk)

    for language, parts in zip(("id", "en"), sentences, strict=True):
        code = frame.main(["reconcile", *words.split(), "--lang", language])
        told = capsys.readouterr()

        said = " ".join(line for line in told.err.splitlines() if " s  " not in line)
        assert (code, told.out, "Traceback" in told.err) == (2, "", False)
        assert [part for part in parts.split(" & ") if part not in said] == []
    assert contents(desk) == before


def test_a_folder_without_the_right_to_write_is_said_before_the_work_begins(desk, capsys, monkeypatch):
    """Root may write everywhere, so the answer of the system is given by hand."""
    monkeypatch.setattr("lumbung.core.files.os.access", lambda path, mode: False)

    for language, sentence in (("id", "tidak berhak menulis"), ("en", "You may not write to")):
        code = frame.main(["reconcile", "ods.csv", "sensus.csv", "--out", "new", "--lang", language])
        told = capsys.readouterr().err

        assert (code, sentence in told, told.count("\n")) == (3, True, 1)


def start(desk, *words, before="pass", **more):
    """The command in a process of its own; `before` is Python that runs first."""
    script = f"import sys; from lumbung.cli.frame import main; {before}; sys.exit(main(sys.argv[1:]))"
    return subprocess.Popen(
        [sys.executable, "-c", script, *words], cwd=desk, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        encoding="utf-8", env={**os.environ, "LUMBUNG_LANG": "en"}, **more,
    )  # fmt: skip


def test_a_full_disk_leaves_the_old_result(desk):
    frame.main(["reconcile", "ods.csv", "sensus.csv", "--out", "hasil"])
    before = contents(desk)
    few_bytes = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))"

    running = start(desk, "reconcile", "ods.csv", "sensus.csv", "--out", "hasil", before=few_bytes)
    _, err = running.communicate(timeout=60)

    assert running.returncode == 3
    assert err.splitlines()[-1].startswith("The disk is full")
    assert contents(desk) == before


@pytest.mark.parametrize("moment", ["before", "while it writes"])
def test_ctrl_c_leaves_the_old_result(desk, moment):
    frame.main(["reconcile", "ods.csv", "sensus.csv", "--out", "hasil"])
    before = contents(desk)

    running = start(desk, "reconcile", "ods.csv", "sensus.csv", "--out", "hasil", start_new_session=True)
    begun = {
        "before": lambda: running.stderr.readline(),
        "while it writes": lambda: list(Path(desk).glob(".hasil.new-*/report.html")),
    }[moment]
    deadline = time.monotonic() + 60
    while not begun() and running.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)
    os.killpg(running.pid, signal.SIGINT)
    _, err = running.communicate(timeout=60)

    assert running.returncode == 130
    assert err.splitlines()[-1] == "Stopped. No result was changed; run the same command to begin again."
    assert contents(desk) == before
    assert not list(desk.glob(".hasil*"))
