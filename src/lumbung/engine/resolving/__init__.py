"""Resolving: the records of one cooperative become one row, by the policy "who leads" (law/field_policies.toml).

A visited cooperative has the kind and place its visit tells, and nothing where the visit is silent; the
register's word stands beside it. Visits that contradict each other give "unknown" and a question.
"""

from __future__ import annotations

from lumbung.engine.resolving.counter import DECIDED, FIELDS
from lumbung.engine.resolving.endings import with_endings
from lumbung.engine.resolving.listed import ListedWord, with_lists
from lumbung.engine.resolving.policies import Policies, policies
from lumbung.engine.resolving.resolve import resolve

__all__ = ["DECIDED", "FIELDS", "ListedWord", "Policies", "policies", "resolve", "with_endings", "with_lists"]
