"""Lists of claims: each kind judged from its parts and its published figure."""

from __future__ import annotations

import pytest

from lumbung.engine.claims.listed import examine_list, heading_row
from lumbung.engine.claims.model import Grid


def listed(*rows, head=("id", "jenis_uji", "pernyataan", "bagian_json", "total_terbit")):
    """The claims of some rows, judged."""
    return examine_list("daftar.csv", [Grid((head, *rows))])


@pytest.mark.parametrize(
    ("kind", "parts", "published", "result"),
    [
        ("jumlah", '{"aktif": 440, "tidak aktif": 147}', "587", "holds"),
        ("sum", "aktif: 440; tidak aktif: 147", "588", "fails"),
        ("sum", "[440, 147]", "587", "holds"),
        ("sum", '{"aktif": 440, "tidak aktif": null}', "587", "fails"),
        ("sum", '{"aktif": null, "tidak aktif": null}', "587", "cannot_tell"),
        ("jumlah", '{"a": "1.234", "b": 1}', "1.235", "holds"),
        ("persen", '{"pembilang": 2901, "penyebut": 5745}', "50.5", "holds"),
        ("percent", '{"denominator": 5745, "numerator": 2901}', "50,4", "holds"),
        ("percent", "part: 2901; base: 5745", "50.6", "fails"),
        ("percent", "part: 2901; base: 0", "50.6", "cannot_tell"),
        ("urutan", '{"Kota": 143, "Selatan": 82, "Tengah": 62}', "", "holds"),
        ("order", '{"Kota": 143, "Tengah": 62, "Selatan": 82}', "", "fails"),
        ("batas_bawah", '{"a": 225, "b": 376}', "600", "holds"),
        ("lower_bound", '{"a": 225, "b": 338}', "600", "fails"),
        ("upper_bound", '{"a": 225, "b": 338}', "600", "holds"),
        ("seri", '{"2024-07": 440, "2025-09": 125}', "", "broken_series"),
        ("series", '{"2023": 440, "2024": 436, "2025": 431}', "", "holds"),
        ("series", '{"BPS": 152174, "koran": 152174}', "", "holds"),
        ("seri", '{"BPS": 152174, "koran": 152714}', "", "fails"),
        ("same", "judul: 440; isi: 440", "", "holds"),
        ("banyak", "konsumen: 1; jasa: 2; produsen: 3", "3", "holds"),
        ("count", "konsumen: 1; jasa: 2", "6", "fails"),
    ],
)
def test_each_kind_is_judged_by_its_own_arithmetic(kind, parts, published, result):
    examined = listed(("1", kind, "koperasi", parts, published))

    assert ([verdict.result for verdict in examined.verdicts], examined.findings) == ([result], ())


@pytest.mark.parametrize(
    ("statement", "result"),
    [("lebih dari 600 koperasi", "fails"), ("paling sedikit 600 koperasi", "holds"), ("", "holds")],
)
def test_a_bound_that_is_just_reached_depends_on_its_words(statement, result):
    assert listed(("1", "batas_bawah", statement, "[600]", "600")).verdicts[0].result == result


def test_a_series_with_its_definition_told_is_no_break():
    head = ("kind", "parts", "definition")

    examined = listed(("series", "2024: 440; 2025: 125", "met in the field and operating"), head=head)

    assert [verdict.result for verdict in examined.verdicts] == ["holds"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("1", "ramalan", "", "[1]", "1"), "claims.kind_unknown"),
        (("1", "jumlah", "", '{"a": 1', "1"), "claims.parts_unreadable"),
        (("1", "jumlah", "", '{"a": "banyak"}', "1"), "claims.parts_unreadable"),
        (("1", "jumlah", "", "", "1"), "claims.parts_unreadable"),
        (("1", "persen", "", "[1]", "1"), "claims.parts_unreadable"),
        (("1", "jumlah", "", "[1]", "banyak"), "claims.published_unreadable"),
        (("1", "jumlah", "", "[1]", ""), "claims.published_unreadable"),
    ],
)
def test_a_row_that_cannot_be_read_is_told_with_its_place(row, code):
    examined = listed(row, ("2", "jumlah", "", "[1, 2]", "3"))

    assert [(finding.code, finding.row) for finding in examined.findings] == [(code, 2)]
    assert [verdict.result for verdict in examined.verdicts] == ["holds"]


def test_the_figure_with_swapped_digits_is_the_odd_one_out():
    verdict = listed(("1", "same", "akhir 2017", "BPS: 152174; koran: 152172; laman: 152714", "")).verdicts[0]

    assert [(one.code, one.figure.label, int(one.better)) for one in verdict.culprits] == [
        ("swapped_digits", "laman", 152174)
    ]


def test_a_label_told_twice_counts_twice():
    assert listed(("1", "jumlah", "", '{"a": 1, "a": 2}', "3")).verdicts[0].result == "holds"


def test_an_ordinary_table_is_no_list_of_claims():
    assert heading_row(Grid((("Kecamatan", "Jumlah"), ("Barat", "3")))) is None
