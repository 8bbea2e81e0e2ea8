"""Proposed pairs against the truth: the same arithmetic for every linker."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

AT_LEAST = 0.5  # a pair counts as proposed from this probability
AUTOMATIC = 0.95  # and as certain from this one, where a linker has no tier of its own

Row = tuple[str, str]  # source ("ods" | "lapangan") and the row's number in its list


@dataclass(frozen=True, slots=True)
class Pair:
    """A register row and a census row that a linker proposes as one cooperative."""

    register: str
    census: str
    probability: float
    automatic: bool


@dataclass(frozen=True, slots=True)
class Score:
    """Shares are 0 to 1; `wrong_merges` counts groups of rows, joined through their pairs, that mix cooperatives."""

    true_pairs: int
    proposed: int
    correct: int
    wrong_merges: int

    @property
    def precision(self) -> float:
        """Of the proposed pairs, how many are right; 1 where nothing was proposed."""
        return self.correct / self.proposed if self.proposed else 1.0

    @property
    def recall(self) -> float:
        """Of the true pairs, how many were proposed; 1 where there is none."""
        return self.correct / self.true_pairs if self.true_pairs else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def read_truth(path: Path) -> dict[Row, str]:
    """Row -> cooperative, from the truth.csv of `lumbung.engine.specimens`."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        return {(row["sumber"], row["no"]): row["eid"] for row in csv.DictReader(file)}


def read_pairs(path: Path) -> list[Pair]:
    """Pairs of a file with the columns register_key, census_key, probability and perhaps tier.

    Without a tier a pair is automatic from a probability of 0.95.
    """
    with path.open(newline="", encoding="utf-8-sig") as file:
        return [
            Pair(
                row["register_key"].strip(),
                row["census_key"].strip(),
                probability := float(row["probability"]),
                row["tier"] == "auto" if "tier" in row else probability >= AUTOMATIC,
            )
            for row in csv.DictReader(file)
        ]


def score(truth: Mapping[Row, str], pairs: Iterable[Pair], *, automatic: bool = False) -> Score:
    """Score the pairs of at least 0.5, or with `automatic` those that need no person.

    Raises:
        KeyError: A pair names a row that the truth does not have.
    """
    chosen = {
        (("ods", pair.register), ("lapangan", pair.census))
        for pair in pairs
        if (pair.automatic if automatic else pair.probability >= AT_LEAST)
    }
    in_register, in_census = Counter[str](), Counter[str]()
    for (source, _), cooperative in truth.items():
        (in_register if source == "ods" else in_census)[cooperative] += 1
    return Score(
        true_pairs=sum(count * in_census[cooperative] for cooperative, count in in_register.items()),
        proposed=len(chosen),
        correct=sum(truth[left] == truth[right] for left, right in chosen),
        wrong_merges=_wrong_merges(truth, chosen),
    )


def _wrong_merges(truth: Mapping[Row, str], pairs: set[tuple[Row, Row]]) -> int:
    parent: dict[Row, Row] = {}

    def root(row: Row) -> Row:
        while (above := parent.setdefault(row, row)) != row:
            parent[row] = parent[above]
            row = parent[above]
        return row

    for left, right in pairs:
        parent[root(left)] = root(right)
    members: dict[Row, set[str]] = {}
    for row in list(parent):
        members.setdefault(root(row), set()).add(truth[row])
    return sum(len(cooperatives) > 1 for cooperatives in members.values())


def added(scores: Iterable[Score]) -> Score:
    """Several lists as one: counts are summed, so a long list weighs more than a short one."""
    scores = list(scores)
    return Score(
        true_pairs=sum(one.true_pairs for one in scores),
        proposed=sum(one.proposed for one in scores),
        correct=sum(one.correct for one in scores),
        wrong_merges=sum(one.wrong_merges for one in scores),
    )
