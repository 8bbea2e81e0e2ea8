"""Running the linkage over an office's records and keeping what it found."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from importlib.metadata import version

import pyarrow as pa
from django.db import transaction
from django.utils import timezone

from lumbung.access.models import Office, User
from lumbung.audit import services as audit
from lumbung.audit.services import Actor
from lumbung.core import events
from lumbung.core.findings import BadInput, Finding, Refusal
from lumbung.core.language import gettext_noop as _
from lumbung.core.sentences import Sentence, enter
from lumbung.engine import stages
from lumbung.engine.stages import Linked
from lumbung.linkage.models import Judgement, Pair, Run
from lumbung.linkage.queries import judgements_table
from lumbung.registry.models import Cooperative, Entry
from lumbung.registry.rows import entry_of
from lumbung.registry.services import change_memberships

CHUNK = 5_000
enter(
    {
        "pair_changed": Sentence(
            _("One of the two rows, or the verdict on them, changed while you looked."),
            _("Look at them again, then decide."),
        ),
        "verdict_needs_reason": Sentence(
            _("Another verdict stands on these two rows already."), _("Say why yours overrules it.")
        ),
    }
)


@transaction.atomic
def link_records(office: Office, records: pa.Table, *, by: Actor) -> tuple[Linked, dict[str, Cooperative]]:
    """Link all records of `office` and make identity what the automatic tier and the judgements say.

    Args:
        records: engine.tables.RECORDS of the entries that count (`registry.queries.records_of`).
    Returns:
        The linkage under permanent numbers, and number -> cooperative.
    """
    run = Run.objects.create(
        office=office, started_at=timezone.now(), engine_version=version("lumbung"), records=records.num_rows
    )
    who = stages.linked(records, judgements_table(office))
    groups = _groups(who)
    of_group = change_memberships(office, groups, cause=f"linkage.run:{run.pk}", by=by)
    who = stages.renamed(who, {group: cooperative.number for group, cooperative in of_group.items()})
    tiers = who.links.column("tier").to_pylist()
    run.auto_pairs, run.review_pairs = tiers.count("auto"), tiers.count("review")
    run.ended_at = timezone.now()
    run.save()
    return who, {cooperative.number: cooperative for cooperative in of_group.values()}


def _groups(who: Linked) -> dict[str, list[int]]:
    out: dict[str, list[int]] = {}
    columns = (who.memberships.column(c).to_pylist() for c in ("cooperative_id", "record_id", "alternative"))
    for group, record_id, alternative in zip(*columns, strict=True):
        if not alternative:
            out.setdefault(group, []).append(entry_of(record_id))
    return out


class PairChanged(Refusal):
    """One of the two rows, or the verdict on them, is not what the person saw any more."""

    def __init__(self) -> None:
        super().__init__(Finding("pair_changed"))


@transaction.atomic
def judge_pair(
    left: Entry, right: Entry, *, verdict: str, reason: str, by: User, actor: Actor, seen: tuple[str, str]
) -> Judgement:
    """Enter a person's verdict on two entries; it holds from the next computation on, until it is superseded.

    Args:
        left, right: The smaller id first.
        seen: Content hashes of the two records as the person saw them.
    Raises:
        PairChanged: A record changed meanwhile.
        BadInput: "different" and "same" need a reason where an earlier verdict is overruled.
    """
    office = left.source.office
    Office.objects.select_for_update().get(pk=office.pk)  # two verdicts on one pair follow each other
    now = tuple(entry.current.content_hash if entry.current else "" for entry in (left, right))
    if now != seen:
        raise PairChanged
    before = Judgement.objects.filter(left=left, right=right, superseded_by__isnull=True).first()
    if before and before.verdict != verdict and before.verdict != Judgement.Verdict.WITHDRAWN and not reason.strip():
        raise BadInput(Finding("verdict_needs_reason"))
    made = Judgement.objects.create(
        left=left,
        right=right,
        office=office,
        verdict=verdict,
        reason=reason.strip(),
        made_by=by,
        supersedes=before,
        left_hash=now[0],
        right_hash=now[1],
    )
    audit.record(
        "linkage.pair.judged",
        actor=actor,
        subject=f"pair:{left.pk}-{right.pk}",
        reason=reason.strip(),
        changes={"verdict": [before.verdict if before else None, verdict]},
    )
    events.publish(events.JudgementGiven(office.pk, actor.key))
    return made


@transaction.atomic
def withdraw_judgement(judgement: Judgement, *, by: User, actor: Actor, reason: str = "") -> Judgement:
    """Take a verdict back: as if nobody had judged the two. The verdict stays on record.

    Raises:
        PairChanged: Somebody else overruled it meanwhile.
    """
    Office.objects.select_for_update().get(pk=judgement.office_id)
    if Judgement.objects.filter(supersedes=judgement).exists():
        raise PairChanged
    made = Judgement.objects.create(
        left=judgement.left,
        right=judgement.right,
        office=judgement.office,
        verdict=Judgement.Verdict.WITHDRAWN,
        reason=reason,
        made_by=by,
        supersedes=judgement,
        left_hash=judgement.left_hash,
        right_hash=judgement.right_hash,
    )
    audit.record(
        "linkage.judgement.withdrawn",
        actor=actor,
        subject=f"pair:{judgement.left_id}-{judgement.right_id}",
        reason=reason,
        changes={"verdict": [judgement.verdict, None]},
    )
    events.publish(events.JudgementGiven(judgement.office_id, actor.key))
    return made


@transaction.atomic
def keep_pairs(office: Office, links: pa.Table) -> int:
    """Store the pairs of the newest run, in the order of the queue; pairs it no longer has go.

    Args:
        links: engine.tables.LINKS, the most useful waiting pair first.
    """
    run = Run.objects.filter(office=office).latest("pk")
    counting = Entry.objects.filter(source__office=office, current__isnull=False)
    hashes = dict(counting.values_list("pk", "current__content_hash"))
    Pair.objects.filter(office=office).delete()
    made = Pair.objects.bulk_create(_pairs(office, run, links, hashes), batch_size=CHUNK)
    return len(made)


def _pairs(office: Office, run: Run, links: pa.Table, hashes: Mapping[int, str]) -> Iterator[Pair]:
    for place, row in enumerate(links.to_pylist()):
        left, right = sorted((entry_of(row["left_id"]), entry_of(row["right_id"])))
        yield Pair(
            left_id=left,
            right_id=right,
            office=office,
            run=run,
            scope=row["scope"],
            probability=round(row["probability"], 6),
            tier=row["tier"],
            linked=row["linked"],
            direct=row["direct"],
            judged=row["judged"] or "",
            evidence=json.loads(row["evidence"] or "[]"),
            usefulness=place,
            left_hash=hashes[left],
            right_hash=hashes[right],
        )
