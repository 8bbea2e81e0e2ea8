"""How much one file may ask of the machine."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, times in seconds. The defaults leave room for a list of 1,000,000 cooperatives."""

    file_bytes: int = 400 * 2**20  # on disk
    member_bytes: int = 400 * 2**20  # one part of a workbook, unpacked, as the archive declares it
    archive_bytes: int = 1200 * 2**20  # all parts together
    ratio: int = 400  # unpacked : packed, of a part over `ratio_from`; a real sheet stays below 50
    ratio_from: int = 16 * 2**20
    members: int = 10_000  # parts in one workbook
    rows: int = 2_000_000  # rows that hold something, all sheets
    columns: int = 16_384  # what a spreadsheet can have at most
    memory_bytes: int = 4 * 2**30  # address space of the process that opens the workbook
    seconds: float = 240.0  # wall time of that process
