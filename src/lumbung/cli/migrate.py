"""`lumbung migrate`."""

from __future__ import annotations

from argparse import Namespace

from lumbung.cli.console import tell
from lumbung.core.language import Language, gettext_noop, translator

DONE = gettext_noop("The tables are up to date.")


def run(arguments: Namespace, language: Language) -> int:
    """Bring tables, rules and regions up to date."""
    from lumbung.config import office  # noqa: PLC0415 -- the command alone does without the office's packages

    with office.opened(arguments.data):
        office.bring_up_to_date()
    tell(translator(language)(DONE))
    return 0
