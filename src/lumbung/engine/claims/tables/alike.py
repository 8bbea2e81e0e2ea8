"""Lines whose labels differ from a total's only where it says total: (Barat, Jumlah) sums up (Barat, anything)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from lumbung.engine.claims import wordlist


class Alike:
    """Answers for each line which others it most likely sums up, by its label's parts."""

    def __init__(self, paths: Sequence[tuple[str, ...]]) -> None:
        self._paths = paths
        self._index: dict[tuple[int, tuple[str, ...]], list[int]] = defaultdict(list)
        for at, path in enumerate(paths):
            for depth, text in enumerate(path):
                if text and not wordlist.is_total(text):
                    self._index[depth, (*path[:depth], *path[depth + 1 :])].append(at)

    def __call__(self, at: int) -> Iterator[tuple[int, ...]]:
        path = self._paths[at]
        for depth, text in enumerate(path):
            if wordlist.is_total(text):
                alike = tuple(self._index[depth, (*path[:depth], *path[depth + 1 :])])
                if len(alike) > 1:
                    yield alike
