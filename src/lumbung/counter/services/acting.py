"""One act at the counter: a record is appended to the cooperative's own entry, proven by its paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from lumbung.access.models import Office, User
from lumbung.audit import services as audit
from lumbung.audit.services import Actor
from lumbung.core import events
from lumbung.core.findings import Finding
from lumbung.counter.entries import counter_source, entry_of, next_row
from lumbung.counter.kinds import KINDS, PERSONAL
from lumbung.counter.models import CounterAct
from lumbung.counter.queries import known_texts, open_branches
from lumbung.counter.services.ending import ended_already
from lumbung.counter.services.joining import join
from lumbung.counter.services.refusals import Claimed, CounterRefused
from lumbung.counter.texts import Read, read, texts_of, told_on
from lumbung.documents.models import File
from lumbung.engine.cleaning.nik import PERSON_PATTERN
from lumbung.registry.models import Cooperative, Entry, Record
from lumbung.registry.services.records import CLEANER_VERSION

_PERSON = re.compile(rf"(?<![0-9])(?:{PERSON_PATTERN})(?![0-9])")
# Warnings for a list, whose other cells go on; a form can be mended at once.
_UNREAD = frozenset(
    {
        "clean.phone_unread",
        "clean.village_unknown",
        "clean.village_ambiguous",
        "clean.district_unknown",
        "clean.nik_length",
    }
)
_TERMS = (("term_from", "term_until"), ("supervisors_from", "supervisors_until"))


@dataclass(frozen=True, slots=True)
class Told:
    """What was brought to the counter.

    Attributes:
        texts: field -> text as a list's row would write it; empty texts say that a field is no longer told.
        on: The day of the paper.
        paper: The paper itself, kept.
        others: The other cooperatives of a merger or division.
        village_code: The village chosen, which the texts name; "" where none was chosen.
        effective_on: When an event of law takes effect, if not on the day of its paper.
        ends: Of a division: whether the divided cooperative ends by it.
        branch: Of a branch that closes: the act that it was opened by.
    """

    kind: str
    texts: Mapping[str, str]
    on: date
    paper: File
    paper_name: str
    reason: str
    paper_number: str = ""
    others: Sequence[Cooperative] = ()
    village_code: str = ""
    effective_on: date | None = None
    ends: bool | None = None
    branch: CounterAct | None = None


@transaction.atomic
def act(
    office: Office, cooperative: Cooperative | None, told: Told, *, token: UUID, by: User, actor: Actor
) -> CounterAct:
    """Do one act; it counts at once, and the figures follow in the background.

    Args:
        cooperative: Of `office`, as it leads today; None: a new one.
        token: Of the form. The same form sent twice is done once, and gives the same answer.
    Raises:
        Claimed: The token stands for an act of somebody else.
        CounterRefused: It cannot be done as told.
    """
    source = counter_source(office, actor=actor)  # held: acts of an office follow each other
    if done := CounterAct.objects.filter(token=token).first():
        if done.made_by_id != by.pk or done.office_id != office.pk:
            raise Claimed
        return done
    _check(cooperative, told)
    made = CounterAct(
        office=office,
        token=token,
        kind=told.kind,
        cooperative=cooperative,
        on=told.on,
        effective_on=told.effective_on if KINDS[told.kind].dated and told.effective_on != told.on else None,
        ends=told.ends if KINDS[told.kind].asks_end else None,
        branch=told.branch,
        paper=told.paper,
        paper_name=told.paper_name,
        paper_number=told.paper_number.strip(),
        reason=told.reason.strip(),
        made_by=by,
    )
    if KINDS[told.kind].told and made.takes_effect > timezone.localdate():
        _await(made, told, next_row(source))
    elif KINDS[told.kind].told:
        made.entry = entry_of(source, cooperative, token)
        _append(made, told, next_row(source))
    elif KINDS[told.kind].fields:
        made.changes = changes_of({}, told.texts)
    made.name = _name(made, told)
    made.save()
    made.others.set(told.others)
    if cooperative is not None and made.entry is not None:
        join(made.entry, cooperative, reason=made.reason, by=by, actor=actor)
    audit.record(
        "counter.act.done",
        actor=actor,
        subject=f"cooperative:{cooperative.number}" if cooperative else f"counter:{made.pk}",
        reason=made.reason,
        changes={"act": made.pk, "what": made.kind, "as_of": made.on.isoformat(), "fields": sorted(made.changes)}
        | ({"effective_on": made.effective_on.isoformat()} if made.effective_on else {}),
    )
    events.publish(events.CounterWorkDone(office.pk, actor.key))
    return made


def _check(cooperative: Cooperative | None, told: Told) -> None:
    if found := [*_troubles(cooperative, told)]:
        raise CounterRefused(found)


def _troubles(cooperative: Cooperative | None, told: Told) -> Iterator[Finding]:
    kind = KINDS[told.kind]
    if not told.reason.strip():
        yield Finding("counter_no_reason", column="reason")
    if told.on > timezone.localdate():
        yield Finding("counter_future", column="on")
    if kind.fields and not any(told.texts.values()):
        yield Finding("counter_nothing_told")
    if kind.asks_end and told.ends is None:
        yield Finding("counter_end_untold", column="ends")
    if told.kind == CounterAct.Kind.BRANCH_CLOSED and told.branch not in open_branches(cooperative):
        yield Finding("counter_branch_not_open", column="branch_act")
    if kind.others and not told.others:
        yield Finding("counter_no_others", column="others")
    if cooperative is not None and cooperative in told.others:
        yield Finding("counter_itself", {"number": cooperative.number}, column="others")
    if cooperative is not None:
        on = told.effective_on or told.on
        yield from ended_already(cooperative.office, told.kind, cooperative, told.others, on, ends=told.ends)
    for field, text in {**told.texts, "reason": told.reason, "paper_number": told.paper_number}.items():
        if field != "coop_nik" and _PERSON.search(text):
            yield Finding("counter_persons_number", column=field)


def _await(made: CounterAct, told: Told, row: int) -> None:
    """What the register is told once the act takes effect (`effects.take_effect`): nothing is appended before its day."""
    one = read(made.office, {f: t for f, t in told.texts.items() if t}, on=told.on, told=told.on, row=row, file="")
    if found := [*_misread(one, told)]:
        raise CounterRefused(found)
    made.awaiting = dict(told.texts)
    made.changes = changes_of(known_texts(made.cooperative), told.texts)


def _append(made: CounterAct, told: Told, row: int) -> None:
    """The entry's next record: everything it was told before, and what is told now."""
    assert made.entry is not None
    before = texts_of(made.entry.current)
    if _with(before, told.texts) == before:
        raise CounterRefused(Finding("counter_nothing_new"))
    one = reading(made, told.texts, row)
    if found := [*_misread(one, told)]:
        raise CounterRefused(found)
    append(made, one, row)
    made.changes = changes_of(known_texts(made.cooperative) | before, told.texts)


def reading(made: CounterAct, told: Mapping[str, str], row: int) -> Read:
    """`told` upon what the entry of `made` was told before, as the cleaner reads it. It speaks of the day of effect."""
    assert made.entry is not None
    last, day = made.entry.current, made.takes_effect
    texts = _with(texts_of(last), told)
    return read(made.office, texts, on=day, told=told_on(last, told, day), row=row, file=made.paper_name)


def _with(before: Mapping[str, str], told: Mapping[str, str]) -> dict[str, str]:
    return {field: text for field, text in {**before, **told}.items() if text}


def append(made: CounterAct, one: Read, row: int) -> None:
    """The record of `made`, which from here on is what its entry says."""
    entry = made.entry
    assert entry is not None
    made.record = Record.objects.create(
        entry=entry,
        batch_id=None,
        file=made.paper_name,
        row=row,
        raw=one.kept.raw,
        clean=one.kept.clean,
        personal_sealed=one.kept.personal_sealed,
        cleaner_version=CLEANER_VERSION,
        content_hash=one.kept.content_hash,
        observed_on=made.takes_effect,
        recorded_at=timezone.now(),
    )
    Entry.objects.filter(pk=entry.pk).update(current=made.record, vanished_on=None)
    entry.current = made.record


def _misread(one: Read, told: Told) -> Iterator[Finding]:
    """What the cleaner could not use of what is told now; what was told before is no fault of this form."""
    for finding in one.findings:
        if finding.column in told.texts and (finding.severity == "error" or finding.code in _UNREAD):
            yield finding
    if told.village_code and one.clean["village_code"] != told.village_code:
        yield Finding("counter_place_unread", column="place")
    for begins, ends in _TERMS:
        if (first := _day(told.texts.get(begins, ""))) and (last := _day(told.texts.get(ends, ""))) and last < first:
            yield Finding("counter_term_backwards", column=ends)


def _day(text: str) -> date | None:
    day, _, rest = text.partition("/")
    month, _, year = rest.partition("/")
    return date(int(year), int(month), int(day)) if year else None


def changes_of(before: Mapping[str, str], told: Mapping[str, str]) -> dict[str, list[str | None]]:
    """field -> [before, after] of what is told now and differs; personal fields are named, their texts not copied."""
    changes: dict[str, list[str | None]] = {}
    for field, text in told.items():
        if field in PERSONAL:
            changes |= {field: [None, None]} if text else {}
        elif text != before.get(field, ""):
            changes[field] = [before.get(field) or None, text or None]
    return changes


def _name(made: CounterAct, told: Told) -> str:
    """The name as it was known when the act was done; of a change of name, the old one."""
    if made.cooperative is None:
        return told.texts["name"][:300]
    return known_texts(made.cooperative).get("name", made.cooperative.number)[:300]
