"""A cooperative's history, from everything that leaves a trace: rows that joined, versions, results, lists, visits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.urls import reverse
from django.utils import timezone

from lumbung.audit.models import Entry as AuditEntry
from lumbung.audit.words import GUIDANCE, action_word
from lumbung.core.language import Language, translator
from lumbung.core.language import gettext_noop as _
from lumbung.counter.kinds import kind_word
from lumbung.counter.models import CounterAct
from lumbung.dashboards.asking import reason_word, rule_title
from lumbung.dashboards.founding import STEP_WORDS
from lumbung.dashboards.sides import import_address
from lumbung.dashboards.values import value_word
from lumbung.imports.models import Batch
from lumbung.registry.models import Cooperative, Guidance, Membership, Record, Version
from lumbung.reports.labels import GROUPS, Words
from lumbung.standing.models import Result

MOST = 60  # events shown; the oldest are left out first
_UNTOLD = frozenset({"address"})  # may name people ("the chair's house"): that it changed is told, not what it says
_QUIET = frozenset(  # say again what another field, or an act at the counter, says
    {"district", "kind_register", "category_register", "ending", "ended_on", "ending_source", "seen_after_ending"}
)
_FIELDS = {"village_code": "village", "district_code": "district", "visit_outcome": "outcome"}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: a day or a moment, what, and details under it."""

    at: date | datetime
    what: str
    details: list[str] = field(default_factory=list)
    href: str = ""
    strong: bool = False  # what people did or saw, not what the house noted

    @property
    def is_moment(self) -> bool:
        """Whether the time of day is known."""
        return isinstance(self.at, datetime)

    @property
    def key(self) -> tuple[date, bool, str]:
        """Newest first by day, moments of a day among themselves."""
        day = timezone.localtime(self.at) if isinstance(self.at, datetime) else self.at
        return (day.date(), True, day.isoformat()) if isinstance(day, datetime) else (day, False, "")


@dataclass(frozen=True, slots=True)
class Traces:
    """What the history is told from."""

    cooperative: Cooperative
    memberships: Sequence[Membership]  # with entry.source
    versions: Sequence[Version]  # oldest first
    results: Sequence[Result]  # under the chosen rule, oldest first
    records: Sequence[Record]  # of its entries, with entry.source
    batches: Mapping[int, Batch]
    audit: Sequence[AuditEntry]
    guidance: Sequence[Guidance]
    acts: Sequence[CounterAct]  # at the counter, about it or with it
    led_here: Sequence[Cooperative]


def history(traces: Traces, language: Language, *, imports: bool, counter: bool) -> list[Event]:
    """The newest events first, at most MOST."""
    teller = _Teller(traces, language, imports, counter)
    events = [event for part in teller.parts() for event in part]
    return sorted(events, key=lambda event: event.key, reverse=True)[:MOST]


_JOINED, _LEFT = _("Rows joined: %(rows)s"), _("Rows left: %(rows)s")
_ROW = _("%(source)s row %(row)s")
_CHANGED = _("What the register holds to be true changed: %(fields)s")
_JUDGED = _("Activity status computed: %(result)s")
_APPLIED = _("List applied: %(file)s")
_VISITED = _("Visited: %(outcome)s")
_MEETING = _("Annual meeting, according to %(source)s")
_LEGAL = _("Legal entity approved: %(number)s")
_LED = _("Number %(number)s leads here since its data was joined")
_BY_RUN, _BY_PERSON = _("matched automatically, run %(key)s"), _("a person judged, judgement %(key)s")
_BY_UNDO = _("an import was undone")
_NOT_TOLD = _("not told")
_READ = _("Officers' data was read")
_COUNTER, _UNDONE = _("At the counter: %(act)s"), _("undone since")
_EFFECT = _("takes effect on %(day)s")
# The guidance itself is told with its own day; that it was written is no event of the cooperative.
_ELSEWHERE = frozenset({"registry.guidance.written", "counter.act.done"})


class _Teller:
    """Traces into events in one language."""

    def __init__(self, traces: Traces, language: Language, imports: bool, counter: bool) -> None:
        self.traces, self.language, self.imports, self.counter = traces, language, imports, counter
        self.words, self._ = Words(language), translator(language)

    def parts(self) -> Iterator[Iterable[Event]]:
        """Every kind of trace."""
        yield self._memberships()
        yield self._versions()
        yield self._results()
        yield self._lists()
        yield self._told_by_rows()
        yield self._audited()
        yield self._guided()
        yield self._at_the_counter()
        yield (Event(c.made_at, self._(_LED) % {"number": c.number}) for c in self.traces.led_here)

    def _memberships(self) -> Iterator[Event]:
        newest = {record.entry_id: record for record in self.traces.records}
        moves: dict[tuple[datetime, str, str], list[Membership]] = defaultdict(list)
        for one in self.traces.memberships:
            moves[one.known.lower, _JOINED, one.cause].append(one)
            if one.known.upper is not None:
                moves[one.known.upper, _LEFT, ""].append(one)
        for (at, sentence, cause), members in moves.items():
            rows = ", ".join(self._row(one, newest) for one in members)
            yield Event(at, self._(sentence) % {"rows": rows}, [self._cause(cause)] if cause else [])

    def _row(self, one: Membership, newest: Mapping[int, Record]) -> str:
        record = newest.get(one.entry_id)
        return self._(_ROW) % {"source": one.entry.source.name, "row": record.row if record else "?"}

    def _cause(self, cause: str) -> str:
        kind, _colon, key = cause.partition(":")
        words = {"linkage.run": _BY_RUN, "judgement": _BY_PERSON, "imports.undo": _BY_UNDO}
        sentence = self._(words.get(kind, "")) if kind in words else cause
        return sentence % {"key": key} if "%(key)s" in sentence else sentence

    def _versions(self) -> Iterator[Event]:
        versions = self.traces.versions
        for before, after in pairwise(versions):
            changed = self._changed(before.fields, after.fields)
            if changed:
                names = ", ".join(word for word, _detail in changed)
                yield Event(
                    after.known.lower,
                    self._(_CHANGED) % {"fields": names},
                    [f"{word}: {detail}" for word, detail in changed if detail],
                )

    def _changed(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, str]]:
        """(field, before → after) of every field that changed."""
        out = []
        for name in sorted(before.keys() | after.keys()):
            if before.get(name) != after.get(name) and name not in _QUIET:
                word = self.words.label("field", _FIELDS.get(name, name)).capitalize()
                if name in _UNTOLD:
                    out.append((word, ""))
                    continue
                out.append((word, f"{self._value(name, before)} → {self._value(name, after)}"))
        return out

    def _value(self, name: str, told: Mapping[str, Any]) -> str:
        return value_word(name, told.get(name), self.language)

    def _results(self) -> Iterator[Event]:
        for one in self.traces.results:
            told = {"result": self.words.label("result", one.result)}
            details = [
                reason_word(one.rule, one.reason, self.language),
                f"{rule_title(one.rule, self.language)} v{one.version}",
            ]
            yield Event(one.since, self._(_JUDGED) % told, [detail for detail in details if detail])

    def _lists(self) -> Iterator[Event]:
        for batch in self.traces.batches.values():
            if batch.applied_at:
                by = str(batch.applied_by) if batch.applied_by else ""
                href = import_address(batch.pk) if self.imports else ""
                yield Event(
                    batch.applied_at, self._(_APPLIED) % {"file": batch.file_name}, [by] if by else [], href, True
                )

    def _told_by_rows(self) -> Iterator[Event]:
        """Days the rows speak of: visits, annual meetings, the legal entity; each day once."""
        told: dict[tuple[str, str], Event] = {}
        for record in self.traces.records:
            clean = record.clean
            if day := clean.get("visited_on"):
                outcome = (
                    self.words.label("outcome", clean.get("outcome"))
                    if clean.get("outcome") in GROUPS["outcome"]
                    else ""
                )
                what = self._(_VISITED) % {"outcome": outcome or self._(_NOT_TOLD)}
                told["visit", day] = Event(date.fromisoformat(day), what, strong=True)
            if day := clean.get("last_rat_on"):
                what = self._(_MEETING) % {"source": record.entry.source.name}
                told["rat", day] = Event(date.fromisoformat(day), what)
            if (day := clean.get("legal_on")) and clean.get("legal_number"):
                what = self._(_LEGAL) % {"number": clean["legal_number"]}
                told["legal", day] = Event(date.fromisoformat(day), what)
        yield from told.values()

    def _guided(self) -> Iterator[Event]:
        for one in self.traces.guidance:
            if one.withdrawn_at is None:
                what = self._(GUIDANCE[one.kind]) + (
                    f": {self._(STEP_WORDS.get(one.step, one.step))}" if one.step else ""
                )
                yield Event(one.on, what, [str(one.made_by)], "#guidance", strong=True)

    def _at_the_counter(self) -> Iterator[Event]:
        """What was told with a paper, on the day of the paper."""
        for one in self.traces.acts:
            effect = self._(_EFFECT) % {"day": f"{one.effective_on:%d/%m/%Y}"} if one.effective_on else ""
            details = [effect, str(one.made_by), one.reason, *([self._(_UNDONE)] if one.withdrawn_at else [])]
            href = reverse("counter:done", args=[one.pk]) if self.counter else ""
            told = kind_word(one.kind, self.language)
            yield Event(
                one.on, self._(_COUNTER) % {"act": told}, [d for d in details if d], href, one.withdrawn_at is None
            )

    def _audited(self) -> Iterator[Event]:
        for line in self.traces.audit:
            if line.action in _ELSEWHERE:
                continue
            read = line.action == "registry.personal_data.read" and line.changes.get("what") == "officers"
            what = self._(_READ) if read else action_word(line.action, self.language)
            yield Event(line.at, what, [text for text in (line.actor_name, line.reason) if text], strong=True)
