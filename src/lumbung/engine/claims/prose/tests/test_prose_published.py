"""Published claims K01 to K05 and K07 to K15 (../shared, published-tables) told in sentences of our own."""

from __future__ import annotations

import pytest

from lumbung.engine.claims.prose import check_text

CLAIMS = {
    "K01": (
        "Koperasi aktif di Balikpapan berjumlah 440, dengan komposisi: jasa 19, konsumen sebanyak 354 koperasi, 14 "
        "(pemasaran), KSP konvensional 15, KSP syariah 5, serta produsen 33.",
        [("sum", "holds", 440)],
    ),
    "K02": (
        "Bila dirinci per wilayah, 440 koperasi aktif tersebar di enam kecamatan: 36 di Balikpapan Barat, 62 di "
        "Balikpapan Tengah, 143 di Balikpapan Kota, 82 di Balikpapan Selatan, 76 di Balikpapan Utara, dan 40 di "
        "Balikpapan Timur.",
        [("sum", "fails", 439), ("count", "holds", 6)],
    ),
    "K03": (
        "ODS mencatat 587 koperasi di kota itu. Yang aktif 440 koperasi, sementara 147 koperasi tidak aktif.",
        [("sum", "holds", 587)],
    ),
    "K04": (
        "Koperasi aktif paling banyak berada di Balikpapan Kota dengan 143 koperasi, disusul Balikpapan Tengah 62 "
        "koperasi, kemudian Balikpapan Selatan 82 koperasi.",
        [("order", "fails", None)],
    ),
    "K05": (
        "Petugas mendatangi lebih dari 600 koperasi, terdiri dari 225 koperasi yang ditemukan dan 338 koperasi yang "
        "tidak ditemukan.",
        [("bound", "fails", 563)],
    ),
    "K07": (
        "Di Kalimantan Timur terdapat 5.745 koperasi. Sebanyak 2.901 koperasi masih aktif dan 2.844 koperasi sudah "
        "tidak aktif.",
        [("sum", "holds", 5745)],
    ),
    "K08": (
        "Total 5.745 koperasi itu terbagi atas sektor riil sebanyak 5.593 koperasi dan sektor keuangan sebanyak 152 "
        "koperasi.",
        [("sum", "holds", 5745)],
    ),
    "K09": ("Dari 5.745 koperasi, yang aktif 2.901 atau 50,5 persen.", [("percent", "holds", None)]),
    "K10": (
        "Samarinda memiliki 1.264 koperasi, yakni 273 yang aktif dan 988 yang tidak aktif.",
        [("sum", "fails", 1261)],
    ),
    "K11": (
        "Koperasi serba usaha di provinsi ini mencapai 3.097 unit, meliputi Samarinda 763, Kutai Timur 676, Kutai Barat "
        "521, Balikpapan 196, Nunukan 164, Penajam Paser Utara 145, Berau 135, Tarakan 114, Paser 110, Bulungan 57, "
        "Malinau 45, Bontang 5, dan Tana Tidung 1.",
        [("sum", "fails", 2932)],
    ),
    "K12": ("Sebanyak 705 koperasi itu terdiri dari 701 primer dan 4 sekunder.", [("sum", "holds", 705)]),
    "K13": ("Dari 705 koperasi, 452 aktif, sedangkan sisanya 253 tidak aktif.", [("sum", "holds", 705)]),
    "K14": (
        "Dari sisi jenis ada 705 koperasi, rinciannya:\n- jasa 43\n- konsumen 387\n- pemasaran 41\n- produsen 212\n"
        "- simpan pinjam 22\n",
        [("sum", "holds", 705)],
    ),
    "K15": ("Koperasi aktif mencapai 452 dari 705 koperasi (64,11%).", [("percent", "holds", None)]),
}


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_published_claim_told_in_a_sentence_gets_the_verdict_of_its_table(claim: str) -> None:
    text, expected = CLAIMS[claim]

    verdicts = check_text(text, f"{claim}.txt").verdicts

    told = [(v.kind, v.result, v.computed) for v in verdicts]
    assert [(k, r) for k, r, _ in told if r != "holds"] == [(k, r) for k, r, _ in expected if r != "holds"]
    for kind, result, computed in expected:
        assert any((k, r) == (kind, result) and computed in (None, c) for k, r, c in told), told
