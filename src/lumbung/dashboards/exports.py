"""Just the lines a list shows, as a file: made whole before the first byte leaves, so none is ever cut short.

Up to AT_ONCE lines it is made while the reader waits; longer ones are made in the background (export_jobs).
"""

from __future__ import annotations

import re
from tempfile import TemporaryFile

from django.db import transaction
from django.http import FileResponse

from lumbung.access.models import Office
from lumbung.access.queries import Standpoint
from lumbung.access.roles import Act
from lumbung.audit import services as audit
from lumbung.core.language import Language, translator
from lumbung.core.language import gettext_noop as _
from lumbung.dashboards import lists, terms
from lumbung.dashboards.asking import Wanted
from lumbung.dashboards.export_files import FORMS, Column, Form, Job
from lumbung.dashboards.lists import Selection

AT_ONCE = 10_000  # lines
ACTS = (Act.SEE_REGISTER, Act.EXPORT)  # what whoever carries records away needs, inside the areas of both
CHUNK = 2_000
COLUMNS = (
    Column("number", _("Permanent number"), "identifier"),
    Column("name", _("Name")),
    Column("coop_nik", _("Cooperative NIK"), "identifier"),
    Column("legal_number", _("Legal-entity number"), "identifier"),
    Column("category", _("Kind"), "category"),
    Column("pattern", _("Management pattern"), "pattern"),
    Column("group", _("Group of cooperative"), "vocabulary"),
    Column("form", _("Form of cooperative"), "form"),
    Column("supervising_level", _("Supervising level"), "level"),
    Column("district_code", _("District"), "place"),
    Column("village_code", _("Village"), "place"),
    Column("standing", _("Activity status"), "result"),
    Column("reason", _("Reason"), "reason"),
    Column("position", _("Position in the streams"), "position"),
    Column("listed", _("Listed in ODS"), "yes_no"),
    Column("visited", _("Visited"), "yes_no"),
    Column("visited_on", _("Visited on"), "day"),
    Column("visit_outcome", _("Result of the visit"), "outcome"),
    Column("last_rat_on", _("Last annual meeting"), "day"),
    Column("certificate_status", _("NIK certificate"), "certificate"),
    Column("certificate_valid_to", _("Certificate valid to"), "day"),
    Column("members", _("Members"), "whole"),
    Column("latitude", _("Latitude"), "float"),
    Column("longitude", _("Longitude"), "float"),
    Column("register_records", _("Rows in ODS"), "whole"),
    Column("census_records", _("Visits"), "whole"),
)
_OF_ROWS = (
    Column("file", _("File")), Column("sheet", _("Sheet")), Column("row", _("Row"), "whole"),
)  # fmt: skip
_NOT_OF_ROWS = frozenset(
    {"pattern", "form", "visit_outcome", "certificate_status", "certificate_valid_to", "latitude", "longitude"}
)


def columns_of(chosen: Selection) -> tuple[Column, ...]:
    """What is written of each line."""
    if not chosen.of_rows:
        return COLUMNS
    return (*_OF_ROWS, *(column for column in COLUMNS if column.name not in _NOT_OF_ROWS))


def job_of(chosen: Selection, office: Office, language: Language) -> Job:
    """The file of a list, ready to be written."""
    picture = chosen.picture
    told = {
        "as_of": picture.as_of.isoformat() if picture else None,
        "events_until": picture.events_until.isoformat() if picture and picture.events_until else None,
        "rule": picture.rule if picture else None,
        "rule_version": picture.rule_version if picture else None,
        "list": chosen.asked.address(),
        "known_on": chosen.moment.text if chosen.moment else None,
    }
    return Job(
        columns_of(chosen),
        lambda: lists.lines(chosen, CHUNK),
        str(office),
        office.is_sample,
        language,
        told=told,
    )


def offers(asked: Wanted, language: Language) -> list[tuple[str, str]]:
    """(words, query of the address) of every kind of file for this list."""
    return [(translator(language)(form.word), asked.address(("bentuk", form.name))) for form in FORMS.values()]


def file_name(form: Form, rows: int, *, sample: bool, known: str = "") -> str:
    """What a reader's computer calls the file; `known`: the moment of the past it was read at."""
    past = f"-tercatat-{re.sub('[^0-9T-]+', '.', known)[:40]}" if known else ""
    return f"{'contoh-' if sample else ''}koperasi-{rows}-baris{past}.{form.suffix}"


def lines_of(standpoint: Standpoint, asked: Wanted) -> int:
    """How many lines a file of the list has."""
    return sum(lists.counts(lists.selection(standpoint, asked, *ACTS)).values())


@transaction.atomic
def download(standpoint: Standpoint, asked: Wanted, form: Form, language: Language) -> FileResponse:
    """The file of `asked` as `form`; taking records out of the house leaves a line in the audit trail."""
    office = standpoint.office
    terms.note_reading(standpoint, asked)
    chosen = lists.selection(standpoint, asked, *ACTS)
    job = job_of(chosen, office, language)
    target = TemporaryFile()  # noqa: SIM115 -- the answer streams from it and closes it
    count = form.write(job, target)
    record_export(standpoint, asked, form, count)
    target.seek(0)
    name = file_name(form, count, sample=office.is_sample, known=chosen.moment.text if chosen.moment else "")
    return FileResponse(target, as_attachment=True, filename=name, content_type=form.kind)


def record_export(standpoint: Standpoint, asked: Wanted, form: Form, rows: int) -> None:
    """The line of the trail that says who took what out of the house."""
    audit.record(
        "dashboards.list.exported",
        actor=standpoint.actor,
        subject=f"office:{standpoint.office.code}",
        changes={"rows": rows, "form": form.name, "list": asked.address()},
    )
