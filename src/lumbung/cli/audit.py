"""`lumbung audit verify`."""

from __future__ import annotations

from argparse import Namespace

from lumbung.cli.console import write
from lumbung.core.language import Language
from lumbung.core.sentences import say


def run(arguments: Namespace, language: Language) -> int:
    """Seal what is committed, recompute the chain, name every line that does not fit; 1 if any does not."""
    from lumbung.config import office  # noqa: PLC0415 -- the command alone does without the office's packages

    with office.opened(arguments.data, existing=True):
        from lumbung.audit.checking import verify  # noqa: PLC0415 -- models, after `opened`
        from lumbung.audit.sealing import seal_committed_lines  # noqa: PLC0415

        seal_committed_lines()
        verdict = verify()
    for finding in verdict.findings:
        write(str(say(finding, language)))
    return 1 if verdict.broken else 0
