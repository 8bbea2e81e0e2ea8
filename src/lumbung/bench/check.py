"""How fast are published figures checked? A long table against two plain ways to add up, and a long text."""

from __future__ import annotations

import csv
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from lumbung.bench.measuring import LIMIT_SECONDS, REPEATS, Measured, alternate
from lumbung.core.language import gettext_noop

SEED = 7
TABLE_ROWS = 100_000
TEXT_PARAGRAPHS = 400
WRONG = 12  # rows whose total is not the sum of their parts
KINDS = ("Produsen", "Pemasaran", "Konsumen", "Jasa", "Simpan Pinjam")
TITLES = {
    "lumbung": gettext_noop("Lumbung, the whole command"),
    "plain_sums": gettext_noop("Python, csv and sum"),
    "duckdb_sums": gettext_noop("DuckDB, sums"),
}
_SYLLABLES = ("ba", "ku", "lim", "mo", "ran", "si", "tu", "wel")
INPUTS = {"table": gettext_noop("a table of %s rows"), "text": gettext_noop("a text of %s paragraphs")}


@dataclass(frozen=True, slots=True)
class Checked:
    """One checker on one input ("table" | "text"); `units` are its rows or paragraphs."""

    input: str
    units: int
    contender: str
    measured: Measured


def measure_check(
    *,
    rows: int = TABLE_ROWS,
    paragraphs: int = TEXT_PARAGRAPHS,
    repeats: int = REPEATS,
    limit: float = LIMIT_SECONDS,
    told: Callable[[str, str], None] = lambda lists, name: None,
) -> list[Checked]:
    """Measure `lumbung check` and the plain ways; exit code 1 only says that something does not add up."""
    found = []
    with tempfile.TemporaryDirectory(prefix="lumbung-bench-") as place:
        folder = Path(place)
        write_table(folder / "table.csv", rows)
        (folder / "text.txt").write_text(prose(paragraphs), "utf-8")
        plain = {
            name: [
                sys.executable, "-m", f"lumbung.bench.contenders.{name}", str(folder / "table.csv"), str(folder / name)
            ]
            for name in ("plain_sums", "duckdb_sums")
        }  # fmt: skip
        for what, units, file, others in (
            ("table", rows, "table.csv", plain),
            ("text", paragraphs, "text.txt", {}),
        ):
            ours = [sys.executable, "-m", "lumbung.cli", "check", str(folder / file)]
            measured = alternate(
                {"lumbung": ours, **others},
                repeats=repeats,
                limit=limit,
                exits=(0, 1),
                told=lambda name, turn, what=what: told(f"{what} ({turn})", TITLES[name]),  # type: ignore[misc]
            )
            found += [Checked(what, units, name, done) for name, done in measured.items()]
    return found


def write_table(path: Path, rows: int, wrong: int = WRONG) -> list[int]:
    """A table of `rows` rows with totals right and below; the rows, from 1, whose total is wrong by one to nine.

    The totals below are sums of what stands above them, so the columns add up.
    """
    rng = Random(SEED)
    spoilt = sorted(rng.sample(range(1, rows + 1), min(wrong, rows)))
    bad = set(spoilt)
    sums = [0] * (len(KINDS) + 1)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["Desa/Kelurahan", *KINDS, "Jumlah"])
        for at in range(1, rows + 1):
            parts = [rng.randint(0, 40) for _ in KINDS]
            cells = [*parts, sum(parts) + (rng.randint(1, 9) if at in bad else 0)]
            sums = [total + cell for total, cell in zip(sums, cells, strict=True)]
            writer.writerow([f"Desa {at}", *cells])
        writer.writerow(["Jumlah", *sums])
    return spoilt


def prose(paragraphs: int) -> str:
    """Invented news in Indonesian, each paragraph with a total, its parts and a percentage; every tenth total is wrong."""
    rng = Random(SEED)
    told = []
    for at in range(1, paragraphs + 1):
        parts = [rng.randint(3, 400) for _ in KINDS]
        total = sum(parts) + (1 if at % 10 == 0 else 0)
        listed = ", ".join(f"{kind.lower()} {count}" for kind, count in zip(KINDS[:-1], parts, strict=False))
        share = f"{100 * parts[2] / sum(parts):.1f}".replace(".", ",")
        told.append(
            f"Di Kecamatan {_place(at)} terdapat {_grouped(total)} koperasi aktif, terdiri atas {listed}, dan "
            f"{KINDS[-1].lower()} {parts[-1]}. Koperasi konsumen sebanyak {parts[2]} atau {share} persen dari "
            f"{_grouped(sum(parts))} koperasi."
        )
    return "\n\n".join(told) + "\n"


def _place(at: int) -> str:
    """An invented district for each number: three syllables of eight, so 512 of them."""
    return "".join(_SYLLABLES[at // 8**digit % 8] for digit in range(3)).capitalize()


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")
