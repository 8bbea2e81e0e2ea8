"""The published tables and claims of ../shared: every verdict as people reached it by hand."""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal

import pytest

from lumbung.engine.claims import check_file
from lumbung.engine.claims.wordlist import year_of

pytestmark = pytest.mark.shared

WORDS = {"holds": "cocok", "fails": "tidak cocok", "broken_series": "putus seri"}


@pytest.fixture(scope="module")
def published(shared):
    """The folder of published tables."""
    return shared / "data" / "published-tables"


@pytest.fixture(scope="module")
def by_hand(published):
    """(table, parent, first child, children, untold children, year, published, sum of the parts) -> how often."""
    with (published / "kota-gorontalo-hasil-uji.csv").open(encoding="utf-8", newline="") as file:
        return Counter(
            (
                row["tabel"], row["uraian_induk"], row["anak_pertama"], int(row["n_anak"]), int(row["n_anak_kosong"]),
                int(row["tahun"]), Decimal(row["nilai_induk"]), Decimal(row["jumlah_anak"]),
            )
            for row in csv.DictReader(file)
        )  # fmt: skip


def told(verdict, table, year):
    """A verdict in the shape of `by_hand`."""
    untold = sum(part.value is None for part in verdict.parts)
    first, published = verdict.parts[0].label, verdict.total.value
    return (table, verdict.total.label, first, len(verdict.parts), untold, year, published, verdict.computed)


def test_the_web_pages_of_kota_gorontalo_are_judged_as_by_hand(published, by_hand):
    found, alarms = Counter(), 0
    for table in ("umkm", "koperasi"):
        examined = check_file(published / "kota-gorontalo-html" / f"{table}.html")
        judged = [verdict for verdict in examined.verdicts if verdict.result != "cannot_tell"]
        found += Counter(told(one, table, year_of(one.finding.column.rpartition("/")[2])) for one in judged)
        alarms += len(examined.fails)

    assert found == by_hand
    assert alarms == sum(count for row, count in by_hand.items() if row[-1] != row[-2]) == 14


def test_the_long_table_of_kota_gorontalo_is_judged_as_by_hand(published, by_hand):
    examined = check_file(published / "kota-gorontalo-koperasi-umkm-2014-2022.csv")

    judged = [verdict for verdict in examined.verdicts if verdict.result != "cannot_tell"]
    found = Counter()
    for verdict in judged:
        table, year = verdict.subject.rsplit(", ", 2)[1:]
        found[told(verdict, table, int(year))] += 1

    assert found == by_hand
    assert len(examined.fails) == 14


def test_claims_from_the_press_are_judged_as_by_hand(published):
    path = published / "klaim-terbit.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}

    examined = check_file(path)

    assert {verdict.subject.partition(":")[0]: WORDS[verdict.result] for verdict in examined.verdicts} == {
        name: row["hasil"] for name, row in rows.items()
    }
    assert examined.kind == "claims"
    differences = {
        verdict.subject.partition(":")[0]: verdict.difference for verdict in examined.verdicts if verdict.kind == "sum"
    }
    assert differences == {name: Decimal(row["selisih"]) for name, row in rows.items() if row["jenis_uji"] == "jumlah"}


def test_a_claims_own_verdict_is_not_read(published, tmp_path):
    text = (published / "klaim-terbit.csv").read_text("utf-8")
    turned = tmp_path / "turned.csv"
    turned.write_text(text.replace(",tidak cocok,", ",cocok,"), "utf-8")

    assert [one.result for one in check_file(turned).verdicts] == [
        one.result for one in check_file(published / "klaim-terbit.csv").verdicts
    ]
