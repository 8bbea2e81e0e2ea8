"""The stages from cleaned records to checked tables, one function each: files and office call the same ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from lumbung.core.findings import Finding
from lumbung.core.progress import Progress
from lumbung.engine import assessing, checking, resolving, tabulating
from lumbung.engine.assessing import Rule
from lumbung.engine.intervals import with_intervals
from lumbung.engine.linking import AUTO, REVIEW, Known, Linkage, knots, link, links_table, memberships_table
from lumbung.engine.linking.alternatives import Knot, Rows
from lumbung.engine.usefulness import most_useful_first


@dataclass(frozen=True, slots=True)
class Linked:
    """Who is who, and what else it could be."""

    linkage: Linkage
    knots: list[Knot]
    links: pa.Table  # tables.LINKS
    memberships: pa.Table  # tables.MEMBERSHIPS
    names: Mapping[Rows, str]  # cooperative id of each set of records that is, or could be, a cooperative

    @property
    def waiting(self) -> int:
        """Pairs that wait for a person."""
        return sum(len(knot.edges) for knot in self.knots)


@dataclass(frozen=True, slots=True)
class Resolved:
    """Each cooperative's fields, and the questions that were met on the way."""

    cooperatives: pa.Table  # tables.COOPERATIVES; standing and position still null
    questions: list[Finding]


@dataclass(frozen=True, slots=True)
class Assessed:
    """What is known of each cooperative, and what every rule says to it."""

    facts: pa.Table
    standings: pa.Table


@dataclass(frozen=True, slots=True)
class Tabulated:
    """The numbers and the lists behind them."""

    cooperatives: pa.Table  # with standing, reason, position
    cells: pa.Table
    links: pa.Table  # the most useful waiting pair first
    stakes: Mapping[tuple[str, str], float]  # waiting pair -> how far its answers move the headline tables


def linked(
    records: pa.Table,
    judgements: pa.Table,
    *,
    auto: float | None = None,
    review: float | None = None,
    progress: Progress | None = None,
    known: Known | None = None,
    weights: Mapping[str, Any] | None = None,
) -> Linked:
    """Pairs, groups and one-to-one links among `records` (tables.RECORDS), with every open alternative.

    Args:
        known: What an earlier linkage of these records decided; then only what has changed since is decided anew.
        weights: Weights to decide everything by; None: learned from these records.
    """
    linkage = link(
        records,
        judgements,
        auto=AUTO if auto is None else auto,
        review=REVIEW if review is None else review,
        progress=progress,
        known=known,
        weights=weights,
    )
    found = knots(linkage)
    memberships, names = memberships_table(linkage, found)
    return Linked(linkage, found, links_table(linkage), memberships, names)


def renamed(who: Linked, numbers: Mapping[str, str]) -> Linked:
    """`who` with its cooperatives under other ids, such as permanent numbers; ids not in `numbers` stay.

    Raises:
        ValueError: Two ids would become one.
    """
    told = {name: numbers.get(name, name) for name in who.names.values()}
    if len(set(told.values())) != len(told):
        raise ValueError("two cooperatives under one number")
    column = pa.array([told[i] for i in who.memberships.column("cooperative_id").to_pylist()], pa.string())
    memberships = who.memberships.set_column(0, who.memberships.schema.field(0), column).sort_by(
        [("cooperative_id", "ascending"), ("record_id", "ascending")]
    )
    return replace(who, memberships=memberships, names={rows: told[name] for rows, name in who.names.items()})


def resolved(
    records: pa.Table,
    who: Linked,
    words: pa.Table | None = None,
    *,
    events: pa.Table | None = None,
    on: date | None = None,
) -> Resolved:
    """Fields by the policy who leads, alternatives included.

    Args:
        words: tables.WORDS, which lead over every record.
        events: tables.EVENTS; those later than `on` have no effect.
    """
    cooperatives, questions = resolving.resolve(records, who.memberships, words=words)
    return Resolved(resolving.with_endings(cooperatives, records, who.memberships, events, on), questions)


def assessed(records: pa.Table, who: Linked, what: Resolved, rules: Sequence[Rule], as_of: date) -> Assessed:
    """Facts, and every rule's result on `as_of`."""
    facts = assessing.facts_of(records, who.memberships)
    return Assessed(facts, assessing.assess(facts, what.cooperatives, list(rules), as_of))


def tabulated(
    records: pa.Table, who: Linked, what: Resolved, judged: Assessed, *, rule: Rule, as_of: date
) -> Tabulated:
    """Positions under `rule`, cells with their intervals, and the queue's order."""
    cooperatives, cells = tabulating.tabulate(
        what.cooperatives, judged.standings, records, who.memberships, rule=rule, as_of=as_of
    )
    concerned = {who.names[rows] for knot in who.knots for rows in knot.cooperatives()}
    contributions = tabulating.contributions(cooperatives, judged.standings, concerned)
    cells = with_intervals(cells, contributions, who.knots, who.names)
    links, stakes = most_useful_first(who.links, contributions, who.knots, who.names, who.linkage)
    return Tabulated(cooperatives, cells, links, stakes)


def checked(records: pa.Table, numbers: Tabulated) -> pa.Table:
    """tables.CHECKS: every table against its margins, the other tables and the rows it came from."""
    base = pc.invert(numbers.cooperatives.column("alternative"))
    return checking.check(numbers.cells, numbers.cooperatives.filter(base), records)
