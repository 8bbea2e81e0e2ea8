"""`lumbung doctor`: what is wrong, in plain words."""

from __future__ import annotations

import os
from argparse import Namespace

from lumbung.cli.console import write
from lumbung.core.findings import Finding
from lumbung.core.language import Language, gettext_noop, translator
from lumbung.core.sentences import say

WELL = gettext_noop("Nothing is wrong.")
MARKS = {"error": "✗", "warning": "!", "note": "·"}


def run(arguments: Namespace, language: Language) -> int:
    """Say every finding; 1 if one of them stops the office."""
    from lumbung.config import doctor, environment, office  # noqa: PLC0415 -- the command alone does without them

    if arguments.data is not None:
        os.environ["LUMBUNG_DATA"] = str(arguments.data.resolve())
    told = environment.read()
    found = list(doctor.outside(told))
    if told.database_url or (told.data / office.CLUSTER).is_dir():
        with office.opened(without_keys=True) as told:
            found += doctor.inside(told)
    for finding in found:
        write(f"{MARKS[finding.severity]} {say(finding, language)}")
    if not _bad(found, "error", "warning"):
        write(translator(language)(WELL))
    return 1 if _bad(found, "error") else 0


def _bad(found: list[Finding], *severities: str) -> bool:
    return any(finding.severity in severities for finding in found)
