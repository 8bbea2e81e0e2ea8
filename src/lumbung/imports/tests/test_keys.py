"""A row keeps its key from one extract to the next."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lumbung.imports.keys import Known, entry_keys, names_of

NIKS = st.sampled_from(["", "6471020000001", "6471020000002", "6471020000003", "64710200"])
LEGAL = st.sampled_from([None, "12", "13", "14"])
WORDS = st.sampled_from(["makmur", "sentosa", "jaya"])
ROWS = st.lists(
    st.builds(
        lambda nik, serial, word, note: {
            "coop_nik": nik, "legal_serial": serial, "legal_year": 2009, "name_tokens": [word], "name": word,
            "note": note,
        },
        NIKS, LEGAL, WORDS, st.integers(0, 3),
    ),
    max_size=8,
)  # fmt: skip


def content(row):
    return "|".join(f"{name}={row[name]}" for name in sorted(row))


def keyed(rows, known=(), *, visits=False):
    return entry_keys(rows, lambda at: content(rows[at]), visits=visits, known=known)


def entries(rows, keys, *, visits=False):
    told = zip(rows, keys, strict=True)
    return [Known(key, kind, names_of(row, visits=visits), content(row)) for row, (key, kind) in told]


def coop(name="makmur", nik="", serial=None, **more):
    return {"coop_nik": nik, "legal_serial": serial, "legal_year": 2009, "name_tokens": [name], "name": name, **more}


@given(ROWS)
def test_keys_are_unique_in_a_list(rows):
    keys = [key for key, _ in keyed(rows)]

    assert len(set(keys)) == len(rows)


@given(ROWS, st.randoms(use_true_random=False))
def test_the_same_rows_in_another_order_are_the_same_entries(rows, random):
    before = keyed(rows)
    order = list(range(len(rows)))
    random.shuffle(order)

    after = keyed([rows[at] for at in order], entries(rows, before))

    # Rows that say exactly the same may change places with each other.
    assert sorted(zip(map(content, rows), before, strict=True)) == sorted(
        zip((content(rows[at]) for at in order), after, strict=True)
    )


@given(ROWS, ROWS)
def test_every_row_of_the_next_list_has_a_key_of_its_own(first, second):
    keys = [key for key, _ in keyed(second, entries(first, keyed(first)))]

    assert len(set(keys)) == len(second)


def test_a_row_that_lost_its_nik_is_known_by_its_legal_number():
    before = [coop(nik="6471020000001", serial="12")]

    assert keyed([coop(nik="", serial="12")], entries(before, keyed(before))) == [("nik:6471020000001", "coop_nik")]


def test_a_row_that_got_a_nik_is_known_by_its_name_and_place():
    before = [coop(village_code="6471011001")]

    after = keyed([coop(nik="6471020000001", village_code="6471011001")], entries(before, keyed(before)))

    assert after == keyed(before)


def test_two_niks_are_two_cooperatives_whatever_their_name():
    before = [coop(nik="6471020000001")]

    assert keyed([coop(nik="6471020000002")], entries(before, keyed(before))) == [("nik:6471020000002", "coop_nik")]


def test_a_name_that_two_rows_share_finds_no_entry():
    before = [coop(nik="6471020000001")]

    after = keyed([coop(note=1), coop(note=2)], entries(before, keyed(before)))

    assert "nik:6471020000001" not in dict(after)


def test_of_two_rows_with_one_nik_each_keeps_its_own_entry():
    before = [coop(nik="6471020000001", note=1), coop(nik="6471020000001", note=2)]
    keys = keyed(before)

    after = keyed([coop(nik="6471020000001", note=0), before[0]], entries(before, keys))

    assert after == [keys[1], keys[0]]


def test_two_visits_on_two_days_are_two_entries():
    days = [coop(visited_on="2024-07-01"), coop(visited_on="2024-07-09")]

    assert len({key for key, _ in keyed(days, visits=True)}) == 2


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"npwp": "01.234.567.8-721.000"}, {"npwp": "0012345678721000", "name": "Koperasi Nama Baru"}),
        ({"npwp": "012345678721000"}, {"npwp": "01.234.567.8-721.000", "name_tokens": ["lain"]}),
        ({"nib": "0220001234567"}, {"nib": "0220001234567", "name_tokens": ["lain"]}),
    ],
)
def test_a_row_of_another_agency_is_known_again_by_its_own_numbers(before, after):
    then, now = names_of(before, visits=False), names_of(after, visits=False)

    assert then[0] == now[0]
    assert then[0][1] in ("npwp", "nib")


def test_a_tax_number_that_lost_digits_names_nothing():
    assert [kind for _key, kind in names_of({"npwp": "1.23E+14", "nib": "12"}, visits=False)] == ["content"]
