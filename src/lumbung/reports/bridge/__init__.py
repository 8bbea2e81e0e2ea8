"""The bridge between two runs as files: bridge.html, bridge.xlsx, cells.csv, lists.csv and the tables."""

from __future__ import annotations

from lumbung.reports.bridge.outputs import check_out, warnings, write_bridge
from lumbung.reports.bridge.words import BridgeWords

__all__ = ["BridgeWords", "check_out", "warnings", "write_bridge"]
