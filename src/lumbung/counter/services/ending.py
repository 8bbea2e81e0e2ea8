"""Whether an event of law happens to a cooperative that ended already, by another act in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from lumbung.access.models import Office
from lumbung.core.findings import Finding
from lumbung.counter.models import CounterAct
from lumbung.counter.queries import ACT, legal_events
from lumbung.engine.cleaning.law import law
from lumbung.registry.models import Cooperative, Version
from lumbung.registry.queries import led_to

_Kind = CounterAct.Kind
_TAKES_OTHERS = (_Kind.MERGER, _Kind.AMALGAMATION, _Kind.BRANCH_OPENED)
_LOOKED_AT = (*_TAKES_OTHERS, _Kind.DISSOLVED, _Kind.DIVISION, _Kind.MOVED_OUT, _Kind.MOVED_IN)


def ended_already(
    office: Office, kind: str, cooperative: Cooperative, others: Sequence[Cooperative], on: date, *, ends: bool | None
) -> Iterator[Finding]:
    """What speaks against an event of `kind` on the day `on`: nobody ends twice, and nothing happens to who has ended.

    What was brought late may be true all the same: that one took others in, or moved away, before it ended.

    Args:
        ends: Of a division: whether the divided one ends by it.
    """
    if kind not in _LOOKED_AT:
        return
    known = _ends(office)
    alone = kind == _Kind.DISSOLVED or (kind == _Kind.DIVISION and ends)
    ended_by_this = [cooperative] if alone else others if kind in _TAKES_OTHERS else []
    for one in (cooperative, *others):
        end = known.get(led_to(one).number)
        if end is not None and (one in ended_by_this or on >= end["on"]):
            yield _told(one, end, "others" if one in others else None)


def _ends(office: Office) -> Mapping[str, Mapping[str, Any]]:
    """number -> the event that ended it for good (engine.tables.EVENTS), the earliest; moves are none."""
    lasting = {kind for kind, one in law("endings")["ending"].items() if one["lasting"]}
    rows = [row for row in legal_events(office).to_pylist() if row["kind"] in lasting]
    return {row["cooperative_id"]: row for row in sorted(rows, key=lambda row: (row["on"], row["place"]), reverse=True)}


def _told(one: Cooperative, end: Mapping[str, Any], column: str | None) -> Finding:
    act = CounterAct.objects.get(pk=int(end["source"].removeprefix(ACT)))
    names = Version.objects.filter(cooperative=led_to(one), current=True).values_list("name", flat=True)
    told: dict[str, str | int | float] = {
        "name": str(names.first() or one.number),
        "number": led_to(one).number,
        "day": f"{end['on']:%d/%m/%Y}",
        "act": act.pk,
        "paper": act.paper_number or act.paper_name,
    }
    return Finding(f"counter_ended_{end['kind']}", told, column=column)
