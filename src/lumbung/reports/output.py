"""All files of one reconciliation, written beside their place and renamed at the end."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import pyarrow.parquet as pq
from xlsxwriter.exceptions import XlsxWriterException

from lumbung.core.aside import Aside, uncollected
from lumbung.core.files import check_replaceable, replacing_directory
from lumbung.core.language import Language
from lumbung.engine import tables
from lumbung.reports.csvs import write_lists
from lumbung.reports.manifest import FILE, is_ours, manifest
from lumbung.reports.page import report_html
from lumbung.reports.picture import Picture, table
from lumbung.reports.problems import Group, Problems
from lumbung.reports.speaking import Speech
from lumbung.reports.workbook import write_workbook

ASIDE_FROM = 20_000  # records from which a process of its own pays


def check_out(out: Path) -> None:
    """Raise BadInput or MachineTrouble if `out` cannot take the result; ask before the long work begins."""
    check_replaceable(out.resolve(), is_ours=is_ours)


def write_outputs(picture: Picture, out: Path, *, language: Language, timings: Mapping[str, float]) -> list[Path]:
    """Write report.html, recap.xlsx, the lists, tables/*.parquet and manifest.json into the folder `out`.

    Same picture, same bytes; only manifest.json holds `timings` (seconds by stage).

    Returns:
        The files written, report.html first, manifest.json last.
    Raises:
        BadInput: `out` is a file or somebody else's folder.
        MachineTrouble: The machine could not write; whatever stood in `out` still stands.
    """
    out = out.resolve()
    with uncollected(), replacing_directory(out, is_ours=is_ours) as folder:
        speech, problems = Speech(picture, language), Problems(picture, language)
        many = table(picture, "records").num_rows > ASIDE_FROM
        with Aside(partial(write_lists, picture, folder, language, problems), pays=many) as lists:
            groups = problems.groups()
            (folder / "report.html").write_text(report_html(speech, problems, groups), "utf-8", newline="\n")
            _write_workbook(speech, groups, folder / "recap.xlsx")
            _write_tables(picture, folder / "tables")
            lists.result()
        names = [path.relative_to(folder) for path in _in_order(folder)]
        hashes = {name.as_posix(): _sha256(folder / name) for name in names}
        content = manifest(picture, language=language, timings=timings, files=hashes)
        (folder / FILE).write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", "utf-8", newline="\n")
    return [out / name for name in (*names, Path(FILE))]


def _write_workbook(speech: Speech, groups: Sequence[Group], path: Path) -> None:
    try:
        write_workbook(speech, groups, path)
    except XlsxWriterException as error:  # xlsxwriter wraps what the system answered
        cause = error.args[0] if error.args else None
        raise (cause if isinstance(cause, OSError) else error) from None


def _write_tables(picture: Picture, folder: Path) -> None:
    folder.mkdir()
    for name in tables.ALL:
        with (folder / f"{name}.parquet").open("wb") as target:
            pq.write_table(table(picture, name), target, compression="zstd")


def _in_order(folder: Path) -> list[Path]:
    """The files a person looks for first come first, then the lists, then the tables."""
    rank = {".html": 0, ".xlsx": 1, ".csv": 2}
    files = (path for path in folder.rglob("*") if path.is_file())
    return sorted(files, key=lambda path: (rank.get(path.suffix, 3), path.as_posix()))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
