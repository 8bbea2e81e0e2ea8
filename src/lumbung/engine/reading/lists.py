"""One file becomes one list: sheets read, headings understood, rows kept, cells as text."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pyarrow as pa

from lumbung.core.findings import BadInput, Finding, MachineTrouble, Refusal
from lumbung.engine.reading import titles as title_rows
from lumbung.engine.reading.delimited import read_text
from lumbung.engine.reading.grid import Grid
from lumbung.engine.reading.headings import Column, Reader
from lumbung.engine.reading.kinds import Kind, recognise
from lumbung.engine.reading.limits import Limits
from lumbung.engine.reading.mapping import check_mapping
from lumbung.engine.reading.sandbox import read_apart
from lumbung.engine.reading.sheets import NoList, Sheet, read_sheet
from lumbung.engine.reading.synonyms import FIELDS, synonyms_for

Opener = Callable[[Path, Kind, Limits], list[Grid]]
_NO_LIMITS_GIVEN = Limits()


@dataclass(frozen=True)
class RawList:
    """One list as it was read.

    `cells`: one row per record with `sheet` (str, null in files without sheets), `row` (int32, as the
    spreadsheet shows it), one string column per field understood (null = empty), and `raw`, a JSON object
    heading -> text of every column. `columns` are those of the first sheet that holds a list.
    """

    source: str
    path: Path
    file: str
    sha256: str
    as_of: date | None
    place_hint: str | None
    titles: tuple[str, ...]
    columns: tuple[Column, ...]
    cells: pa.Table
    findings: tuple[Finding, ...]


def read_list(
    path: Path,
    *,
    source: str,
    mapping: Mapping[str, str] | None = None,
    limits: Limits = _NO_LIMITS_GIVEN,
    opener: Opener = read_apart,
) -> RawList:
    """Read the list at `path`, whatever its format; its content decides, not its ending.

    Args:
        source: `register`, `census`, `certificate` or `agency`; decides what "Status" means.
        mapping: heading as written -> field (synonyms.FIELDS) or `ignore`; wins over the synonyms.
        limits: What the file may ask of the machine.
        opener: Opens workbooks; the default does so in a child process.
    Raises:
        BadInput: The file or the mapping must be mended; carries all findings at once.
        MachineTrouble: Memory, disk or processes of the machine were not enough.
    """
    path = Path(path)
    with guarded(path, limits, source):
        check_mapping(mapping or {})
        reader = Reader(synonyms_for(source), mapping or {})
        sha256 = checked(path, limits)
        grids = _grids(path, reader, limits, opener)
        return _assemble(path, source, sha256, grids, reader)


@contextmanager
def guarded(path: Path, limits: Limits, source: str | None = None) -> Iterator[None]:
    """Whatever goes wrong with the file inside the block becomes a refusal that names the file (and `source`)."""
    try:
        yield
    except Refusal as refusal:
        raise type(refusal)(_placed(refusal.findings, path, source)) from refusal
    except PermissionError as trouble:
        raise BadInput(_placed([Finding("not_readable")], path, source)) from trouble
    except MemoryError as trouble:
        finding = Finding("too_much_memory", {"limit": limits.memory_bytes // 2**20})
        raise BadInput(_placed([finding], path, source)) from trouble
    except OSError as trouble:
        finding = Finding("reader_failed", {"reason": str(trouble)[:200]})
        raise MachineTrouble(_placed([finding], path, source)) from trouble


def _placed(findings: Iterable[Finding], path: Path, source: str | None) -> list[Finding]:
    return [replace(f, params={"file": path.name, **f.params}).at(source=source) for f in findings]


def checked(path: Path, limits: Limits) -> str:
    """The file's SHA-256. Raises BadInput for what is no readable, filled file of bearable size."""
    try:
        about = path.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError) as trouble:
        raise BadInput(Finding("missing_file", {"path": str(path)})) from trouble
    if stat.S_ISDIR(about.st_mode):
        raise BadInput(Finding("is_a_folder", {"path": str(path)}))
    if not stat.S_ISREG(about.st_mode):
        raise BadInput(Finding("not_a_file", {"path": str(path)}))
    if about.st_size == 0:
        raise BadInput(Finding("empty_file"))
    if about.st_size > limits.file_bytes:
        sizes = {"megabytes": about.st_size // 2**20, "limit": limits.file_bytes // 2**20}
        raise BadInput(Finding("file_too_large", sizes))
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _grids(path: Path, reader: Reader, limits: Limits, opener: Opener) -> list[Grid]:
    seen = recognise(path, limits)
    if seen.kind == "text":
        return [read_text(path, seen.encoding, reader, limits)]
    return opener(path, seen.kind, limits)


def _assemble(path: Path, source: str, sha256: str, grids: list[Grid], reader: Reader) -> RawList:
    sheets, findings = _sheets(grids, reader)
    titles = tuple(dict.fromkeys(title for sheet in sheets for title in sheet.titles))
    days = [day for sheet in sheets if (day := title_rows.as_of(sheet.titles))]
    if len(set(days)) > 1:
        told = {"days": ", ".join(sorted({day.isoformat() for day in days}))}
        findings.append(Finding("as_of_differs", told, severity="warning"))
    known = {" ".join(column.heading.split()).casefold() for sheet in sheets for column in sheet.columns}
    for heading in reader.mapping:
        if " ".join(heading.split()).casefold() not in known:
            findings.append(Finding("mapped_heading_absent", {"heading": heading}, severity="warning"))
    for sheet in sheets:
        findings += sheet.findings
    return RawList(
        source=source,
        path=path,
        file=path.name,
        sha256=sha256,
        as_of=max(days, default=None),
        place_hint=title_rows.place_hint(titles),
        titles=titles,
        columns=sheets[0].columns,
        cells=_cells(sheets),
        findings=tuple(finding.at(source=source) for finding in findings),
    )


def _sheets(grids: list[Grid], reader: Reader) -> tuple[list[Sheet], list[Finding]]:
    """The sheets that hold a list, and what is to be said of the others. Raises BadInput if none does."""
    found: list[Sheet] = []
    reasons: list[Finding] = []
    notes: list[Finding] = []
    refused: list[Finding] = []
    for grid in grids:
        notes += [finding.at(sheet=grid.name or None) for finding in grid.findings]
        if not len(grid.rows):
            notes.append(Finding("sheet_empty", severity="note", sheet=grid.name or None))
        elif grid.hidden:
            notes.append(Finding("sheet_hidden", severity="warning", sheet=grid.name or None))
        else:
            read = read_sheet(grid, reader)
            if isinstance(read, NoList):
                (refused if read.refuses else reasons).append(read.finding)
            else:
                found.append(read)
                refused += read.refused
    if refused or not found:
        empty = [Finding("empty_file")] if not any(len(grid.rows) for grid in grids) else []
        raise BadInput(refused or [*reasons, *empty, *(note for note in notes if note.severity == "warning")])
    passed = [Finding(f"sheet_{reason.code}", severity="note", sheet=reason.sheet) for reason in reasons]
    return found, passed + notes


def _cells(sheets: list[Sheet]) -> pa.Table:
    """All sheets below each other; the fields in one order, whatever order the columns have."""
    fields = [name for name in FIELDS if any(name in sheet.cells.column_names for sheet in sheets)]
    tables = []
    for sheet in sheets:
        count = sheet.cells.num_rows
        columns = {
            "sheet": pa.array([sheet.name], pa.string()).take(pa.array([0] * count, pa.int32())),
            "row": sheet.cells.column("row"),
            **{
                name: sheet.cells.column(name) if name in sheet.cells.column_names else pa.nulls(count, pa.string())
                for name in fields
            },
            "raw": sheet.cells.column("raw"),
        }
        tables.append(pa.table(columns))
    return pa.concat_tables(tables).combine_chunks()


def looks_like(raw: RawList) -> str:
    """`register`, `census` or `unclear`: what the headings and titles of a list say it is.

    "Status" says nothing, since its meaning was decided by the kind of list it was read as.
    """
    synonyms = synonyms_for("neutral")
    fields = {synonyms.meaning(column.heading).field for column in raw.columns}
    fields |= {column.field for column in raw.columns if column.field not in ("outcome", "visited_on", "ods_status")}
    signs = synonyms.signs
    words = " ".join(raw.titles).upper()
    census = len(fields & set(signs["census_fields"])) + any(word in words for word in signs["census_words"])
    register = len(fields & set(signs["register_fields"])) + any(word in words for word in signs["register_words"])
    # A visit has a day or a visitor; a register never does, whatever else its columns are.
    if fields & {"visited_on", "visitor"}:
        return "census" if 2 * census >= register else "unclear"
    if census >= 2 and census > register:
        return "census"
    return "register" if register >= 2 and register > 2 * census else "unclear"
