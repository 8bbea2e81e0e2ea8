"""Press texts of our own writing: every planted error found, nothing else called an error (tests/specs/press)."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lumbung.core.findings import BadInput
from lumbung.engine.claims.model import Verdict
from lumbung.engine.claims.prose import check_text

PRESS = Path(__file__).parents[5] / "tests" / "specs" / "press"
TEXTS = sorted(PRESS.glob("*.txt"))
Expected = list[str]


def expected(path: Path) -> list[Expected]:
    """Lines of the .expect beside a text: result | kind | the number as written | remark."""
    lines = path.with_suffix(".expect").read_text("utf-8").splitlines()
    return [[cell.strip() for cell in line.split("|")] for line in lines if line.strip()]


def speaks_of(verdict: Verdict, line: Expected) -> bool:
    """Whether the verdict is the one the line asks for: kind, result, and its number as written."""
    figures = [*verdict.parts, *([verdict.total] if verdict.total else [])]
    wanted = [one.strip() for one in line[2].split(",")] if line[1] == "same" else [line[2]]
    return (
        verdict.kind == line[1]
        and verdict.result == line[0]
        and all(any(_is(want, figure.text) for figure in figures) for want in wanted)
    )


def _is(want: str, text: str) -> bool:
    return want == text or want == text.split()[-1] or (text.startswith(want) and not text[len(want) :][:1].isalnum())


def judged(path: Path) -> tuple[list[Expected], list[Verdict], list[Expected]]:
    """(planted errors missed, false alarms, right figures not confirmed)."""
    examined = check_text(path.read_text("utf-8"), path.name)
    lines = expected(path)
    missed = [line for line in lines if line[0] == "dirt" and not any(f.value == line[1] for f in examined.findings)]
    fails = [line for line in lines if line[0] == "fails"]
    missed += [line for line in fails if not any(speaks_of(v, line) for v in examined.verdicts)]
    alarms = [v for v in examined.verdicts if v.result == "fails" and not any(speaks_of(v, line) for line in fails)]
    holds = [line for line in lines if line[0] == "holds"]
    unconfirmed = [line for line in holds if not any(speaks_of(v, line) for v in examined.verdicts)]
    return missed, alarms, unconfirmed


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_every_planted_error_of_a_press_text_is_found_and_nothing_else(path: Path) -> None:
    missed, alarms, _ = judged(path)

    assert missed == []
    assert [verdict.subject for verdict in alarms] == []


def test_there_are_enough_texts_with_planted_errors_and_right_figures_are_confirmed() -> None:
    lines = [line for path in TEXTS for line in expected(path)]
    unconfirmed = [line for path in TEXTS for line in judged(path)[2]]

    assert len(TEXTS) >= 30
    assert sum(any(line[0] == "fails" for line in expected(path)) for path in TEXTS) >= 12
    assert len(unconfirmed) <= 0.05 * sum(line[0] == "holds" for line in lines)


@settings(max_examples=150)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=400))
def test_no_text_is_too_strange(text: str) -> None:
    with suppress(BadInput):  # binary content is refused, and that is an answer
        check_text(text, "text")


@settings(max_examples=100)
@given(
    st.lists(
        st.sampled_from(
            [
                "440",
                "587",
                "73,4",
                "persen",
                "koperasi",
                "aktif",
                "yakni",
                "terdiri",
                "atas",
                "di",
                "kecamatan",
                "1.264",
                "enam",
                "dari",
                "sisanya",
                ",",
                ".",
                ";",
                "(",
                ")",
                "-",
                "dan",
                "terbanyak",
                "diikuti",
                "masing-masing",
                "Balikpapan",
                "Kota",
                "143",
                "lebih",
                "dari",
                "hampir",
            ]
        ),
        max_size=120,
    )
)
def test_no_heap_of_the_words_we_know_is_too_strange(words: list[str]) -> None:
    check_text(" ".join(words), "text")


def test_a_pdf_given_as_text_is_refused_with_the_way_out() -> None:
    with pytest.raises(BadInput) as refusal:
        check_text("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "siaran.txt")

    assert refusal.value.findings


def test_the_july_story_kinds_hold_districts_fall_one_short_and_outsiders_are_no_share() -> None:
    text = """Dari 587 koperasi di ODS, 440 koperasi aktif atau 75 persen. Koperasi aktif itu terdiri atas enam jenis,
    yakni jasa 19, konsumen 354, pemasaran 14, KSP konvensional 15, KSP syariah 5, dan produsen 33. Koperasi aktif
    itu, 440 unit, tersebar di enam kecamatan: Barat 36, Tengah 62, Kota 143, Selatan 82, Utara 76, dan Timur 40.
    Dari 440 koperasi aktif itu, 16 di antaranya hanya ditemukan di lapangan dan belum terdata di ODS."""
    verdicts = check_text(text, "juli.txt").verdicts
    kinds = [(v.result, v.computed) for v in verdicts if v.kind == "sum" and len(v.parts) == 6]

    assert kinds == [("holds", 440), ("fails", 439)]
    assert any(v.kind == "inside" and v.result == "fails" for v in verdicts)
