"""Which number a group of entries carries on: a plan, made without the database so that it can be tried on anything."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

Group = str  # the engine's id of a group of entries


@dataclass(frozen=True, slots=True)
class Plan:
    """What becomes of the numbers."""

    keeps: dict[Group, int]  # group -> cooperative that carries on or revives
    new: list[Group]  # groups that need a number, in order of their first entry
    leads_to: dict[int, Group]  # cooperative without entries of its own -> the group most of them went to
    revived: frozenset[int] = field(default_factory=frozenset)


def plan(groups: Mapping[Group, Sequence[int]], now: Mapping[int, int], before: Mapping[int, Iterable[int]]) -> Plan:
    """Numbers stay where most of their entries stay; after a split the older number revives before a new one is made.

    Args:
        groups: group -> its entries; every entry stands in one group.
        now: entry -> cooperative it belongs to so far.
        before: entry -> cooperatives it ever belonged to, the oldest first.
    Returns:
        A plan that depends on the content alone, never on the order of the arguments.
    """
    shared: Counter[tuple[Group, int]] = Counter()
    for group, entries in groups.items():
        shared.update((group, now[entry]) for entry in entries if entry in now)
    first = {group: min(entries) for group, entries in groups.items()}
    keeps: dict[Group, int] = {}
    used: set[int] = set()
    for group, cooperative in sorted(shared, key=lambda k: (-shared[k], k[1], first[k[0]])):
        if group not in keeps and cooperative not in used:
            keeps[group] = cooperative
            used.add(cooperative)
    revived = set()
    rest = sorted((g for g in groups if g not in keeps), key=first.__getitem__)
    for group in rest:
        former = [c for entry in sorted(groups[group]) for c in before.get(entry, ()) if c not in used]
        if former:
            keeps[group] = former[0]
            used.add(former[0])
            revived.add(former[0])
    return Plan(
        keeps=keeps,
        new=[group for group in rest if group not in keeps],
        leads_to=_led(shared, used, first),
        revived=frozenset(revived),
    )


def _led(shared: Counter[tuple[Group, int]], used: set[int], first: Mapping[Group, int]) -> dict[int, Group]:
    went: dict[int, list[tuple[int, int, Group]]] = defaultdict(list)
    for (group, cooperative), count in shared.items():
        if cooperative not in used:
            went[cooperative].append((-count, first[group], group))
    return {cooperative: min(ways)[2] for cooperative, ways in went.items()}
