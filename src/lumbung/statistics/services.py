"""The office's figures, computed by the engine from the register and stored with the lists behind them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection, transaction
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils import timezone

from lumbung.access.models import Office
from lumbung.audit.services import SYSTEM, Actor
from lumbung.core.aside import uncollected
from lumbung.core.copying import copy_in
from lumbung.core.locking import wait_for
from lumbung.counter.queries import events_told_until, legal_events
from lumbung.engine import stages
from lumbung.engine.assessing import Rule
from lumbung.engine.pipeline import DEFAULT_RULE
from lumbung.engine.resolving import DECIDED
from lumbung.engine.stages import Assessed, Tabulated
from lumbung.engine.tables import WORDS
from lumbung.imports.queries import newest_day
from lumbung.linkage.queries import numbers_of_lists
from lumbung.linkage.services import keep_pairs, leave_alone, led_by_lists, link_records
from lumbung.registry.models import Source
from lumbung.registry.queries import newest_observation, records_of
from lumbung.registry.rows import plain
from lumbung.registry.services import keep_rows, overrides_in_force, project_versions
from lumbung.standing.services import keep_results, keep_rules, shipped
from lumbung.statistics.models import Cell, Check, Picture, Place
from lumbung.statistics.sections import OfficePicture, Stands, Told, tell
from lumbung.statistics.since import Since, since_the_newest_import

CHUNK = 2_000
_CHANGED = (
    "registry_entry", "registry_record", "registry_membership", "registry_version", "registry_sought", "standing_result", "linkage_pair",
    "statistics_cell", "statistics_place",
)  # fmt: skip
_PLACED = ("standing", "reason", "position", "field_only_reason")
_NOT_ASKED = ("alternative", "record_ids", "address", "field_sources", "cooperative_id")


@transaction.atomic
def recompute(
    office: Office, *, by: Actor = SYSTEM, rule_code: str = "", as_of: date | None = None, anew: bool = False
) -> Picture | None:
    """Link, resolve, assess, tabulate and check everything of `office`, in one transaction.

    Args:
        rule_code: The rule of the headline figures; the one of the last picture, else the default.
        anew: Link everything anew, not only what changed.
        as_of: The day the figures speak of; by default the newest day the register's data speaks of, and of events of
            law (dissolved, merged, moved) those that took effect until today, for what ended is nobody's figure.
    Returns:
        The stored picture; None (and no figures) while the office has no records.
    """
    wait_for("statistics.figures", office.pk)  # two computations wait for each other, and nobody else for them
    with uncollected():
        return _computed(office, by=by, rule_code=rule_code, as_of=as_of, anew=anew)


def _computed(office: Office, *, by: Actor, rule_code: str, as_of: date | None, anew: bool) -> Picture | None:
    last = Picture.objects.filter(office=office).first()
    at = _moment(last)
    day, today = as_of or _day(office), timezone.localdate()
    keep_rows(office)
    records = records_of(office)
    if not records.num_rows or day is None:
        _forget(office)
        leave_alone(office)
        return None
    rules = keep_rules()
    rule = shipped(rules, rule_code or (last.rule if last else DEFAULT_RULE))
    every = [rule, *(r for r in rules if r.code != rule.code)]
    since = since_the_newest_import(office, last, _headline(office))
    events, until = legal_events(office), as_of or max(day, today)
    who, pk_of = link_records(office, records, by=by, anew=anew, at=at)
    what = stages.resolved(records, who, _words(office), events=events, on=until)
    led = led_by_lists(office, records, who, what.cooperatives)
    project_versions(office, led, records, pk_of, beside=numbers_of_lists(office), at=at)
    judged = stages.assessed(records, who, what, every, day)
    keep_results(office, judged.standings, pk_of, day, at=at)
    numbers = stages.tabulated(records, who, what, judged, rule=rule, as_of=day)
    keep_pairs(office, numbers.links, numbers.stakes)
    checks = stages.checked(records, numbers)
    _keep_numbers(office, numbers, checks, pk_of)
    known_until = events_told_until(events, day=day, until=until)
    told = tell(_picture(office, every, (day, known_until), numbers, judged, checks, records))
    _refresh_plans()
    return _keep_picture(office, rule, (day, known_until), records.num_rows, who.waiting, since, told, at)


def _moment(last: Picture | None) -> datetime:
    """From when all of one computation is known: its memberships, versions and results change at one moment.

    It lies behind the last computation, also where the clock was set back meanwhile.
    """
    now = timezone.now()
    return max(now, last.computed_at + timedelta(microseconds=1)) if last else now


def _day(office: Office) -> date | None:
    """The newest day that a register's data speaks of, also where its last list changed nothing; else that of others."""
    told = (newest_observation(office), newest_day(office, Source.Kind.REGISTER))
    return max((day for day in told if day), default=None)


def _words(office: Office) -> pa.Table:
    """What people decided on single fields, as engine.tables.WORDS."""
    rows = [
        {"cooperative_id": number, "source": f"{DECIDED}{pk}", "field": field, "value": value}
        for number, field, value, pk in overrides_in_force(office)
    ]
    return pa.Table.from_pylist(rows, schema=WORDS)


def _refresh_plans() -> None:
    """Tell PostgreSQL how its tables look now: right after a large change its plans would be those of empty ones."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(_CHANGED)}")


def _picture(
    office: Office,
    rules: Sequence[Rule],
    days: tuple[date, date | None],
    numbers: Tabulated,
    judged: Assessed,
    checks: pa.Table,
    records: pa.Table,
) -> OfficePicture:
    return OfficePicture(
        tables={
            "cooperatives": numbers.cooperatives,
            "standings": judged.standings,
            "cells": numbers.cells,
            "checks": checks,
            "links": numbers.links,
        },
        as_of=days[0],
        events_until=days[1],
        rule=rules[0],
        rules=rules,
        inputs=[Stands(stream) for stream in sorted(set(records.column("source").to_pylist()), reverse=True)],
        example=office.is_sample,
        place=office.name,
    )


def _keep_picture(
    office: Office,
    rule: Rule,
    days: tuple[date, date | None],
    records: int,
    waiting: int,
    since: Since,
    told: Told,
    at: datetime,
) -> Picture:
    picture, _ = Picture.objects.update_or_create(
        office=office,
        defaults={
            "as_of": days[0],
            "events_until": days[1],
            "rule": rule.code,
            "rule_version": rule.version,
            "computed_at": max(timezone.now(), at),
            "records": records,
            "waiting": waiting,
            "changes": dict(since.counts),
            "changes_by": since.by,
            "openings": told.openings,
            "sections": told.sections,
        },
    )
    return picture


def _headline(office: Office) -> dict[str, int]:
    """The counts of the streams so far."""
    return dict(Cell.objects.filter(office=office, table="streams").values_list("row", "count"))


def _forget(office: Office) -> None:
    for model in (Cell, Check, Place, Picture):
        model.objects.filter(office=office).delete()


def _keep_numbers(office: Office, numbers: Tabulated, checks: pa.Table, pk_of: Mapping[str, int]) -> None:
    for model in (Cell, Check):
        model.objects.filter(office=office).delete()
    Cell.objects.bulk_create(
        (
            Cell(office=office, ordinal=n, **{**row, "predicate": json.loads(row["predicate"] or "{}")})
            for n, row in enumerate(numbers.cells.to_pylist())
        ),
        batch_size=CHUNK,
    )
    Check.objects.bulk_create(
        Check(
            office=office,
            ordinal=n,
            check_name=row["check"],
            table=row["table"] or "",
            line=row["line"] or "",
            names=json.loads(row["names"] or "[]"),
            parts=json.loads(row["parts"] or "[]"),
            total=row["total"],
            difference=row["difference"],
            verdict=row["verdict"],
            cooperatives=row["ids"] or [],
        )
        for n, row in enumerate(checks.to_pylist())
    )
    _keep_places(office, numbers.cooperatives, pk_of)


def _keep_places(office: Office, cooperatives: pa.Table, pk_of: Mapping[str, int]) -> None:
    """Where each cooperative stands, written where it changed."""
    base = cooperatives.filter(pc.invert(cooperatives.column("alternative")))
    wanted = {place.cooperative_id: place for place in (_place(office, row, pk_of) for row in base.to_pylist())}
    told = Place.objects.filter(office=office).annotate(text=Cast("row", TextField()))
    there = {pk: told for pk, *told in told.values_list("cooperative_id", *_PLACED, "text").iterator(chunk_size=CHUNK)}
    gone = [pk for pk, kept in there.items() if pk not in wanted or not _stands(wanted[pk], kept)]
    Place.objects.filter(office=office, cooperative_id__in=gone).delete()
    copy_in(Place, [place for pk, place in wanted.items() if pk not in there or not _stands(place, there[pk])])


def _stands(place: Place, kept: Sequence[str]) -> bool:
    return [getattr(place, name) for name in _PLACED] == list(kept[:-1]) and place.row == json.loads(kept[-1])


def _place(office: Office, row: Mapping[str, Any], pk_of: Mapping[str, int]) -> Place:
    return Place(
        cooperative_id=pk_of[row["cooperative_id"]],
        office=office,
        standing=row["standing"] or "unknown",
        reason=row["reason"] or "",
        position=row["position"] or "",
        field_only_reason=row["field_only_reason"] or "",
        row={k: plain(v) for k, v in row.items() if v is not None and k not in _NOT_ASKED},
    )
