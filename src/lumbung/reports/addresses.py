"""Where a number's list and a cooperative's record open: inside the one file, or at an address of the office."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Addresses:
    """What addresses begin with; `record` has {} where the id stands. `far`: lists open somewhere else, so that no page carries them and none is too long."""

    selection: str
    record: str
    far: bool

    def of_selection(self, table: str, row: str, column: str) -> str:
        """The address of the list behind one number."""
        return self.selection + "/".join(quote(part, safe="") for part in (table, row, column))

    def of_record(self, cooperative_id: str) -> str:
        """The address of one cooperative."""
        return self.record.format(quote(cooperative_id, safe=""))


INSIDE = Addresses("#sel=", "#rec={}", far=False)  # report.js opens them
