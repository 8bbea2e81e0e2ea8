"""What may be said after `lumbung check`."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path

from lumbung.core.language import gettext_noop

PURPOSE = gettext_noop("check whether the sums and percentages of a table, a list of claims or a text add up")
FORMATS = ("text", "json", "html")


def add_words(parser: ArgumentParser, _: Callable[[str], str]) -> None:
    """Enter the words of the command into `parser`."""
    folder, file = _("FOLDER"), _("FILE")
    parser.epilog = _(
        "Exit code: 0 everything that could be judged adds up (also where nothing could be judged), 1 something does not "
        "add up, 2 unreadable."
    )
    parser.add_argument(
        "file",
        metavar=file,
        help=_("a table (.xlsx, .xls, .csv, .html, .parquet), a list of claims, or a text; - reads from the pipe"),
    )
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default="text",
        help=_("text for the screen (the default), json for programs, html for one page"),
    )
    parser.add_argument(
        "--against",
        type=Path,
        metavar=folder,
        help=_("folder of an earlier run (--out of reconcile) whose tables the figures are compared with"),
    )
    parser.add_argument(
        "--out", type=Path, metavar=file, help=_("file for the result; without it, it goes to the screen")
    )
