"""Whatever ends a command early becomes sentences on stderr and an exit code; never a traceback."""

from __future__ import annotations

import errno
import os
import platform
import sys
import tempfile
import traceback
from contextlib import suppress

from lumbung.cli.console import tell
from lumbung.core.findings import Finding, Refusal
from lumbung.core.language import Language, gettext_noop, translator
from lumbung.core.sentences import say

_NO_SPACE = {errno.ENOSPC, errno.EDQUOT}
_NO_RIGHT = {errno.EACCES, errno.EPERM, errno.EROFS}

MEND_CALL = gettext_noop("%(what)s. “%(command)s --help” shows how it is used.")
STOPPED = gettext_noop("Stopped. No result was changed; run the same command to begin again.")
NO_MEMORY = gettext_noop(
    "This machine has too little memory for these lists. Close other programs, or split the lists by "
    "district, and run it again; no result was changed."
)
NO_SPACE = gettext_noop("The disk is full. Free some space and run it again; no result was changed.")
NO_RIGHT = gettext_noop("“%s” may not be read or written. Ask for the right to it, or use another folder.")
OURS = gettext_noop(
    "Lumbung made a mistake and stopped; your files are unchanged. Please report it together with the file %s"
)
OURS_UNWRITTEN = gettext_noop("Lumbung made a mistake and stopped; your files are unchanged. Please report: %s")


class BadCall(Exception):  # noqa: N818 -- the person's call is mended, nothing of ours
    """The words of the command line do not make a command; the message is a sentence already."""

    def __init__(self, what: str, command: str) -> None:
        self.what, self.command = what, command
        super().__init__(what)


def told(problem: BaseException, language: Language) -> int:
    """Say on stderr what `problem` means for the person, and return the exit code."""
    _ = translator(language)
    match problem:
        case SystemExit(code=code):  # argparse leaves so after --help
            return code if isinstance(code, int) else 0
        case BrokenPipeError():
            _silence_stdout()
            return 141
        case KeyboardInterrupt():
            tell(_(STOPPED))
            return 130
        case Refusal():
            for finding in problem.findings:
                tell(_sentence(finding, language))
            return problem.exit_code
        case BadCall():
            tell(_(MEND_CALL) % {"what": problem.what.rstrip("."), "command": problem.command})
            return 2
        case OSError(errno=number) if number in _NO_SPACE:
            tell(_(NO_SPACE))
            return 3
        case OSError(errno=number) if number in _NO_RIGHT:
            tell(_(NO_RIGHT) % (problem.filename or "?"))
            return 3
    # DuckDB's own exception is not a MemoryError, and importing DuckDB to ask costs every command its start.
    if isinstance(problem, MemoryError) or type(problem).__name__ == "OutOfMemoryException":
        tell(_(NO_MEMORY))
        return 3
    log = _log(problem)
    tell(_(OURS) % log if log else _(OURS_UNWRITTEN) % repr(problem))
    return 70


def _sentence(finding: Finding, language: Language) -> str:
    try:
        return str(say(finding, language))
    except (
        KeyError,
        ValueError,
        TypeError,
    ):  # a sentence of ours is wrong; the finding must still come through
        return f"{finding.code} {dict(finding.params)}"


def _log(problem: BaseException) -> str | None:
    """Write the traceback to a file only its owner reads; the path, or None where even that fails."""
    with suppress(OSError):
        handle, path = tempfile.mkstemp(prefix="lumbung-", suffix=".log")
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as log:
            log.write(f"Python {platform.python_version()}, {platform.platform()}\n{sys.argv}\n\n")
            log.writelines(traceback.format_exception(problem))
        return path
    return None


def _silence_stdout() -> None:
    """Point stdout at nothing, so that Python's own last flush finds somebody to write to."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
