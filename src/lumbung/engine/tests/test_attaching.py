"""Rows of lists that speak of cooperatives: joined by number or by strong words, else asked about, else alone."""

from __future__ import annotations

import pyarrow as pa
import pytest

from lumbung.engine.linking.attaching import JUDGED, NUMBER, WORDS, attach
from lumbung.engine.tables import MEMBERSHIPS, RECORDS

WORDS_OF = ("melati", "kenanga", "mawar", "anggrek", "teratai", "kamboja", "dahlia", "seruni", "wijaya", "cempaka")


def record(n: int, **told):
    """Cooperative `n` as a register tells it."""
    word = WORDS_OF[n % len(WORDS_OF)]
    usual = {
        "record_id": f"R{n:06d}",
        "source": "register",
        "name": f"Koperasi {word} {n}",
        "name_tokens": [word, "sejahtera" if n % 2 else "makmur"],
        "name_acronyms": [],
        "coop_nik": f"64710100{n:05d}",
        "legal_number": f"{100 + n}/BH/KWK.17/1997",
        "legal_serial": str(100 + n),
        "legal_issuer": "kwk17",
        "legal_year": 1997,
        "legal_era": "kanwil",
        "village_code": "6471011001",
        "district_code": "647101",
        "street": f"jalan {word}",
        "house_number": str(n),
        "kind": "konsumen",
        "officers": [],
        "phones": [],
    }
    return usual | told


def listed(n: int, **told):
    """A row of a list that says of cooperative `n` only what is told."""
    bare = {"record_id": f"S{n:06d}", "source": "7", "name_acronyms": [], "officers": [], "phones": []}
    return bare | {"name": record(n)["name"], "name_tokens": record(n)["name_tokens"]} | told


def table(rows):
    return pa.Table.from_pylist(rows, schema=RECORDS)


def each_alone(rows):
    told = [{"cooperative_id": f"K{row['record_id'][1:]}", "record_id": row["record_id"]} for row in rows]
    return pa.Table.from_pylist([{**one, "alternative": False} for one in told], schema=MEMBERSHIPS)


BASE = [record(n) for n in range(10)]


def attached(rows, judgements=(), base=BASE, memberships=None):
    return attach(table(base), memberships or each_alone(base), table(rows), judgements)


def of(found, row):
    one = found.joined.get(row)
    return (one.cooperative, one.by) if one else None


def asked(found, row):
    return {one.cooperative for one in found.asked if one.row == row}


def test_the_same_nik_joins_whatever_the_name_says():
    found = attached([listed(3, coop_nik=record(3)["coop_nik"], name="Kopkar Baru", name_tokens=["lain", "sekali"])])

    assert of(found, "S000003") == ("K000003", NUMBER)
    assert not found.asked


def test_a_legal_number_joins_only_where_the_names_share_a_word():
    legal = {name: record(4)[name] for name in ("legal_serial", "legal_issuer", "legal_year", "legal_era")}

    near = attached([listed(4, **legal)])
    far = attached([listed(4, **legal, name="Koperasi Tambak Udang", name_tokens=["tambak", "udang"])])

    assert of(near, "S000004") == ("K000004", NUMBER)
    assert of(far, "S000004") is None
    assert asked(far, "S000004") == {"K000004"}


def test_a_number_that_two_cooperatives_carry_is_for_a_person():
    base = [*BASE[:5], record(5, coop_nik=record(4)["coop_nik"]), *BASE[6:]]

    found = attached([listed(4, coop_nik=record(4)["coop_nik"], name_tokens=["apa", "saja"])], base=base)

    assert of(found, "S000004") is None
    assert {"K000004", "K000005"} <= asked(found, "S000004")


def test_numbers_of_two_cooperatives_in_one_row_are_for_a_person():
    legal = {name: record(2)[name] for name in ("legal_serial", "legal_issuer", "legal_year")}

    found = attached([listed(1, coop_nik=record(1)["coop_nik"], **legal)])

    assert of(found, "S000001") is None
    assert {"K000001", "K000002"} <= asked(found, "S000001")


def test_a_name_alone_never_joins():
    found = attached([listed(6)])

    assert of(found, "S000006") is None
    assert asked(found, "S000006") == {"K000006"}


def test_name_and_place_join_without_a_number():
    place = {name: record(6)[name] for name in ("village_code", "district_code", "street", "house_number", "kind")}
    others = [listed(n, coop_nik=record(n)["coop_nik"], **{k: record(n)[k] for k in place}) for n in (0, 1, 2, 3, 4)]

    found = attached([*others, listed(6, **place)])

    assert of(found, "S000006") == ("K000006", WORDS)


def test_by_words_alone_nobody_takes_a_cooperative_that_another_row_of_the_list_names_by_number():
    place = {name: record(6)[name] for name in ("village_code", "district_code", "street", "house_number", "kind")}
    others = [listed(n, coop_nik=record(n)["coop_nik"], **{k: record(n)[k] for k in place}) for n in (0, 1, 2, 3, 6)]
    twin = listed(6, **place) | {"record_id": "S000016"}

    found = attached([*others, twin])
    elsewhere = attached([*others, twin | {"source": "8"}])

    assert of(found, "S000006") == ("K000006", NUMBER)
    assert of(found, "S000016") is None
    assert asked(found, "S000016") == {"K000006"}
    assert of(elsewhere, "S000016") == ("K000006", WORDS)


def test_several_rows_with_one_number_all_join():
    nik = record(2)["coop_nik"]

    found = attached([listed(2, coop_nik=nik), listed(2, coop_nik=nik) | {"record_id": "S000012"}])

    assert of(found, "S000002") == of(found, "S000012") == ("K000002", NUMBER)


def test_a_row_of_nobody_stands_alone():
    found = attached([listed(3, name="Koperasi Tambak Udang", name_tokens=["tambak", "udang"])])

    assert not found.joined
    assert not found.asked


@pytest.mark.parametrize("newer", [1, 6])
def test_the_newer_of_two_words_on_one_row_counts(newer):
    older = 7 - newer
    judgements = [("S000006", f"R{n:06d}", "same") for n in (older, newer)]

    found = attached([listed(6)], judgements)

    assert of(found, "S000006") == (f"K{newer:06d}", JUDGED)


def test_what_a_person_told_apart_is_neither_joined_nor_asked_again():
    nik = record(3)["coop_nik"]

    found = attached([listed(3, coop_nik=nik)], [("S000003", "R000003", "different")])

    assert of(found, "S000003") is None
    assert "K000003" not in asked(found, "S000003")


def test_a_word_holds_for_the_cooperative_its_row_belongs_to_today():
    memberships = each_alone(BASE)
    moved = [
        one | {"cooperative_id": "K000001"} if one["record_id"] == "R000006" else one for one in memberships.to_pylist()
    ]

    found = attached(
        [listed(6)],
        [("S000006", "R000006", "same")],
        memberships=pa.Table.from_pylist(moved, schema=MEMBERSHIPS),
    )

    assert of(found, "S000006") == ("K000001", JUDGED)


def test_where_nobody_could_tell_the_pair_stays_and_says_so():
    found = attached([listed(6)], [("S000006", "R000006", "cannot_tell")])

    assert [(one.cooperative, one.judged) for one in found.asked] == [("K000006", "cannot_tell")]


def test_without_cooperatives_nothing_is_joined_or_asked():
    found = attach(RECORDS.empty_table(), MEMBERSHIPS.empty_table(), table([listed(1, coop_nik="6471010000001")]))

    assert not found.joined
    assert not found.asked


def test_the_order_of_rows_says_nothing():
    rows = [listed(n, **({"coop_nik": record(n)["coop_nik"]} if n % 3 else {})) for n in range(10)]

    forward, back = attached(rows), attached(rows[::-1])

    assert forward.joined == back.joined
    assert sorted(forward.asked, key=lambda one: one.row) == sorted(back.asked, key=lambda one: one.row)


def test_what_was_learned_serves_the_next_time_while_the_cooperatives_are_about_as_many():
    place = {name: record(6)[name] for name in ("village_code", "district_code", "street", "house_number", "kind")}
    others = [listed(n, coop_nik=record(n)["coop_nik"], **{k: record(n)[k] for k in place}) for n in (0, 1, 2, 3, 4)]
    rows = table([*others, listed(6, **place)])
    first = attach(table(BASE), each_alone(BASE), rows)

    again = attach(table(BASE), each_alone(BASE), rows, weights=first.weights)
    fewer = attach(table(BASE[:8]), each_alone(BASE[:8]), rows, weights=first.weights)

    assert of(again, "S000006") == of(first, "S000006") == ("K000006", WORDS)
    assert again.weights == first.weights
    assert fewer.weights != first.weights
