"""Writing linkage: runs over an office's records, and what people say of pairs."""

from __future__ import annotations

from lumbung.linkage.services.attaching import leave_alone, led_by_lists
from lumbung.linkage.services.judging import PairChanged, judge_pair, withdraw_judgement
from lumbung.linkage.services.pairs import keep_pairs
from lumbung.linkage.services.running import link_records

__all__ = [
    "PairChanged",
    "judge_pair",
    "keep_pairs",
    "leave_alone",
    "led_by_lists",
    "link_records",
    "withdraw_judgement",
]
