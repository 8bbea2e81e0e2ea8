"""Small lists as people would upload them, and an import room to bring them into."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field

import xlsxwriter

from lumbung.access.queries import Standpoint
from lumbung.access.roles import Role
from lumbung.access.tests.factories import standpoint_of
from lumbung.imports.models import Batch
from lumbung.imports.services import apply_batch, receive, stage, undo_batch
from lumbung.registry.models import Entry, Source

HEADINGS = ("Nama Koperasi", "NIK Koperasi", "Nomor Badan Hukum", "Alamat", "Kelurahan", "Nama Ketua", "Jumlah Anggota")
TITLE = "DATA KOPERASI KOTA BALIKPAPAN KEADAAN 30 JUNI 2024"
Line = Sequence[str]


def row(n: int, name: str = "", **told: str) -> list[str]:
    """A row of a register: cooperative `n`, all of it well formed; `told` by heading's short name says otherwise."""
    usual = {
        "name": name or f"Koperasi Karyawan Contoh {_word(n)}",
        "nik": f"64710200{n:05d}",
        "legal": f"{n}/BH/KWK.17/{1990 + n % 20}",
        "address": f"Jl. Mangga No. {n}",
        "village": "Sepinggan",
        "chair": f"Ketua {_word(n)}",
        "members": str(20 + n),
    }
    return list((usual | told).values())


def _word(n: int) -> str:
    return "".join("abcdefghij"[int(digit)] for digit in str(n)).capitalize() + "wati"


def sheet(rows: Sequence[Line], headings: Line = HEADINGS, title: str = TITLE) -> bytes:
    """The list as a text file with semicolons."""
    lines = [[title], [], headings, *rows] if title else [headings, *rows]
    return "\r\n".join(";".join(line) for line in lines).encode()


def workbook(sheets: dict[str, Sequence[Line]]) -> bytes:
    """Lines of several sheets as a workbook, all cells text."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name, lines in sheets.items():
            page = book.add_worksheet(name)
            for at, line in enumerate(lines):
                for column, text in enumerate(line):
                    page.write_string(at, column, text)
    return out.getvalue()


@dataclass
class Room:
    """One source of an office, and the officer who brings its lists in."""

    officer: Standpoint = field(default_factory=lambda: standpoint_of(Role.DATA_OFFICER))
    kind: str = Source.Kind.REGISTER
    name: str = "ODS"

    def __post_init__(self) -> None:
        self.source = Source.objects.create(office=self.officer.office, kind=self.kind, name=self.name)

    def receive(self, content: bytes, name: str = "ods.csv") -> Batch:
        """Uploaded, not read yet."""
        return receive(self.source, name, [content], by=self.officer.user, actor=self.officer.actor)

    def stage(self, rows: Sequence[Line], **how: object) -> Batch:
        """Uploaded and read."""
        return stage(self.receive(sheet(rows, **how)))

    def apply(self, batch: Batch) -> Batch:
        """Counts from here on."""
        return apply_batch(batch, by=self.officer.user, actor=self.officer.actor)

    def bring(self, rows: Sequence[Line], **how: object) -> Batch:
        """Uploaded, read and applied."""
        return self.apply(self.stage(rows, **how))

    def undo(self, batch: Batch, reason: str = "berkas keliru") -> Batch:
        """Taken back."""
        return undo_batch(batch, by=self.officer.user, actor=self.officer.actor, reason=reason)

    def state(self) -> dict[str, tuple[str, object]]:
        """key -> (name now, vanished on) of every entry that counts."""
        entries = Entry.objects.filter(source=self.source, current__isnull=False)
        told = entries.values_list("key", "current__clean__name", "current__clean__members", "vanished_on")
        return {key: (name, members, vanished) for key, name, members, vanished in told}
