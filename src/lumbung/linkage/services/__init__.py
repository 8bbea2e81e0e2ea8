"""Writing linkage: runs over an office's records, and what people say of pairs."""

from __future__ import annotations

from lumbung.linkage.services.attaching import leave_alone, led_by_lists
from lumbung.linkage.services.judging import PairChanged, VerdictsContradict, judge_pair, withdraw_judgement
from lumbung.linkage.services.opinions import OpinionGiven, OpinionSettled, give_opinion, withdraw_opinion
from lumbung.linkage.services.pairs import keep_pairs
from lumbung.linkage.services.policy import set_reviewing
from lumbung.linkage.services.queueing import give_task, let_go, put_aside, take_task
from lumbung.linkage.services.running import link_records

__all__ = [
    "OpinionGiven",
    "OpinionSettled",
    "PairChanged",
    "VerdictsContradict",
    "give_opinion",
    "give_task",
    "judge_pair",
    "keep_pairs",
    "leave_alone",
    "led_by_lists",
    "let_go",
    "link_records",
    "put_aside",
    "set_reviewing",
    "take_task",
    "withdraw_judgement",
    "withdraw_opinion",
]
