"""A new cluster: made beside its place and renamed, so that a half-made one never stands there."""

from __future__ import annotations

import os
import shutil

from lumbung.config.cluster import logs
from lumbung.config.cluster.binaries import Binaries
from lumbung.config.cluster.folder import ROOM_NEEDED_MB, Folder, disk_full, writing
from lumbung.config.cluster.options import initdb_words
from lumbung.config.cluster.runner import Runner


def initialise(folder: Folder, binaries: Binaries, runner: Runner, *, for_tests: bool) -> None:
    """Make `folder.pg`. Only for the one who holds the lock.

    Raises:
        MachineTrouble: Full disk, too little memory, or what initdb said. Nothing is left behind.
    """
    if folder.is_full(ROOM_NEEDED_MB):
        raise disk_full(folder.root)
    words = initdb_words(folder.unfinished, major=binaries.major, for_tests=for_tests)
    try:
        with writing(folder.root):
            done = runner.run([str(binaries.program("initdb")), *words], folder=folder.root)
        if done.returncode:
            raise logs.understood(done.stdout, folder, "database_initialise_failed")
        with writing(folder.pg):
            folder.unfinished.rename(folder.pg)
            if not for_tests:
                _to_disk(folder)
    finally:
        shutil.rmtree(folder.unfinished, ignore_errors=True)


def _to_disk(folder: Folder) -> None:
    """The new name itself must outlive a power cut; initdb has seen to the files."""
    above = os.open(folder.root, os.O_RDONLY)
    try:
        os.fsync(above)
    finally:
        os.close(above)
