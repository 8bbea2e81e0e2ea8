"""The words of `lumbung demo`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from lumbung.cli.office_words import data_folder, door
from lumbung.core.language import gettext_noop

PURPOSE = gettext_noop("run the main job on the example of Balikpapan (invented data) and open its office")
DEMO_OUT = Path("out/balikpapan")
DEMO_DATA = "lumbung-demo"  # beside the data folder of a real office, never inside it


def add_words(parser: argparse.ArgumentParser, _: Callable[[str], str]) -> None:
    """--out, --report-only, --no-serve, --reset, --logins, --data, --host, --port."""
    add = parser.add_argument
    add("--out", type=Path, metavar=_("FOLDER"), help=_("folder for the results; default: %s") % DEMO_OUT)
    add("--report-only", action="store_true", help=_("only the main job and its report, no office"))
    add("--no-serve", action="store_true", help=_("end after loading, with the summary"))
    add("--reset", action="store_true", help=_("throw the example's office away first and begin anew"))
    add("--logins", action="store_true", help=_("only say how each role logs in, with the codes of this moment"))
    add("--office-alone", action="store_true", help=argparse.SUPPRESS)  # how the demo calls itself a second time
    data_folder(parser, _)
    door(parser, _)
