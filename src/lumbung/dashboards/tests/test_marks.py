"""Letters that differ, marked on both sides alike."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lumbung.dashboards.marks import differ, folded, marked

TEXTS = st.lists(st.text(max_size=40), min_size=1, max_size=4)


def told(texts):
    """Differing letters in [brackets]."""
    return ["".join(f"[{text}]" if differs else text for text, differs in pieces) for pieces in marked(texts)]


@given(TEXTS)
def test_nothing_is_lost_or_added(texts):
    assert ["".join(text for text, _ in pieces) for pieces in marked(texts)] == texts


@given(TEXTS)
def test_what_is_the_same_is_never_marked(texts):
    same = [text for text in texts if folded(text) == folded(texts[0])]

    assert not any(differs for pieces in marked(same) for _, differs in pieces)


def test_both_sides_are_marked_alike():
    assert told(["Balikpapan Timur", "Balikpapan Kota"]) == ["Balikpapan [Timur]", "Balikpapan [Kota]"]


def test_what_one_side_adds_is_marked_there():
    assert told(["Koperasi Sejahtera (KOSE)", "Koperasi Sejahtera"]) == [
        "Koperasi Sejahtera[ (KOSE)]",
        "Koperasi Sejahtera",
    ]


def test_where_little_agrees_the_whole_value_is_marked():
    assert told(["Jl. Soekarno Hatta 52", "Marga Sari"]) == ["[Jl. Soekarno Hatta 52]", "[Marga Sari]"]


def test_a_side_that_tells_nothing_is_no_difference():
    assert told(["", "Lamaru", ""]) == ["", "Lamaru", ""]
    assert not differ(["", "LAMARU", "Lamaru."])
    assert differ(["Damai", "Lamaru", ""])
