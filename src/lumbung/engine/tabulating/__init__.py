"""Tabulating: each cooperative gets its place in the streams, and every number its list.

Positions follow the chosen rule: active is what the rule calls active, and what is not is told apart by the rule's
reason (not visited, not found, not operating, else criterion not met or undecided).
"""

from __future__ import annotations

from lumbung.engine.tabulating.cells import ids_hash, select, tabulate
from lumbung.engine.tabulating.contributions import contributions
from lumbung.engine.tabulating.positions import positioned

__all__ = ["contributions", "ids_hash", "positioned", "select", "tabulate"]
