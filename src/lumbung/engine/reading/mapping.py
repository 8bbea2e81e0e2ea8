"""A person's own word on what headings mean: a TOML file with a table `[columns]`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

from lumbung.core.findings import BadInput, Finding
from lumbung.engine.reading.synonyms import FIELDS, IGNORE


def load_mapping(path: Path) -> dict[str, str]:
    """Heading as written -> field, from `[columns]` of a TOML file: `"Nama Kop" = "name"`.

    Raises BadInput: the file is missing or no TOML, has no `[columns]`, or names unknown fields.
    """
    file = {"file": path.name}
    try:
        told = tomllib.loads(path.read_text("utf-8-sig"))
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError, PermissionError) as trouble:
        raise BadInput(Finding("mapping_missing", {"path": str(path)})) from trouble
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as trouble:
        raise BadInput(Finding("mapping_broken", {**file, "reason": str(trouble)[:200]})) from trouble
    columns = told.get("columns")
    if not isinstance(columns, dict) or not columns:
        raise BadInput(Finding("mapping_without_columns", file))
    mapping = {str(heading): str(field) for heading, field in columns.items()}
    check_mapping(mapping)
    return mapping


def check_mapping(mapping: Mapping[str, str]) -> None:
    """Raises BadInput, with all findings, where a mapping names a field that does not exist."""
    findings = []
    for heading, field in mapping.items():
        if field not in FIELDS and field != IGNORE:
            near = get_close_matches(field, FIELDS, n=3, cutoff=0.4) or list(FIELDS[:8])
            told = {"heading": heading, "field": field, "nearest": ", ".join(near)}
            findings.append(Finding("mapping_unknown_field", told))
    if findings:
        raise BadInput(findings)
