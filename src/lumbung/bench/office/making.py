"""An office to measure: invented lists brought in by the services a user would use, computed once, and its people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from uuid import UUID

import xlsxwriter
from django.db.models import Count
from procrastinate.contrib.django.models import ProcrastinateJob

from lumbung.access.models import Appointment, User
from lumbung.access.models import Office as Agency
from lumbung.access.queries import Standpoint, standpoints
from lumbung.access.roles import Role
from lumbung.bench.lists import CENSUS_SHARE, SEED, regencies_for
from lumbung.counter.services import Told, act
from lumbung.documents.services import keep
from lumbung.engine.specimens import make_specimen
from lumbung.engine.specimens.making import Row, Specimen
from lumbung.engine.specimens.writing import title_rows, write_cell, write_csv
from lumbung.imports.models import Batch
from lumbung.imports.services import apply_batch, receive, stage
from lumbung.registry.models import Record, Source, Version
from lumbung.statistics.models import Picture
from lumbung.statistics.services import recompute

REGION = "6471"
PEOPLE = 20
REGISTER, CENSUS = "ODS", "Sensus lapangan"
OF_THE_COUNTER = 200  # one cooperative of so many is new at the counter
PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
_VILLAGE = {"village": "Gunung Bahagia", "district": "Balikpapan Selatan", "regency": "Kota Balikpapan"}


@dataclass(frozen=True, slots=True)
class Made:
    """The office and one of its people, who may do what the measuring asks for."""

    office: Agency
    standpoint: Standpoint


def specimen(rows: int, *, seed: int = SEED, regencies: Sequence[str] = ()) -> Specimen:
    """The lists of an office of `rows` cooperatives; the same arguments give the same lists."""
    return make_specimen(
        seed=seed,
        register_rows=rows,
        census_rows=max(round(rows * CENSUS_SHARE), 60),
        regencies=regencies or regencies_for(rows),
        figures=True,
    )


def made(rows: int, folder: Path) -> Made:
    """The office of `rows` cooperatives in this database, made once and found again; half a one is gone on with."""
    name = f"Kantor ukur {rows}"
    office, _ = Agency.objects.get_or_create(
        code=REGION, defaults={"name": name, "region_code": REGION, "is_sample": True}
    )
    if office.name != name:
        raise ValueError(f"{folder} holds another office: {office.name}")
    standpoint, *_ = [_person(office, n) for n in range(PEOPLE)]
    if not Picture.objects.filter(office=office).exists():
        _load(standpoint, specimen(rows), folder)
        recompute(office, by=standpoint.actor)
    nothing_waits()
    return Made(office, standpoint)


def nothing_waits() -> None:
    """What was brought in asked the worker to compute the office; here that is done already, or not wanted."""
    ProcrastinateJob.objects.filter(status="todo").delete()


def found(rows: int) -> Made:
    """The office that `made` made."""
    office = Agency.objects.get(code=REGION, name=f"Kantor ukur {rows}")
    return Made(office, _person(office, 0))


def holds(office: Agency) -> dict[str, int]:
    """Cooperatives, and records of each kind of source."""
    told = Record.objects.filter(entry__source__office=office, entry__current__isnull=False, withdrawn_at__isnull=True)
    kinds = told.order_by().values_list("entry__source__kind").annotate(n=Count("entry", distinct=True))
    return {"cooperatives": Version.objects.filter(office=office, current=True).count(), **dict(sorted(kinds))}


def people(office: Agency) -> list[User]:
    """Those who click, in the order of their names."""
    return list(User.objects.filter(appointments__office=office).order_by("username"))


def _person(office: Agency, n: int) -> Standpoint:
    person, new = User.objects.get_or_create(username=f"ukur{n:02}", defaults={"name": f"Pengukur {n}"})
    if new:
        person.set_unusable_password()
        person.save()
        Appointment.objects.create(
            user=person, office=office, role=Role.DATA_OFFICER.value, during=(date(2020, 1, 1), None)
        )
    return standpoints(person, date.today())[0]  # noqa: DTZ011 -- an appointment without an end


def _load(by: Standpoint, lists: Specimen, folder: Path) -> None:
    register, census = folder / "ods.xlsx", folder / "sensus.csv"
    write_workbook(register, lists, lists.register)
    write_csv(census, lists.census)
    for kind, name, path in ((Source.Kind.REGISTER, REGISTER, register), (Source.Kind.CENSUS, CENSUS, census)):
        source = source_named(by.office, name, kind)
        if not source.batches.filter(state=Batch.State.APPLIED).exists():
            apply_batch(stage(received(source, path, by)), by=by.user, actor=by.actor)
    for n in range(max(len(lists.register) // OF_THE_COUNTER, 1)):
        _at_the_counter(by, n)


def source_named(office: Agency, name: str, kind: str = Source.Kind.REGISTER) -> Source:
    """The source of that name, opened where there is none."""
    return Source.objects.get_or_create(office=office, name=name, defaults={"kind": kind})[0]


def received(source: Source, path: Path, by: Standpoint) -> Batch:
    """The file at `path` uploaded for `source`."""
    with path.open("rb") as file:
        chunks: Iterable[bytes] = iter(lambda: file.read(1 << 20), b"")
        return receive(source, path.name, chunks, by=by.user, actor=by.actor)


def _at_the_counter(by: Standpoint, n: int) -> None:
    """A new cooperative with its paper; the same `n` is the same one."""
    paper = keep(by.office, "akta.pdf", [PAPER], retention="proof", by=by.user, actor=by.actor)
    texts = {
        "name": f"Koperasi Konsumen Loket {_word(n)} Mandiri",
        "kind": "Konsumen",
        "address": f"Jl. Ukur No. {n + 1}",
    }
    told = Told("new", texts | _VILLAGE, date(2024, 7, 10), paper, "akta.pdf", "akta pendirian", "12/KOP/2024")
    act(by.office, None, told, token=UUID(int=n), by=by.user, actor=by.actor)


def _word(n: int) -> str:
    """An invented word for each number: syllables of five times eight."""
    syllables = [f"{first}{second}" for first in "bdgklmst" for second in "aeiou"]
    return "".join(syllables[n // 40**place % 40] for place in (2, 1, 0)).capitalize()


def write_workbook(path: Path, lists: Specimen, rows: Sequence[Row]) -> None:
    """`rows` as the register's extract of `lists`, row by row, so that memory stays level; always the same bytes."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "default_date_format": "dd/mm/yyyy"})
    book.set_properties({"title": title_rows(lists)[2], "created": datetime.combine(lists.as_of, time())})
    sheet, day = book.add_worksheet("ODS"), book.add_format({"num_format": "dd/mm/yyyy"})
    for at, text in enumerate(title_rows(lists)):
        sheet.write_string(at, 0, text)
    for column, heading in enumerate(rows[0]):
        sheet.write_string(4, column, heading)
    for at, row in enumerate(rows, start=5):
        for column, value in enumerate(row.values()):
            write_cell(sheet, at, column, value, day)
    book.close()


def later(lists: Specimen, share: float, *, seed: int = SEED) -> tuple[list[Row], Mapping[str, int]]:
    """The next extract of the same register: `share` of its rows moved, a hundredth is new, a hundredth is gone.

    Returns:
        The rows, and how many of them are changed, new and vanished.
    """
    every = max(round(1 / share), 2)
    gone = {n for n in range(len(lists.register)) if n % 100 == 50}
    rows = [_moved(row, n) if n % every == 0 else row for n, row in enumerate(lists.register) if n not in gone]
    changed = sum(n % every == 0 and n not in gone for n in range(len(lists.register)))
    more = specimen(max(len(gone), 60), seed=seed + 1).register[: len(gone)]
    return [*rows, *more], {"changed": changed, "new": len(more), "vanished": len(gone)}


def _moved(row: Row, n: int) -> Row:
    return {**row, "Alamat": f"Jl. Pindahan No. {n % 200 + 1}"} if "Alamat" in row else row
