"""What the page of one import shows, by the state it is in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse

from lumbung.access.queries import Standpoint
from lumbung.access.roles import Act
from lumbung.core.jobs.queries import newest_job_about, shown
from lumbung.imports import queries, telling
from lumbung.imports.models import Batch, Difference
from lumbung.imports.services import what_was_built_on
from lumbung.imports.services.asking import needs_day, subject_of
from lumbung.imports.wording import STATE_MARKS, field_choices
from lumbung.registry.queries import LISTS

PAGE = 50
READ = (Batch.State.STAGED, Batch.State.APPLYING, Batch.State.APPLIED, Batch.State.UNDONE, Batch.State.DISCARDED)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; anything else in it is no question."""

    severity: str
    code: str
    kind: str
    problem_page: str
    difference_page: str

    def instead(self, **changes: str) -> str:
        """The same address with other values; "" takes one out."""
        told = {
            "gawat": self.severity,
            "masalah": self.code,
            "beda": self.kind,
            "hal": self.problem_page,
            "halb": self.difference_page,
        }
        return "?" + urlencode({k: v for k, v in (told | changes).items() if v})


def asked_of(get: Mapping[str, Any]) -> Asked:
    """The questions in an address."""
    severity, kind = str(get.get("gawat", "")), str(get.get("beda", ""))
    return Asked(
        severity if severity in queries.SEVERITIES else "",
        str(get.get("masalah", ""))[:60],
        kind if kind in Difference.Kind.values else "",
        _whole(get.get("hal")),
        _whole(get.get("halb")),
    )


def _whole(text: Any) -> str:
    return str(text) if str(text or "").isdecimal() and len(str(text)) < 9 else ""


def context(batch: Batch, asked: Asked, standpoint: Standpoint) -> dict[str, Any]:
    """For imports/batch.html."""
    job = newest_job_about(subject_of(batch))
    told: dict[str, Any] = {
        "batch": batch,
        "title": telling.headline(batch),
        "state": telling.state_word(batch.state),
        "state_mark": STATE_MARKS[batch.state],
        "source_kind": telling.kind_word(batch.source.kind),
        "job": shown(job, telling.reader()) if job else None,
        "steps": telling.steps(batch, columns_settled=True),
        "findings": _findings(batch),
        "speaks": batch.source.kind in LISTS,
        "earlier": telling.lines(queries.batches_of(batch.office).filter(source=batch.source).exclude(pk=batch.pk)[:5]),
    }
    if batch.state == Batch.State.REFUSED:
        told["choose_from"] = telling.headings_to_choose(batch)
    if batch.state in READ and batch.counts:
        told |= _columns(batch) | _problems(batch, asked) | _differences(batch, asked, standpoint)
    if batch.state == Batch.State.APPLIED:
        told["built"] = telling.work_told(what_was_built_on(batch))
        if batch.source.kind in LISTS:
            told |= {"became": telling.became(batch.source), "listed": _rows_of_the_list(batch)}
    if batch.state == Batch.State.UNDONE:
        told["reason"] = queries.reason_of_undoing(batch)
    return told


def _findings(batch: Batch) -> list[telling.Told]:
    """Those of the whole list, but for what the table of columns says better."""
    told = [telling.finding_told(f) for f in batch.findings if not f["code"].startswith("column_not_understood")]
    rank = queries.SEVERITIES.index
    return sorted(told, key=lambda one: rank(one.severity))


def _columns(batch: Batch) -> dict[str, Any]:
    before = queries.last_applied(batch)
    found = queries.columns_of(batch, before)
    gone = queries.headings_gone(batch, before)
    drifted = [one for one in found if one.was is not None]
    moved = bool(gone or drifted or any(one.new for one in found))
    doubtful = [one for one in found if not one.field or one.was is not None or one.new]
    return {
        "before": before,
        "columns": found,
        "doubtful": doubtful,
        "sure": [one for one in found if one not in doubtful],
        "unknown": [one for one in found if not one.field],
        "new_headings": [one.heading for one in found if one.new],
        "gone_headings": gone,
        "drifted": drifted,
        "fields": field_choices(telling.reader()),
        "steps": telling.steps(batch, columns_settled=not moved),
        "columns_first": batch.state == Batch.State.STAGED and (moved or before is None),
        "needs_day": batch.state == Batch.State.STAGED and needs_day(batch),
    }


def _problems(batch: Batch, asked: Asked) -> dict[str, Any]:
    page = _page(queries.problems_of(batch, severity=asked.severity, code=asked.code), asked.problem_page)
    kinds = telling.kinds_told(batch)
    by_severity = {s: sum(kind.count for kind in kinds if kind.first.severity == s) for s in queries.SEVERITIES}
    words = {kind.first.severity: kind.first.word for kind in kinds}
    return {
        "asked": asked,
        "kinds": [(kind, asked.instead(masalah=kind.code, gawat="", hal="")) for kind in kinds],
        "to_mend": sum(by_severity.values()) > by_severity["note"],
        "problem_count": sum(by_severity.values()),
        "chips": [
            (words[s], n, asked.instead(gawat=s, masalah="", hal=""), s == asked.severity)
            for s, n in by_severity.items()
            if n
        ],
        "all_problems": asked.instead(gawat="", masalah="", hal=""),
        "problems": page,
        "problem_lines": [telling.problem_told(problem) for problem in page],
        "problem_pages": _around(page, asked, "hal"),
    }


def _differences(batch: Batch, asked: Asked, standpoint: Standpoint) -> dict[str, Any]:
    page = _page(queries.differences_of(batch, kind=asked.kind), asked.difference_page)
    counts = batch.counts
    return {
        "figures": [(kind, counts.get(kind, 0), asked.instead(beda=kind, halb="")) for kind in Difference.Kind.values],
        "adds_up": counts["new"] + counts["changed"] + counts["same"] == counts["rows"],
        "known_before": counts["changed"] + counts["same"] + counts.get("silent", 0),
        "all_differences": asked.instead(beda="", halb=""),
        "differences": page,
        "difference_lines": [telling.difference_told(difference) for difference in page],
        "difference_pages": _around(page, asked, "halb"),
        "cooperatives": _list_of_cooperatives() if standpoint.may(Act.SEE_REGISTER) else "",
        "counts_in_register": batch.state == Batch.State.APPLIED,
    }


def _page(found: QuerySet[Any], asked: str) -> Page[Any]:
    return Paginator(found, PAGE).get_page(asked or 1)


def _around(page: Page[Any], asked: Asked, name: str) -> dict[str, str]:
    """Addresses of the pages before and after, empty where there is none."""
    before = asked.instead(**{name: str(page.previous_page_number())}) if page.has_previous() else ""
    after = asked.instead(**{name: str(page.next_page_number())}) if page.has_next() else ""
    return {"before": before, "after": after}


def _rows_of_the_list(batch: Batch) -> str:
    """The page of what became of its rows; empty in a house without that room (it is above this one)."""
    try:
        return reverse("dashboards:listed_rows", args=[batch.source_id])
    except NoReverseMatch:
        return ""


def _list_of_cooperatives() -> str:
    """The list's address; empty in a house without that room (it is above this one)."""
    try:
        return reverse("dashboards:cooperatives")
    except NoReverseMatch:
        return ""
