"""Libraries another library imports although nothing here needs them, kept out of a process of our own."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType


class _Spared(MetaPathFinder):
    """Says of some libraries that they are not installed."""

    def __init__(self, names: frozenset[str]) -> None:
        self._names = names

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Raises ImportError for a spared library, else leaves the search to the others."""
        if fullname in self._names:
            raise ModuleNotFoundError(f"{fullname} is spared in this process", name=fullname)
        return None


def spare(*names: str) -> None:
    """From here on the libraries cannot be imported in this process; those that already are stay."""
    sys.meta_path.insert(0, _Spared(frozenset(names)))
