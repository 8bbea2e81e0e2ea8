"""Assessing: facts from records, and what each rule (law/rules/*.toml) makes of them.

Rules read only facts. Nobody looked, or nobody told, is `unknown`, never `inactive`.
"""

from __future__ import annotations

from lumbung.engine.assessing.assess import assess
from lumbung.engine.assessing.facts import facts_of
from lumbung.engine.assessing.loading import RULES_FOLDER, load_rules, rule_named
from lumbung.engine.assessing.rules import Clause, Rule
from lumbung.engine.assessing.sentences import ending_reasons, reason_sentence

__all__ = [
    "RULES_FOLDER",
    "Clause",
    "Rule",
    "assess",
    "ending_reasons",
    "facts_of",
    "load_rules",
    "reason_sentence",
    "rule_named",
]
