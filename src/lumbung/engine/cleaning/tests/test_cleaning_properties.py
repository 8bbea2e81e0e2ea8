"""What holds for every text: cleaners never raise, and reading what was read changes nothing."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lumbung.core.sentences import codes
from lumbung.engine.cleaning import sentences
from lumbung.engine.cleaning.addresses import read_address
from lumbung.engine.cleaning.dates import read_date
from lumbung.engine.cleaning.folding import distance, key, lower_ascii, nearest, words
from lumbung.engine.cleaning.legal_numbers import read_legal_number
from lumbung.engine.cleaning.names import City, clean_name
from lumbung.engine.cleaning.nik import read_nik
from lumbung.engine.cleaning.numbers import read_count, read_degrees, read_money
from lumbung.engine.cleaning.people import read_people
from lumbung.engine.cleaning.phones import read_phones
from lumbung.engine.cleaning.places import read_place, read_regency
from lumbung.engine.cleaning.visits import read_note
from lumbung.engine.cleaning.vocabularies import read_code, read_form, read_kind, told, vocabulary

CITY = City(("balikpapan",), frozenset({"bpp"}))
FRAGMENTS = st.lists(
    st.sampled_from([
        "koperasi", "KSP", "PT.", "(", '"', ")", "disingkat", "kota", "Balikpapan", "518", "/", "BH", "KWK.17", "IX", "AHU-",
        "12", "2020", "-", ",", "Jl.", "No", "RT", "Blok", "Rp", "Kel.", "31", "Mei", "%", "H.", "SE", "+62", "0",
    ])
).map(" ".join)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=40), FRAGMENTS)
CLEANERS = [
    clean_name, read_address, read_date, read_legal_number, read_nik, read_count, read_money, read_degrees, read_people,
    read_phones, read_note, read_kind, read_form, read_regency,
]  # fmt: skip


@pytest.mark.parametrize("cleaner", CLEANERS, ids=lambda cleaner: cleaner.__name__)
@settings(max_examples=60, deadline=None)
@given(text=TEXTS)
def test_no_text_stops_a_cleaner_and_it_answers_the_same_twice(cleaner, text):
    assert repr(cleaner(text)) == repr(cleaner(text))


@settings(max_examples=60, deadline=None)
@given(village=TEXTS, district=TEXTS)
def test_a_place_lies_in_its_regency_or_nowhere(village, district):
    place = read_place(village, district, "6471")

    assert all(code is None or code.startswith("6471") for code in (place.village_code, place.district_code))


@settings(deadline=None)
@given(text=TEXTS)
def test_a_name_that_tells_something_has_tokens(text):
    assert bool(clean_name(text, CITY).tokens) == (told(text) is not None)


@given(text=TEXTS)
def test_folding_twice_changes_nothing(text):
    assert lower_ascii(lower_ascii(text)) == lower_ascii(text)
    assert key(key(text)) == key(text)
    assert words(" ".join(words(text))) == words(text)


@given(text=TEXTS)
def test_tokens_of_a_name_are_folded(text):
    assert all(token == token.lower() and " " not in token for token in clean_name(text, CITY).tokens)


@given(left=st.text("abc", max_size=7), right=st.text("abc", max_size=7))
def test_distance_is_symmetric_and_zero_only_for_the_same(left, right):
    assert distance(left, right, 9) == distance(right, left, 9)
    assert (distance(left, right, 9) == 0) == (left == right)


FAR = [f"zz{n:05}zzzzzzzzzz" for n in range(700)]  # so many are looked up in an index, not looked through


@given(
    word=st.text("abcd", min_size=5, max_size=12),
    candidates=st.lists(st.text("abcd", min_size=3, max_size=12)),
    far=st.sampled_from([[], FAR]),
)
@settings(deadline=None, max_examples=60)
def test_the_quick_search_finds_what_comparing_all_finds(word, candidates, far):
    limit = 1 if len(word) < 9 else 2
    near = sorted((edits, each) for each in set(candidates) if (edits := distance(word, each, limit)) <= limit)
    best = [each for edits, each in near if edits == near[0][0]]

    assert nearest(word, (*candidates, *far)) == (best[0] if len(best) == 1 else None)


@given(value=st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_rupiah_are_read_as_indonesians_write_them(value):
    written = f"Rp {value:,.2f}".replace(",", "x").replace(".", ",").replace("x", ".")

    assert read_money(written) == (value, None)


@given(day=st.dates(min_value=date(1950, 1, 2), max_value=date(2049, 12, 31)))
def test_a_day_is_read_back_from_every_shape(day):
    for shape in ("%d/%m/%Y", "%d-%m-%y", "%Y-%m-%d", "%d.%m.%Y", "%Y%m%d"):
        assert read_date(day.strftime(shape)) == (day, None)


@pytest.mark.parametrize(
    "name", ["kind", "pattern", "ods_status", "certificate_status", "nik_grade", "outcome", "group", "sector"]
)
def test_every_code_is_read_from_its_label_and_from_itself(name):
    book = vocabulary(name)

    assert {code: read_code(name, label)[0] for code, label in book.labels.items()} == {
        code: code for code in book.labels
    }
    assert all(read_code(name, code)[0] == code for code in book.labels)


def test_the_ministrys_43_groups_are_there():
    assert len(vocabulary("group").labels) == 43


def test_law_files_say_where_they_come_from():
    law = resources.files("lumbung.engine") / "law"
    ours = ("names", "vocabularies", "places", "legal_numbers", "titles", "months")
    files = {name: tomllib.loads((law / f"{name}.toml").read_text("utf-8")) for name in ours}

    assert all("description" in file and "source" in file for file in files.values())
    assert all("valid_from" in file or all("valid_from" in era for era in file["era"]) for file in files.values())


def test_every_code_of_cleaning_has_its_sentence():
    assert sentences.__name__
    used = {
        code
        for path in (resources.files("lumbung.engine") / "cleaning").iterdir()
        if path.name.endswith(".py")
        for code in re.findall(r"trouble\(\s*\"(clean\.[a-z_]+)\"", path.read_text("utf-8"))
    }

    assert used <= codes()
    assert len(used) > 20
