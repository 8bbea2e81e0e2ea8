"""A list on its way: received, staged, applied, undone."""

from __future__ import annotations

from lumbung.imports.services.applying import apply_batch, give_back
from lumbung.imports.services.mapping import remap, settle_columns, tell_day
from lumbung.imports.services.receiving import receive, source_named
from lumbung.imports.services.refusals import BatchRefused, BuiltUpon, Stale, WrongState
from lumbung.imports.services.staging import discard, remembered, stage
from lumbung.imports.services.undoing import undo_batch, what_was_built_on

__all__ = [
    "BatchRefused",
    "BuiltUpon",
    "Stale",
    "WrongState",
    "apply_batch",
    "discard",
    "give_back",
    "receive",
    "remap",
    "remembered",
    "settle_columns",
    "source_named",
    "stage",
    "tell_day",
    "undo_batch",
    "what_was_built_on",
]
