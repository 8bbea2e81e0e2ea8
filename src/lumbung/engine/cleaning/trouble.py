"""What a cleaner has to say about one text, before anybody knows its sheet and row."""

from __future__ import annotations

from typing import NamedTuple

from lumbung.core.findings import Finding, Param, Severity


class Trouble(NamedTuple):
    """A finding without its place; hashable, so that cleaners can be memoised and cross processes."""

    code: str
    severity: Severity = "error"
    params: tuple[tuple[str, Param], ...] = ()

    def at(self, *, source: str, sheet: str | None, row: int, column: str | None, value: str | None) -> Finding:
        """The finding at its place."""
        return Finding(self.code, dict(self.params), self.severity, source, sheet, row, column, value)


def trouble(code: str, severity: Severity = "error", **params: Param) -> Trouble:
    """A `Trouble` with named parameters."""
    return Trouble(code, severity, tuple(params.items()))
