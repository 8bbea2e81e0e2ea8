"""Which cooperatives of two runs are one: by the content of their records, then by the engine's own linkage.

Cooperative numbers of a run made from files mean nothing outside it. Two runs speak of one cooperative where a row
of one list stands in both with the same content; what is left is linked as a register is linked with a census. Pairs
that the linkage would ask a person about stay undecided, and their difference is told apart.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import pyarrow as pa

from lumbung.core.progress import Progress, Silent
from lumbung.engine.comparing.runs import Run
from lumbung.engine.linking import link
from lumbung.engine.linking.grouping import Groups
from lumbung.engine.sql import database
from lumbung.engine.tables import RECORDS

IDENTITY = pa.schema([("component", pa.int64()), ("side", pa.string()), ("cooperative_id", pa.string())])
COMPONENTS = pa.schema(
    [
        ("component", pa.int64()),
        ("old", pa.int32()),  # cooperatives of the old run in it
        ("new", pa.int32()),
        ("undecided", pa.bool_()),
    ]
)
# What makes a row the same row in a later list: what is written about who it is, not its running number.
_CONTENT = ("name", "legal_number", "coop_nik", "address", "village", "chair")
STRANGERS = 600  # settled pairs from which strangers are taken
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Identity:
    """`members`: which cooperative stands in which component; `components`: how many on each side."""

    members: pa.Table  # IDENTITY
    components: pa.Table  # COMPONENTS
    by_content: int  # pairs of cooperatives that share a row
    by_linkage: int
    undecided: int  # pairs a person would be asked about


def identify(old: Run, new: Run, progress: Progress | None = None) -> Identity:
    """Components of cooperatives that are one in both runs, every cooperative in exactly one.

    Returns:
        Components numbered from 0 in the order of their first cooperative, old before new.
    """
    progress = progress or Silent()
    content = same_content(old, new)
    left = _unmatched(old, {a for a, _ in content})
    right = _unmatched(new, {b for _, b in content})
    progress.stage("compare.link", len(left) + len(right))
    linked, waiting = _linked(old, new, left, right, content)
    return _components(old, new, [*content, *linked], waiting, (len(content), len(linked)))


def same_content(old: Run, new: Run) -> list[Pair]:
    """(old, new) cooperatives that hold a row of the same source with the same content.

    Where content that stands several times belongs to several cooperatives, only rows that are equal in every cell
    speak; the rest is left to the linkage.
    """
    keys = ", ".join(f"coalesce({column}, '')" for column in _CONTENT)
    found: list[Pair] = []
    with database(**{f"{side}_{t}": run.base(t) for side, run in (("old", old), ("new", new)) for t in _READ}) as db:
        for side in ("old", "new"):
            db.run(f"""CREATE TABLE {side} AS
                SELECT cooperative_id, source, hash({keys}) AS loose, hash(r.raw) AS whole
                FROM {side}_records r JOIN {side}_memberships m USING (record_id)""")
        for key in ("loose", "whole"):
            found += db.rows(f"""
                SELECT any_value(o.id), any_value(n.id) FROM
                (SELECT source, {key}, any_value(cooperative_id) AS id FROM old
                    GROUP BY ALL HAVING count(DISTINCT cooperative_id) = 1) o
                JOIN (SELECT source, {key}, any_value(cooperative_id) AS id FROM new
                    GROUP BY ALL HAVING count(DISTINCT cooperative_id) = 1) n USING (source, {key})
                GROUP BY o.id, n.id ORDER BY ALL""")  # type: ignore[arg-type]
    return sorted(set(found))


_READ = ("records", "memberships")


def _unmatched(run: Run, matched: set[str]) -> list[str]:
    return [one for one in run.base("cooperatives").column("cooperative_id").to_pylist() if one not in matched]


def _linked(
    old: Run, new: Run, left: list[str], right: list[str], content: list[Pair]
) -> tuple[list[Pair], list[Pair]]:
    """Pairs the linkage makes automatically, and those it would ask about.

    A handful of cooperatives cannot tell what agreement by chance looks like. So settled ones stand by: of one
    settled pair the old side, of the next the new side, so that no two of them belong together.
    """
    if not left or not right:
        return [], []
    strangers = [{a for a, _ in content[:STRANGERS:2]}, {b for _, b in content[1:STRANGERS:2]}]
    o_rows, o_names = _leading(old, sorted({*left, *strangers[0]}), "register", "R")
    n_rows, n_names = _leading(new, sorted({*right, *strangers[1]}), "census", "C")
    linkage = link(pa.concat_tables([o_rows, n_rows]))
    edges, wanted = linkage.pairs, ({*left}, {*right})
    linked, waiting = [], []
    for k in range(len(edges.left)):
        a, b = linkage.ends(int(edges.left[k]), int(edges.right[k]))
        pair = (o_names[a], n_names[b])
        if pair[0] not in wanted[0] or pair[1] not in wanted[1]:
            continue
        if edges.auto[k] and edges.linked[k]:
            linked.append(pair)
        else:
            waiting.append(pair)
    return sorted(linked), sorted(set(waiting) - set(linked))


def _leading(run: Run, wanted: list[str], source: str, letter: str) -> tuple[pa.Table, dict[str, str]]:
    """One record for each cooperative (its register row if it has one, else its latest visit), as a list of its own."""
    with database(
        records=run.base("records"), memberships=run.base("memberships"), wanted=pa.table({"id": wanted})
    ) as db:
        rows = db.table("""
            SELECT r.*, m.cooperative_id FROM records r JOIN memberships m USING (record_id)
                JOIN wanted w ON w.id = m.cooperative_id
            QUALIFY row_number() OVER (PARTITION BY m.cooperative_id
                ORDER BY r.source = 'census', r.visited_on DESC NULLS LAST, r.record_id) = 1
            ORDER BY m.cooperative_id""")
    names = rows.column("cooperative_id").to_pylist()
    own = [f"{letter}{n:07d}" for n in range(1, len(names) + 1)]
    rows = rows.drop_columns(["cooperative_id"]).select(RECORDS.names).cast(RECORDS)
    for name, values in (("record_id", own), ("source", [source] * len(own))):
        rows = rows.set_column(rows.schema.get_field_index(name), RECORDS.field(name), pa.array(values, pa.string()))
    return rows, dict(zip(own, names, strict=True))


def _components(old: Run, new: Run, sure: list[Pair], waiting: list[Pair], told: tuple[int, int]) -> Identity:
    sides = [("old", old), ("new", new)]
    nodes = [
        (side, one) for side, run in sides for one in run.base("cooperatives").column("cooperative_id").to_pylist()
    ]
    at = {node: k for k, node in enumerate(nodes)}
    groups = Groups(len(nodes))
    for a, b in sure:
        groups.join(at["old", a], at["new", b])
    settled = {groups.of(at["old", a]) for a, _ in sure}
    open_pairs = [(at["old", a], at["new", b]) for a, b in waiting]
    open_pairs = [(a, b) for a, b in open_pairs if groups.of(a) not in settled and groups.of(b) not in settled]
    for left, right in open_pairs:
        groups.join(left, right)
    undecided = {groups.of(left) for left, _ in open_pairs}
    number: dict[int, int] = {}
    count: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    rows = []
    for k, (side, one) in enumerate(nodes):
        component = number.setdefault(groups.of(k), len(number))
        count[component][side == "new"] += 1
        rows.append((component, side, one))
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    members = pa.table([pa.array(c, f.type) for c, f in zip(columns, IDENTITY, strict=True)], schema=IDENTITY)
    roots = sorted(number, key=lambda root: number[root])
    components = pa.table(
        [
            pa.array(range(len(roots)), pa.int64()),
            pa.array([count[n][0] for n in range(len(roots))], pa.int32()),
            pa.array([count[n][1] for n in range(len(roots))], pa.int32()),
            pa.array([root in undecided for root in roots], pa.bool_()),
        ],
        schema=COMPONENTS,
    )
    return Identity(members, components, *told, len(open_pairs))
