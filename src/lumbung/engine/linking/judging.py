"""People's verdicts on pairs: they hold, whatever the evidence says."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from lumbung.core.findings import BadInput, Finding
from lumbung.engine.linking.encoding import Encoded
from lumbung.engine.linking.grouping import Groups

Ids = npt.NDArray[np.int32]
VERDICTS = {"different": 0, "same": 1, "cannot_tell": 2}


@dataclass(frozen=True, slots=True)
class Judged:
    """Verdict per pair of positions (smaller first)."""

    verdict: dict[tuple[int, int], int]

    def same(self) -> tuple[list[int], list[int]]:
        """Pairs that are one cooperative."""
        pairs = sorted(pair for pair, v in self.verdict.items() if v == VERDICTS["same"])
        return [a for a, _ in pairs], [b for _, b in pairs]

    def different(self) -> list[tuple[int, int]]:
        """Pairs that are two cooperatives."""
        return sorted(pair for pair, v in self.verdict.items() if v == VERDICTS["different"])

    def verdicts(self, left: Ids, right: Ids) -> npt.NDArray[np.int8]:
        """Verdict of each pair, -1 where nobody has judged."""
        out = np.full(len(left), -1, dtype=np.int8)
        if not self.verdict:
            return out
        size = 1 << 31
        keys = np.array(sorted(a * size + b for a, b in self.verdict), dtype=np.int64)
        values = np.array([self.verdict[int(k) // size, int(k) % size] for k in keys], dtype=np.int8)
        asked = left.astype(np.int64) * size + right
        at = np.minimum(np.searchsorted(keys, asked), len(keys) - 1)
        hit = keys[at] == asked
        out[hit] = values[at[hit]]
        return out

    def pairs_of(self, scope: str, e: Encoded) -> list[tuple[int, int]]:
        """The judged pairs of one scope, so that they are compared even where they share no key."""
        wanted = {"register_census": (False, True), "register": (False, False), "census": (True, True)}[scope]
        return [p for p in sorted(self.verdict) if (bool(e.census[p[0]]), bool(e.census[p[1]])) == wanted]


def judged_pairs(e: Encoded, judgements: pa.Table | None) -> Judged:
    """Judgements by position. Raises BadInput naming every pair told apart that other verdicts make one."""
    if judgements is None or not judgements.num_rows:
        return Judged({})
    position = {record_id: i for i, record_id in enumerate(e.record_ids)}
    verdict: dict[tuple[int, int], int] = {}
    unknown = []
    for row in judgements.to_pylist():
        if row["left"] not in position or row["right"] not in position:
            unknown.append(Finding("judgement_unknown_record", {"left": row["left"], "right": row["right"]}))
            continue
        a, b = sorted((position[row["left"]], position[row["right"]]))
        verdict[a, b] = VERDICTS[row["verdict"]]
    judged = Judged(verdict)
    contradictions = _contradictions(e, judged)
    if unknown or contradictions:
        raise BadInput([*unknown, *contradictions])
    return judged


def _contradictions(e: Encoded, judged: Judged) -> list[Finding]:
    groups = Groups(len(e))
    groups.join_all(*judged.same())
    wrong = [e.ends(a, b) for a, b in judged.different() if groups.of(a) == groups.of(b)]
    return [Finding("judgements_contradict", {"left": left, "right": right}) for left, right in sorted(wrong)]
