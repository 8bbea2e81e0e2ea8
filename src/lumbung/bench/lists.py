"""The lists that are measured on: made by `lumbung.engine.specimens`, one folder each."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from pathlib import Path

from lokal import wilayah

import lumbung.bench.sentences  # noqa: F401 -- enters what the refusals below say
from lumbung.bench.scoring import Row, read_truth
from lumbung.core.findings import BadInput, Finding
from lumbung.engine.specimens import LEVELS, make_specimen, write_specimen

BALIKPAPAN = "6471"
ROWS = (60, 300_000)  # fewer have no cooperatives of every fate, more have never been tried
CENSUS_SHARE = 515 / 587  # census rows for each row of the register, as in Balikpapan
ROWS_OF_A_REGENCY = 600  # a longer list covers more regencies; as dense as Balikpapan
REGENCIES_AT_MOST = 300
SEED = 7  # of lists whose speed is measured


@dataclass(frozen=True, slots=True)
class Size:
    """Rows of the register and of the census."""

    register: int
    census: int

    def __str__(self) -> str:
        return f"{self.register} x {self.census}"


@dataclass(frozen=True, slots=True)
class Lists:
    """A pair of lists on disk with their truth."""

    register: Path
    census: Path
    truth: dict[Row, str]


def size_of(text: str) -> Size:
    """`587` or `200000x150000`. Raises BadInput for anything else, or for more or fewer than can be made."""
    told = text.replace(".", "").replace(" ", "").lower().split("x")
    if len(told) > 2 or not all(word.isdecimal() for word in told):
        raise BadInput(Finding("bench_rows_wrong", {"value": text}))
    numbers = [int(word) for word in told]
    size = Size(numbers[0], numbers[1] if len(numbers) == 2 else round(numbers[0] * CENSUS_SHARE))
    if not all(ROWS[0] <= number <= ROWS[1] for number in numbers):
        raise BadInput(Finding("bench_rows_wrong", {"value": text}))
    return size


def noise_of(name: str) -> str:
    """The name of a noise level. Raises BadInput if there is none of this name."""
    if name not in LEVELS:
        raise BadInput(Finding("bench_noise_unknown", {"value": name, "levels": ", ".join(LEVELS)}))
    return name


def regencies_for(register_rows: int) -> list[str]:
    """Codes, 4 digits: Balikpapan while it holds them, else the first regencies of the country, at most 300."""
    count = min(REGENCIES_AT_MOST, ceil(register_rows / ROWS_OF_A_REGENCY))
    if count == 1:
        return [BALIKPAPAN]
    codes = (
        regency.code.replace(".", "")
        for province in wilayah.list_wilayah()
        for regency in wilayah.list_wilayah(province.code)
    )
    return sorted(codes)[:count]


def make(folder: Path, *, size: Size, seed: int, noise: str) -> Lists:
    """Make a pair of lists in `folder`; the same arguments give the same bytes."""
    specimen = make_specimen(
        seed=seed,
        register_rows=size.register,
        census_rows=size.census,
        noise=noise,
        regencies=regencies_for(size.register),
    )
    write_specimen(specimen, folder)
    register = next(path for name in ("ods.xlsx", "ods.csv") if (path := folder / name).exists())
    return Lists(register, folder / "field.csv", read_truth(folder / "truth.csv"))
