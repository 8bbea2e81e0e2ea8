"""Writing to a person or a pipe: results to stdout, everything else to stderr."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress


def use_utf8() -> None:
    """Sentences have signs like “–”; a C locale or an old setting must not break them."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def write(text: str) -> None:
    """One line, or several, to stdout. Raises BrokenPipeError when nobody reads it."""
    sys.stdout.write(text + "\n")


def tell(text: str) -> None:
    """One line, or several, to stderr; a reader that went away does not stop the work."""
    with suppress(OSError):
        sys.stderr.write(text + "\n")
        sys.stderr.flush()


def command_name() -> str:
    """What the person typed to get here: `lumbung`, or `./lumbung` in a clone."""
    return os.environ.get("LUMBUNG_COMMAND") or "lumbung"
