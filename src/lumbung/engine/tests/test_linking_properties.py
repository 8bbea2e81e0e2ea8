"""What holds for linking whatever the lists."""

from __future__ import annotations

import random

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lumbung.core.findings import BadInput
from lumbung.engine.linking import knots, link, links_table, memberships_table
from lumbung.engine.linking.acronyms import is_acronym_of
from lumbung.engine.linking.matching import best_assignment, one_to_one_probabilities
from lumbung.engine.linking.vocabulary import SHORTEST_NEAR, may_fold, near_spellings, one_slip
from lumbung.engine.tables import JUDGEMENTS, LINKS, MEMBERSHIPS
from lumbung.engine.tests.written import by_key, records_of

QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
WORDS = [
    "karya",
    "mandiri",
    "padi",
    "emas",
    "rimba",
    "jaya",
    "sentosa",
    "melati",
    "smp negeri 4",
    "pt kutai raya",
]
PLACES = ["Lamaru", "Manggar", "Damai", ""]
NUMBERS = ["", "", "518/31/BH/PERINDAGKOP", "7741/BH/KWK.17/I/1988", "004411/BH/M.KUKM.2/II/2017"]
PEOPLE = ["", "Umar Said", "Dewi Ayu", "Maria Ulfah"]

row = st.fixed_dictionaries(
    {
        "name": st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(lambda w: "Koperasi " + " ".join(w)),
        "legal_number": st.sampled_from(NUMBERS),
        "village": st.sampled_from(PLACES),
        "address": st.sampled_from(["", "Jl. Padi No. 1", "Jl. Kenari No. 17"]),
        "chair": st.sampled_from(PEOPLE),
    }
)
lists = st.tuples(st.lists(row, min_size=1, max_size=7), st.lists(row, min_size=0, max_size=7))


def numbered(register, census):
    """Rows with a running number and a place."""
    home = {"regency": "Kota Balikpapan"}
    return {
        "register": [{"no": f"R{n}", **r, **home} for n, r in enumerate(register)],
        "census": [{"no": f"C{n}", **r, **home} for n, r in enumerate(census)],
    }


@QUICK
@given(lists)
def test_links_pair_duplicate_groups_one_to_one(pair):
    linkage = link(records_of(numbered(*pair)))

    for side in (linkage.pairs.left, linkage.pairs.right):
        groups = linkage.groups[side[linkage.pairs.linked]]
        assert len(set(groups.tolist())) == len(groups)


@QUICK
@given(lists, st.randoms(use_true_random=False))
def test_row_order_does_not_matter(pair, shuffler):
    rows = numbered(*pair)
    records = records_of(rows)
    for listed in rows.values():
        shuffler.shuffle(listed)
    again = records_of(rows)

    assert by_key(records, link(records)) == by_key(again, link(again))


@QUICK
@given(lists, st.data())
def test_judgements_hold(pair, data):
    records = records_of(numbered(*pair))
    ids = records.column("record_id").to_pylist()
    if len(ids) < 2:
        return
    left, right = sorted(data.draw(st.permutations(ids))[:2], key=lambda i: (i[0] == "C", i))
    verdict = data.draw(st.sampled_from(["same", "different"]))
    judgements = pa.Table.from_pylist(
        [{"left": left, "right": right, "verdict": verdict, "reason": ""}], schema=JUDGEMENTS
    )

    linkage = link(records, judgements)

    at = {record_id: k for k, record_id in enumerate(linkage.encoded.record_ids)}
    together = linkage.clusters[at[left]] == linkage.clusters[at[right]]
    assert together == (verdict == "same")


@QUICK
@given(lists)
def test_the_picture_is_one_of_the_admissible_ways_and_every_record_stands_once(pair):
    records = records_of(numbered(*pair))
    linkage = link(records)
    found = knots(linkage)
    memberships, names = memberships_table(linkage, found)

    base = memberships.filter(pa.compute.invert(memberships.column("alternative")))
    assert sorted(base.column("record_id").to_pylist()) == sorted(records.column("record_id").to_pylist())
    assert memberships.schema == MEMBERSHIPS
    links = links_table(linkage)
    assert links.schema == LINKS
    for left, right in zip(*(links.column(c).to_pylist() for c in ("left_id", "right_id")), strict=True):
        assert (left[0] == "C", left) < (right[0] == "C", right)
    for knot in found:
        assert all(rows in names for rows in knot.cooperatives())
        assert not knot.ways or knot.base in knot.ways


def test_contradicting_judgements_are_refused_by_name():
    records = records_of(numbered([{"name": "Koperasi Padi"}, {"name": "Koperasi Emas"}], [{"name": "Koperasi Padi"}]))
    told = [
        ("R000001", "C000001", "same"),
        ("R000002", "C000001", "same"),
        ("R000001", "R000002", "different"),
    ]
    judgements = pa.Table.from_pylist(
        [dict(zip(("left", "right", "verdict"), t, strict=True), reason="") for t in told], schema=JUDGEMENTS
    )

    with pytest.raises(BadInput) as refusal:
        link(records, judgements)

    assert [f.params for f in refusal.value.findings] == [{"left": "R000001", "right": "R000002"}]


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 3), st.floats(0.001, 1000)),
        min_size=1,
        max_size=8,
        unique_by=lambda e: e[:2],
    )
)
@settings(deadline=None)
def test_one_to_one_probabilities_never_promise_a_node_more_than_once(edges):
    left, right, odds = (np.array(c) for c in zip(*edges, strict=True))

    p = one_to_one_probabilities(left, right + 10, odds.astype(float))

    assert ((p >= 0) & (p <= 1)).all()
    for ends in (left, right):
        assert all(p[ends == node].sum() <= 1 + 1e-6 for node in set(ends.tolist()))


def test_two_equal_rivals_get_less_than_a_half_each():
    p = one_to_one_probabilities(np.array([0, 1]), np.array([5, 5]), np.array([1e6, 1e6]))

    assert (p < 0.5).all()
    assert p.sum() == pytest.approx(1, abs=1e-5)


def test_a_tree_of_rivals_is_exact():
    # Ways of pairing: none 1, a 2, b 3, c 4, a+c 8 (b shares an end with both): shares by hand.
    p = one_to_one_probabilities(np.array([0, 0, 1]), np.array([5, 6, 6]), np.array([2.0, 3.0, 4.0]))

    assert p == pytest.approx([10 / 18, 3 / 18, 12 / 18])


def test_the_best_assignment_is_the_best_of_all():
    left, right, weight = np.array([0, 0, 1]), np.array([5, 6, 6]), np.array([5.0, 4.0, 3.0])

    assert best_assignment(left, right, weight).tolist() == [True, False, True]


@given(st.text("abcd", min_size=1, max_size=7), st.integers(0, 6), st.sampled_from(["lose", "double", "swap"]))
def test_one_slip_knows_every_slip(word, at, slip):
    at %= len(word)
    slipped = {
        "lose": word[:at] + word[at + 1 :],
        "double": word[:at] + word[at] + word[at:],
        "swap": word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    }[slip]

    assert one_slip(word, slipped)
    assert one_slip(slipped, word)


@given(st.dictionaries(st.text("abcé1", max_size=8), st.integers(1, 12), max_size=40))
def test_near_spellings_are_found_among_all_pairs_of_words(counts):
    words = [word for word in counts if len(word) >= SHORTEST_NEAR - 1 and not any(c.isdigit() for c in word)]
    near = {word: [o for o in words if may_fold(word, o, counts) and one_slip(word, o)] for word in words}
    best = {word: min(others, key=lambda o: (-counts[o], o)) for word, others in near.items() if others}

    assert near_spellings(counts) == {word: other for word, other in best.items() if other not in best}


def test_numbers_are_never_folded_into_each_other():
    assert near_spellings({"negeri12": 1, "negeri13": 9, "sejahtera": 9, "sejahtra": 1}) == {"sejahtra": "sejahtera"}


@pytest.mark.parametrize(
    ("short", "words", "made"),
    [
        ("kosejama", ("sejahtera", "amanah"), True),
        ("korima", ("rimba", "makmur"), True),
        ("km", ("khatulistiwa", "maritim"), True),
        ("kokary", ("karya",), True),
        ("kosejama", ("mandiri", "utama"), False),
        ("karya", ("karya", "mandiri"), False),
    ],
)
def test_acronyms(short, words, made):
    assert is_acronym_of(short, words) == made


def test_linking_is_the_same_twice():
    rng = random.Random(3)
    rows = [{"name": "Koperasi " + " ".join(rng.sample(WORDS, 2)), "village": rng.choice(PLACES)} for _ in range(30)]
    records = records_of(numbered(rows[:15], rows[10:]))

    assert links_table(link(records)).equals(links_table(link(records)))
