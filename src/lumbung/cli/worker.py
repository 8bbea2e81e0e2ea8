"""`lumbung worker`: background work alone."""

from __future__ import annotations

from argparse import Namespace

from lumbung.core.language import Language


def run(arguments: Namespace, language: Language) -> int:
    """Take jobs from the queue until Ctrl-C or SIGTERM."""
    from lumbung.config import office  # noqa: PLC0415 -- the command alone does without the office's packages

    with office.opened(arguments.data):
        from lumbung.config.working import work  # noqa: PLC0415 -- needs `opened`

        work()
    return 0
