"""Long exports: one job for two clicks, whole files only, nobody else's, swept when their time is over."""

from __future__ import annotations

import csv
import io
import os
import zipfile

import pytest

from lumbung.access.models import Appointment
from lumbung.access.roles import Role
from lumbung.access.tests.factories import standpoint_of
from lumbung.audit.models import Entry
from lumbung.core.jobs.services import request_cancel
from lumbung.dashboards.asking import asked_by
from lumbung.dashboards.export_files import FORMS
from lumbung.dashboards.export_jobs import Export, ask_export, exports_of, folder, still_theirs, sweep
from lumbung.dashboards.tasks import make_export

LIST = "?district=647101&urut=-nama"


@pytest.fixture
def export(officer):
    return Export(ask_export(officer, asked_by(LIST), FORMS["csv"], "id"))


def run(export):
    make_export(job=export.job.pk)
    export.job.refresh_from_db()


def test_the_file_holds_the_list_in_its_order_and_the_trail_says_so(officer, export):
    run(export)

    with zipfile.ZipFile(export.path) as archive:
        names = [row["name"] for row in csv.DictReader(io.TextIOWrapper(archive.open("list.csv"), "utf-8"))]
    assert (export.job.state, export.job.done, export.ready) == ("done", len(names), True)
    assert names == sorted(names, key=str.upper, reverse=True)
    assert export.path.stat().st_mode & 0o077 == 0
    line = Entry.objects.filter(action="dashboards.list.exported").latest("pk")
    assert line.changes == {"rows": len(names), "form": "csv", "list": LIST}
    assert line.actor_key == officer.actor.key


def test_two_clicks_make_one_job_and_another_list_its_own(officer, export):
    assert ask_export(officer, asked_by(LIST), FORMS["csv"], "id") == export.job
    assert ask_export(officer, asked_by(LIST), FORMS["xlsx"], "id") != export.job


def test_only_who_asked_finds_it(office, officer, export):
    assert list(exports_of(officer)) == [export.job]
    assert list(exports_of(standpoint_of(Role.DATA_OFFICER, office))) == []


def test_who_lost_the_right_meanwhile_gets_nothing(officer, export):
    Appointment.objects.filter(user=officer.user).update(role=Role.DATA_STEWARD.value)
    run(export)

    assert (export.job.state, export.path.exists()) == ("failed", False)
    assert export.job.result["findings"][0]["code"] == "export_not_allowed"


def test_a_narrower_area_no_longer_opens_what_was_made_for_a_wider_one(office, officer, export):
    narrow = standpoint_of(Role.DATA_OFFICER, office)
    narrow.areas.update(dict.fromkeys(narrow.areas, ("647101",)))

    assert (still_theirs(officer, export), still_theirs(narrow, export)) == (True, False)


def test_cancelled_work_leaves_no_file(export):
    request_cancel(export.job)
    run(export)

    assert (export.job.state, export.path.exists()) == ("cancelled", False)


def test_who_stops_it_while_the_last_lines_are_written_is_heard(export, monkeypatch):
    monkeypatch.setattr("os.fsync", lambda _: request_cancel(export.job))
    run(export)

    assert (export.job.state, list(folder().glob(f"*{export.job.pk}.*"))) == ("cancelled", [])


def test_work_taken_up_again_replaces_what_a_killed_worker_left(export):
    folder().mkdir(exist_ok=True)
    half = export.path.with_name(f".{export.path.name}.half")
    half.write_bytes(b"half")
    run(export)

    assert (half.exists(), zipfile.is_zipfile(export.path)) == (False, True)


def test_files_whose_time_is_over_are_swept(export):
    run(export)
    assert (sweep(), export.path.exists()) == (0, True)

    os.utime(export.path, (0, 0))
    assert (sweep(), export.path.exists()) == (1, False)
    assert export.ready is False
