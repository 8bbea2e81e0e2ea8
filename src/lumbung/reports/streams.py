"""The head of the page: the finding, what is unknown, and the two streams that join."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow.compute as pc
from django.utils.safestring import SafeString, mark_safe

from lumbung.core.language import gettext_noop
from lumbung.reports.drawing import Stage, bridge_bar, streams
from lumbung.reports.figures import Figure
from lumbung.reports.gap import Part, gap_section
from lumbung.reports.picture import table
from lumbung.reports.speaking import Speech

_ROWS = gettext_noop("rows in ODS")
_LISTED = gettext_noop("cooperatives in ODS")
_VISITED = gettext_noop("of them visited")
_CLEAR = gettext_noop("of them with a clear result")
_FOUND = gettext_noop("of them found")
_OPERATING = gettext_noop("of them operating")
_ACTIVE_LISTED = gettext_noop("active in the register")
_ACTIVE = gettext_noop("active")
_TWICE = gettext_noop("registered twice")
_DISSOLVED = gettext_noop("dissolved")
_MERGED = gettext_noop("went into others, or divided")
_MOVED_OUT = gettext_noop("moved out of the area")
_BRANCH = gettext_noop("branch offices of cooperatives")
_ALL_GONE = gettext_noop("ended, moved away, or a branch")
_HERE = gettext_noop("of them still here")
_NOT_VISITED = gettext_noop("not visited yet")
_UNDECIDED = gettext_noop("visited, but not known yet")
_NOT_TOLD = gettext_noop("not known yet, nothing on record says so")
_NOT_FOUND = gettext_noop("not found")
_NOT_OPERATING = gettext_noop("found but not operating, or ceased")
_NOT_MET = gettext_noop("criterion not met")
_FIELD_ONLY = gettext_noop("active and found only in the field, no counterpart in ODS")
_COUNTER_ONLY = gettext_noop("active and known only from the counter")
_ACTIVE_BOTH = gettext_noop("active in the register or the field")
_KNOWN = gettext_noop("known cooperatives")

# What is no longer here, or no cooperative: position and its words. One step, so that a drawing has room for the rest.
_GONE = (("dissolved", _DISSOLVED), ("merged", _MERGED), ("moved_out", _MOVED_OUT), ("branch", _BRANCH))
# What leaves the register's stream, in order: position, its words, its tone, and what is left after it.
_LEAVING = (
    ("not_visited", _NOT_VISITED, "unknown", _VISITED),
    ("undecided", _UNDECIDED, "unknown", _CLEAR),
    ("not_found", _NOT_FOUND, "inactive", _FOUND),
    ("not_operating", _NOT_OPERATING, "inactive", _OPERATING),
    ("criterion_not_met", _NOT_MET, "inactive", _ACTIVE_LISTED),
)


@dataclass(frozen=True, slots=True)
class Step:
    """A column of the drawing and a row of the bridge: a figure, then what leaves or joins."""

    figure: Figure
    label: str
    change: Figure | None = None
    sign: int = -1
    change_label: str = ""
    tone: str = "plain"
    result: str = ""  # the status word beside what leaves


class Stream:
    """The figures of the two streams: as the table tells them, what it does not tell counted from the positions."""

    def __init__(self, speech: Speech) -> None:
        self.speech = speech
        need = speech.figures.need
        self.rows = need("streams", ["listed_rows"], {"listed": True}, unit="row")
        self.twice = need("streams", ["duplicate_rows", "duplicates"], {"listed": True}, unit="row")
        self.listed = need("streams", ["listed"], {"listed": True})
        self.leaving = {code: need("streams", [code], {"position": code}) for code, *_ in (*_GONE, *_LEAVING)}
        self.not_visited, self.undecided = self.leaving["not_visited"], self.leaving["undecided"]
        self.active_listed = need("streams", ["active_listed"], {"position": "active_listed"})
        self.field_only = need("streams", ["active_field_only"], {"position": "active_field_only"})
        self.counter_only = need("streams", ["active_counter_only"], {"position": "active_counter_only"})
        self.active = need("streams", ["active"], {"standing": "active"})
        self.known = need("streams", ["known"], {"ending": None})
        self.census = any(one.source == "census" for one in speech.picture.inputs)
        self.judged = need("page", ["judged"], {"standing": ["active", "inactive"]}).count > 0
        self.unseen = need("page", ["undecided_unseen"], {"position": "undecided", "visited": False}).count > 0

    @property
    def result(self) -> str:
        """What the last column is: active, or unknown where nobody was judged."""
        return "active" if self.census or self.judged else "unknown"

    def steps(self) -> list[Step]:
        """The columns in order; a step that takes nothing away is left out."""
        steps, here, label = [Step(self.rows, _ROWS, self.twice, -1, _TWICE)], self.listed, _LISTED
        told = self.census or self.judged
        left = [code for code, *_ in _LEAVING]
        if (gone := self._gone()) is not None:
            steps.append(Step(here, label, *gone))
            here, label = self._after(here, gone[0], left), _HERE
        for code, words, tone, after in _LEAVING if told else ():
            change = self.leaving[code]
            left.remove(code)
            if not change.high:
                continue
            if code == "undecided" and self.unseen:
                words = _NOT_TOLD
            steps.append(Step(here, label, change, -1, words, tone, tone))
            here, label = self._after(here, change, left), after
        if not told:
            return [*steps, Step(here, label)]
        joining = self._joining()
        return [*steps, *joining, Step(self.active, _ACTIVE) if joining else Step(self.active_listed, _ACTIVE_LISTED)]

    def _gone(self) -> tuple[Figure, int, str] | None:
        """What is no longer here, as one figure: how many, its sign and its words."""
        gone = [(self.leaving[code], words) for code, words in _GONE if self.leaving[code].high]
        if len(gone) < 2:  # one alone keeps its own name
            return (gone[0][0], -1, gone[0][1]) if gone else None
        low, high = (sum(getattr(figure, bound) for figure, _ in gone) for bound in ("low", "high"))
        made = self.speech.figures.make(
            "page", "gone", "total", {"position": [figure.row for figure, _ in gone]},
            low=low, high=high, exact=all(figure.exact for figure, _ in gone),
        )  # fmt: skip
        return made, -1, _ALL_GONE

    def _joining(self) -> list[Step]:
        """What comes to the active ones of the register: found only in the field, known only from the counter."""
        steps, here, label = [], self.active_listed, _ACTIVE_LISTED
        if self.census:
            steps.append(Step(here, label, self.field_only, 1, _FIELD_ONLY, "join-band", "active"))
            both = {"position": ["active_listed", "active_field_only"]}
            here, label = self.speech.figures.make("page", "active_from_both", "total", both), _ACTIVE_BOTH
        if self.counter_only.count:
            steps.append(Step(here, label, self.counter_only, 1, _COUNTER_ONLY, "join-band", "active"))
        return steps

    def _after(self, before: Figure, change: Figure, left: Sequence[str]) -> Figure:
        """What is left once `change` has gone; its bounds follow from the bounds told on both sides."""
        rest = [self.leaving[code] for code in left] + [self.active_listed]
        low = max(before.low - change.high, sum(one.low for one in rest))
        high = min(before.high - change.low, sum(one.high for one in rest))
        made = self.speech.figures.make(
            "page", "after_" + change.row, "total", {"position": [*left, "active_listed"]},
            low=low, high=high, exact=low == high or (not before.uncertain and change.exact),
        )  # fmt: skip
        return made if low <= made.count <= high else replace(made, low=made.count, high=made.count)


def streams_section(speech: Speech, stream: Stream) -> dict[str, Any]:
    """The drawing, its columns, the bridge rows that say the same on a phone, and the sums under it."""
    steps = stream.steps()
    stages = [
        Stage(
            step.figure.count, step.change.count * step.sign if step.change else 0, step.tone,
            stream.result if step is steps[-1] else "",
        )
        for step in steps
    ]  # fmt: skip
    return {
        "title": _title(speech, stream),
        "columns": [_column(speech, step, result=stream.result if step is steps[-1] else "") for step in steps],
        "bands": mark_safe(streams(stages)),
        "bridge": _bridge(speech, stream, steps),
        "sums": _sums(speech, stream, steps),
        "fingerprint": stream.active.list_hash if stream.judged else "",
        "not_inactive": (note := _not_inactive(speech, stream)),
        "gap": _gap(speech, stream) if note else None,
    }


def _title(speech: Speech, stream: Stream) -> str:
    if not stream.census:
        return speech.say(gettext_noop("From the rows to the cooperatives"))
    return speech.say(
        gettext_noop("%(listed)s active in ODS, and %(field)s more found only in the field"),
        listed=stream.active_listed.count, field=stream.field_only.count,
    )  # fmt: skip


def _column(speech: Speech, step: Step, *, result: str) -> dict[str, Any]:
    title = speech.say(step.label)
    change = step.change and speech.number(step.change, speech.say(step.change_label), sign=step.sign)
    return {
        "number": speech.number(step.figure, title),
        "label": title,
        "last": bool(result),
        "result": result,
        "result_word": title if result == "active" else speech.words.label("result", result),
        "change": change,
        "change_label": speech.say(step.change_label) if step.change else "",
        "status": step.result,
        "status_word": speech.words.label("result", step.result) if step.result else "",
    }


def _bridge(speech: Speech, stream: Stream, steps: Sequence[Step]) -> list[dict[str, Any]]:
    whole = max(step.figure.count for step in steps)
    lines: list[dict[str, Any]] = []
    for step in steps:
        last = step is steps[-1]
        # Only the ends and the joint stand as bars of their own; in between the leaving bars tell the story.
        if last or step is steps[0] or step.label in (_LISTED, _ACTIVE_LISTED):
            tone = stream.result if last else "whole"
            bar = bridge_bar(0, step.figure.count, whole, tone, before=False, after=not last)
            lines.append(_line(speech, step.figure, step.label, 0, bar, strong=True))
        if step.change is not None:
            end = step.figure.count + step.sign * step.change.count
            bar = bridge_bar(step.figure.count, end, whole, step.tone, before=True, after=True)
            lines.append(_line(speech, step.change, step.change_label, step.sign, bar, strong=False))
    return lines


def _line(speech: Speech, figure: Figure, label: str, sign: int, bar: str, *, strong: bool) -> dict[str, Any]:
    title = speech.say(label)
    return {
        "label": title,
        "number": speech.number(figure, title, sign=sign),
        "bar": mark_safe(bar),
        "strong": strong,
    }


def _sums(speech: Speech, stream: Stream, steps: Sequence[Step]) -> list[dict[str, Any]]:
    """The chain as sums a reader can do: what leaves, then what joins."""
    leaving = [step.change.count for step in steps if step.change is not None and step.sign < 0]
    joining = [step.change for step in steps if step.change is not None and step.sign > 0]
    end = stream.active_listed if joining else steps[-1].figure
    minus = " ".join(f"− {speech.words.number(count)}" for count in leaving)
    sums = [
        _sum(
            speech,
            f"{speech.words.number(stream.rows.count)} {minus}",
            stream.rows.count - sum(leaving),
            end.count,
        )
    ]
    if joining:
        parts = [stream.active_listed.count, *(one.count for one in joining)]
        sums.append(_sum(speech, " + ".join(map(speech.words.number, parts)), sum(parts), stream.active.count))
    return sums


def _sum(speech: Speech, text: str, added: int, told: int) -> dict[str, Any]:
    return {
        "ok": added == told,
        "text": f"{text} = {speech.words.number(added)}",
        "difference": "" if added == told else speech.words.number(told - added, sign=True),
    }


def _not_inactive(speech: Speech, stream: Stream) -> SafeString | str:
    """The mistake this report exists to stop: rows minus active is not the number of inactive ones."""
    gap = stream.rows.count - stream.active.count
    gone = [(stream.leaving[code], label) for code, label in _GONE]
    if not stream.census or gap <= 0:
        return ""
    link, words = speech.link, speech.say
    unknown = [(stream.leaving[code], label) for code, label, tone, _ in _LEAVING if tone == "unknown"]
    inactive = [(stream.leaving[code], label) for code, label, tone, _ in _LEAVING if tone == "inactive"]

    def added(parts: Sequence[tuple[Figure, str]]) -> SafeString:
        told = [link(figure, words(label)) for figure, label in parts if figure.count]
        return mark_safe(" + ".join(told) or speech.words.number(0))

    told = speech.sentence(
        gettext_noop(
            "%(rows)s − %(active)s = %(gap)s is not the number of inactive cooperatives. Not active: %(inactive)s. "
            "Not known yet: %(unknown)s. Rows that stand twice: %(twice)s. And %(field)s active ones "
            "are not in ODS at all."
        ),
        rows=stream.rows.count, active=stream.active.count, gap=gap, inactive=added(inactive), unknown=added(unknown),
        twice=link(stream.twice, words(_TWICE)), field=link(stream.field_only, words(_FIELD_ONLY)),
    )  # fmt: skip
    if not any(figure.count for figure, _ in gone):
        return told
    more = speech.sentence(gettext_noop("Ended, moved out of the area, or a branch: %(gone)s."), gone=added(gone))
    return mark_safe(f"{told} {more}")


def _gap(speech: Speech, stream: Stream) -> dict[str, Any] | None:
    """What lies between the rows and the active ones: what is not active or not known, and what else sets them apart."""
    parts: list[Part] = [(stream.leaving[code], label, 1, tone) for code, label, tone, _ in _LEAVING]
    parts += [(stream.leaving[code], label, 1, "") for code, label in _GONE]
    parts += [(stream.twice, _TWICE, 1, ""), (stream.field_only, _FIELD_ONLY, -1, "")]
    parts += [(stream.counter_only, _COUNTER_ONLY, -1, "")]
    return gap_section(speech, stream.rows.count, stream.active.count, parts)


def head(speech: Speech, stream: Stream) -> dict[str, Any]:
    """The finding as the title, and the sentences under it that say what is not known."""
    waiting = waiting_pairs(speech)
    lede = [*_unknown(speech, stream)]
    if waiting:
        lede.append(
            speech.sentence(
                gettext_noop("%(n)s pairs of rows wait for a person; that is why some numbers have a range."),
                n=waiting,
            )
        )
    if stream.census:
        english = gettext_noop("%(active)s of %(known)s known cooperatives are active")
        told = {"active": (stream.active, _ACTIVE), "known": (stream.known, _KNOWN)}
    else:
        english = gettext_noop("%(rows)s rows are %(listed)s cooperatives: %(twice)s rows stand there twice")
        told = {
            "rows": (stream.rows, _ROWS),
            "listed": (stream.listed, _LISTED),
            "twice": (stream.twice, _TWICE),
        }
    links = {name: speech.link(figure, speech.say(label)) for name, (figure, label) in told.items()}
    return {
        "finding": speech.sentence(english, **links),
        "plain": speech.say(english, **{name: figure.count for name, (figure, _) in told.items()}),
        "lede": lede,
    }


def waiting_pairs(speech: Speech) -> int:
    """How many pairs of rows nobody has judged yet."""
    links = table(speech.picture, "links")
    open_ = pc.and_(pc.equal(links.column("tier"), "review"), pc.is_null(links.column("judged")))
    return int(pc.sum(open_).as_py() or 0)


def _unknown(speech: Speech, stream: Stream) -> list[SafeString]:
    """What nobody knows, and why; it is never the same as inactive."""
    if not stream.census:
        alone = [speech.sentence(gettext_noop("No field census was given: nobody was visited."))]
        if not stream.judged:
            return [
                *alone,
                speech.sentence(gettext_noop("Which of them are active is therefore not known yet.")),
            ]
        english = gettext_noop("By this criterion %(n)s of them are active.")
        return [*alone, speech.sentence(english, n=speech.link(stream.active, speech.say(_ACTIVE)))]
    told = []
    if stream.not_visited.count:
        english = gettext_noop("%(n)s cooperatives have not been visited: their state is unknown, not inactive.")
        told.append(speech.sentence(english, n=speech.link(stream.not_visited, speech.say(_NOT_VISITED))))
    if stream.undecided.count:
        english = gettext_noop("Of %(n)s more it is not known yet whether they are active.")
        label = _NOT_TOLD if stream.unseen else _UNDECIDED
        told.append(speech.sentence(english, n=speech.link(stream.undecided, speech.say(label))))
    return told
