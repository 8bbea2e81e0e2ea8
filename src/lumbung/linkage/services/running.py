"""Running the linkage: over everything, or over what has changed since, with the weights the last whole run learned."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from importlib.metadata import version

import pyarrow as pa
from django.db import connection, transaction
from django.db.models import F, FloatField
from django.db.models.functions import Cast
from django.utils import timezone

from lumbung.access.models import Office
from lumbung.audit.services import Actor
from lumbung.core.aside import uncollected
from lumbung.engine import stages
from lumbung.engine.linking import Known
from lumbung.engine.stages import Linked
from lumbung.engine.tables import LINKS
from lumbung.linkage.models import LISTED, Judgement, Learned, Linking, Model, Pair, Run
from lumbung.linkage.queries import judgements_table, model_in_use
from lumbung.linkage.services.weights import keep_learned, take
from lumbung.registry.models import Entry
from lumbung.registry.queries import STREAMS
from lumbung.registry.rows import engine_id, entry_of
from lumbung.registry.services import change_memberships

ANEW = 0.1  # ASSUMPTION: where more than a tenth of all records changed, everything is decided anew


@uncollected()
@transaction.atomic
def link_records(
    office: Office, records: pa.Table, *, by: Actor, anew: bool = False, at: datetime | None = None
) -> tuple[Linked, dict[str, int]]:
    """Link the records of `office` and make identity what the automatic tier and the judgements say.

    Only what changed records and verdicts touch is decided anew (engine.linking.touched); everything is where there is
    no earlier run of this version of the engine, or where much changed. Weights are learned by such a run only until a
    person has adopted some (services.weights).

    Args:
        records: engine.tables.RECORDS of the entries that count (`registry.queries.records_of`).
        anew: Decide everything anew, whatever has changed.
        at: The moment from which its outcome is known; now by default.
    Returns:
        The linkage under permanent numbers, and number -> key of its cooperative.
    """
    run = Run.objects.create(
        office=office, started_at=at or timezone.now(), engine_version=version("lumbung"), records=records.num_rows
    )
    model = model_in_use(office)
    touched = _touched(office, None if anew else model)
    little = model is not None and not anew and len(touched) <= ANEW * records.num_rows
    known = _known(office, model, touched) if model and little else None
    adopted = model.learned.weights if model and model.learned.state == Learned.State.ADOPTED else None
    who = stages.linked(records, judgements_table(office), known=known, weights=adopted)
    part = who.linkage.part
    if part is None and adopted is None:
        take(office, keep_learned(office, who, records.num_rows, by=by, state=Learned.State.TAKEN))
    Model.objects.filter(office=office).update(judgements_until=_last_judgement(office))
    _remember(office, touched if part is not None else None)
    groups = _groups(who)
    of_group = change_memberships(office, groups, cause=f"linkage.run:{run.pk}", by=by, at=run.started_at)
    who = stages.renamed(who, {group: carrier.number for group, carrier in of_group.items()})
    tiers = who.links.column("tier").to_pylist()
    run.auto_pairs, run.review_pairs = tiers.count("auto"), tiers.count("review")
    run.settings = {"decided": records.num_rows if part is None else int(part.mask.sum()), "changed": len(touched)}
    run.ended_at = timezone.now()
    run.save()
    return who, {carrier.number: carrier.pk for carrier in of_group.values()}


def _touched(office: Office, model: Model | None) -> dict[int, str]:
    """entry -> kind of its source: those that say something else than at the last run, and those newly judged."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT e.id, s.kind FROM registry_entry e
                JOIN registry_source s ON s.id = e.source_id LEFT JOIN linkage_linking l ON l.entry_id = e.id
            WHERE s.office_id = %s AND s.kind = ANY(%s) AND e.current_id IS NOT NULL
                AND l.record_id IS DISTINCT FROM e.current_id
                AND (l.content_hash IS DISTINCT FROM (SELECT content_hash FROM registry_record WHERE id = e.current_id)
                    OR (SELECT carried FROM registry_record WHERE id = l.record_id) IS DISTINCT FROM
                        (SELECT carried FROM registry_record WHERE id = e.current_id))
            """,
            [office.pk, list(STREAMS)],
        )
        found = dict(cursor.fetchall())
    if model is not None:
        told = Judgement.objects.filter(office=office, pk__gt=model.judgements_until)
        for side in ("left", "right"):
            found |= dict(
                told.filter(**{f"{side}__source__kind__in": STREAMS}).values_list(f"{side}_id", f"{side}__source__kind")
            )
    return found


def _known(office: Office, model: Model, touched: dict[int, str]) -> Known:
    """What the earlier runs decided, as the engine wants it."""
    rows = Pair.objects.filter(office=office, direct=True).exclude(judged="different").exclude(scope=LISTED)
    told = rows.annotate(
        a=F("left__source__kind"), b=F("right__source__kind"), p=Cast("probability", FloatField())
    ).values_list("a", "left_id", "b", "right_id", "scope", "p", "tier", "linked")
    a, left, b, right, *rest = list(zip(*told.iterator(chunk_size=20_000), strict=True)) or [()] * 8
    ends = list(map(engine_id, a, left)), list(map(engine_id, b, right))
    links = dict(zip(("left_id", "right_id", "scope", "probability", "tier", "linked"), (*ends, *rest), strict=True))
    empty = {"direct": [True] * len(left), "judged": [None] * len(left), "evidence": [None] * len(left)}
    return Known(
        weights=model.learned.weights,
        links=pa.Table.from_pydict(links | empty, schema=LINKS),
        touched=frozenset(engine_id(kind, entry) for entry, kind in touched.items()),
    )


def _last_judgement(office: Office) -> int:
    last = Judgement.objects.filter(office=office).order_by("-pk").values_list("pk", flat=True).first()
    return last or 0


def _remember(office: Office, touched: Iterable[int] | None) -> None:
    """What each entry said in this run: of `touched` ones, or (None) of all."""
    entries = Entry.objects.filter(source__office=office)
    again = entries if touched is None else entries.filter(pk__in=list(touched))
    Linking.objects.filter(entry__in=again).delete()
    Linking.objects.filter(entry__in=entries.filter(current__isnull=True)).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO linkage_linking (entry_id, record_id, content_hash)
            SELECT e.id, r.id, r.content_hash FROM registry_entry e
                JOIN registry_source s ON s.id = e.source_id JOIN registry_record r ON r.id = e.current_id
            WHERE s.office_id = %s AND s.kind = ANY(%s) AND (%s OR e.id = ANY(%s))
            """,
            [office.pk, list(STREAMS), touched is None, list(touched or ())],
        )


def _groups(who: Linked) -> dict[str, list[int]]:
    out: dict[str, list[int]] = {}
    columns = (who.memberships.column(c).to_pylist() for c in ("cooperative_id", "record_id", "alternative"))
    for group, record_id, alternative in zip(*columns, strict=True):
        if not alternative:
            out.setdefault(group, []).append(entry_of(record_id))
    return out
