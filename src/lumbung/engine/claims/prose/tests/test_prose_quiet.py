"""Numbers that raise no alarm, numbers in words, places of figures, and texts built to take long."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lumbung.engine.claims.prose import check_text
from lumbung.engine.claims.prose.document import read
from lumbung.engine.claims.prose.numbers import read_words

UNITS = ["", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]


def in_words(number: int) -> str:
    """The number as an Indonesian writes it, 1 to 999,999."""
    if number >= 1000:
        head = "seribu" if number // 1000 == 1 else f"{in_words(number // 1000)} ribu"
        return f"{head} {in_words(number % 1000) if number % 1000 else ''}".strip()
    if number >= 100:
        head = "seratus" if number // 100 == 1 else f"{UNITS[number // 100]} ratus"
        return f"{head} {in_words(number % 100) if number % 100 else ''}".strip()
    if number in (10, 11):
        return {10: "sepuluh", 11: "sebelas"}[number]
    if number < 10:
        return UNITS[number]
    return f"{UNITS[number - 10]} belas" if number < 20 else f"{UNITS[number // 10]} puluh {UNITS[number % 10]}".strip()


@given(st.integers(1, 999_999))
def test_a_number_in_words_is_read_as_it_was_written(number: int) -> None:
    assert read_words(in_words(number).split()) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "Rapat digelar Senin (15/7/2024) pukul 10.30 Wita.",
        "Ketentuan itu ada pada Permenkop 9/2020 dan UU Nomor 25 Tahun 1992 Pasal 37 ayat 2.",
        "Hubungi 0812-0000-0000 atau telp (0542) 000111 ext. 21.",
        "NPWP 01.234.567.8-721.000 dan NIK 6471010101010001 wajib dilampirkan.",
        "Kantor di Jalan Ruhui Rahayu No. 1 RT 12, lantai 3.",
        "Ia (54) sudah menunggu tiga hari sejak tahun 2019.",
        "Pada triwulan II tahun ke-3, angkatan 4 lulus.",
        "Ini salah satu dari sekian cara, satu per satu.",
    ],
)
def test_dates_decrees_telephones_and_addresses_are_no_figures(text: str) -> None:
    counted = [q.text for q in read(text).quantities]

    assert counted == []


@pytest.mark.parametrize(
    "text",
    [
        "Dari 240 koperasi, 126 mengeluhkan modal, 98 mengeluhkan pemasaran, dan 75 mengeluhkan anggota.",  # overlap
        "Tahun lalu 300 koperasi aktif, tahun ini 280 koperasi.",
        "Koperasi itu punya 2.115 anggota, 3 kantor cabang, dan 41 karyawan.",
        "Dinas menyampaikan tiga hal, yakni laporan harus tepat waktu, pengurus yang lalai ditegur, dan lainnya.",
        "Hampir separuh dari 300-an koperasi tidak sampai 180 yang jalan.",
        "Sebanyak 63 koperasi dibubarkan, antara lain 21 koperasi karyawan dan 14 koperasi pasar.",
        "Pada 2024 ditargetkan 50 koperasi, naik 5 persen dari tahun sebelumnya.",
    ],
)
def test_what_only_looks_like_a_wrong_sum_raises_no_alarm(text: str) -> None:
    assert check_text(text, "text").fails == ()


def test_every_figure_tells_where_it_stands_in_the_text() -> None:
    text = "Ada 1.264 koperasi, yakni dua ratus tujuh puluh tiga aktif dan 988 tidak aktif."

    (verdict,) = check_text(text, "text").verdicts

    figures = [*verdict.parts, verdict.total]
    assert [text[f.place.start : f.place.end] for f in figures] == ["dua ratus tujuh puluh tiga", "988", "1.264"]


def test_what_a_scanner_spoilt_is_reported_and_left_out_of_the_sum() -> None:
    examined = check_text("Ada 210 koperasi, yakni 1l6 aktif, 60 beku, dan 34 bubar.", "text")

    assert [f.value for f in examined.findings if f.code == "claim.prose.dirt"] == ["1l6"]
    assert examined.fails == ()


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", ["12 ", "a 12, ", "(", "12 dan ", "5 (3 a, 2 b) ", "12 yakni ", "- a 1\n", "1-", "a.", ". ", "\n"]
)
def test_no_text_takes_for_ever(piece: str) -> None:
    examined = check_text(piece * (200_000 // len(piece)), "text")  # that it ends at all is what is tried

    assert examined.kind == "text"


def test_paragraphs_that_each_speak_of_another_place_do_not_contradict_each_other():
    text = "\n\n".join(
        f"Di Kecamatan {place} terdapat {total} koperasi aktif, terdiri atas konsumen {total - 60}, jasa 40, dan produsen "
        f"20. Sebanyak 40 dari {total} koperasi bergerak di bidang jasa."
        for place, total in (("Damai", 816), ("Manggar", 896), ("Teritip", 886), ("Lamaru", 861), ("Prapatan", 316))
    )

    assert [v.subject for v in check_text(text, "text").verdicts if v.result != "holds"] == []


def test_two_figures_for_one_place_still_contradict_each_other():
    text = (
        "Di Kecamatan Damai terdapat 816 koperasi aktif. Pendataan selesai pada Juni.\n\n"
        "Dari 861 koperasi aktif di Kecamatan Damai itu, 40 bergerak di bidang jasa atau 4,6 persen. "
        "Dari 816 koperasi aktif di Kecamatan Damai, 400 atau 49 persen telah melaksanakan RAT."
    )

    assert [v.kind for v in check_text(text, "text").verdicts if v.result == "fails"] == ["same"]
