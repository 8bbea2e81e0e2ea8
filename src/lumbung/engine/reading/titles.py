"""What the rows above the headings say: the day the list speaks of, and the place."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

_SPOKEN_OF = re.compile(r"\b(keadaan|kondisi|posisi|per|s\.?\s?d\.?|s/d|sampai|hingga|as of|data tanggal)\b", re.I)
_OF_THE_PAPER = re.compile(
    r"\b(cetak|dicetak|diunduh|unduh|download|print|printed|revisi|perda|permen\w*|nomor)\b", re.I
)
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)")
_WORDS = re.compile(r"(?<!\d)(\d{1,2})\s+([^\W\d_]{3,10})\.?\s+(\d{4})(?!\d)")
_PLACE = re.compile(r"\b(KOTA|KABUPATEN|KAB\.?|PROVINSI)\s+([^\W\d_]+(?:[ -][^\W\d_]+){0,3})", re.I)
_NOT_A_PLACE = re.compile(
    r"\b(keadaan|kondisi|posisi|per|tahun|bulan|provinsi|prov|kecamatan|data|sampai|hingga|triwulan|semester"
    r"|berdasarkan|dan|yang|di|januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november"
    r"|desember)\b.*",
    re.I,
)


def titles_of(rows: Iterable[Sequence[str | None]]) -> tuple[str, ...]:
    """The title rows as text, one string a row, cells joined by a space."""
    lines = (" ".join(" ".join(cell.split()) for cell in row if cell) for row in rows)
    return tuple(line for line in lines if line)


def as_of(titles: Iterable[str]) -> date | None:
    """The day a title names ("KEADAAN 30 JUNI 2024", "per 31 Desember 2023", "posisi 31-12-2023").

    A title that says so leads; else the one full date in all titles. Several different ones, or a month
    without a day, give None: nothing is guessed.
    """
    said: list[date] = []
    bare: list[date] = []
    for title in titles:
        days = list(_days(title))
        if _SPOKEN_OF.search(title):
            said += days
        elif not _OF_THE_PAPER.search(title):
            bare += days
    found = set(said or bare)
    return found.pop() if len(found) == 1 else None


def place_hint(titles: Iterable[str]) -> str | None:
    """The city or regency a title names, in capitals: "KOTA BALIKPAPAN"; else the province; else None."""
    provinces = []
    for title in titles:
        for word, rest in _PLACE.findall(title):
            name = _NOT_A_PLACE.sub("", rest).strip(" -")
            if not name:
                continue
            if word.casefold() == "provinsi":
                provinces.append(f"PROVINSI {name.upper()}")
                continue
            return f"{'KOTA' if word.casefold() == 'kota' else 'KABUPATEN'} {name.upper()}"
    return provinces[0] if provinces else None


def _days(title: str) -> Iterable[date]:
    for pattern, order in ((_ISO, (0, 1, 2)), (_NUMBERS, (2, 1, 0)), (_WORDS, (2, 1, 0))):
        for parts in pattern.findall(title):
            year, month, day = (parts[place] for place in order)
            number = _months().get(month.casefold()) if pattern is _WORDS else int(month)
            try:
                yield date(int(year), number or 0, int(day))
            except ValueError:
                continue


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    file = Path(__file__).parents[1] / "law" / "months.toml"
    names: dict[str, int] = tomllib.loads(file.read_text("utf-8"))["names"]
    return names
