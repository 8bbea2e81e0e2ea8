"""Long work shows itself: the engine reports stages, the edge decides how to draw them."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """`stage` opens the next stage (a code the edge has a sentence for); `advance` counts inside it."""

    def stage(self, code: str, total: int | None = None) -> None: ...

    def advance(self, done: int = 1) -> None: ...


class Silent:
    """Nobody watches."""

    def stage(self, code: str, total: int | None = None) -> None:
        """Ignore the stage."""

    def advance(self, done: int = 1) -> None:
        """Ignore the count."""
