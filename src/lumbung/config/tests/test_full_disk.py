"""A disk that fills while a file arrives or is made: a sentence that mends, nothing half, and on it goes with space."""

from __future__ import annotations

import random
import resource
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lumbung.access.roles import Role
from lumbung.access.tests.factories import standpoint_of
from lumbung.core.findings import MachineTrouble
from lumbung.core.outages import outage_of
from lumbung.core.uploads import keep_bytes
from lumbung.dashboards import export_jobs
from lumbung.dashboards.export_files import FORMS, Column, Job
from lumbung.imports.models import Batch
from lumbung.imports.tests.lists import Room, row, sheet

pytestmark = pytest.mark.django_db
LARGE = b"x" * 4_000_000


@contextmanager
def no_room(most: int = 1_000_000):
    """No file of this process may grow past `most` bytes; the system answers as a quota does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []


def test_a_file_that_finds_no_room_is_refused_and_leaves_nothing(tmp_path):
    with no_room(), pytest.raises(MachineTrouble, match="office_disk_full"):
        keep_bytes(tmp_path, [LARGE], lambda *_: None)

    assert files(tmp_path) == []
    assert keep_bytes(tmp_path, [LARGE], lambda *_: None).size == len(LARGE)


@pytest.mark.parametrize("form", FORMS)
def test_an_export_that_finds_no_room_leaves_no_file_and_can_be_made_later(tmp_path, form):
    chance = random.Random(6471)
    lines = [{"name": f"{chance.getrandbits(160):x}"} for _ in range(5_000)]  # nothing that packs well
    job = Job([Column("name", "Name")], lambda: iter(lines), "Kantor", False, "id")
    path = tmp_path / "1.file"

    with no_room(10_000), pytest.raises(Exception, match=r"too large|besar") as trouble:
        export_jobs.written(path, FORMS[form], job)

    assert outage_of(trouble.value).code == "office_disk_full"
    assert files(tmp_path) == []
    assert export_jobs.written(path, FORMS[form], job) == len(lines)


@pytest.fixture
def officer():
    return standpoint_of(Role.DATA_OFFICER)


def test_an_upload_that_finds_no_room_is_told_so_and_is_taken_later(officer):
    room = Room(officer=officer)
    client = Client(raise_request_exception=False)
    client.force_login(officer.user)
    client.cookies["lumbung_language"] = "en"
    content = sheet([row(n) for n in range(1, 13_000)])
    before = files(Path(settings.MEDIA_ROOT))

    def upload():
        file = SimpleUploadedFile("ods.csv", content)
        return client.post("/impor/unggah/", {"source": room.source.pk, "files": [file]})

    with no_room():
        full = upload()

    assert (full.status_code, full["Retry-After"]) == (503, "60")
    assert "The disk of the office is full." in full.content.decode()
    assert (Batch.objects.count(), files(Path(settings.MEDIA_ROOT))) == (0, before)
    assert upload().status_code == 302
    assert Batch.objects.get().size == len(content)
