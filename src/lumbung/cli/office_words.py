"""The words of the commands that run the office."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from lumbung.core.language import gettext_noop

Translate = Callable[[str], str]
Command = Callable[[str, str], argparse.ArgumentParser]
PORT = 8000

SERVE = gettext_noop("run the office: its pages, its background work and, unless DATABASE_URL names one, its database")
WORKER = gettext_noop("run background work alone, beside pages that run elsewhere")
MIGRATE = gettext_noop("bring the tables of the database up to date")
CREATEADMIN = gettext_noop("make an office's first administrator")
DOCTOR = gettext_noop("say in plain words what is wrong with the office")
BACKUP = gettext_noop("write all data and documents of the office into one file")
RESTORE = gettext_noop("bring a backup back into an empty office")
AUDIT = gettext_noop("recompute the chain over the audit trail and name what does not fit")
REBUILD = gettext_noop("link, assess and count everything again from the records, where a figure or a list seems wrong")
ANEW = gettext_noop("learn the weights of the linkage anew too; judgements stay")
ONE = gettext_noop("only the office of this code; default: all")
DATA = gettext_noop("folder of the office's database, documents and keys; default: LUMBUNG_DATA")


def add_office_commands(command: Command, _: Translate) -> None:
    """Enter serve, worker, migrate, createadmin, backup, restore, rebuild and audit."""
    serve = command("serve", _(SERVE))
    door(serve, _)
    serve.add_argument("--workers", type=int, default=1, metavar="N", help=_("processes for the pages; default: 1"))
    admin = command("createadmin", _(CREATEADMIN))
    admin.add_argument("username", metavar=_("USERNAME"))
    admin.add_argument("--name", required=True, metavar=_("NAME"), help=_("the person's name"))
    admin.add_argument("--office", required=True, metavar=_("CODE"), help=_("code of the office, for example 6471"))
    admin.add_argument("--office-name", metavar=_("NAME"), help=_("name of the office, if it is new"))
    for one in (
        serve,
        admin,
        command("worker", _(WORKER)),
        command("migrate", _(MIGRATE)),
        command("doctor", _(DOCTOR)),
    ):
        data_folder(one, _)
    for name, purpose in (("backup", BACKUP), ("restore", RESTORE)):
        one = command(name, _(purpose))
        one.add_argument("file", type=Path, metavar=_("FILE"))
        data_folder(one, _)
    rebuild = command("rebuild", _(REBUILD))
    rebuild.add_argument("--office", metavar=_("CODE"), help=_(ONE))
    rebuild.add_argument("--anew", action="store_true", help=_(ANEW))
    data_folder(rebuild, _)
    audit = command("audit", _(AUDIT))
    audit.add_argument("what", choices=("verify",), metavar="verify")
    data_folder(audit, _)


def door(parser: argparse.ArgumentParser, _: Translate) -> None:
    """--host and --port."""
    parser.add_argument("--host", default="127.0.0.1", metavar=_("ADDRESS"), help=_("default: this machine alone"))
    parser.add_argument("--port", type=_port(_), default=PORT, metavar="N", help=_("default: %s") % PORT)


def _port(_: Translate) -> Callable[[str], int]:
    def port(text: str) -> int:
        if not text.isdecimal() or not 0 < int(text) < 65_536:
            raise argparse.ArgumentTypeError(_("“%s” is not a port; take a number from 1 to 65535") % text)
        return int(text)

    return port


def data_folder(parser: argparse.ArgumentParser, _: Translate) -> None:
    """--data."""
    parser.add_argument("--data", type=Path, metavar=_("FOLDER"), help=_(DATA))
