"""Comparing two runs: the bridge from one published figure to another, to the last cooperative."""

from __future__ import annotations

from lumbung.engine.comparing.bridge import Bridge, compare
from lumbung.engine.comparing.causes import CAUSES
from lumbung.engine.comparing.runs import Input, RuleMark, Run

__all__ = ["CAUSES", "Bridge", "Input", "RuleMark", "Run", "compare"]
