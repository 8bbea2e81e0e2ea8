"""The words of the command line: what may be said, and help in the reader's language."""

from __future__ import annotations

import argparse
import gettext
import os
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn

from lumbung.cli.bench_words import PURPOSE, add_words
from lumbung.cli.check_words import PURPOSE as CHECK
from lumbung.cli.check_words import add_words as add_check
from lumbung.cli.compare_words import PURPOSE as COMPARE
from lumbung.cli.compare_words import add_words as add_compare
from lumbung.cli.console import command_name
from lumbung.cli.demo_words import PURPOSE as DEMO
from lumbung.cli.demo_words import add_words as add_demo
from lumbung.cli.failures import BadCall
from lumbung.cli.office_words import add_office_commands
from lumbung.core.language import DOMAIN, LANGUAGES, LOCALE_DIR, Language, gettext_noop, translator

# argparse speaks through gettext as well; these sentences of its own stand in our catalogue.
ARGPARSE_SENTENCES = (
    gettext_noop("usage: "),
    gettext_noop("positional arguments"),
    gettext_noop("options"),
    gettext_noop("show this help message and exit"),
    gettext_noop("argument %(argument_name)s: %(message)s"),
    gettext_noop("the following arguments are required: %s"),
    gettext_noop("unrecognized arguments: %s"),
    gettext_noop("invalid choice: %(value)r (choose from %(choices)s)"),
    gettext_noop("expected one argument"),
    gettext_noop("ignored explicit argument %r"),
)
DATE_SHAPES = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y")

Translate = Callable[[str], str]


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise BadCall(message, self.prog)


def parse(words: Sequence[str], language: Language) -> argparse.Namespace:
    """The command in `words`. Raises BadCall with a sentence, SystemExit after --help."""
    os.environ["LANGUAGE"] = language  # gettext's own switch, asked at every sentence of argparse
    gettext.bindtextdomain(DOMAIN, str(LOCALE_DIR))
    gettext.textdomain(DOMAIN)
    _ = translator(language)
    parser = _parser(_)
    arguments = parser.parse_args(words)
    if arguments.command is None:
        parser.print_help()
        raise SystemExit(2)
    auto, review = getattr(arguments, "auto", None), getattr(arguments, "review", None)
    if auto is not None and review is not None and review > auto:
        raise BadCall(_("--review must not lie above --auto"), f"{command_name()} {arguments.command}")
    return arguments


def _parser(_: Translate) -> _Parser:
    in_clone = _("In a clone of the source there are also “%(command)s test [--slow]” and “%(command)s bench”.")
    parser = _Parser(
        prog=command_name(),
        description=_("Lumbung: the register of cooperatives that can prove its numbers."),
        epilog=in_clone % {"command": command_name()} if "LUMBUNG_COMMAND" in os.environ else None,
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(dest="command", metavar=_("COMMAND"), title=_("commands"))

    def command(name: str, purpose: str) -> _Parser:
        return commands.add_parser(name, help=purpose, description=purpose, allow_abbrev=False)

    _reconcile(command("reconcile", _("match a register with a field census into one picture that can be proven")), _)
    add_demo(command("demo", _(DEMO)), _)
    add_office_commands(command, _)
    add_words(command("bench", _(PURPOSE)), _)
    add_compare(command("compare", _(COMPARE)), _)
    add_check(command("check", _(CHECK)), _)
    command("version", _("say which version this is"))
    for every in (parser, *commands.choices.values()):
        every.add_argument(
            "--lang",
            choices=LANGUAGES,
            default=argparse.SUPPRESS,
            help=_("language of screen and report: id = Indonesian (the default), en = English"),
        )
    return parser


def _reconcile(parser: _Parser, _: Translate) -> None:
    folder, file = _("FOLDER"), _("FILE")
    add = parser.add_argument
    add(
        "register",
        type=Path,
        metavar="REGISTER",
        help=_("the register's list, such as an ODS extract: .xlsx, .xls, .csv, .parquet or a saved HTML table"),
    )
    add(
        "census",
        type=Path,
        metavar=_("CENSUS"),
        nargs="?",
        help=_("the field census; without it, duplicates inside the one list are found"),
    )
    add(
        "--out",
        type=Path,
        metavar=folder,
        required=True,
        help=_("folder for the results; an earlier result there is replaced only when the new one is complete"),
    )
    add(
        "--as-of",
        type=_day(_),
        metavar=_("DATE"),
        help=_(
            "the day the picture speaks of, for example 30/06/2024; "
            "default: the date in the title, else the newest date in the data"
        ),
    )
    add(
        "--rule",
        metavar=_("NAME"),
        help=_(
            "the rule that says who is active: a name, or a .toml file; "
            "default: FIELD_MET_OPERATING, met in the field and operating"
        ),
    )
    add(
        "--mapping",
        type=Path,
        metavar=file,
        help=_(".toml file that says which heading is which field, for headings Lumbung does not know"),
    )
    add(
        "--judgements",
        type=Path,
        metavar=file,
        help=_("review.csv with its column “judgement” filled in, or a table of verdicts on pairs"),
    )
    add(
        "--auto",
        type=_probability(_),
        metavar="P",
        help=_("probability from which a pair counts as one cooperative by itself, 0 to 1"),
    )
    add(
        "--review",
        type=_probability(_),
        metavar="P",
        help=_("probability from which a pair waits for a person, 0 to 1"),
    )


def _day(_: Translate) -> Callable[[str], date]:
    def day(text: str) -> date:
        for shape in DATE_SHAPES:
            try:
                return datetime.strptime(text.strip(), shape).date()  # noqa: DTZ007 -- a calendar day has no zone
            except ValueError:
                continue
        raise argparse.ArgumentTypeError(_("“%s” is not a date; write it like 30/06/2024 or 2024-06-30") % text)

    return day


def _probability(_: Translate) -> Callable[[str], float]:
    def probability(text: str) -> float:
        try:
            number = float(text.replace(",", "."))
        except ValueError:
            number = -1.0
        if not 0 <= number <= 1:
            raise argparse.ArgumentTypeError(_("“%s” is not a probability; write it like 0.95") % text)
        return number

    return probability
