"""`lumbung restore FILE`."""

from __future__ import annotations

from argparse import Namespace

from lumbung.cli.console import tell
from lumbung.core.language import Language, gettext_noop, translator
from lumbung.reports.labels import Words

DONE = gettext_noop("Restored: %(rows)s rows of %(tables)s tables and %(documents)s documents.")
KEYS = gettext_noop(
    "Put the keys of the old office (secret-key, field-key) into %(data)s, or personal data stays shut."
)


def run(arguments: Namespace, language: Language) -> int:
    """Bring a backup back into an empty office."""
    from lumbung.config import office  # noqa: PLC0415 -- the command alone does without the office's packages

    _, number = translator(language), Words(language).number
    with office.opened(arguments.data) as environment:
        from lumbung.config.backup import restore  # noqa: PLC0415 -- models, after `opened`

        told = restore(arguments.file.resolve())
        office.bring_up_to_date()
    counts = {"rows": number(told.rows), "tables": number(told.tables), "documents": number(told.documents)}
    tell(_(DONE) % counts)
    tell(_(KEYS) % {"data": environment.data})
    return 0
