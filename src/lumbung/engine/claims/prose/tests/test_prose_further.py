"""Readings that come last: conclusions, averages, tariffs, points, what is named again, what closes a list; wrong and right."""

from __future__ import annotations

import pytest

from lumbung.core.sentences import say
from lumbung.engine.claims.prose import check_text
from lumbung.engine.claims.prose.tests.told import fails


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("Penyaluran menyentuh Rp19,5 miliar. Target setahun Rp25 miliar, dengan demikian capaian {} persen.", "84", "78"),
        ("Sebanyak 32 koperasi tidak memberi kabar. Yang tanpa kabar mencapai {} persen dari 208 koperasi.", "25", "15,4"),
        ("Simpanan Rp7,5 miliar. Dengan jumlah anggota 1.250 orang, rata-rata simpanan per anggota Rp{} juta.", "7,5", "6"),
        ("16 stan itu mengumpulkan omzet Rp48 juta. Rata-rata setiap stan memperoleh Rp{} juta.", "2,4", "3"),
        ("Ongkos jahit Rp45.000 per setel. Penjahit yang menyelesaikan 200 setel membawa pulang Rp{} juta.", "8", "9"),
        ("Dapur memerlukan 75 gram sayuran per porsi. Dengan 3.000 porsi, dikirim {} kilogram.", "275", "225"),
        ("Rata-rata kelima unsur 87,00. Semester sebelumnya 84,50 sehingga ada peningkatan {} poin.", "3,50", "2,50"),
        ("Kota 7.400 kartu, Barat 5.200 kartu, dan Timur 3.900 kartu; ketiganya seluruh penerima {} kartu.", "18.500", "16.500"),
        ("Sebanyak 440 dari 587 koperasi aktif, sisanya sebanyak {}.", "157", "147"),
        ("Realisasi anggaran Rp 8,5 miliar atau {} persen dari pagu Rp 10 miliar.", "90", "85"),
        ("Sewa 10 unit x Rp750.000 = Rp{}.", "7.000.000", "7.500.000"),
        ("Sebaran koperasi aktif:\n- Kota Utara: 120\n- Kota Selatan: 150\n- Kota Barat: 170\nJumlah: {}", "441", "440"),
        ("Sebaran koperasi aktif:\n- Kota Utara 120\n- Kota Selatan 150\n- Kota Barat 170\n\nJumlah {} koperasi.", "441", "440"),
        ("Sebanyak 84 pelaku usaha hadir, {} orang di antaranya pulang membawa NIB.", "97", "67"),
        ("Bingkisan dibagikan kepada 482 anggotanya. Ketua memastikan seluruh {} anggota mendapat beras.", "428", "482"),
        ("Gerai menyediakan 650 macam barang. Kepala dinas berharap {} macam barang di gerai itu buatan sendiri.", "680", "650"),
        ("Koperasi di Rawa 320, Lembah 290, Bukit 310. Kecamatan {} berada di urutan kedua terbanyak.", "Lembah", "Bukit"),
        ("Hasil penilaian:\n1. Wringin, nilai 91,5\n2. Kali, nilai 88,0\n3. Bang, nilai {}\n4. Jati, nilai 86,0", "84,5", "87,0"),
    ],
)  # fmt: skip
def test_a_wrong_figure_is_found_and_the_right_one_is_left(text: str, wrong: str, right: str) -> None:
    assert len(fails(text.format(wrong))) == 1
    assert fails(text.format(right)) == []


def test_two_totals_for_one_list_contradict_each_other() -> None:
    text = "Jumlah koperasi 100 unit, yaitu 60 konsumen dan 40 jasa, sehingga total {}."

    assert fails(text.format("102 koperasi")) == ["same 100+102"]
    assert fails(text.format("anggotanya 12.400 orang")) == []


def test_what_came_to_a_part_from_outside_is_no_share_of_the_base() -> None:
    text = "Dari 578 koperasi terdata, 424 aktif. Ditambah 16 koperasi yang {}, ada 440 koperasi aktif atau 76,1 persen dari 578."

    assert fails(text.format("baru ditemukan")) == ["inside 440+578+16 -> 76,1 persen"]
    assert fails(text.format("diaktifkan kembali")) == []


@pytest.mark.parametrize(
    "text",
    [
        "Rincian:\nSewa 10 unit x Rp750.000 = Rp7.500.000\nHonor 6 orang x Rp500.000 = Rp3.000.000\nMakan Rp2.000.000\nJumlah Rp12.500.000",
        "Jumlah desa: 98 (90 desa, 8 kelurahan)\nSudah musyawarah: 98\nSudah berbadan hukum: 91\nBelum berbadan hukum: 7",
        "Skor menurut abjad:\n1. Amanah, skor 78,2\n2. Bina, skor 74,5\n3. Citra, skor 81,0\n4. Dana, skor 70,3\n5. Eka, skor 88,8",
        "Produksi kopi:\n- Desa Atas 12,5 ton\n- Desa Tengah 10,0 ton\n- Desa Bawah 7,5 ton\n\nTotal luas kebun 45 hektare.",
        "Laba dibagi tiga. Dua pertiganya (Rp54 juta) dibagikan, masing-masing satu juta rupiah. Selebihnya Rp27 juta untuk modal.",
    ],
)  # fmt: skip
def test_honest_lines_and_lists_raise_no_alarm(text: str) -> None:
    assert fails(text) == []


def test_the_factor_of_a_product_is_no_part_of_a_sum_but_the_products_are() -> None:
    text = (
        "Rincian:\nSewa 10 unit x Rp750.000 = Rp7.500.000\nHonor 6 orang x Rp500.000 = Rp3.000.000\nJumlah Rp10.600.000"
    )

    assert fails(text) == ["sum Rp7.500.000+Rp3.000.000 -> Rp10.600.000"]


def said(text: str) -> list[str]:
    """The findings about the text itself, in English."""
    return [str(say(finding, "en")) for finding in check_text(text, "text").findings]


def test_digits_with_a_letter_among_them_are_reported_whole_and_read_as_nothing() -> None:
    found = check_text("Koperasi aktif 44O unit dan tidak aktif 5O unit, seluruhnya 490.", "text").findings

    assert [finding.value for finding in found if finding.code == "claim.prose.dirt"] == ["44O", "5O"]


def test_the_remark_on_commas_writes_the_number_of_the_text() -> None:
    assert any("2.517" in line for line in said("Jumlah koperasi 2,517 unit."))


def test_one_number_is_spoken_of_as_one() -> None:
    assert any("1 number," in line for line in said("Ada 12 koperasi di sini."))


def test_what_rounding_of_round_money_allows_is_said() -> None:
    verdicts = check_text("Realisasi Rp40 miliar atau 50 persen dari pagu Rp80 miliar.", "text").verdicts

    assert [(v.result, v.finding.code) for v in verdicts] == [("holds", "claim.percent.holds")]
    verdicts = check_text("Realisasi Rp40 miliar atau 50,5 persen dari pagu Rp80 miliar.", "text").verdicts
    assert [(v.result, v.finding.code) for v in verdicts] == [("holds", "claim.prose.percent_rounded")]
