"""What a file is by its content. The ending of its name is not asked: offices rename."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import Literal, NamedTuple

from lumbung.core.findings import BadInput, Finding
from lumbung.engine.reading.limits import Limits

Kind = Literal["xlsx", "xlsb", "xls", "ods", "parquet", "html", "text"]

_HEAD = 64 * 2**10
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = (  # first bytes -> what people call such a file
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"RIFF", "RIFF"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "RAR"),
    (b"{\\rtf", "RTF"),
    (b"SQLite format 3", "SQLite"),
    (b"\x7fELF", "ELF"),
    (b"MZ", "EXE"),
    (b"PARE", "Parquet (encrypted)"),
    (b"MIME-Version:", "MHTML"),
)


class Seen(NamedTuple):
    """`kind` of a file and, for text, its encoding as far as its first bytes tell."""

    kind: Kind
    encoding: str | None = None


def recognise(path: Path, limits: Limits) -> Seen:
    """The kind of the file at `path`, and whether it is safe to open at all.

    Raises BadInput: `wrong_kind`, `password`, `corrupted`, or a zip bomb (`unpacks_too_large`).
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(b"PK"):
        return Seen(_in_zip(path, limits))
    if head.startswith(_OLE):
        return Seen(_in_ole(path))
    if head.startswith(b"PAR1"):
        return Seen("parquet")
    if encoding := _unicode_encoding(head):
        return _text_or_markup(head.decode(encoding, "replace").lstrip("\ufeff"), encoding)
    for start, name in _FOREIGN:
        if head.startswith(start) and (b"\0" in head or len(start) > 2):
            raise _wrong(name)
    if b"\0" in head:
        raise BadInput(Finding("unknown_kind"))
    return _text_or_markup(head.decode("latin-1"), None)


def _unicode_encoding(head: bytes) -> str | None:
    if head.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    # UTF-16 without its mark: every other byte of Latin text is zero.
    pairs = len(head) // 2
    if pairs >= 8:
        if head[1::2].count(0) > 0.7 * pairs and head[::2].count(0) < 0.05 * pairs:
            return "utf-16-le"
        if head[::2].count(0) > 0.7 * pairs and head[1::2].count(0) < 0.05 * pairs:
            return "utf-16-be"
    return None


def _text_or_markup(text: str, encoding: str | None) -> Seen:
    start = text.lstrip()[:4096].lower()
    if start.startswith(("{", "[{", '["')):
        raise _wrong("JSON")
    if not start.startswith("<"):
        return Seen("text", encoding)
    if "urn:schemas-microsoft-com:office:spreadsheet" in start:
        raise _wrong("XML Spreadsheet 2003")
    if "<table" in text.lower() or "<html" in start or "<!doctype html" in start:
        return Seen("html", encoding)
    raise _wrong("XML")


def _in_zip(path: Path, limits: Limits) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            kind = _zip_kind(archive, members)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        ValueError,
        OSError,
        NotImplementedError,
        RuntimeError,
    ) as trouble:
        raise BadInput(Finding("corrupted")) from trouble
    _refuse_bomb(members, limits)
    return kind


def _zip_kind(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> Kind:
    names = {member.filename.replace("\\", "/").lower() for member in members}
    if any(member.flag_bits & 1 for member in members):
        raise BadInput(Finding("password"))
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "word/document.xml" in names:
        raise _wrong("Word (docx)")
    if "ppt/presentation.xml" in names:
        raise _wrong("PowerPoint (pptx)")
    if "mimetype" in names and "content.xml" in names:
        with archive.open("mimetype") as file:
            mimetype = file.read(100).decode("latin-1").strip()
        if mimetype.startswith("application/vnd.oasis.opendocument.spreadsheet"):
            return "ods"
        raise _wrong("OpenDocument")
    raise _wrong("zip")


def _refuse_bomb(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    """A 37 KB workbook can claim 0.9 GB: so what is declared is added up before unpacking."""
    largest = max((member.file_size for member in members), default=0)
    total = sum(member.file_size for member in members)
    ratio = max(
        (m.file_size // max(m.compress_size, 1) for m in members if m.file_size > limits.ratio_from),
        default=0,
    )
    if largest > limits.member_bytes or total > limits.archive_bytes or len(members) > limits.members:
        raise BadInput(
            Finding("unpacks_too_large", {"megabytes": total // 2**20, "limit": limits.member_bytes // 2**20})
        )
    if ratio > limits.ratio:
        raise BadInput(Finding("unpacks_suspiciously", {"ratio": ratio, "limit": limits.ratio}))


def _in_ole(path: Path) -> Kind:
    """Old Office files: which one is told by the names in its directory, written in UTF-16."""
    content = path.read_bytes()

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in content

    if holds("EncryptedPackage"):
        raise BadInput(Finding("password"))
    if holds("Workbook") or holds("Book"):
        return "xls"
    raise _wrong("Word (doc)" if holds("WordDocument") else "OLE")


def _wrong(name: str) -> BadInput:
    return BadInput(Finding("wrong_kind", {"kind": name}))
