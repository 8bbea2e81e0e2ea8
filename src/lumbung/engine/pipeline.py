"""The main job in order: read, clean, link, resolve, assess, tabulate, check. Files in, one picture out."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from lumbung.core.aside import uncollected
from lumbung.core.findings import BadInput, Finding
from lumbung.core.progress import Progress, Silent
from lumbung.engine import assessing, cleaning, reading, sentences, stages
from lumbung.engine.assessing import Rule
from lumbung.engine.judgements import read_judgements
from lumbung.engine.linking import AUTO, REVIEW
from lumbung.engine.reading import RawList
from lumbung.engine.tables import JUDGEMENTS, PROBLEMS, RECORDS, SOURCES

assert sentences.CODES  # entered here, so that every finding of a run has its words

DEFAULT_RULE = "FIELD_MET_OPERATING"
SAMPLE_MARK = "DATA CONTOH"


@dataclass(frozen=True, slots=True)
class Request:
    """What a person asked for; null = the default."""

    register: Path
    census: Path | None = None
    as_of: date | None = None
    rule: str = DEFAULT_RULE
    mapping: Path | None = None
    judgements: Path | None = None
    auto: float | None = None
    review: float | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """One proven picture: the engine's tables and what they rest on."""

    tables: dict[str, pa.Table]
    as_of: date
    rule: Rule
    rules: list[Rule]
    inputs: list[RawList]
    place: str
    example: bool
    waiting: int  # pairs that wait for a person
    timings: dict[str, float] = field(default_factory=dict)  # seconds per stage


class _Clock:
    """Seconds per stage, for the manifest."""

    def __init__(self, progress: Progress) -> None:
        self.progress, self.seconds = progress, {}  # type: ignore[var-annotated]

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        self.progress.stage(name)
        began = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - began, 3)


def reconcile(request: Request, progress: Progress | None = None) -> Picture:
    """Reconcile a register with a census (or find the duplicates inside one list).

    Raises:
        BadInput: A file, a rule or a judgement must be mended; every finding at once.
        MachineTrouble: Memory, time or disk were not enough.
    """
    with uncollected():
        return _reconcile(request, _Clock(progress or Silent()))


def _reconcile(request: Request, clock: _Clock) -> Picture:
    _check_shares(request)
    with clock.stage("read"):
        rules = assessing.load_rules()
        rule = assessing.rule_named(request.rule)
        inputs = _read(request)
    with clock.stage("clean"):
        records, findings = _clean(inputs)
        inputs = [replace(raw, cells=raw.cells.select(["row"])) for raw in inputs]  # the text lives on in records.raw
    as_of = request.as_of or _as_of(inputs, records)
    judgements, more = _judgements(request, records)
    with clock.stage("link"):
        who = stages.linked(records, judgements, auto=request.auto, review=request.review, progress=clock.progress)
    with clock.stage("resolve"):
        what = stages.resolved(records, who)
    with clock.stage("assess"):
        every = [rule, *(r for r in rules if r.code != rule.code)]
        judged = stages.assessed(records, who, what, every, as_of)
    with clock.stage("tabulate"):
        numbers = stages.tabulated(records, who, what, judged, rule=rule, as_of=as_of)
    with clock.stage("check"):
        checks = stages.checked(records, numbers)
    tables = {
        "sources": _sources(inputs),
        "records": records,
        "problems": _problems([*findings, *more, *what.questions], inputs, records),
        "judgements": judgements,
        "links": numbers.links,
        "memberships": who.memberships,
        "cooperatives": numbers.cooperatives,
        "facts": judged.facts,
        "standings": judged.standings,
        "cells": numbers.cells,
        "checks": checks,
    }
    return Picture(
        tables=tables,
        as_of=as_of,
        rule=rule,
        rules=every,
        inputs=inputs,
        place=_place(inputs, records),
        example=any(SAMPLE_MARK in title.upper() for raw in inputs for title in raw.titles),
        waiting=who.waiting,
        timings=clock.seconds,
    )


def _check_shares(request: Request) -> None:
    """0.5 < auto <= 1 and 0 < review <= auto."""
    auto = AUTO if request.auto is None else request.auto
    review = REVIEW if request.review is None else request.review
    wrong = []
    if not 0.5 < auto <= 1:
        wrong.append(Finding("not_a_share", {"option": "--auto", "value": auto, "least": 0.5, "most": 1}))
    if not 0 < review <= auto:
        wrong.append(Finding("not_a_share", {"option": "--review", "value": review, "least": 0, "most": auto}))
    if wrong:
        raise BadInput(wrong)


def _read(request: Request) -> list[RawList]:
    mapping = reading.load_mapping(request.mapping) if request.mapping else None
    wanted = [("register", request.register)] + ([("census", request.census)] if request.census else [])
    inputs: list[RawList] = []
    wrong: list[Finding] = []
    for source, path in wanted:
        try:
            inputs.append(reading.read_list(path, source=source, mapping=mapping))
        except BadInput as refusal:
            wrong += [
                replace(f, source=None if {"file", "path"} & set(f.params) else path.name) for f in refusal.findings
            ]
    if wrong:
        raise BadInput(wrong)
    if len(inputs) == 2:
        _check_pair(*inputs)
        inputs = _without_headings_of_the_other(inputs)
    return inputs


def _without_headings_of_the_other(inputs: list[RawList]) -> list[RawList]:
    """One mapping file serves both lists: a heading that either has is not absent."""

    def absent(raw: RawList) -> set[object]:
        return {f.params["heading"] for f in raw.findings if f.code == "mapped_heading_absent"}

    nowhere = set.intersection(*(absent(raw) for raw in inputs))
    return [
        replace(
            raw,
            findings=tuple(
                f for f in raw.findings if f.code != "mapped_heading_absent" or f.params["heading"] in nowhere
            ),
        )
        for raw in inputs
    ]


def _check_pair(register: RawList, census: RawList) -> None:
    if register.sha256 == census.sha256:
        raise BadInput(Finding("same_file_twice", {"register": register.file, "census": census.file}))
    if reading.looks_like(register) == "census" and reading.looks_like(census) != "census":
        raise BadInput(Finding("files_swapped", {"register": register.file, "census": census.file}))


def _clean(inputs: list[RawList]) -> tuple[pa.Table, list[Finding]]:
    parts, findings = [], []
    for raw in inputs:
        records, found = cleaning.clean_records(raw)
        parts.append(records)
        findings += [f.at(source=raw.file) for f in (*raw.findings, *found)]
    return pa.concat_tables(parts).cast(RECORDS), findings


def _as_of(inputs: list[RawList], records: pa.Table) -> date:
    """The date in a title; else the newest date in the data; never today."""
    told = [raw.as_of for raw in inputs if raw.as_of]
    if told:
        return told[0]
    newest = [pc.max(records.column(c)).as_py() for c in ("visited_on", "last_rat_on", "legal_on", "amendment_on")]
    known: list[date] = [d for d in newest if d]
    if not known:
        raise BadInput(Finding("no_date", {"file": inputs[0].file}))
    return max(known)


def _judgements(request: Request, records: pa.Table) -> tuple[pa.Table, list[Finding]]:
    if request.judgements is None:
        return JUDGEMENTS.empty_table(), []
    return read_judgements(request.judgements, records)


def _place(inputs: list[RawList], records: pa.Table) -> str:
    hints = [raw.place_hint for raw in inputs if raw.place_hint]
    return hints[0].title() if hints else ""


def _sources(inputs: list[RawList]) -> pa.Table:
    rows = [
        {
            "source": r.source,
            "kind": r.source,
            "file": r.file,
            "sha256": r.sha256,
            "as_of": r.as_of,
            "rows": r.cells.num_rows,
        }
        for r in inputs
    ]
    return pa.Table.from_pylist(rows, schema=SOURCES)


def _problems(findings: Iterable[Finding], inputs: list[RawList], records: pa.Table) -> pa.Table:
    """tables.PROBLEMS, the gravest first, each with the record it speaks of where it names a row."""
    file_of = {raw.source: raw.file for raw in inputs}
    findings = [replace(f, source=file_of.get(f.source or "", f.source)) for f in findings]
    places = zip(*(records.column(c).to_pylist() for c in ("source", "sheet", "row", "record_id")), strict=True)
    record_at: dict[tuple[str | None, str | None, int | None], str]
    record_at = {(file_of[source], sheet, row): record_id for source, sheet, row, record_id in places}
    order = {"error": 0, "question": 1, "warning": 2, "note": 3}
    rows = [
        {
            "severity": f.severity,
            "source": f.source,
            "sheet": f.sheet,
            "row": f.row,
            "column": f.column,
            "value": f.value,
            "code": f.code,
            "params": json.dumps(dict(f.params), ensure_ascii=False, sort_keys=True),
            "record_id": record_at.get((f.source, f.sheet, f.row)),
        }
        for f in findings
    ]
    rows.sort(
        key=lambda r: (
            order[str(r["severity"])],
            str(r["source"]),
            str(r["sheet"]),
            r["row"] or 0,
            str(r["code"]),
            str(r["column"]),
        )
    )
    return pa.Table.from_pylist(rows, schema=PROBLEMS)
