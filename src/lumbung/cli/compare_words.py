"""The words of `lumbung compare`."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path

from lumbung.core.language import gettext_noop

PURPOSE = gettext_noop("explain what lies between the figures of two runs, to the last cooperative")


def add_words(parser: ArgumentParser, _: Callable[[str], str]) -> None:
    """What may be said after `compare`."""
    folder = _("FOLDER")
    parser.add_argument("old", type=Path, metavar="OLD", help=_("folder of the earlier run, as “reconcile” wrote it"))
    parser.add_argument("new", type=Path, metavar="NEW", help=_("folder of the later run"))
    parser.add_argument(
        "--out", type=Path, metavar=folder, help=_("folder for bridge.html, bridge.xlsx and the lists; default: none")
    )
