"""Who is measured: Lumbung itself and what else a careful person could take, each a process of its own."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import lumbung.bench.sentences  # noqa: F401 -- enters what the refusals below say
from lumbung.core.findings import BadInput, Finding
from lumbung.core.language import gettext_noop

OURS = "lumbung"


@dataclass(frozen=True, slots=True)
class Contender:
    """`title` is a catalogue sentence, `needs` the packages of the dependency group `bench` it takes."""

    name: str
    title: str
    needs: tuple[str, ...] = ()

    def command(self, register: Path, census: Path, folder: Path) -> list[str]:
        """The words that link both lists and leave the pairs at `pairs(folder)`."""
        if self.name == OURS:
            words = ["lumbung.cli", "reconcile", str(register), str(census), "--out", str(folder / self.name)]
        else:
            words = [f"lumbung.bench.contenders.{self.name}", str(register), str(census), str(self.pairs(folder))]
        return [sys.executable, "-m", *words]

    def pairs(self, folder: Path) -> Path:
        """Where its pairs are after the command."""
        return folder / self.name / "links.csv" if self.name == OURS else folder / f"{self.name}.csv"


ALL = {
    one.name: one
    for one in (
        Contender(OURS, gettext_noop("Lumbung, the whole command")),
        Contender("plain_splink", gettext_noop("Splink, sensible settings"), ("splink",)),
        Contender("fellegi_sunter", gettext_noop("recordlinkage, ECM"), ("recordlinkage",)),
        Contender("fuzzy_names", gettext_noop("rapidfuzz, best name in the regency"), ("rapidfuzz",)),
        Contender("exact_names", gettext_noop("the same name in the regency")),
    )
}


def chosen(names: Sequence[str]) -> list[Contender]:
    """Lumbung and the alternatives of these names, or all; Lumbung comes first.

    Raises:
        BadInput: There is no such alternative, or what it needs is not installed.
    """
    alternatives = [name for name in ALL if name != OURS]
    for name in names:
        if name not in alternatives:
            params = {"value": name, "names": ", ".join(alternatives)}
            raise BadInput(Finding("bench_contender_unknown", params))
    contenders = [one for one in ALL.values() if one.name == OURS or not names or one.name in names]
    check_installed([package for one in contenders for package in one.needs])
    return contenders


def check_installed(packages: Sequence[str]) -> None:
    """Raise BadInput if any of `packages`, all of the dependency group `bench`, is not here."""
    missing = [package for package in packages if find_spec(package) is None]
    if missing:
        raise BadInput(Finding("bench_group_missing", {"missing": ", ".join(missing)}))
