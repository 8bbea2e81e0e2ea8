"""No text makes the reader of prose stumble: heaps of every word it knows, and spec texts torn apart and put together anew."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lumbung.engine.claims.prose import check_text
from lumbung.engine.cleaning.law import law

SPECS = Path(__file__).parents[6] / "tests" / "specs"
SIGNS = [",", ".", ";", ":", "(", ")", "-", "=", "x", "%", '"', "\n", "\n\n", "\n1. ", "\n2. ", "\n- ", "Rp"]
FIGURES = [
    "440",
    "587",
    "16",
    "1.264",
    "73,4",
    "87,00",
    "0",
    "1,264",
    "44O",
    "Rp8,5",
    "12",
    "2",
    "dua",
    "sepertiga",
    "ke-48",
]
NAMES = [
    "Balikpapan",
    "Kecamatan",
    "Selatan",
    "koperasi",
    "orang",
    "anggota",
    "unit",
    "juta",
    "miliar",
    "kilogram",
    "gram",
    "poin",
]


def _strings(value: Any) -> list[str]:
    """Every text of a table of the law, however deep."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for one in inner for text in _strings(one)]


VOCABULARY = sorted({text for name, part in law("prose").items() if isinstance(part, dict) for text in _strings(part)})
TEXTS = [path.read_text("utf-8") for path in sorted((SPECS / "press").glob("*.txt"))]
SENTENCES = sorted({piece for text in TEXTS for piece in re.split(r"(?<=[.!?])\s+|\n+", text) if piece.strip()})
words = st.one_of(st.sampled_from(VOCABULARY), st.sampled_from(FIGURES), st.sampled_from(SIGNS), st.sampled_from(NAMES))


def test_the_words_and_the_sentences_are_there() -> None:
    assert len(VOCABULARY) > 500
    assert len(SENTENCES) > 1000


@pytest.mark.slow
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(words, max_size=60))
def test_no_heap_of_known_words_numbers_and_signs_raises(heap: list[str]) -> None:
    assert check_text(" ".join(heap), "text").kind == "text"


@pytest.mark.slow
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=8), st.sampled_from([" ", "\n", "\n\n", "\n- "]))
def test_sentences_of_the_specs_in_any_order_raise_nothing(some: list[str], join: str) -> None:
    assert check_text(join.join(some), "text").kind == "text"


@pytest.mark.slow
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(SENTENCES), st.lists(st.tuples(st.integers(0, 60), words), min_size=1, max_size=8))
def test_a_sentence_with_words_put_in_or_taken_out_raises_nothing(
    sentence: str, changes: list[tuple[int, str]]
) -> None:
    told = sentence.split()
    for at, word in changes:
        place = at % (len(told) + 1)
        told[place : place + at % 2] = [word]

    assert check_text(" ".join(told), "text").kind == "text"


def test_one_figure_between_two_superlatives_is_neither_most_nor_least() -> None:
    text = "Dapur Rawajaya menjadi yang terbesar, berselisih 500 siswa dengan Sindangwangi yang paling kecil."

    assert check_text(text, "text").verdicts == ()
