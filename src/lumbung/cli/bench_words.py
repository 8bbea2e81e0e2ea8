"""What may be said after `lumbung bench`; apart from `bench`, so that --help stays quick."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from lumbung.core.language import gettext_noop

PURPOSE = gettext_noop("measure Lumbung against other ways to do the same work")
MOST = 100_000  # seconds, runs or lists; more is a slip of the pen
PARTS = ("linkage", "speed", "check", "calibrate", "intervals", "office")


def add_words(parser: argparse.ArgumentParser, _: Callable[[str], str]) -> None:
    """Enter the arguments of `lumbung bench`."""
    file, names = _("FILE"), _("NAMES")
    add = parser.add_argument
    add(
        "part",
        nargs="?",
        choices=PARTS,
        help=_(
            "linkage = how right, speed = how fast, check = checking published figures, calibrate = this machine alone, "
            "intervals = is the truth inside our ranges, office = pages and lists of the web application; default: "
            "linkage, a small speed and check"
        ),
    )
    add("--seeds", type=_count(_), default=2, metavar="N", help=_("lists of each noise level; default: 2"))
    add("--noise", metavar=names, help=_("noise levels, with commas: light, medium, heavy, brutal; default: all"))
    add(
        "--rows",
        metavar="N",
        help=_("rows of the register, several with commas; also with the census: 200000x150000; default: 587"),
    )
    add("--against", metavar=names, help=_("alternatives, with commas; default: all"))
    add(
        "--data",
        type=Path,
        metavar=_("FOLDER"),
        help=_("office: keep what is made for measuring here, and use it again"),
    )
    add(
        "--clicks",
        type=_count(_),
        default=200,
        metavar="N",
        help=_("office: how often every page is asked for; default: 200"),
    )
    add("--repeats", type=_count(_), default=5, metavar="N", help=_("runs of a short command; default: 5"))
    add("--limit", type=_count(_), default=3600, metavar="N", help=_("seconds after which one run is ended"))
    add("--out", type=Path, metavar=file, help=_("write everything that was measured as JSON"))
    add(
        "--results",
        type=Path,
        metavar=file,
        help=_("Markdown file whose sections are replaced by what was measured, such as benchmarks/RESULTS.md"),
    )


def _count(_: Callable[[str], str]) -> Callable[[str], int]:
    def count(text: str) -> int:
        if not text.isdecimal() or len(text) > 6 or not 1 <= int(text) <= MOST:
            told = {"text": text, "most": MOST}
            raise argparse.ArgumentTypeError(_("“%(text)s” is not a number from 1 to %(most)d; write it like 5") % told)
        return int(text)

    return count
