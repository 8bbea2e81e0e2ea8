"""The parts of an xlsx file that the reading library does not tell everything of. Runs in the child process."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

_CHUNK = 4 * 2**20


def sheet_parts(path: Path) -> dict[str, str]:
    """The name of each worksheet -> the archive's member that holds it; empty where the book does not say."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.replace("\\", "/").lower(): name for name in archive.namelist()}
            book = ElementTree.fromstring(archive.read(names["xl/workbook.xml"]))
            links = ElementTree.fromstring(archive.read(names["xl/_rels/workbook.xml.rels"]))
    except (KeyError, ElementTree.ParseError, zipfile.BadZipFile):
        return {}
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    parts = {}
    for sheet in book.iter():
        if sheet.tag.rpartition("}")[2] != "sheet":
            continue
        link = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), None)
        target = targets.get(link, "").lstrip("/")
        part = names.get((target if target.startswith("xl/") else f"xl/{target}").lower())
        if part:
            parts[sheet.get("name", "")] = part
    return parts


def pieces(part: IO[bytes]) -> Iterator[bytes]:
    """The bytes of a sheet in pieces that begin with a cell, so that no cell is cut in two."""
    rest = b""
    while chunk := part.read(_CHUNK):
        text = rest + chunk
        cut = max(text.rfind(b"<c "), 0)
        yield text[:cut]
        rest = text[cut:]
    yield rest
