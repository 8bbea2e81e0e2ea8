"""`lumbung check` as a person calls it."""

from __future__ import annotations

import io
import json
import subprocess
import sys

import pytest

from lumbung.cli import frame

GOOD = "Kecamatan;Aktif\nBarat;36\nTengah;62\nJumlah;98\n"
BAD = GOOD.replace("98", "97")


@pytest.fixture
def call(capsys, tmp_path):
    """The command on a text in a file: (exit code, what it said, what it told beside)."""

    def run(content, *words, name="rekap.csv"):
        path = tmp_path / name
        if content is not None:
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        code = frame.main(["check", str(path), "--lang", "en", *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_a_table_is_checked_without_pandas(tmp_path):
    path = tmp_path / "rekap.csv"
    path.write_text(BAD, "utf-8")
    words = "import sys; from lumbung.cli.frame import main; code = main(); print(code, 'pandas' in sys.modules)"

    done = subprocess.run(
        [sys.executable, "-c", words, "check", str(path)], capture_output=True, text=True, check=False
    )

    assert done.stdout.splitlines()[-1] == "1 False"


@pytest.mark.parametrize(("content", "code"), [(GOOD, 0), (BAD, 1)])
def test_the_exit_code_says_whether_it_adds_up(call, content, code):
    assert call(content)[0] == code


def test_nothing_that_could_be_judged_is_no_failure_and_the_help_says_so(call, capsys):
    code, said, _ = call("Rapat berlangsung lancar.", name="naskah.txt")
    frame.main(["check", "--help", "--lang", "en"])

    assert code == 0
    assert "nothing could be checked" in said
    assert "also where nothing could be judged" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("tiada.csv", None, "There is no file"),
        ("kosong.csv", "", "is empty"),
        ("naskah.pdf", b"%PDF-1.7\n\x00", "PDF"),
        ("halaman.html", "<html><body><p>Ada 440 koperasi aktif.</p></body></html>", "save it as text"),
        ("kata.csv", "nama;alamat\nMelati;Mawar\n", "holds no table with figures"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(call, name, content, words):
    code, said, told = call(content, name=name)

    assert (code, said) == (2, "")
    assert words in told


def test_a_pipe_is_read_and_called_a_stroke(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BAD.encode())))

    code = frame.main(["check", "-", "--format", "json", "--lang", "en"])

    told = json.loads(capsys.readouterr().out)
    assert (code, told["name"], told["counts"]["fails"]) == (1, "-", 1)


def test_the_result_goes_to_a_file_where_one_is_named(call, tmp_path):
    out = tmp_path / "baru" / "periksa.html"

    code, said, told = call(BAD, "--format", "html", "--out", str(out))

    assert (code, said) == (1, "")
    assert str(out) in told
    assert out.read_text("utf-8").startswith("<!doctype html>")
    assert [path.name for path in out.parent.iterdir()] == ["periksa.html"]


def test_a_folder_is_no_file_for_the_result(call, tmp_path):
    code, _, told = call(BAD, "--out", str(tmp_path))

    assert code == 2
    assert "is a folder" in told


def test_a_pipe_gets_no_colour(call):
    assert "\x1b[" not in call(BAD)[1]


def test_a_folder_that_is_no_run_is_refused_before_the_work(call, tmp_path):
    code, said, told = call(BAD, "--against", str(tmp_path))

    assert (code, said) == (2, "")
    assert "holds no result of “lumbung reconcile”" in told


def test_an_unknown_format_is_answered_with_the_ones_there_are(call):
    code, _, told = call(GOOD, "--format", "pdf")

    assert code == 2
    assert "json" in told
