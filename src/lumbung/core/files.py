"""A folder appears whole or not at all: it is written beside its place and renamed at the end."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from lumbung.core.findings import BadInput, Finding, MachineTrouble
from lumbung.core.language import gettext_noop
from lumbung.core.sentences import Sentence, enter

enter(
    {
        "out_is_a_file": Sentence(
            gettext_noop("“%(path)s” is a file, not a folder."),
            gettext_noop("Name another folder after --out, or move the file away."),
        ),
        "out_not_ours": Sentence(
            gettext_noop("The folder “%(path)s” holds files that Lumbung did not write; nothing was changed."),
            gettext_noop("Name a new or an empty folder after --out."),
        ),
        "disk_full": Sentence(
            gettext_noop("The disk is full: “%(path)s” could not be written; the earlier result is untouched."),
            gettext_noop("Free some space, or name a folder on another disk after --out, and run it again."),
        ),
        "no_permission": Sentence(
            gettext_noop("You may not write to “%(path)s”."),
            gettext_noop("Name a folder of your own after --out, or ask for the right to write there."),
        ),
        "cannot_write": Sentence(
            gettext_noop("“%(path)s” could not be written: %(reason)s."),
            gettext_noop("Mend the cause, or name another folder after --out, and run it again."),
        ),
    }
)

_NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NO_RIGHT = {errno.EACCES, errno.EPERM, errno.EROFS}


def trouble(error: OSError, path: Path) -> MachineTrouble:
    """What the machine answered while `path` was written, as a refusal with its own sentence."""
    if error.errno in _NO_SPACE:
        return MachineTrouble(Finding("disk_full", {"path": str(path)}))
    if error.errno in _NO_RIGHT:
        return MachineTrouble(Finding("no_permission", {"path": str(path)}))
    reason = error.strerror or type(error).__name__
    return MachineTrouble(Finding("cannot_write", {"path": str(path), "reason": reason}))


@contextmanager
def replacing_directory(target: Path, *, is_ours: Callable[[Path], bool]) -> Iterator[Path]:
    """Yield an empty folder beside `target` that takes its place when the block ends without an exception.

    Whatever ends the block early (an error, Ctrl-C) leaves `target` as it was and removes the new folder.

    Args:
        target: May be missing, empty, or a folder that `is_ours` recognises; its parents are made.
        is_ours: Tells whether a folder with content may be replaced.
    Raises:
        BadInput: `target` is a file or a folder of somebody else.
        MachineTrouble: Full disk, missing rights, or another answer of the system.
    """
    target = target.resolve()
    fresh = target.with_name(f".{target.name}.new-{os.getpid()}")
    try:
        check_replaceable(target, is_ours=is_ours)
        target.parent.mkdir(parents=True, exist_ok=True)
        _tidy(target)
        fresh.mkdir()
        yield fresh
        _swap(fresh, target)
    except OSError as error:
        raise trouble(error, target) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def check_replaceable(target: Path, *, is_ours: Callable[[Path], bool]) -> None:
    """Raise BadInput or MachineTrouble if `target` may not be replaced; long work asks this before it begins."""
    try:
        if target.is_dir():
            if any(target.iterdir()) and not is_ours(target):
                raise BadInput(Finding("out_not_ours", {"path": str(target)}))
        elif target.exists() or target.is_symlink():
            raise BadInput(Finding("out_is_a_file", {"path": str(target)}))
        # The folder is renamed into place, so what counts is the right to write beside it.
        above = next(folder for folder in target.resolve().parents if folder.exists())
        if not above.is_dir():
            raise BadInput(Finding("out_is_a_file", {"path": str(above)}))
        if not os.access(above, os.W_OK | os.X_OK):
            raise MachineTrouble(Finding("no_permission", {"path": str(target)}))
    except OSError as error:
        raise trouble(error, target) from error


def _swap(fresh: Path, target: Path) -> None:
    if not target.exists():
        fresh.rename(target)
        return
    old = target.with_name(f".{target.name}.old-{os.getpid()}")
    target.rename(old)
    try:
        fresh.rename(target)
    except BaseException:  # Ctrl-C between two renames included: the old folder goes back first
        if not target.exists():
            old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _tidy(target: Path) -> None:
    """Remove what a killed run left beside `target`; put its old folder back if it fell between the renames."""
    for left in sorted(target.parent.glob(f".{target.name}.old-*")):
        if _alive(left):
            continue
        if target.exists():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.rename(target)
    for left in sorted(target.parent.glob(f".{target.name}.new-*")):
        if not _alive(left):
            shutil.rmtree(left, ignore_errors=True)


def _alive(left: Path) -> bool:
    """Whether the process named in the folder's ending still runs (it is not ours to tidy then)."""
    ending = left.name.rpartition("-")[2]
    if not ending.isdecimal() or int(ending) == os.getpid():
        return not ending.isdecimal()
    try:
        os.kill(int(ending), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
