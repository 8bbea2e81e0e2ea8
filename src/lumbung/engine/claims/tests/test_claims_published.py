"""Published tables and claims whose verdict is known: every one judged as it should be, no false alarm."""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from lumbung.engine.claims import check_file
from lumbung.engine.claims.model import Examined, Verdict

RESULTS = {"cocok": "holds", "tidak cocok": "fails", "putus seri": "broken_series"}


def told(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def number(text: str) -> Decimal | None:
    return Decimal(text) if text not in ("", "n/a") else None


def sums(examined: Examined) -> list[Verdict]:
    return [v for v in examined.verdicts if v.kind == "sum"]


@pytest.mark.shared
@pytest.mark.parametrize("source", ["html", "csv"])
def test_every_sum_of_a_real_city_is_judged_right(shared: Path, source: str) -> None:
    folder = shared / "data" / "published-tables"
    expected: Counter[tuple[Decimal | None, Decimal | None, bool]] = Counter()
    for row in told(folder / "kota-gorontalo-hasil-uji.csv"):
        expected[number(row["nilai_induk"]), number(row["jumlah_anak"]), Decimal(row["selisih"]) == 0] += 1
    paths = sorted((folder / "kota-gorontalo-html").glob("*.html"))
    if source == "csv":
        paths = [folder / "kota-gorontalo-koperasi-umkm-2014-2022.csv"]
    found: Counter[tuple[Decimal | None, Decimal | None, bool]] = Counter()
    for path in paths:
        for verdict in sums(check_file(path)):
            assert verdict.total is not None
            if verdict.result != "cannot_tell":
                found[verdict.total.value, verdict.computed, verdict.result == "holds"] += 1

    assert sum(expected.values()) == 255
    assert sum(n for (_, _, holds), n in expected.items() if not holds) == 14
    assert Counter({key: n for key, n in found.items() if not key[2]}) == Counter(
        {key: n for key, n in expected.items() if not key[2]}
    )
    assert not expected - found


@pytest.mark.shared
def test_every_published_claim_is_judged_as_its_source_was(shared: Path) -> None:
    path = shared / "data" / "published-tables" / "klaim-terbit.csv"
    rows = told(path)
    examined = check_file(path)

    assert examined.kind == "claims"
    assert [v.result for v in examined.verdicts] == [RESULTS[row["hasil"]] for row in rows]
    for verdict, row in zip(examined.verdicts, rows, strict=True):
        if row["jenis_uji"] == "jumlah":
            assert verdict.difference == Decimal(row["selisih"]), row["id"]
    assert examined.exit_code == 1
