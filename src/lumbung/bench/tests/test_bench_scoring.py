"""Scores against sums done by hand."""

from __future__ import annotations

import pytest

from lumbung.bench.scoring import Pair, Score, added, read_pairs, read_truth, score

# Cooperative 1 stands twice in the register and once in the census, 2 once and twice, 3 and 4 once in each: 2+2+1+1 = 6.
TRUTH = {
    ("ods", "1"): "1", ("ods", "2"): "1", ("ods", "3"): "2", ("ods", "4"): "3", ("ods", "5"): "4",
    ("lapangan", "1"): "1", ("lapangan", "2"): "2", ("lapangan", "3"): "2", ("lapangan", "4"): "3", ("lapangan", "5"): "4",
}  # fmt: skip
PAIRS = [
    Pair("1", "1", 0.99, automatic=True),  # right
    Pair("2", "1", 0.60, automatic=False),  # right, waits
    Pair("3", "2", 0.97, automatic=True),  # right
    Pair("4", "5", 0.96, automatic=True),  # wrong: 3 with 4
    Pair("5", "3", 0.55, automatic=False),  # wrong: 4 with 2, waits
    Pair("4", "4", 0.49, automatic=False),  # right, but below a half
]


def test_pairs_from_a_half_are_scored():
    found = score(TRUTH, PAIRS)

    assert found == Score(true_pairs=6, proposed=5, correct=3, wrong_merges=2)
    assert (found.precision, found.recall) == (3 / 5, 3 / 6)
    assert found.f1 == pytest.approx(2 * 0.6 * 0.5 / 1.1)


def test_the_automatic_tier_is_scored_alone():
    found = score(TRUTH, PAIRS, automatic=True)

    assert found == Score(true_pairs=6, proposed=3, correct=2, wrong_merges=1)


def test_groups_that_hang_together_count_once_however_many_cooperatives_they_mix():
    chain = [
        Pair("3", "4", 1.0, automatic=True),
        Pair("4", "4", 1.0, automatic=True),
        Pair("4", "5", 1.0, automatic=True),
    ]

    assert score(TRUTH, chain).wrong_merges == 1


def test_a_pair_told_twice_counts_once():
    assert score(TRUTH, [PAIRS[0], PAIRS[0]]).proposed == 1


def test_nothing_proposed_is_precise_and_finds_nothing():
    found = score(TRUTH, [])

    assert (found.precision, found.recall, found.f1) == (1.0, 0.0, 0.0)


def test_a_pair_of_unknown_rows_is_a_mistake():
    with pytest.raises(KeyError):
        score(TRUTH, [Pair("77", "1", 1.0, automatic=True)])


def test_lists_are_summed_not_averaged():
    found = added([Score(10, 10, 9, 1), Score(90, 80, 72, 2)])

    assert found == Score(true_pairs=100, proposed=90, correct=81, wrong_merges=3)


def test_the_tier_is_read_where_there_is_one(tmp_path):
    (tmp_path / "ours.csv").write_text("register_key,census_key,probability,tier\n1,2,0.97,review\n3,4,0.96,auto\n")
    (tmp_path / "theirs.csv").write_text("register_key,census_key,probability\n1,2,0.97\n3,4,0.94\n")

    assert [pair.automatic for pair in read_pairs(tmp_path / "ours.csv")] == [False, True]
    assert [pair.automatic for pair in read_pairs(tmp_path / "theirs.csv")] == [True, False]


def test_the_truth_of_a_specimen_is_read(tmp_path):
    (tmp_path / "truth.csv").write_text("sumber,no,eid\nods,1,441\nlapangan,1,9\n", "utf-8-sig")

    assert read_truth(tmp_path / "truth.csv") == {("ods", "1"): "441", ("lapangan", "1"): "9"}
