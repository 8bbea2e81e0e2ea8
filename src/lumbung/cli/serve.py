"""`lumbung serve`: the office until Ctrl-C."""

from __future__ import annotations

from argparse import Namespace

from lumbung.cli.console import tell
from lumbung.core.language import Language, gettext_noop, translator

OPEN = gettext_noop("Lumbung is open at %(url)s (Ctrl-C ends it)")
CLOSED = gettext_noop("Lumbung is closed; all data is kept.")


def run(arguments: Namespace, language: Language) -> int:
    """Open the office of --data, bring its tables up to date and serve it."""
    from lumbung.config import office, serving  # noqa: PLC0415 -- the command alone does without the office's packages

    _ = translator(language)
    door = serving.Door(arguments.host, arguments.port)
    serving.check_free(door)
    with office.opened(arguments.data):
        office.bring_up_to_date()
        try:
            serving.serve(door, workers=arguments.workers, on_ready=lambda: tell(_(OPEN) % {"url": door.url}))
        except KeyboardInterrupt:
            tell("\n" + _(CLOSED))
    return 0
