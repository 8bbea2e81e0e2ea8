"""`lumbung backup FILE`."""

from __future__ import annotations

from argparse import Namespace

from lumbung.cli.console import tell
from lumbung.core.language import Language, gettext_noop, translator
from lumbung.reports.labels import Words

DONE = gettext_noop("%(file)s holds %(rows)s rows of %(tables)s tables and %(documents)s documents.")
KEYS = gettext_noop("The keys in %(data)s are not in it: keep a copy of them elsewhere, or personal data stays shut.")


def run(arguments: Namespace, language: Language) -> int:
    """Write all data and documents into one file."""
    from lumbung.config import office  # noqa: PLC0415 -- the command alone does without the office's packages

    _, number = translator(language), Words(language).number
    with office.opened(arguments.data, existing=True) as environment:
        from lumbung.config.backup import write_backup  # noqa: PLC0415 -- models, after `opened`

        told = write_backup(arguments.file.resolve())
    counts = {"rows": number(told.rows), "tables": number(told.tables), "documents": number(told.documents)}
    tell(_(DONE) % {"file": arguments.file, **counts})
    tell(_(KEYS) % {"data": environment.data})
    return 0
