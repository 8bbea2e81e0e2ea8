"""What the engine has to say about its input: codes and parameters, never sentences.

A finding becomes words only at the edge (`lumbung.core.sentences`), in the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

Severity = Literal["error", "warning", "note", "question"]
Param = str | int | float


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding about one place.

    `row` counts as the spreadsheet shows it (1 is its first row); `column` is the heading as written,
    or the spreadsheet letter where there is no heading; `value` is the text as it stood. `severity`:
    `error` = the value could not be used, `warning` = used but doubtful, `note` = for information,
    `question` = only a person can answer.
    """

    code: str
    params: Mapping[str, Param] = field(default_factory=dict)
    severity: Severity = "error"
    source: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None

    def at(self, *, source: str | None = None, sheet: str | None = None, row: int | None = None) -> Finding:
        """The same finding with its place filled in where it was still open."""
        return replace(
            self,
            source=self.source or source,
            sheet=self.sheet or sheet,
            row=self.row if self.row is not None else row,
        )

    def as_json(self) -> dict[str, Any]:
        """The finding without its file, as JSON keeps it; `Finding(**told)` is the way back."""
        return {
            "code": self.code,
            "params": dict(self.params),
            "severity": self.severity,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "value": self.value,
        }


class Refusal(Exception):  # noqa: N818 -- not an error of ours: the command says no and why
    """The work cannot go on; all findings are reported at once and nothing half-written stays."""

    exit_code = 1

    def __init__(self, findings: Finding | Iterable[Finding]) -> None:
        self.findings = (findings,) if isinstance(findings, Finding) else tuple(findings)
        super().__init__(", ".join(finding.code for finding in self.findings))

    def __reduce__(self) -> tuple[type[Refusal], tuple[tuple[Finding, ...]]]:
        return type(self), (self.findings,)  # crosses from the reading child process


class BadInput(Refusal):
    """A file or an argument must be mended by the person who gave it (exit 2)."""

    exit_code = 2


class MachineTrouble(Refusal):
    """Disk, memory, rights or time of the machine were not enough (exit 3)."""

    exit_code = 3
