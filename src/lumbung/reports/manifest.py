"""manifest.json: what went in, what made it, what came out. The only file that knows times."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from lumbung.core.language import Language
from lumbung.engine import tables
from lumbung.reports.picture import Picture, Rule, base_of, table

FILE = "manifest.json"
MADE_BY = "lumbung reconcile"
BRIDGE = "lumbung compare"
LIBRARIES = ("lumbung", "duckdb", "pyarrow", "numpy", "django", "xlsxwriter")


def made_by(folder: Path) -> str | None:
    """The command that wrote `folder`, as its manifest says; None where none of ours did."""
    try:
        content = json.loads((folder / FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return str(content.get("made_by")) if isinstance(content, dict) else None


def is_ours(folder: Path) -> bool:
    """Whether an earlier run of ours wrote `folder`."""
    return made_by(folder) == MADE_BY


def versions() -> dict[str, str]:
    """Versions of Python and of the libraries that shape the result."""
    found = {"python": platform.python_version()}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "unknown"
    return found


def rule_of(rule: Rule) -> dict[str, Any]:
    """A rule with the hash that tells two wordings of it apart: its own, else over what we can read of it."""
    told = {
        "code": rule.code,
        "version": rule.version,
        "title": rule.title,
        "valid_from": _plain(rule.valid_from),
        "legal_basis": rule.legal_basis,
        "source": rule.source,
    }
    own = getattr(rule, "sha256", None)
    return told | {"sha256": own or hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()}


def _plain(day: date | None) -> str | None:
    return day.isoformat() if day else None


def manifest(
    picture: Picture, *, language: Language, timings: Mapping[str, float], files: Mapping[str, str]
) -> dict[str, Any]:
    """The content of manifest.json; `timings` in seconds by stage, `files` name -> SHA-256."""
    return {
        "made_by": MADE_BY,
        "example": picture.example,
        "place": picture.place,
        "as_of": _plain(picture.as_of),
        "language": language,
        "base": base_of(picture),
        "rule": rule_of(picture.rule),
        "rules": [rule_of(rule) for rule in sorted(picture.rules, key=lambda one: (one.code, one.version))],
        "inputs": [
            {
                "source": one.source,
                "file": one.file,
                "sha256": one.sha256,
                "rows": one.cells.num_rows,
                "as_of": _plain(one.as_of),
            }
            for one in picture.inputs
        ],
        "tables": {name: table(picture, name).num_rows for name in tables.ALL},
        "personal_data": "tables/*.parquet and problems.csv hold names and phones of officers; do not publish them.",
        "files": dict(sorted(files.items())),
        "versions": versions(),
        "timings": {stage: round(seconds, 3) for stage, seconds in timings.items()},
    }
