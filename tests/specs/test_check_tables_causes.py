"""Why a sum may miss its total: an empty part, a part counted twice or not at all, a Roman numeral, both ways at once."""

from __future__ import annotations

import pytest

from lumbung.core.language import Language
from lumbung.engine.claims.model import Examined
from lumbung.engine.claims.tests.written_tables import held, judged, suspects, wrong
from lumbung.reports.examined.wording import Wording


def said(text: str, language: Language = "en") -> list[str]:
    """The claims that do not hold and their causes, in words."""
    words = Wording(language)
    failing = [one for one in judged(text).verdicts if one.result != "holds"]
    return [line for one in failing for line in (str(words.claim(one).what), *words.causes(one))]


EMPTY = """
    Kecamatan | Aktif
    Barat     | 36
    Tengah    | 62
    Timur     |{timur}
    Kota      | 143
    Jumlah    | {total}
    """


@pytest.mark.parametrize(("total", "better"), [("281", "40"), ("288", "47")])
@pytest.mark.parametrize("timur", ["", " -"])
def test_an_empty_part_is_named_where_its_figure_would_make_the_total(timur, total, better):
    table = EMPTY.format(timur=timur, total=total)

    assert suspects(table) == [f"missing_part Timur -> {better}"]
    assert said(table)[0] == (
        f"“Jumlah”: the parts that are told make 241, published is {total}; difference −{better}. Parts not told: 1."
    )


def test_an_empty_part_needs_no_explanation_where_the_sum_holds():
    table = EMPTY.format(timur="", total="241")

    assert (wrong(table), held(table)) == ([], 1)


def test_several_empty_parts_are_counted_and_none_is_blamed():
    table = """
        Kelurahan | Kios
        A         |
        B         | 14
        C         | 22
        D         |
        Jumlah    | 60
        """

    assert (suspects(table), "Parts not told: 2." in said(table)[0]) == ([], True)


@pytest.mark.parametrize(
    "table",
    [
        "Uraian|Nilai\nKOTA|\nUtara|12\nSelatan|15\nJumlah|30",
        "Uraian|Nilai\nMenurut jenis:|\nUtara|12\nSelatan|15\nJumlah|30",
        "Uraian|Nilai\nKota|\nUtara|12\nSelatan|15\nKabupaten|\nTimur|22\nTengah|30\nJumlah|84",
        "No|Uraian|Nilai\n|Wilayah barat||\n1|Utara|12\n2|Selatan|15\n|Jumlah|30",
        "Uraian|Nilai\nKota|\n  Utara|12\n  Selatan|15\nJumlah|30",
    ],
    ids=["capitals", "colon", "groups", "unnumbered", "deeper"],
)
def test_headings_are_no_empty_parts(table):
    assert [one for one in suspects(table) if one.startswith("missing_part")] == []
    assert "not told" not in " ".join(said(table))


def test_an_empty_part_under_a_heading_belongs_to_its_subtotal():
    table = """
Sektor    | Koperasi
Kota      |
  Utara   | 12
  Selatan |
  Barat   | 15
  Jumlah  | 46
Kabupaten |
  Timur   | 22
  Tengah  | 30
  Jumlah  | 52
"""

    assert (wrong(table), suspects(table), held(table)) == (
        ["Jumlah, Koperasi: 27 instead of 46"], ["missing_part Selatan -> 19"], 1,
    )  # fmt: skip


def test_an_empty_part_below_a_flat_heading_is_told_from_the_heading():
    table = """
        Uraian            | Nilai
        Aset lancar       |
        Kas               | 120
        Piutang           |
        Jumlah aset lancar| 200
        Aset tetap        |
        Tanah             | 300
        Gedung            | 150
        Jumlah aset tetap | 450
        Jumlah aset       | 650
        """

    assert (suspects(table), held(table)) == (["missing_part Piutang -> 80"], 2)


PARTS = """
    Kecamatan | Aktif
    Barat     | 36
    Tengah    | 62
    Timur     | 47
    Kota      | 143
    Jumlah    | {total}
    """


@pytest.mark.parametrize(
    ("total", "cause", "sentence"),
    [
        (350, "twice_in_total Tengah", "Perhaps “Tengah” (62) is counted twice in the total."),
        (226, "not_in_total Tengah", "Perhaps “Tengah” (62) is not included in the total."),
    ],
)
def test_a_part_that_is_the_difference_is_in_the_total_twice_or_not_at_all(total, cause, sentence):
    table = PARTS.format(total=total)

    assert (suspects(table), said(table)[1:]) == ([f"{cause} -> None"], [sentence])


@pytest.mark.parametrize("total", [288, 289, 287, 298])
def test_a_difference_that_is_no_part_and_one_of_one_explain_nothing(total):
    table = PARTS.replace("Kota      | 143", "Kota      | 142\n    Hulu      | 1").format(total=total)

    assert [one for one in suspects(table) if "total" in one or "twice" in one] == []


@pytest.mark.parametrize(("second", "label"), [("Tengah", "Tengah"), ("Hulu  ", "Hulu")])
def test_a_figure_that_stands_twice_is_told_once_with_both_rows(second, label):
    table = PARTS.replace("    Timur ", f"    {second}    | 62\n    Timur ").format(total=288)

    assert said(table)[1:] == [
        f"Perhaps 62 is counted twice, as “Tengah” (row 3) and as “{label}” (row 4): without one of them the rest adds up."
    ]


def test_a_figure_that_stands_twice_is_no_error_where_the_sum_holds():
    table = PARTS.replace("    Timur ", "    Hulu      | 62\n    Timur ").format(total=350)

    assert (wrong(table), held(table)) == ([], 1)


@pytest.mark.parametrize(
    ("table", "numeral"),
    [
        ("No|Uraian|Nilai\nI|Produsen|12\nII|Konsumen|V\nIII|Jasa|3\n|Jumlah|20", "V"),
        ("Uraian|Nilai\nProdusen|XII\nKonsumen|5\nJasa|3\nJumlah|20", "XII"),
        ("Uraian|Nilai\nProdusen|12\nKonsumen|5\nJasa|III\nJumlah|17", "III"),
        ("Uraian|2022|2023\nProdusen|12|9\nKonsumen|V|VII\nJasa|3|4\nJumlah|20|20", "V"),
        ("No|Uraian|Jumlah\nI|Produsen|50\n1|Tani|30\n2|Nelayan|20\nII|Jasa|V\n|Jumlah seluruhnya|50", "V"),
    ],
    ids=["numbered", "first", "last", "all of a row", "holding without it"],
)
def test_a_roman_numeral_among_figures_is_unclear_and_never_guessed(table, numeral):
    told = judged(table)

    assert [one.value for one in told.findings][:1] == [numeral]
    assert {one.result for one in told.verdicts if one.subject.endswith(("Jumlah", "seluruhnya"))} == {"cannot_tell"}


@pytest.mark.parametrize(
    "table",
    [
        "No|Program|Target\nI|Pembinaan|\n1|Diklat|40\n2|Magang|12\nII|Pengawasan|\n1|Sehat|60\n2|Patuh|20\n|Jumlah|132",
        "No|Kecamatan|Aktif|Tidak\nI|II|III|IV\n1|A|36|10\n2|B|62|12\nJumlah||98|22",
        "Golongan|Pegawai\nI|4\nII|21\nIII|57\nIV|13\nJumlah|95",
        "Kec|Triwulan||\n|I|II|III\nA|3|4|5\nB|6|7|8\nJumlah|9|11|13",
        "No|Koperasi|Anggota|RAT\n1|Maju|120|V\n2|Jaya|85|\n3|Sentosa|60|V\n|Jumlah|265|",
        "Kec|I|II\nA|3|4\nB|6|7\nJumlah|9|11\n\nKec|I|II\nC|1|4\nD|6|7\nJumlah|7|11",
    ],
    ids=["a first section", "numbers of columns", "labels", "headings", "ticks", "two tables"],
)
def test_roman_numerals_may_number_rows_and_columns(table):
    told = judged(table)

    assert ([one.value for one in told.findings], {one.result for one in told.verdicts}) == ([], {"holds"})


def test_a_total_does_not_bear_the_numeral_of_the_row_above():
    assert wrong("Tahap|Kegiatan|Peserta\nI|Diklat|40\nII|Pameran|25\nIII|Bazar|9\n|Jumlah|84") == [
        "Jumlah, Peserta: 74 instead of 84"
    ]


CROSSED = "Kec|Sehat|Cukup|Jumlah\nA|12|5|17\nB|9|7|16\nJumlah|21|12|{corner}"


def test_a_cell_that_is_wrong_both_ways_is_told_both_ways():
    claims = said(CROSSED.format(corner=34))

    assert [claims[0][:27], claims[2][:24]] == ["“Jumlah”, down its column: ", "“Jumlah”, along its row:"]
    assert len({claims[0], claims[2]}) == 2
    assert wrong(CROSSED.format(corner=33)) == []


def test_a_total_of_one_way_alone_needs_no_direction():
    assert said(PARTS.format(total=290))[0].startswith("“Jumlah”: the parts make 288")


UNNAMED = """
    Kecamatan | Mikro | Kecil |
    A         | 311   | 57    | 368
    B         | 289   | 43    | 332
    C         | 402   | 61    | 463
    D         | 198   | 35    | 233
              | 1200  | 196   | {corner}
    """


def test_a_total_without_a_name_is_called_so_and_its_column_named():
    table = UNNAMED.format(corner=1397)
    found = [one.finding for one in judged(table).verdicts if one.result != "holds"]

    assert [line[:15] for line in said(table)[::2]] == ["“unnamed total”"] * 2
    assert {(finding.row, finding.column) for finding in found} == {(6, "D")}
    assert wrong(UNNAMED.format(corner=1396)) == []


@pytest.mark.parametrize(("total", "failing"), [("175", 0), ("185", 1)])
def test_a_minus_behind_its_figure_is_one(total, failing):
    table = f"Uraian|Nilai\nPendapatan|540\nBeban|320-\nPajak|45 -\nJumlah|{total}"

    assert (len(wrong(table)), judged(table).findings) == (failing, [])


def test_the_stroke_of_money_is_no_minus():
    assert wrong("Uraian|Nilai\nSewa|1.000,-\nListrik|Rp 500,-\nJumlah|1.500,-") == []


@pytest.mark.parametrize(
    ("table", "headline", "tally"),
    [
        (PARTS.format(total=288), "t: the one claim that could be judged adds up.", "1 adds up"),
        (PARTS.format(total=299), "t: the one claim that could be judged does not add up.", "1 does not add up"),
        (CROSSED.format(corner=33), "t: all 6 claims that could be judged add up.", "6 add up"),
        (CROSSED.format(corner=34), "t: 2 of 6 claims that could be judged do not add up.", "2 do not add up"),
    ],
)
def test_one_claim_is_told_as_one(table, headline, tally):
    words, examined = Wording("en"), Examined("t", "table", tuple(judged(table).verdicts))
    result = "fails" if examined.fails else "holds"
    count = len(examined.fails) or len(examined.verdicts)

    assert (words.headline(examined), words.tally(result, count)) == (headline, tally)
