"""Reading a list and showing what it would do, before anything counts."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
from django.db import transaction

from lumbung.audit import services as audit
from lumbung.audit.services import Actor
from lumbung.core.aside import ahead, uncollected
from lumbung.core.copying import as_json, copy_in, copy_rows, new_keys
from lumbung.core.findings import Finding, Refusal
from lumbung.core.progress import Progress, Silent
from lumbung.engine import cleaning, reading
from lumbung.engine.reading import RawList
from lumbung.engine.reading.headings import Reader
from lumbung.engine.reading.synonyms import synonyms_for
from lumbung.imports.keys import ASKED, entry_keys
from lumbung.imports.models import Batch, Difference, Problem, Row
from lumbung.imports.services.comparing import Staged, Was, last_words, new_and_changed, steps_of, vanished
from lumbung.imports.services.correcting import CORRECTS, NotHere
from lumbung.imports.services.receiving import forget_file, stored
from lumbung.imports.services.refusals import WrongState
from lumbung.imports.services.unusable import Unusable
from lumbung.imports.wording import is_own_heading
from lumbung.registry.models import Source
from lumbung.registry.rows import PERSONAL, PERSONAL_FIELDS, kept

CHUNK = 2_000
_LONG = 10  # chunks from which a second process pays
_FEW, _PART = 5, 0.2  # more rows gone than both: perhaps only a part of the list was exported
_COLUMNS = Staged._fields[:-1]  # those of `Row`
_OPEN = (Batch.State.UPLOADED, Batch.State.STAGED, Batch.State.REFUSED)
_LETTER = re.compile(r" \([A-Z]{1,3}\)$")  # how a second column of one heading is told apart


def stage(batch: Batch, *, mapping: Mapping[str, str] | None = None, progress: Progress | None = None) -> Batch:
    """Read, clean, key and compare the list of `batch`; safe to repeat.

    Rows are written in chunks, each a transaction of its own; they show when the last short one says "staged".

    Args:
        mapping: heading -> field; the one remembered for the source by default.
        progress: Hears the stages `read`, `clean`, `compare` and `write`, and the rows written.
    Returns:
        The batch: staged, or refused with its findings.
    Raises:
        WrongState: It was applied, undone or discarded, or was discarded meanwhile.
    """
    tell = progress or Silent()
    batch = _begin(batch)
    told = mapping if mapping is not None else remembered(batch.source)
    tell.stage("imports.read")
    steps = steps_of(batch.source)  # read first: what is applied meanwhile makes the comparison stale, never wrong
    try:
        # The file is opened by a process of its own; what the source said last is asked for meanwhile.
        with ThreadPoolExecutor(1) as beside, uncollected():
            reading_it = beside.submit(_read, batch, told, stored(batch))
            was = last_words(batch.source)
            raw = reading_it.result()
        tell.stage("imports.clean", raw.cells.num_rows)
        records, findings = _clean(raw)
    except Refusal as refusal:
        return _refuse(batch, refusal.findings)
    tell.stage("imports.compare")
    plan = _planned(batch, raw, records, [*raw.findings, *findings], told, was)
    tell.stage("imports.write", records.num_rows)
    _write(batch, records, plan, tell)
    return _settle(batch, raw, plan, steps)


def remembered(source: Source) -> dict[str, str]:
    """heading -> field as last settled for `source`; empty: the synonyms decide."""
    last = source.mappings.order_by("-version").first()
    return dict(last.columns) if last else {}


@transaction.atomic
def discard(batch: Batch, *, actor: Actor) -> Batch:
    """Put a batch aside that was never applied. Raises WrongState otherwise."""
    batch = locked(batch)
    batch.state = Batch.State.DISCARDED
    batch.save()
    audit.record("imports.batch.discarded", actor=actor, subject=f"batch:{batch.pk}")
    return batch


def locked(batch: Batch) -> Batch:
    """The batch as it is now, held until the transaction ends. Raises WrongState if it is settled."""
    fresh = Batch.objects.select_for_update(of=("self",)).select_related("source", "office").get(pk=batch.pk)
    if fresh.state not in _OPEN:
        raise WrongState(fresh.state)
    return fresh


@transaction.atomic
def _begin(batch: Batch) -> Batch:
    """An empty batch that cannot be applied while it is read."""
    batch = locked(batch)
    _empty(batch)
    batch.state = Batch.State.UPLOADED
    batch.save()
    return batch


def _empty(batch: Batch) -> None:
    batch.differences.all().delete()
    batch.problems.all().delete()
    batch.rows.all().delete()


def _read(batch: Batch, mapping: Mapping[str, str], file: Path) -> RawList:
    """The list under the name its user gave it, which findings and records carry; asks the database for nothing."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / batch.file_name
        try:
            path.hardlink_to(file)
        except OSError:  # another file system
            shutil.copyfile(file, path)
        present = {heading: field for heading, field in mapping.items() if field}
        raw = reading.read_list(path, source=batch.source.kind, mapping=present or None)
    # A day that a person gave holds where the list itself tells none.
    return replace(raw, as_of=raw.as_of or batch.as_of)


def _clean(raw: RawList) -> tuple[pa.Table, list[Finding]]:
    """Rows of a list that speaks of cooperatives have columns of their own beside those of every list."""
    return cleaning.clean_listed(raw) if raw.source in cleaning.LISTS else cleaning.clean_records(raw)


@transaction.atomic
def _refuse(batch: Batch, findings: Iterable[Finding]) -> Batch:
    batch = locked(batch)
    batch.state = Batch.State.REFUSED
    batch.findings = [f.as_json() for f in findings]
    batch.counts, batch.mapping, batch.headings = {}, {}, []
    batch.save()
    if any(f.code == "persons_numbers" for f in findings):
        forget_file(batch)  # the sentence says that nothing was stored
    return batch


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is known of a list before its rows are written."""

    keys: list[tuple[str, str]]
    was: Mapping[str, Was]
    personal: frozenset[str]
    placed: list[Finding]  # of cells
    unusable: Unusable
    findings: list[Finding]  # of the whole list
    counts: dict[str, int]


def _planned(
    batch: Batch,
    raw: RawList,
    records: pa.Table,
    findings: Sequence[Finding],
    told: Mapping[str, str],
    was: Mapping[str, Was],
) -> _Plan:
    personal = personal_headings(raw, told)

    def content_of(at: int) -> str:
        return kept(records.slice(at, 1).to_pylist()[0], personal).content_hash

    with uncollected():
        keys = entry_keys(
            records.select([name for name in ASKED if name in records.column_names]).to_pylist(),
            content_of,
            visits=batch.source.kind == Source.Kind.CENSUS,
            known=[old.known for old in was.values()],
        )
    placed = [f for f in findings if f.row is not None]
    whole = [f for f in findings if f.row is None and not _needless(f)]
    unusable = Unusable(raw.columns, placed)
    return _Plan(keys, was, personal, placed, unusable, whole, _counts(records.num_rows, placed))


def personal_headings(raw: RawList, told: Mapping[str, str]) -> frozenset[str]:
    """The headings, of every sheet, whose cells are personal; rows carry them as keys of `raw`."""
    fields = {column.heading: column.field for column in raw.columns}
    reader = Reader(synonyms_for(raw.source), told)
    sheets: dict[str | None, str] = {}
    for sheet, cells in zip(raw.cells.column("sheet").to_pylist(), raw.cells.column("raw").to_pylist(), strict=True):
        sheets.setdefault(sheet, cells)  # all rows of a sheet have the same headings
    headings = {heading for cells in sheets.values() for heading in json.loads(cells or "{}")}

    def personal(heading: str) -> bool:
        base = heading if heading in fields else _LETTER.sub("", heading)
        return (fields.get(base) or reader.meaning(base).field) in PERSONAL_FIELDS | PERSONAL

    return frozenset(heading for heading in headings | set(fields) if personal(heading))


_Written = tuple[str, int, str, str, bytes | None, str, str]  # the columns of `Staged` from `sheet` on


def _written(row: Mapping[str, Any], personal: frozenset[str]) -> _Written:
    one = kept(row, personal)
    name = str(one.clean.get("name") or "")
    raw, clean = as_json(one.raw), as_json(one.clean)
    return row["sheet"] or "", row["row"], raw, clean, one.personal_sealed, one.content_hash, name


def _store(batch: Batch, chunk: Sequence[_Written], start: int, plan: _Plan) -> list[Staged]:
    """Rows from the ordinal `start` on, with their keys."""
    named = zip(new_keys(Row, len(chunk)), plan.keys[start : start + CHUNK], chunk, strict=True)
    rows = [Staged._make((pk, batch.pk, at, *key, *one)) for at, (pk, key, one) in enumerate(named, start)]
    copy_rows(Row, _COLUMNS, (row[:-1] for row in rows))
    return rows


def _problems(batch: Batch, findings: Iterable[Finding], personal: frozenset[str]) -> Iterator[Problem]:
    for f in findings:
        hidden = f.column in personal  # a problem with a person's name or phone does not copy it
        yield Problem(
            batch=batch,
            severity=f.severity,
            sheet=f.sheet or "",
            row=f.row,
            column=(f.column or "")[:200],
            value="" if hidden else f.value or "",
            code=f.code,
            parameters={} if hidden else dict(f.params),
        )


def _needless(finding: Finding) -> bool:
    """What the page says better (headings that are missing), and the column we wrote into a marked copy ourselves."""
    ours = finding.code.startswith("column_not_understood") and is_own_heading(finding.column or "")
    return ours or finding.code == "mapped_heading_absent"


def _counts(rows: int, placed: Sequence[Finding]) -> dict[str, int]:
    errors = {(f.sheet, f.row) for f in placed if f.severity == "error"}
    return {
        "rows": rows,
        **dict.fromkeys(Difference.Kind.values, 0),
        "same": rows,
        "rows_with_errors": len(errors),
        "errors": sum(f.severity == "error" for f in placed),
        "warnings": sum(f.severity == "warning" for f in placed),
    }


def _write(batch: Batch, records: pa.Table, plan: _Plan, progress: Progress) -> None:
    """Rows with their differences a chunk at a time, each a short transaction; memory stays level."""
    starts = range(0, records.num_rows, CHUNK)

    def written_from(start: int) -> list[_Written]:
        return [_written(row, plan.personal) for row in records.slice(start, CHUNK).to_pylist()]

    silent = NotHere(batch, (key for key, _ in plan.keys), plan.was)
    plan.counts.update({"silent": len(silent.gone), "corrections": 0} if silent.gone else {})
    # A long list is put into its stored form by a process of its own, while this one writes what is ready.
    chunks = ahead(written_from, starts, pays=len(starts) > _LONG)
    for start, written in zip(starts, chunks, strict=True):
        with transaction.atomic(), uncollected():
            rows = _store(batch, written, start, plan)
            found = silent.pointed_out(new_and_changed(batch, rows, plan.was, plan.unusable), rows)
            copy_in(Difference, _counted(found, plan.counts))
        progress.advance(len(rows))
    gone = _counted(vanished(batch, (key for key, _ in plan.keys), plan.was), plan.counts)
    for told in (gone, _problems(batch, plan.placed, plan.personal)):
        while chunk := list(islice(told, CHUNK)):
            with transaction.atomic():
                copy_in(type(chunk[0]), chunk)


def _counted(found: Iterable[Difference], counts: dict[str, int]) -> Iterator[Difference]:
    """`found`, entered into `counts` as they pass."""
    for one in found:
        counts[one.kind] += 1
        counts["same"] -= one.row_id is not None
        if CORRECTS in one.changes:
            counts["corrections"] += 1
        yield one


@transaction.atomic
def _settle(batch: Batch, raw: RawList, plan: _Plan, steps: int) -> Batch:
    batch = locked(batch)
    plan.findings.extend(_against_the_last(batch.source, raw, plan.counts))
    batch.state = Batch.State.STAGED
    batch.as_of = raw.as_of
    batch.headings = list(dict.fromkeys(c.heading for c in raw.columns))
    batch.mapping = {c.heading: c.field or "" for c in raw.columns}
    batch.findings = [f.as_json() for f in plan.findings]
    batch.counts = plan.counts
    batch.compared_after = steps
    batch.save()
    return batch


def _against_the_last(source: Source, raw: RawList, counts: Mapping[str, int]) -> Iterator[Finding]:
    """What a person should think twice about: an older list, or one that is far from whole."""
    last = source.batches.filter(state=Batch.State.APPLIED).order_by("-applied_at").first()
    if last is None:
        return
    if raw.as_of and last.as_of and raw.as_of < last.as_of:
        days = {"day": f"{raw.as_of:%d/%m/%Y}", "last": f"{last.as_of:%d/%m/%Y}"}
        yield Finding("batch_older", days, severity="warning")
    known = counts["vanished"] + counts["changed"] + counts["same"]
    if counts["vanished"] > _FEW and counts["vanished"] > _PART * known:
        yield Finding("batch_not_whole", {"gone": counts["vanished"], "known": known}, severity="warning")
