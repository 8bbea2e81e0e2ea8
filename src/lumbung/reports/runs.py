"""A folder that `lumbung reconcile` wrote, read back: whole and unchanged, or refused with the way out."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from lumbung.core.findings import BadInput, Finding
from lumbung.core.language import gettext_noop
from lumbung.core.sentences import Sentence, enter
from lumbung.engine import tables
from lumbung.engine.comparing.runs import TABLES, Input, RuleMark, Run
from lumbung.engine.sql import conform
from lumbung.reports.manifest import BRIDGE, FILE, MADE_BY, versions

enter(
    {
        "run.no_folder": Sentence(
            gettext_noop("“%(path)s” is no folder."),
            gettext_noop("Name a folder that “lumbung reconcile” wrote with --out."),
        ),
        "run.not_ours": Sentence(
            gettext_noop("“%(path)s” holds no result of “lumbung reconcile”: its %(file)s is missing or broken."),
            gettext_noop("Name the folder itself, not one above or inside it; if a run was broken off, run it again."),
        ),
        "run.is_bridge": Sentence(
            gettext_noop("“%(path)s” holds a comparison of “lumbung compare” (%(old)s with %(new)s), no run."),
            gettext_noop("Name the folders that “lumbung reconcile” wrote."),
        ),
        "run.written_by_another_version": Sentence(
            gettext_noop(
                "The result in “%(path)s” was written by Lumbung %(version)s; this is %(own)s, which may count otherwise."
            ),
            gettext_noop("To be sure, run “lumbung reconcile” again with the same lists."),
        ),
        "run.file_missing": Sentence(
            gettext_noop("The result in “%(path)s” is not whole: %(file)s is missing."),
            gettext_noop("Run “lumbung reconcile” again with the same lists."),
        ),
        "run.file_changed": Sentence(
            gettext_noop("%(file)s in “%(path)s” is not the file that was written: it was changed or damaged since."),
            gettext_noop(
                "Run “lumbung reconcile” again with the same lists; figures from changed tables prove nothing."
            ),
        ),
        "run.other_version": Sentence(
            gettext_noop(
                "The result in “%(path)s” was written by Lumbung %(version)s, whose %(file)s has other columns."
            ),
            gettext_noop("Run “lumbung reconcile” again with this version and the same lists."),
        ),
    }
)


def load_run(folder: Path, names: tuple[str, ...] = TABLES) -> Run:
    """The run in `folder` with the tables `names`.

    Raises:
        BadInput: No such folder, not written by us, a file missing, changed, or of another version; all at once.
    """
    path = str(folder)
    if not folder.is_dir():
        raise BadInput(Finding("run.no_folder", {"path": path}))
    try:
        told: dict[str, Any] = json.loads((folder / FILE).read_text("utf-8"))
        if told["made_by"] == BRIDGE:
            ends = {side: str(told[side]["folder"]) for side in ("old", "new")}
            raise BadInput(Finding("run.is_bridge", {"path": path, **ends}))
        if told["made_by"] != MADE_BY:
            raise ValueError(told["made_by"])
        found = _tables(folder, told, names)
        return Run(
            name=folder.name or path,
            tables=found,
            as_of=date.fromisoformat(told["as_of"]),
            rule=_mark(told["rule"]),
            rules={one["code"]: _mark(one) for one in told["rules"]},
            inputs=tuple(Input(i["source"], i["file"], i["sha256"], _day(i["as_of"])) for i in told["inputs"]),
            place=told["place"],
            example=told["example"],
            language=told["language"],
            versions=told["versions"],
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as trouble:
        raise BadInput(Finding("run.not_ours", {"path": path, "file": FILE})) from trouble


def another_version(run: Run) -> Finding | None:
    """A warning where another version of ours wrote the run, although its tables are those of today."""
    wrote, own = run.versions.get("lumbung", "?"), versions()["lumbung"]
    if wrote == own:
        return None
    params = {"path": run.name, "version": wrote, "own": own}
    return Finding("run.written_by_another_version", params, "warning")


def _mark(rule: dict[str, Any]) -> RuleMark:
    return RuleMark(rule["code"], int(rule["version"]), rule["title"], rule["sha256"])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _tables(folder: Path, told: dict[str, Any], names: tuple[str, ...]) -> dict[str, pa.Table]:
    found: dict[str, pa.Table] = {}
    wrong: list[Finding] = []
    for name in names:
        file = f"tables/{name}.parquet"
        params = {"path": str(folder), "file": file, "version": str(told["versions"].get("lumbung", "?"))}
        try:
            data = (folder / file).read_bytes()
        except OSError:
            wrong.append(Finding("run.file_missing", params))
            continue
        if hashlib.sha256(data).hexdigest() != told["files"].get(file):
            wrong.append(Finding("run.file_changed", params))
            continue
        table = _as_today(name, pq.read_table(pa.BufferReader(data)))
        if table.schema.remove_metadata() != tables.ALL[name].remove_metadata():
            wrong.append(Finding("run.other_version", params))
            continue
        found[name] = table
    if wrong:
        raise BadInput(wrong)
    return found


def _as_today(name: str, table: pa.Table) -> pa.Table:
    """`table` with the columns that runs of earlier versions could not have, told by nobody."""
    lacking = set(tables.ALL[name].names) - set(table.schema.names)
    if lacking and lacking <= set(tables.LATER.get(name, ())):
        return conform(table, tables.ALL[name])
    return table
