"""The figures of a text or a table beside the cells of a run: only what the words place for certain is compared."""

from __future__ import annotations

from lumbung.engine.claims.against.judging import against

__all__ = ["against"]
