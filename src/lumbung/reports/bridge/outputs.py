"""All files of one comparison, written beside their place and renamed at the end."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from lumbung.core.aside import uncollected
from lumbung.core.files import check_replaceable, replacing_directory
from lumbung.core.findings import Finding
from lumbung.core.language import Language, gettext_noop
from lumbung.core.sentences import say
from lumbung.engine.comparing import CAUSES, Bridge, Run
from lumbung.reports.bridge.view import View
from lumbung.reports.bridge.words import BridgeWords
from lumbung.reports.bridge.workbook import write_workbook
from lumbung.reports.csvs import Cell, write_csv
from lumbung.reports.manifest import BRIDGE, FILE, made_by, versions
from lumbung.reports.runs import another_version
from lumbung.reports.single import STYLES, single_page

_IDENTITY = gettext_noop(
    "%(content)s cooperatives by an unchanged row, %(linkage)s by linkage; %(undecided)s pairs need a person."
)
_LIST = (
    "component", "cause", "change", "cells", "active", "listed", "known", "old_name", "new_name", "old_legal_number",
    "new_legal_number", "old_district", "new_district", "old_category", "new_category", "old_reason", "new_reason",
    "old_ids", "new_ids",
)  # fmt: skip


def is_ours(folder: Path) -> bool:
    """Whether an earlier comparison wrote `folder`."""
    return made_by(folder) == BRIDGE


def check_out(out: Path) -> None:
    """Raise BadInput or MachineTrouble if `out` cannot take the result; ask before the long work begins."""
    check_replaceable(out.resolve(), is_ours=is_ours)


def write_bridge(bridge: Bridge, out: Path, *, language: Language) -> list[Path]:
    """Write bridge.html, bridge.xlsx, cells.csv, lists.csv, tables/*.parquet and manifest.json into `out`.

    Returns:
        The files written, bridge.html first.
    Raises:
        BadInput: `out` is a file or somebody else's folder.
        MachineTrouble: The machine could not write; whatever stood in `out` still stands.
    """
    out = out.resolve()
    words = BridgeWords(bridge, language)
    tables = {"cells": bridge.cells, "parts": bridge.parts, "lists": bridge.lists, "changed": bridge.changed}
    with uncollected(), replacing_directory(out, is_ours=is_ours) as folder:
        (folder / "bridge.html").write_text(bridge_html(bridge, words), "utf-8", newline="\n")
        write_workbook(bridge, words, folder / "bridge.xlsx")
        write_csv(folder / "cells.csv", _cells_heading(), _cells(bridge, words))
        write_csv(folder / "lists.csv", _LIST, _lists(bridge, words))
        (folder / "tables").mkdir()
        for name, table in tables.items():
            pq.write_table(table, folder / "tables" / f"{name}.parquet", compression="zstd")
        names = ["bridge.html", "bridge.xlsx", "cells.csv", "lists.csv", *(f"tables/{name}.parquet" for name in tables)]
        content = _manifest(bridge, language, {name: _sha256(folder / name) for name in names})
        (folder / FILE).write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", "utf-8", newline="\n")
    return [out / name for name in (*names, FILE)]


def bridge_html(bridge: Bridge, words: BridgeWords) -> str:
    """The comparison as one page."""
    view, place = View(bridge, words), bridge.new.place or bridge.old.place
    identity = bridge.identity
    context = {
        "title": view.title(),
        "place": place,
        "example": bridge.old.example or bridge.new.example,
        "rules": words.rules(),
        "old": words.run(bridge.old),
        "new": words.run(bridge.new),
        "old_files": _files(bridge.old),
        "new_files": _files(bridge.new),
        "identity": words.say(
            _IDENTITY, content=identity.by_content, linkage=identity.by_linkage, undecided=identity.undecided
        ),
        "findings": [str(say(one, words.language)) for one in (*warnings(bridge), *bridge.findings)],
        "waterfalls": view.waterfalls(),
        "cross": view.cross(),
    }
    return single_page("reports/bridge.html", context, words.language, styles=(*STYLES, "bridge.css"))


def warnings(bridge: Bridge) -> list[Finding]:
    """What is to be said of the runs themselves: another version of ours wrote them."""
    return [found for run in (bridge.old, bridge.new) if (found := another_version(run)) is not None]


def _files(run: Run) -> str:
    return ", ".join(one.file for one in run.inputs)


def _cells_heading() -> list[str]:
    return ["table", "row", "column", "what", "unit", "old", "new", "difference", *CAUSES]


def _cells(bridge: Bridge, words: BridgeWords) -> Iterator[list[Cell]]:
    parts: dict[tuple[str, str, str], dict[str, int]] = defaultdict(dict)
    for part in bridge.parts.to_pylist():
        parts[part["table"], part["row"], part["column"]][part["cause"]] = part["amount"]
    for cell in bridge.cells.to_pylist():
        key = (cell["table"], cell["row"], cell["column"])
        told = [cell["unit"], cell["old"], cell["new"], cell["difference"]]
        yield [*key, words.cell(*key), *told, *(parts[key].get(cause, 0) for cause in CAUSES)]


def _lists(bridge: Bridge, words: BridgeWords) -> Iterator[list[Cell]]:
    """One line per changed cooperative and cause."""
    people = {one["component"]: one for one in bridge.changed.to_pylist()}
    seen: dict[tuple[int, str], dict[str, Any]] = {}
    for line in bridge.lists.to_pylist():
        new = {"detail": line["detail"], "cells": 0, "rules": {}}
        one = seen.setdefault((line["component"], line["cause"]), new)
        one["cells"] += 1
        one["detail"] = one["detail"] or line["detail"]
        if line["table"] == "rules":
            one["rules"][line["row"]] = True  # in the order of the lists
        if line["table"] == "streams":
            one[line["row"]] = one.get(line["row"], 0) + line["amount"]
    district = partial(_named, words.words.district)
    category = partial(_named, partial(words.words.label, "category"))
    reason = partial(_named, words.reason)
    for (component, cause), one in sorted(seen.items()):
        who = people[component]
        yield [
            component,
            words.cause(cause, one["detail"]),
            words.change(cause, one["detail"], one["rules"]),
            one["cells"],
            *(one.get(row, 0) for row in ("active", "listed", "known")),
            *(who[f"{side}_{name}"] for name in ("name", "legal_number") for side in ("old", "new")),
            *(district(who[f"{side}_district"]) for side in ("old", "new")),
            *(category(who[f"{side}_category"]) for side in ("old", "new")),
            *(reason(who[f"{side}_reason"]) for side in ("old", "new")),
            " ".join(who["old_ids"]),
            " ".join(who["new_ids"]),
        ]


def _named(words: Any, code: str | None) -> str | None:
    return str(words(code)) if code else None


def _manifest(bridge: Bridge, language: Language, files: dict[str, str]) -> dict[str, Any]:
    def run(one: Run) -> dict[str, Any]:
        return {
            "folder": one.name,
            "as_of": one.as_of.isoformat(),
            "rule": {"code": one.rule.code, "version": one.rule.version, "sha256": one.rule.sha256},
            "inputs": [{"source": i.source, "file": i.file, "sha256": i.sha256} for i in one.inputs],
        }

    return {
        "made_by": BRIDGE,
        "language": language,
        "old": run(bridge.old),
        "new": run(bridge.new),
        "rule": bridge.rule,
        "identity": {
            "by_content": bridge.identity.by_content,
            "by_linkage": bridge.identity.by_linkage,
            "undecided": bridge.identity.undecided,
        },
        "files": dict(sorted(files.items())),
        "versions": versions(),
    }


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


__all__ = ["bridge_html", "check_out", "is_ours", "write_bridge"]
