"""What is refused, with a sentence each; and that nothing but a list or a refusal ever comes out."""

from __future__ import annotations

import io
import os
import re
import time
import zipfile
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lumbung.core.findings import BadInput, Finding, MachineTrouble, Refusal
from lumbung.core.sentences import say
from lumbung.engine.reading import Limits, RawList, read_list, sandbox
from lumbung.engine.reading.sentences import CODES
from lumbung.engine.reading.workbooks import read_here

CSV = 'No;Nama Koperasi;NIK;Alamat\n1;KSU MAJU;6471010080013;"JL A"\n2;KPRI;;Café\n'
SHEET = "xl/worksheets/sheet1.xml"


def xlsx(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xls() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("A")
    for at, text in enumerate(["Nama Koperasi", "KSU MAJU", "KPRI"]):
        sheet.write(at, 0, text)
        sheet.write(at, 1, at or "Alamat")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def parquet() -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table({"nama_koperasi": ["A", "B"], "aset": [1.5, None]}), out)
    return out.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_sheet(sheet: bytes) -> bytes:
    """A workbook whose first sheet is the given XML."""
    with zipfile.ZipFile(io.BytesIO(xlsx(["Nama Koperasi", "Alamat"], ["A", "B"]))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return zipped({**members, SHEET: sheet})


def ole(*names: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"".join(name.encode("utf-16-le") for name in names) + bytes(600)


def refused(path: Path, limits: Limits | None = None) -> list[Finding]:
    with pytest.raises(Refusal) as refusal:
        read_list(path, source="register", limits=limits or Limits())
    return list(refusal.value.findings)


GOOD = xlsx(["Nama Koperasi", "Alamat"], ["A", "B"])
BAD_FILES = {
    "empty.csv": (b"", "empty_file"),
    "blank.csv": (b"\n\n;;;\n", "empty_file"),
    "empty.xlsx": (xlsx(), "empty_file"),
    "headings.csv": (b"Nama Koperasi;Alamat\n", "no_rows"),
    "headings.xlsx": (xlsx(["Nama Koperasi", "Alamat"], ["JUMLAH", 0]), "no_rows"),
    "report.xlsx": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "wrong_kind"),
    "photo.xlsx": (b"\x89PNG\r\n\x1a\n\0\0", "wrong_kind"),
    "letter.xlsx": (zipped({"word/document.xml": b"<w/>"}), "wrong_kind"),
    "lists.xlsx": (zipped({"list.csv": b"a;b"}), "wrong_kind"),
    "letter.ods": (
        zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}),
        "wrong_kind",
    ),
    "letter.xls": (ole("WordDocument"), "wrong_kind"),
    "data.csv": (b'{"nama_koperasi": "A"}', "wrong_kind"),
    "sheet.xls": (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "wrong_kind",
    ),
    "bytes.csv": (bytes(range(256)) * 4, "unknown_kind"),
    "secret.xlsx": (ole("EncryptedPackage"), "password"),
    "cut.xlsx": (GOOD[: len(GOOD) // 2], "corrupted"),
    "broken.xlsx": (with_sheet(b"<worksheet><sheetData><row>"), "corrupted"),
    "cut.parquet": (parquet()[:-30], "corrupted"),
    "page.xls": (b"<html><body>Session expired</body></html>", "no_table"),
    "unknown.csv": (b"foo;bar\n1;2\n", "no_heading_row"),
    "nameless.csv": (b"Nama Koprasi;Alamat;Kecamatan\nA;B;C\n", "no_name_column"),
    "recap.csv": (b"Kecamatan;Koperasi;Anggota\nBarat;12;300\nTimur;8;100\n", "names_are_figures"),
}


@pytest.mark.parametrize("name", sorted(BAD_FILES))
def test_a_bad_file_is_refused_with_a_sentence(tmp_path: Path, name: str) -> None:
    content, code = BAD_FILES[name]
    (tmp_path / name).write_bytes(content)
    findings = refused(tmp_path / name)

    assert [finding.code for finding in findings] == [code]
    assert findings[0].source == "register"
    spoken = say(findings[0], "en")
    assert name in spoken.what
    assert spoken.mend


def test_paths_that_are_no_files_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    assert [f.code for f in refused(tmp_path / "none.csv")] == ["missing_file"]
    assert [f.code for f in refused(tmp_path / "none.csv" / "x")] == ["missing_file"]
    assert [f.code for f in refused(tmp_path)] == ["is_a_folder"]
    assert [f.code for f in refused(tmp_path / "pipe")] == ["not_a_file"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(CSV)
    (tmp_path / "a.csv").chmod(0)
    assert [f.code for f in refused(tmp_path / "a.csv")] == ["not_readable"]


def test_missing_headings_name_the_nearest_known_ones(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(BAD_FILES["nameless.csv"][0])
    (finding,) = refused(tmp_path / "a.csv")

    assert finding.params["seen"] == "Nama Koprasi; Alamat; Kecamatan"
    assert finding.params["nearest"] == "Nama Koprasi → Nama Koperasi"


def test_all_sheets_are_told_at_once(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Daftar", "isi"])
    book.create_sheet("B").append(["Alamat", "Kecamatan"])
    book.save(tmp_path / "a.xlsx")

    assert [(f.code, f.sheet) for f in refused(tmp_path / "a.xlsx")] == [
        ("no_heading_row", "Sheet"),
        ("no_name_column", "B"),
    ]


# --- size and time ---------------------------------------------------------------------------------------


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.xlsx"
    bomb.write_bytes(with_sheet(bytes(64 * 2**20)))
    started = time.monotonic()

    assert [f.code for f in refused(bomb)] == ["unpacks_suspiciously"]
    assert [f.code for f in refused(bomb, Limits(member_bytes=2**20))] == ["unpacks_too_large"]
    assert time.monotonic() - started < 2


def test_claimed_dimensions_are_ignored(tmp_path: Path) -> None:
    sheet = b"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
      <dimension ref="A1:XFD1048576"/><sheetData>
      <row r="1"><c r="A1" t="inlineStr"><is><t>Nama Koperasi</t></is></c>
      <c r="B1" t="inlineStr"><is><t>Alamat</t></is></c></row>
      <row r="2"><c r="A2" t="inlineStr"><is><t>KSU</t></is></c></row>%s</sheetData></worksheet>"""
    empty = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (row, row) for row in range(3, 100_000))
    (tmp_path / "a.xlsx").write_bytes(with_sheet(sheet % empty))

    assert read_list(tmp_path / "a.xlsx", source="register").cells.num_rows == 1


def test_a_cell_at_the_far_end_of_a_sheet_costs_the_child_and_not_us(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "Nama Koperasi"
    book.worksheets[0]["XFD1048576"] = "x"
    book.save(tmp_path / "a.xlsx")

    assert [f.code for f in refused(tmp_path / "a.xlsx")] == ["too_much_memory"]


def test_limits_of_rows_size_and_time_hold(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(CSV, "utf-8")
    (tmp_path / "a.xlsx").write_bytes(GOOD)

    assert [f.code for f in refused(tmp_path / "a.csv", Limits(file_bytes=10))] == ["file_too_large"]
    assert [f.code for f in refused(tmp_path / "a.csv", Limits(rows=1))] == ["too_many_rows"]
    assert [f.code for f in refused(tmp_path / "a.xlsx", Limits(rows=1))] == ["too_many_rows"]
    assert [f.code for f in refused(tmp_path / "a.xlsx", Limits(seconds=0.001))] == ["took_too_long"]


@pytest.mark.parametrize(
    ("code", "words", "refusal", "finding"),
    [
        (-6, "memory allocation of 549755813888 bytes failed", BadInput, "too_much_memory"),
        (-9, "", MachineTrouble, "reader_killed"),
        (-11, "", BadInput, "corrupted"),
        (-24, "", BadInput, "took_too_long"),
        (1, "OSError: [Errno 28] No space left on device", MachineTrouble, "no_space"),
        (1, "ModuleNotFoundError: No module named 'x'", MachineTrouble, "reader_failed"),
    ],
)
def test_how_the_child_ended_decides_who_is_to_mend(
    code: int, words: str, refusal: type[Refusal], finding: str
) -> None:
    died = sandbox._died(code, words, Limits())
    assert (type(died), died.findings[0].code) == (refusal, finding)


def test_no_process_to_be_had_is_the_machines_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.xlsx").write_bytes(GOOD)
    monkeypatch.setattr(sandbox.sys, "executable", str(tmp_path / "no-python"))

    with pytest.raises(MachineTrouble) as trouble:
        read_list(tmp_path / "a.xlsx", source="register")
    assert trouble.value.findings[0].code == "reader_failed"


# --- broken bytes ----------------------------------------------------------------------------------------

SEEDS = {
    "xlsx": xlsx(["Nama Koperasi", "Alamat"], ["KSU", "JL"], ["KPRI", 1.5]),
    "xls": xls(),
    "parquet": parquet(),
    "html": b"<html><table><tr><th>Nama Koperasi<th colspan=3>Alamat</tr><tr><td>A<td>B</table>",
    "csv": CSV.encode(),
    "csv16": CSV.encode("utf-16"),
    "csv1252": CSV.encode("cp1252"),
}


@st.composite
def damaged(draw: st.DrawFn, seed: bytes) -> bytes:
    content = bytearray(seed)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(content)))
        match draw(st.sampled_from(["change", "insert", "cut", "drop"])):
            case "change" if at < len(content):
                content[at] = draw(st.integers(0, 255))
            case "insert":
                content[at:at] = draw(st.binary(max_size=12) | st.sampled_from([b'"', b";", b"\n", b"\0", b"<table>"]))
            case "cut":
                del content[at:]
            case _:
                del content[at : at + draw(st.integers(1, 40))]
    return bytes(content)


def read_or_refusal(path: Path) -> RawList | Refusal:
    try:
        return read_list(path, source="census", opener=read_here)
    except Refusal as refusal:
        return refusal


@pytest.mark.parametrize("seed", sorted(SEEDS))
def test_broken_bytes_give_a_list_or_a_refusal(tmp_path: Path, seed: str) -> None:
    path = tmp_path / "a.bin"

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(content=damaged(SEEDS[seed]))
    def read(content: bytes) -> None:
        path.write_bytes(content)
        outcome = read_or_refusal(path)
        if isinstance(outcome, RawList):
            assert outcome.cells.num_rows > 0
        else:
            assert outcome.findings
            assert all(str(say(finding, "en")) for finding in outcome.findings)

    read()


@settings(max_examples=60, deadline=None)
@given(content=st.text(st.sampled_from('AB;,"\n \r\t|=1é'), max_size=200))
def test_no_row_of_text_is_lost(tmp_path_factory: pytest.TempPathFactory, content: str) -> None:
    """Every letter of a CSV file arrives in some cell, however its quotes stand."""
    path = tmp_path_factory.mktemp("t") / "a.csv"
    path.write_text("Nama Koperasi;Alamat\nX;X\nX;X\n" + content, "utf-8", newline="")
    raw = read_list(path, source="register")
    letters = re.sub(r"[^AB1é]", "", content)

    kept = "".join(re.sub(r"[^AB1é]", "", text or "") for row in _all_cells(raw) for text in row)
    assert sorted(kept) == sorted(letters)


def _all_cells(raw: RawList) -> list[list[str | None]]:
    import json  # noqa: PLC0415 -- only here

    return [list(json.loads(text).values()) for text in raw.cells.column("raw").to_pylist()]


# --- sentences -------------------------------------------------------------------------------------------


def test_every_finding_of_the_room_has_a_sentence() -> None:
    room = Path(__file__).parents[1]
    written = set()
    for file in room.glob("*.py"):
        written |= set(re.findall(r'(?:Finding|_each|_finding|_about)\(\s*"([a-z_]+)"', file.read_text("utf-8")))
        written |= set(re.findall(r'code = "([a-z_]+)"', file.read_text("utf-8")))
        written |= set(re.findall(r'dropped\[at\] = "([a-z_]+)"', file.read_text("utf-8")))

    assert len(written) > 40
    assert written <= set(CODES)


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_sentence_can_be_said(code: str) -> None:
    names = re.findall(r"%\((\w+)\)s", CODES[code].what + CODES[code].mend)
    params = {name: "x" for name in names if name not in ("value", "row", "column")}
    finding = Finding(code, params, source="register", row=7, column="NIK", value="1")

    assert "%(" not in str(say(finding, "en"))
