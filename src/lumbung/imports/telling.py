"""Imports in words: findings as sentences, fields by their labels, changes before and after."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext, ngettext

from lumbung.core.findings import Finding, Refusal
from lumbung.core.language import Language, language_of, translator
from lumbung.core.language import gettext_noop as _
from lumbung.core.sentences import Spoken, say
from lumbung.imports import models, queries
from lumbung.imports.services.comparing import BACK, NOT_SHOWN, STAYS
from lumbung.imports.services.correcting import CORRECTS
from lumbung.imports.wording import BECAME, DIFFERENCES, KINDS, STATE_MARKS, STATES, field_word
from lumbung.registry.models import Source
from lumbung.reports.labels import Words
from lumbung.ui.templatetags.lumbung import day, money, number

_MONEY = frozenset({"own_capital", "external_capital", "assets", "business_volume", "net_surplus"})
_CODES = {"kind": "kind", "pattern": "pattern", "form": "form", "membership_area": "level", "outcome": "outcome"}
_STATUS = {
    "active": _("Active"), "inactive": _("Not active"), "certified": _("Certified"),
    "not_certified": _("Not certified"), "expired": _("Expired"),
}  # fmt: skip
_HIDDEN = "•••"  # where a sentence quotes a cell whose text was not copied, being personal
_SEEN_AT_MOST = 12  # headings offered where none is the name


def reader() -> Language:
    """The language of the page."""
    return language_of(get_language() or "id")


def said(refusal: Refusal) -> list[str]:
    """What a refusal says, finding by finding."""
    return [str(say(finding, reader())) for finding in refusal.findings]


def state_word(state: str) -> str:
    """A batch's state in words."""
    return gettext(STATES[state])


def kind_word(kind: str) -> str:
    """A source's kind in words."""
    return gettext(KINDS[kind]) if kind in KINDS else kind


@dataclass(frozen=True, slots=True)
class Told:
    """A finding in words. `mark`: the status its severity looks like."""

    severity: str
    mark: str
    word: str
    sheet: str
    row: int | None
    column: str
    what: str
    mend: str

    @property
    def where(self) -> str:
        """Row and column, as the spreadsheet counts."""
        parts = [self.sheet] if self.sheet else []
        parts += [gettext("row %(row)s") % {"row": number(self.row)}] if self.row is not None else []
        return ", ".join([*parts, *([self.column] if self.column else [])])


_MARKS = {"error": "inactive", "question": "waiting", "warning": "waiting", "note": "unknown"}


def finding_told(told: Mapping[str, Any]) -> Told:
    """A stored finding of the whole list."""
    return _told(
        Finding(
            told["code"],
            told.get("params") or {},
            told.get("severity") or "error",
            sheet=told.get("sheet"),
            row=told.get("row"),
            column=told.get("column"),
            value=told.get("value"),
        )
    )


def problem_told(problem: models.Problem) -> Told:
    """A stored finding about one cell."""
    return _told(
        Finding(
            problem.code,
            problem.parameters,
            problem.severity,  # type: ignore[arg-type]  # the column holds nothing else
            sheet=problem.sheet or None,
            row=problem.row,
            column=problem.column or None,
            value=problem.value or _HIDDEN,
        )
    )


def _told(finding: Finding) -> Told:
    words = _spoken(finding)
    word = Words(reader()).label("severity", finding.severity)
    mark = _MARKS.get(finding.severity, "unknown")
    place = (finding.sheet or "", finding.row, finding.column or "")
    return Told(finding.severity, mark, word, *place, words.what, words.mend)


def _spoken(finding: Finding) -> Spoken:
    """In words; a finding whose value is personal has lost its parameters and is told without them."""
    try:
        return say(finding, reader())
    except (KeyError, TypeError, ValueError):
        return Spoken("", gettext("The cell could not be used; its content is personal and not shown here."), "")


@dataclass(frozen=True, slots=True)
class KindTold:
    """All problems of one kind, in words: their count, and the first as an example."""

    count: int
    code: str
    first: Told


def kinds_told(batch: models.Batch) -> list[KindTold]:
    """The kinds of problems, the gravest first."""
    return [KindTold(kind.count, kind.code, problem_told(kind.first)) for kind in queries.kinds_of_problems(batch)]


@dataclass(frozen=True, slots=True)
class Change:
    """One field before and after, as a page shows it."""

    field: str
    before: str
    after: str
    shown: bool  # false: personal, only told to have changed
    mark: str = ""  # what is to say of a value that stays the same


@dataclass(frozen=True, slots=True)
class DifferenceTold:
    """One row against the source's last list."""

    kind: str
    word: str
    name: str
    row: int | None
    changes: list[Change]
    back_since: str  # missing since that day, and here again
    corrects: str  # row and file of the earlier visit that this new one may correct


def difference_told(difference: models.Difference) -> DifferenceTold:
    """A stored difference; parts that only the engine uses (folded names, codes) are left out."""
    told = dict(difference.changes)
    back = told.pop(BACK, [""])[0]
    corrects = told.pop(CORRECTS, None)
    stays = {field: one["value"] for field, one in told.pop(STAYS, {}).items()}
    told |= {field: [value, value] for field, value in stays.items() if field not in told}
    if "chair" in told:
        told.pop("officers", None)
    changes = [
        Change(
            word,
            value_told(field, before),
            value_told(field, after),
            [before, after] != NOT_SHOWN,
            _mark(field, stays) if before == after is not None else "",
        )
        for field, (before, after) in told.items()
        if (word := field_word(field, reader()))
    ]
    row = difference.row.row if difference.row else None
    since = f"{date.fromisoformat(back):%d/%m/%Y}" if back else ""
    return DifferenceTold(
        difference.kind, gettext(DIFFERENCES[difference.kind]), difference.name, row, changes, since, _visit(corrects)
    )


def _visit(place: list[Any] | None) -> str:
    return gettext("%(file)s, row %(row)s") % {"row": number(place[0]), "file": place[1]} if place else ""


def _mark(field: str, stays: Collection[str]) -> str:
    return gettext("stays: not readable in this list") if field in stays else gettext("readable again")


def value_told(field: str, value: Any) -> str:
    """A cleaned value as a person writes it."""
    if value in (None, "", []):
        return gettext("empty")
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if field.endswith("_on") or field.endswith("_to"):
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    if field in _MONEY:
        return money(value)
    if field in _CODES:
        return Words(reader()).label(_CODES[field], value)
    if field.endswith("_status") and value in _STATUS:
        return translator(reader())(_STATUS[value])
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return number(value) if isinstance(value, int) else str(value)


def headline(batch: models.Batch) -> str:
    """What the page of a batch found, as its title."""
    rows, bad = batch.counts.get("rows", 0), batch.counts.get("rows_with_errors", 0)
    states = models.Batch.State
    if batch.state == states.STAGED:
        ready = ngettext("%(n)s row is ready to be applied", "%(n)s rows are ready to be applied", rows)
        some = ngettext("%(n)s holds cells that cannot be used", "%(n)s hold cells that cannot be used", bad)
        told = [ready % {"n": number(rows)}, *([some % {"n": number(bad)}] if bad else [])]
        return ", ".join(told)
    if batch.state == states.APPLIED:
        counts = ngettext("%(n)s row counts since %(day)s", "%(n)s rows count since %(day)s", rows)
        return counts % {"n": number(rows), "day": day(batch.applied_at)}
    return {
        states.UPLOADED: gettext("The list is being read and checked"),
        states.REFUSED: gettext("This list cannot be read"),
        states.APPLYING: gettext("The list is being applied"),
        states.UNDONE: gettext("This import was undone and no longer counts"),
        states.DISCARDED: gettext("This upload was discarded; it never counted"),
    }[states(batch.state)]


@dataclass(frozen=True, slots=True)
class Step:
    """One of the four steps a list goes through."""

    word: str
    done: bool
    here: bool


def steps(batch: models.Batch, *, columns_settled: bool) -> list[Step]:
    """Upload, columns, rows, apply: which are done, and where the batch stands."""
    states = models.Batch.State
    here = {
        states.UPLOADED: 1,
        states.REFUSED: 1,
        states.STAGED: 2 if columns_settled else 1,
        states.APPLYING: 3,
        states.APPLIED: 4,
        states.UNDONE: 4,
        states.DISCARDED: -1,
    }[states(batch.state)]
    words = (gettext("Upload"), gettext("Check columns"), gettext("Check rows"), gettext("Apply"))
    return [Step(word, n < here, n == here) for n, word in enumerate(words)]


def headings_to_choose(batch: models.Batch) -> list[str]:
    """The headings of a refused list among which a person may find the names of cooperatives."""
    seen: list[str] = []
    for finding in batch.findings:
        if finding["code"] in ("no_name_column", "no_heading_row"):
            seen += [text for text in finding["params"].get("seen", "").split("; ") if text and text != "-"]
    return [text for text in dict.fromkeys(seen) if not text.endswith("…")][:_SEEN_AT_MOST]


def became(source: Source) -> list[tuple[str, str, int]]:
    """(state, word, how many) of the rows of a list that speaks of cooperatives; empty until they were matched."""
    counts = queries.what_became_of(source)
    return [(state, gettext(word), counts.get(state, 0)) for state, word in BECAME.items()] if counts else []


@dataclass(frozen=True, slots=True)
class Standing:
    """Work that stands on a batch, in words; `batch` where it has a page here."""

    word: str
    batch: models.Batch | None


_WORK = {
    "batch": _("a later list of this source"),
    "judgement": _("a judgement on two rows (number %s)"),
    "override": _("a value that a person entered (number %s)"),
}


def work_told(work: Sequence[str]) -> list[Standing]:
    """What was built on a batch, one line each."""
    batches = queries.work_named(list(work))
    out = []
    for one in work:
        kind, _colon, key = one.partition(":")
        word = gettext(_WORK[kind])
        out.append(Standing(word % key if "%s" in word else word, batches.get(one)))
    return out


@dataclass(frozen=True, slots=True)
class Line:
    """A batch in a list."""

    batch: models.Batch
    state: str
    mark: str
    kind: str


def lines(batches: Iterable[models.Batch]) -> list[Line]:
    """Batches as lines of a list."""
    return [Line(b, state_word(b.state), STATE_MARKS[b.state], kind_word(b.source.kind)) for b in batches]
