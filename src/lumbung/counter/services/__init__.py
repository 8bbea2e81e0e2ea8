"""Counter work is done, and taken back."""

from __future__ import annotations

from lumbung.counter.services.acting import Told, act
from lumbung.counter.services.effects import take_effect
from lumbung.counter.services.refusals import Claimed, CounterRefused, StandsUpon
from lumbung.counter.services.undoing import undo, what_stands_upon

__all__ = ["Claimed", "CounterRefused", "StandsUpon", "Told", "act", "take_effect", "undo", "what_stands_upon"]
