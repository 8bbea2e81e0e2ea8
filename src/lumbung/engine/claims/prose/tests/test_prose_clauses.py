"""Every figure with the words that are its own, and wholes with the rows near them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from lumbung.engine.claims.prose.clauses import Mention, mentions_of
from lumbung.engine.claims.prose.document import read
from lumbung.engine.claims.prose.moments import timed
from lumbung.engine.claims.prose.partings import known_figures, partings_of, together
from lumbung.engine.claims.prose.slips import slipped


def mention(text: str, figure: str) -> Mention:
    return next(m for m in mentions_of(read(text)) if m.quantity.text == figure)


@pytest.mark.parametrize(
    ("text", "figure", "trait", "expected"),
    [
        ("Hadir 40 orang, sisanya 12 orang absen.", "12", "rest", True),
        ("Ada 8 koperasi di Bolo, dan selebihnya tersebar.", "8", "rest", False),
        ("Dari 60 koperasi, 14 di antaranya aktif.", "14", "back", True),
        ("Setiap desa menerima 12 mesin.", "12", "each", True),
        ("Total per September sebesar 120 koperasi.", "120", "each", False),
        ("Jumlahnya bertambah 14 koperasi.", "14", "changed", True),
        ("Utara 16, Selatan 10, ditambah 12 dari Timur.", "12", "changed", False),
        ("Yang dokumennya kurang 61 koperasi.", "61", "changed", False),
        ("Tahun lalu tercatat 79 koperasi.", "79", "elsewhen", True),
        ("Rapat Senin lalu dihadiri 79 koperasi.", "79", "elsewhen", False),
        ("Bila diuraikan, mesin pemarut 24 unit.", "24", "elsewhen", False),
        ("Dari 240 koperasi, 126 aktif.", "240", "whole", True),
        ("Utara dan Tengah masing-masing mendapat 17 koperasi.", "17", "times", 2),
        ("Utara dan Tengah masing-masing 17 dan 12 koperasi.", "17", "times", 1),
    ],
)
def test_a_figure_is_told_by_the_words_of_its_own_clause(text: str, figure: str, trait: str, expected: object) -> None:
    assert getattr(mention(text, figure), trait) == expected


def test_a_clause_ends_at_the_first_sign_behind_its_figure() -> None:
    clauses = [(m.before, m.behind) for m in mentions_of(read("SD 12 anak, SMP 9 anak"))]

    assert clauses == [(("sd",), ("anak", ",")), (("smp",), ("anak",))]


def test_a_number_of_groups_parts_no_clause() -> None:
    assert mention("Jumlah di tiga daerah itu 925 koperasi.", "925").before[0] == "jumlah"


def test_rows_that_make_a_whole_and_rows_that_miss_it_are_found_with_their_difference() -> None:
    mentions = mentions_of(read("Ada 205 koperasi. Lengkap 88, kurang 61, dan absen 66."))
    found = {(one.whole.quantity.text, len(one.parts)): one.off for one in partings_of(mentions)}

    assert found == {("205", 2): Decimal(-56), ("205", 3): Decimal(10)}


def test_a_whole_and_its_row_that_make_another_figure_are_parts_together() -> None:
    mentions = mentions_of(read("Ada 326 koperasi. Lengkap 209 koperasi. Kurang 74, ditolak 43 koperasi."))
    whole = next(m.quantity for m in mentions if m.quantity.text == "209")

    assert together(whole, [Decimal(74), Decimal(43)], known_figures(mentions))
    assert not together(whole, [Decimal(74), Decimal(44)], known_figures(mentions))


def test_a_day_of_the_week_dates_who_spoke_and_not_the_figures() -> None:
    assert "lalu" not in timed(("katanya", "senin", "pekan", "lalu"))
    assert "lalu" in timed(("tahun", "lalu"))


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [(350, 530, True), (612, 621, True), (205, 215, True), (64, 46, True), (42, 32, False), (205, 316, False), (99, 100, False)],
)  # fmt: skip
def test_a_slip_swaps_two_digits_or_changes_one_of_three(left: int, right: int, expected: bool) -> None:
    assert slipped(Decimal(left), Decimal(right)) is expected
