"""What each kind of list looks like: its columns with their aliases, an example, and a template to fill in.

What a column means, and what else it may be called, is asked of the reader (engine/law/headings.toml); which columns a
template has, and how a cell looks, stands in engine/law/formats.toml.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

import xlsxwriter

from lumbung.core.language import Language
from lumbung.engine.cleaning.law import law
from lumbung.engine.reading.synonyms import synonyms_for
from lumbung.imports.wording import field_word
from lumbung.registry.rows import PERSONAL_FIELDS

KINDS = ("register", "census", "certificate", "agency")
_WIDE = frozenset({"name", "address", "note"})


@dataclass(frozen=True, slots=True)
class Part:
    """One column of a format."""

    field: str
    heading: str  # that of the template
    aliases: tuple[str, ...]  # the other headings it may have
    example: str
    required: bool
    useful: bool  # recommended
    personal: bool


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of list. `others`: fields it may have beside those of the template, each with its first heading."""

    kind: str
    parts: tuple[Part, ...]
    others: tuple[tuple[str, str], ...]

    @property
    def headings(self) -> list[str]:
        """The heading row of the template."""
        return [part.heading for part in self.parts]

    @property
    def example(self) -> list[str]:
        """One row as it would be filled in."""
        return [part.example for part in self.parts]


def format_of(kind: str) -> Format:
    """The format of lists of `kind` (`KINDS`)."""
    told, known = law("formats")[kind], synonyms_for(kind)
    aliases = known.aliases()
    parts = []
    for heading, text in told["example"].items():
        field = known.meaning(heading).field
        assert field is not None, heading  # a test holds the file to what is read
        also = tuple(alias for alias in aliases[field] if alias.casefold() != heading.casefold())
        facts = (field in told["required"], field in told["useful"], field in PERSONAL_FIELDS)
        parts.append(Part(field, heading, also, text, *facts))
    shown = {part.field for part in parts}
    others = tuple((name, headings[0]) for name, headings in aliases.items() if name not in shown)
    return Format(kind, tuple(parts), others)


def words_of(one: Format, language: Language) -> list[tuple[Part, str]]:
    """Each part with the word for its field."""
    return [(part, field_word(part.field, language) or part.field) for part in one.parts]


def _csv(one: Format, target: IO[bytes]) -> None:
    """Semicolons and a byte-order mark: what Excel set to Indonesian opens by itself."""
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerow(one.headings)
    target.write(b"\xef\xbb\xbf" + text.getvalue().encode())


def _xlsx(one: Format, target: IO[bytes]) -> None:
    """Every column holds text, so that no number loses its digits."""
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        text, strong = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "num_format": "@"})
        page = book.add_worksheet("Data")
        for at, part in enumerate(one.parts):
            page.set_column(at, at, 40 if part.field in _WIDE else 20, text)
            page.write_string(0, at, part.heading, strong)
        page.freeze_panes(1, 0)


TEMPLATES: dict[str, tuple[str, Callable[[Format, IO[bytes]], None]]] = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
    "csv": ("text/csv; charset=utf-8", _csv),
}
FILE_NAMES = {
    "register": "format-ods", "census": "format-sensus", "certificate": "format-sertifikat-nik",
    "agency": "format-daftar-instansi-lain",
}  # fmt: skip
