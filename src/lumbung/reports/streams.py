"""The head of the page: the finding, what is unknown, and the two streams that join."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from lumbung.core.language import gettext_noop
from lumbung.reports.drawing import Stage, bridge_bar, streams
from lumbung.reports.figures import Figure
from lumbung.reports.picture import rows
from lumbung.reports.speaking import Number, Speech

_ROWS = gettext_noop("rows in ODS")
_LISTED = gettext_noop("cooperatives in ODS")
_VISITED = gettext_noop("of them visited")
_CLEAR = gettext_noop("visited with a clear result")
_FOUND = gettext_noop("of them found")
_ACTIVE_LISTED = gettext_noop("active in the register")
_ACTIVE = gettext_noop("active")
_TWICE = gettext_noop("registered twice")
_NOT_VISITED = gettext_noop("not visited yet")
_UNDECIDED = gettext_noop("visited, but not known yet")
_NOT_FOUND = gettext_noop("not found")
_NOT_OPERATING = gettext_noop("found but not operating, or ceased")
_FIELD_ONLY = gettext_noop("active and found only in the field, no counterpart in ODS")
_KNOWN = gettext_noop("known cooperatives")
_NOT_ACTIVE_LISTED = gettext_noop("not active")
_NOT_KNOWN = gettext_noop("not known yet")


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
    """The figures of the two streams, by name where the tables name them, else counted from the positions."""

    def __init__(self, speech: Speech) -> None:
        self.speech = speech
        need = speech.figures.need
        visited = ["not_found", "not_operating", "undecided", "active_listed"]

        def at(*names: str, **predicate: Any) -> Figure:
            unit = "row" if names[0] in {"listed_rows", "duplicates"} else "cooperative"
            return need("streams", names, predicate, unit=unit)

        self.rows = at("listed_rows", "register_rows", "rows", listed=True)
        self.twice = at("duplicates", "duplicate_rows", listed=True)
        self.listed = at("listed", "cooperatives", "listed_cooperatives", listed=True)
        self.not_visited = at("not_visited", position="not_visited")
        self.undecided = at("undecided", position="undecided")
        self.not_found = at("not_found", position="not_found")
        self.not_operating = at("not_operating", position="not_operating")
        self.active_listed = at("active_listed", position="active_listed")
        self.field_only = at("active_field_only", position="active_field_only")
        self.other_field_only = at("other_field_only", position="other_field_only")
        self.active = at("active", standing="active")
        self.known = at("known", "known_cooperatives")
        self.visited = at("visited_listed", "listed_visited", position=visited)
        self.clear = at("clear_listed", position=[one for one in visited if one != "undecided"])
        self.found = at("found_listed", "found", position=["not_operating", "active_listed"])
        self.census = any(speech.base.columns["visited"])

    def steps(self) -> list[Step]:
        """The columns in order; a step that would change nothing in between is left out."""
        if not self.census:
            return self._steps_of_one_list()
        steps = [
            Step(self.rows, _ROWS, self.twice, -1, _TWICE),
            Step(self.listed, _LISTED, self.not_visited, -1, _NOT_VISITED, "unknown", "unknown"),
        ]
        if self.undecided.count:
            steps += [
                Step(self.visited, _VISITED, self.undecided, -1, _UNDECIDED, "unknown", "unknown"),
                Step(self.clear, _CLEAR, self.not_found, -1, _NOT_FOUND, "inactive", "inactive"),
            ]
        else:
            steps.append(Step(self.visited, _VISITED, self.not_found, -1, _NOT_FOUND, "inactive", "inactive"))
        return [
            *steps,
            Step(self.found, _FOUND, self.not_operating, -1, _NOT_OPERATING, "inactive", "inactive"),
            Step(self.active_listed, _ACTIVE_LISTED, self.field_only, 1, _FIELD_ONLY, "join-band", "active"),
            Step(self.active, _ACTIVE),
        ]

    def _steps_of_one_list(self) -> list[Step]:
        need = self.speech.figures.need
        unknown = need("page", ["listed_unknown"], {"listed": True, "standing": ["unknown", "not_applicable", None]})
        inactive = need("page", ["listed_inactive"], {"listed": True, "standing": "inactive"})
        judged = need("page", ["listed_judged"], {"listed": True, "standing": ["active", "inactive"]})
        return [
            Step(self.rows, _ROWS, self.twice, -1, _TWICE),
            Step(self.listed, _LISTED, unknown, -1, _NOT_KNOWN, "unknown", "unknown"),
            Step(judged, gettext_noop("judged"), inactive, -1, _NOT_ACTIVE_LISTED, "inactive", "inactive"),
            Step(self.active, _ACTIVE),
        ]


def streams_section(speech: Speech, stream: Stream) -> dict[str, Any]:
    """The drawing, its columns, the bridge rows that say the same on a phone, and the sums under it."""
    steps = stream.steps()
    stages = [
        Stage(step.figure.count, (step.change.count * step.sign if step.change else 0), step.tone, step is steps[-1])
        for step in steps
    ]
    return {
        "title": _title(speech, stream),
        "columns": [_column(speech, step, last=step is steps[-1]) for step in steps],
        "bands": mark_safe(streams(stages)),  # noqa: S308
        "bridge": _bridge(speech, steps),
        "sums": _sums(speech, stream, steps),
        "fingerprint": stream.active.list_hash,
        "not_inactive": _not_inactive(speech, stream),
    }


def _title(speech: Speech, stream: Stream) -> str:
    if not stream.census:
        return speech.say(
            gettext_noop("%(rows)s rows in ODS are %(listed)s cooperatives"),
            rows=stream.rows.count, listed=stream.listed.count,
        )  # fmt: skip
    return speech.say(
        gettext_noop("%(listed)s active in ODS, and %(field)s more found only in the field"),
        listed=stream.active_listed.count, field=stream.field_only.count,
    )  # fmt: skip


def _column(speech: Speech, step: Step, *, last: bool) -> dict[str, Any]:
    title = speech.say(step.label)
    change = step.change and speech.number(step.change, speech.say(step.change_label), sign=step.sign)
    return {
        "number": speech.number(step.figure, title),
        "label": title,
        "last": last,
        "change": change,
        "change_label": speech.say(step.change_label) if step.change else "",
        "status": step.result,
        "status_word": speech.words.label("result", step.result) if step.result else "",
    }


def _bridge(speech: Speech, steps: Sequence[Step]) -> list[dict[str, Any]]:
    whole = max(step.figure.count for step in steps)
    lines: list[dict[str, Any]] = []
    for step in steps:
        last = step is steps[-1]
        # Only the ends and the joint stand as bars of their own; in between the leaving bars tell the story.
        if step in (steps[0], steps[-2], steps[-1]) or step.label == _LISTED:
            bar = bridge_bar(0, step.figure.count, whole, "active" if last else "whole", before=False, after=not last)
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
        "bar": mark_safe(bar),  # noqa: S308
        "strong": strong,
    }


def _sums(speech: Speech, stream: Stream, steps: Sequence[Step]) -> list[dict[str, Any]]:
    """The chain as sums a reader can do: what leaves, then what joins."""
    leaving = [step.change.count for step in steps if step.change is not None and step.sign < 0]
    end = stream.active_listed if stream.census else stream.active
    minus = " ".join(f"− {speech.words.number(count)}" for count in leaving)
    sums = [_sum(speech, f"{speech.words.number(stream.rows.count)} {minus}", stream.rows.count - sum(leaving), end.count)]
    if stream.census:
        parts = (stream.active_listed.count, stream.field_only.count)
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
    if not stream.census or gap <= 0:
        return ""
    link, words = speech.link, speech.say
    return speech.sentence(
        gettext_noop(
            "%(rows)s − %(active)s = %(gap)s is not the number of inactive cooperatives. Not active: %(inactive)s. "
            "Not visited, so not known: %(not_visited)s. Rows that stand twice: %(twice)s. And %(field)s active ones "
            "are not in ODS at all."
        ),
        rows=stream.rows.count, active=stream.active.count, gap=gap,
        inactive=speech.sentence(
            "%(not_found)s + %(not_operating)s",
            not_found=link(stream.not_found, words(_NOT_FOUND)),
            not_operating=link(stream.not_operating, words(_NOT_OPERATING)),
        ),
        not_visited=link(stream.not_visited, words(_NOT_VISITED)), twice=link(stream.twice, words(_TWICE)),
        field=link(stream.field_only, words(_FIELD_ONLY)),
    )  # fmt: skip


def head(speech: Speech, stream: Stream) -> dict[str, Any]:
    """The finding as the title, and the sentences under it that say what is not known."""
    link = speech.link
    finding = {
        "active": link(stream.active, speech.say(_ACTIVE)),
        "known": link(stream.known, speech.say(_KNOWN)),
    }
    waiting = sum(1 for row in rows(speech.picture, "links", "tier", "judged") if row["tier"] == "review" and not row["judged"])
    lede = []
    if stream.census:
        lede.append(
            speech.sentence(
                gettext_noop("%(n)s cooperatives have not been visited: their state is unknown, not inactive."),
                n=link(stream.not_visited, speech.say(_NOT_VISITED)),
            )
        )
        if stream.undecided.count:
            lede.append(
                speech.sentence(
                    gettext_noop("%(n)s were visited, but their state could not be established."),
                    n=link(stream.undecided, speech.say(_UNDECIDED)),
                )
            )
    else:
        lede.append(speech.sentence(gettext_noop("No field census was given: nobody was visited.")))
    if waiting:
        lede.append(
            speech.sentence(
                gettext_noop("%(n)s pairs of rows wait for a person; that is why some numbers have a range."), n=waiting
            )
        )
    return {
        "finding": speech.sentence(gettext_noop("%(active)s of %(known)s known cooperatives are active"), **finding),
        "plain": speech.say(
            gettext_noop("%(active)s of %(known)s known cooperatives are active"),
            active=stream.active.count, known=stream.known.count,
        ),
        "lede": lede,
        "active": stream.active,
        "waiting": waiting,
    }  # fmt: skip


__all__ = ["Number", "Stream", "head", "streams_section"]
