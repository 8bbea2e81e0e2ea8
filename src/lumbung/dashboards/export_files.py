"""Lines of a list as a file in four forms, a chunk at a time, so that memory stays level however long the list is.

Machine files carry codes, ISO days and a manifest; those for Excel carry words. Text that a spreadsheet would run as a
formula is disarmed everywhere.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter
from django.utils import timezone

from lumbung.core.language import Language, translator
from lumbung.core.language import gettext_noop as _
from lumbung.dashboards.asking import group_word, reason_word, rule_title
from lumbung.reports.csvs import guarded
from lumbung.reports.labels import Words

Row = Mapping[str, Any]
SAMPLE = _("SAMPLE DATA – NOT OFFICIAL DATA")
EVENTS_UNTIL = _("Lists as of %(day)s, events until %(until)s")
KNOWN_ON = _("According to the data recorded by %(day)s; not the present")
_YES, _NO = _("yes"), _("no")
CERTIFICATE = {"certified": _("Certified"), "not_certified": _("Not certified"), "expired": _("Certificate expired")}
_CHUNK = 2_000
_DAY = "dd/mm/yyyy"
# What Excel would read as a number or a day: a NIK becomes 6,47E+12, 12/09 a day in September.
_NUMBERLIKE = re.compile(r"\d{12,}|0\d+|\d{1,4}[/.,-]\d{1,4}([/.,-]\d{1,4})?")


@dataclass(frozen=True, slots=True)
class Column:
    """`kind`: text | identifier | day | whole | float | yes_no, or a group of words whose codes it holds."""

    name: str
    word: str
    kind: str = "text"


_ARROW = {"day": pa.date32(), "whole": pa.int64(), "float": pa.float64(), "yes_no": pa.bool_()}


@dataclass(frozen=True, slots=True)
class Job:
    """One file to be made.

    `read` gives its lines anew at every call; `told` is what the manifest says of the list: as_of, rule, rule_version,
    list (its address), known_on (the moment of the past it was read at), events_until (where events of law after
    as_of count: until when).
    """

    columns: Sequence[Column]
    read: Callable[[], Iterator[Row]]
    office: str
    sample: bool
    language: Language
    title: str = _("Cooperatives")  # of the sheet
    told: Mapping[str, Any] = field(default_factory=dict)

    @property
    def rule(self) -> str:
        """Code of the rule its statuses speak of."""
        return str(self.told.get("rule") or "")

    @property
    def banners(self) -> list[str]:
        """What stands above everything else: that it is a sample, not the present, or holds events after its day."""
        translate = translator(self.language)
        known = str(self.told.get("known_on") or "")
        told = [translate(KNOWN_ON) % {"day": _moment_word(known)}] if known else []
        if until := self.told.get("events_until"):
            days = {"day": _moment_word(str(self.told["as_of"])), "until": _moment_word(str(until))}
            told.append(translate(EVENTS_UNTIL) % days)
        return [*([translate(SAMPLE)] if self.sample else []), *told]

    def manifest(self, rows: int, **more: Any) -> dict[str, Any]:
        """What the file is: counts, circumstances, the address it answers."""
        return {
            "office": self.office,
            "sample": self.sample,
            "rows": rows,
            "columns": [column.name for column in self.columns],
            **{name: self.told.get(name) for name in ("as_of", "rule", "rule_version", "list")},
            **{name: told for name in ("events_until", "known_on") if (told := self.told.get(name))},
            "made_at": timezone.now().isoformat(timespec="seconds"),
            **more,
        }


def _moment_word(known: str) -> str:
    """ "2024-07-31" as 31/07/2024, "2024-07-31T10:15:00" as 31/07/2024 10.15."""
    told = datetime.fromisoformat(known)
    return f"{told:%d/%m/%Y %H.%M}" if "T" in known else f"{told:%d/%m/%Y}"


# Words of cells for people


class _Cells:
    """Cells as words in one language."""

    def __init__(self, job: Job) -> None:
        self.words = Words(job.language)
        self.language = job.language
        self.rule = job.rule
        self._ = translator(job.language)

    def __call__(self, column: Column, value: Any) -> Any:
        """The cell for a person: codes in words, days and numbers as they are, nothing told = None."""
        if value in (None, ""):
            return None
        if column.kind in ("text", "identifier", "day", "whole", "float"):
            return value
        if column.kind == "yes_no":
            return self._(_YES if value else _NO)
        return self._word(column.kind, str(value))

    def _word(self, kind: str, code: str) -> str:
        if kind == "vocabulary":
            return group_word(code)
        if kind == "certificate":
            return self._(CERTIFICATE[code]) if code in CERTIFICATE else code
        if kind == "reason":
            return reason_word(self.rule, code, self.language)
        return self.words.district(code) if kind == "place" else self.words.label(kind, code)


# Files


def _csv_machine(job: Job, target: IO[bytes]) -> int:
    """list.csv (comma, UTF-8, ISO days, codes) and manifest.json in one zip."""
    count, digest = 0, hashlib.sha256()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("list.csv", "w", force_zip64=True) as file:
            for text, rows in _csv(job, _machine_cell, [column.name for column in job.columns], delimiter=","):
                data = text.encode()
                digest.update(data)
                file.write(data)
                count += rows
        told = job.manifest(count, file="list.csv", sha256=digest.hexdigest())
        archive.writestr("manifest.json", json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    return count


def _machine_cell(column: Column, value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else guarded(value)


def _csv_excel(job: Job, target: IO[bytes]) -> int:
    """Semicolons, a byte-order mark, dd/mm/yyyy, decimal comma: what Excel set to Indonesian opens by itself."""
    cells = _Cells(job)

    def cell(column: Column, value: Any) -> Any:
        return _for_excel(column, cells(column, value))

    target.write(b"\xef\xbb\xbf")
    for banner in job.banners:
        target.write(f"{banner}\r\n".encode())
    head = [translator(job.language)(column.word) for column in job.columns]
    count = 0
    for text, rows in _csv(job, cell, head, delimiter=";"):
        target.write(text.encode())
        count += rows
    return count


def _for_excel(column: Column, value: Any) -> Any:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float):
        return str(value).replace(".", ",")
    if column.kind == "identifier" and isinstance(value, str) and _NUMBERLIKE.fullmatch(value):
        return f'="{value}"'  # digits and separators only, so nothing in it can run
    return guarded(value)


def _csv(
    job: Job, cell: Callable[[Column, Any], Any], head: Sequence[str], *, delimiter: str
) -> Iterator[tuple[str, int]]:
    """Pieces of the file and how many lines each holds."""
    rows = job.read()
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter)
    writer.writerow(head)
    while True:
        chunk = list(islice(rows, _CHUNK))
        writer.writerows([cell(column, row[column.name]) for column in job.columns] for row in chunk)
        yield buffer.getvalue(), len(chunk)
        if not chunk:
            return
        buffer.seek(0)
        buffer.truncate()


def _xlsx(job: Job, target: IO[bytes]) -> int:
    """A sheet of words with the sample's banner above, and a sheet that says what the file is."""
    translate, cells = translator(job.language), _Cells(job)
    book = xlsxwriter.Workbook(
        target, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    strong, warning = book.add_format({"bold": True}), book.add_format({"bold": True, "font_color": "#A4281F"})
    day = book.add_format({"num_format": _DAY, "align": "left"})
    sheet = book.add_worksheet(translate(job.title))
    for at, banner in enumerate(job.banners):
        sheet.write_string(at, 0, banner, warning)
    at = len(job.banners)
    for n, column in enumerate(job.columns):
        sheet.write_string(at, n, translate(column.word), strong)
        sheet.set_column(n, n, 44 if column.name == "name" else 18)
    sheet.freeze_panes(at + 1, 0)
    count = 0
    for row in job.read():
        count += 1
        for n, column in enumerate(job.columns):
            _put(sheet, at + count, n, cells(column, row[column.name]), day)
    _about(book.add_worksheet(translate(_("About this file"))), job, count, warning)
    book.close()
    return count


def _put(sheet: Any, at: int, n: int, value: Any, day: Any) -> None:
    """One cell by its kind; text is written as text, so none of it is ever a formula."""
    if value is None:
        return
    if isinstance(value, date):
        sheet.write_datetime(at, n, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001 -- a calendar day
    elif isinstance(value, int | float):
        sheet.write_number(at, n, value)
    else:
        sheet.write_string(at, n, str(value))


_ABOUT = {
    "office": _("Office"), "rows": _("Rows"), "as_of": _("As of"),
    "events_until": _("Events until"), "rule": _("Criterion"), "list": _("List"),
    "known_on": _("According to the data recorded by"), "made_at": _("Made at"),
}  # fmt: skip


def _about(sheet: Any, job: Job, count: int, warning: Any) -> None:
    translate, told = translator(job.language), job.manifest(count)
    if told["rule"]:
        told["rule"] = f"{rule_title(told['rule'], job.language)} v{told['rule_version']}"
    for at, banner in enumerate(job.banners):
        sheet.write_string(at, 0, banner, warning)
    at = len(job.banners)
    sheet.set_column(0, 1, 30)
    about = [(name, word) for name, word in _ABOUT.items() if name in told]
    for line, (name, word) in enumerate(about, at):
        sheet.write_string(line, 0, translate(word))
        _put(sheet, line, 1, told[name], None)


def _parquet(job: Job, target: IO[bytes]) -> int:
    """Codes with their types; the manifest stands in the file's own metadata."""
    schema = pa.schema([pa.field(column.name, _ARROW.get(column.kind, pa.string())) for column in job.columns])
    rows, count = job.read(), 0
    with pq.ParquetWriter(target, schema, compression="zstd") as writer:
        while chunk := list(islice(rows, _CHUNK)):
            count += len(chunk)
            told = [{column.name: row[column.name] for column in job.columns} for row in chunk]
            writer.write_table(pa.Table.from_pylist([_typed(row) for row in told], schema=schema))
        writer.add_key_value_metadata({"lumbung": json.dumps(job.manifest(count), ensure_ascii=False)})
    return count


def _typed(row: Row) -> dict[str, Any]:
    return {name: None if value == "" else value for name, value in row.items()}


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of file."""

    name: str
    word: str
    suffix: str
    kind: str  # media type
    write: Callable[[Job, IO[bytes]], int]


FORMS = {
    form.name: form
    for form in (
        Form("xlsx", _("Excel workbook (xlsx)"), "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
        Form("excel", _("CSV for Excel (semicolon)"), "csv", "text/csv; charset=utf-8", _csv_excel),
        Form("csv", _("CSV for machines, with manifest (zip)"), "zip", "application/zip", _csv_machine),
        Form("parquet", _("Parquet"), "parquet", "application/vnd.apache.parquet", _parquet),
    )
}  # fmt: skip
