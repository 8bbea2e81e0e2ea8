"""What rooms below tell rooms above, typed and in the same transaction.

The list is closed: an event is a frozen dataclass of this module. A room above registers a handler in its AppConfig's
`ready`; publishing calls the handlers in the order of their registration, inside the caller's transaction, so that
what fails above undoes what happened below.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar


@dataclass(frozen=True, slots=True)
class BatchApplied:
    """imports: the records of a batch count from now on (or, `undone`, no longer)."""

    batch: int
    office: int
    by: str  # actor key of who asked for it
    undone: bool = False


@dataclass(frozen=True, slots=True)
class CounterWorkDone:
    """counter, registry: something was told by hand, decided on a field, or taken back."""

    office: int
    by: str


@dataclass(frozen=True, slots=True)
class JudgementGiven:
    """linkage: a person's verdict on two entries was entered or withdrawn."""

    office: int
    by: str


@dataclass(frozen=True, slots=True)
class MembershipsChanged:
    """registry: which entries make one cooperative has changed for these cooperatives (primary keys)."""

    office: int
    cooperatives: tuple[int, ...]


Event = TypeVar("Event", BatchApplied, CounterWorkDone, JudgementGiven, MembershipsChanged)
_HANDLERS: dict[type[Any], list[Callable[[Any], object]]] = defaultdict(list)


def handle(kind: type[Event], handler: Callable[[Event], object]) -> None:
    """Call `handler` at every event of `kind`; registering the same handler twice changes nothing."""
    if handler not in _HANDLERS[kind]:
        _HANDLERS[kind].append(handler)


def publish(event: Event) -> Event:
    """Tell all handlers, in order; their exceptions are the caller's."""
    for handler in _HANDLERS[type(event)]:
        handler(event)
    return event
