"""Checking: every table against its margins, the other tables and the rows it came from."""

from lumbung.engine.checking.checks import check

__all__ = ["check"]
