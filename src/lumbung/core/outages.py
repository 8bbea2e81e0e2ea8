"""Errors that are no mistake of the program: the database is away for a while, or a disk is full."""

from __future__ import annotations

import errno

import psycopg
from django.db import InterfaceError, OperationalError

from lumbung.core.findings import Finding
from lumbung.core.language import gettext_noop as _
from lumbung.core.sentences import Sentence, enter

AWAY, FULL, DISK = "database_away", "database_has_no_space", "office_disk_full"
enter(
    {
        AWAY: Sentence(
            _("The database does not answer at this moment."),
            _("What is saved is safe. Try again in half a minute; if it stays so, tell the administrator."),
        ),
        FULL: Sentence(
            _("The disk of the database is full."),
            _("Nothing was left half done. Tell the administrator; once there is space, try again."),
        ),
        DISK: Sentence(
            _("The disk of the office is full."),
            _("Nothing was kept half. Tell the administrator; once there is space, try again."),
        ),
    }
)
# Classes and codes of SQLSTATE: connection lost, server stopping or starting, no connection left, no memory left.
_AWAY = ("08", "57P", "53300", "53200")
_FULL = ("53100",)
_NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def outage_of(trouble: BaseException | None) -> Finding | None:
    """What to say of `trouble` if it is an outage, else None; what it was raised from counts too."""
    while trouble is not None:
        if code := _code(trouble):
            return Finding(code)
        trouble = trouble.__cause__ or trouble.__context__
    return None


def is_away(trouble: BaseException) -> bool:
    """Whether the same work may well succeed as soon as the database answers again."""
    outage = outage_of(trouble)
    return outage is not None and outage.code == AWAY


def _code(trouble: BaseException) -> str:
    if isinstance(trouble, OSError):
        return DISK if trouble.errno in _NO_SPACE else ""
    if isinstance(trouble, InterfaceError | psycopg.InterfaceError):
        return AWAY  # a connection that was closed under us
    # The driver's own too: Django does not translate what a cursor of the server says as it is closed, nor COPY.
    if not isinstance(trouble, OperationalError | psycopg.OperationalError):
        return ""
    told = trouble if isinstance(trouble, psycopg.Error) else trouble.__cause__
    state = getattr(told, "sqlstate", None)
    if state is None or state.startswith(_AWAY):
        return AWAY  # without a state: no server answered
    return FULL if state in _FULL else ""
