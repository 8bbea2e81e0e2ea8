"""A file is kept once, known by its content, and handed out as it came."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from lumbung.access.roles import Role
from lumbung.access.tests.factories import OfficeFactory, standpoint_of
from lumbung.audit.models import Entry as AuditLine
from lumbung.documents.models import File
from lumbung.documents.queries import as_download, stored
from lumbung.documents.refusals import DocumentRefused
from lumbung.documents.services import MOST_MB, keep, plain_name

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\nisi\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40 + b"IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 40 + b"\xff\xd9 lebih banyak dari kamera"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def officer(db):
    return standpoint_of(Role.DATA_OFFICER)


def bring(officer, content, name="surat.pdf", office=None, parts=7):
    chunks = [content[at : at + parts] for at in range(0, len(content), parts)]
    return keep(office or officer.office, name, chunks, retention="proof", by=officer.user, actor=officer.actor)


@pytest.mark.parametrize(
    ("content", "kind"),
    [(PDF, "application/pdf"), (PNG, "image/png"), (JPEG, "image/jpeg")],
    ids=["pdf", "png", "jpeg"],
)
def test_a_file_is_what_its_content_says_whatever_its_name(officer, content, kind):
    file = bring(officer, content, name="akta.exe")

    assert (file.media_type, file.size, file.sha256) == (kind, len(content), hashlib.sha256(content).hexdigest())
    assert stored(file).read_bytes() == content


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "document_empty"),
        (b"<!doctype html><script>1</script>", "document_unknown"),
        (b"GIF89a", "document_unknown"),
        (PDF[:9], "document_cut_off"),
        (PNG[:30], "document_cut_off"),
        (PDF + b"\0" * (MOST_MB * 1_000_000), "document_too_large"),
    ],
    ids=["empty", "html", "gif", "pdf", "png", "large"],
)
def test_what_is_refused_leaves_nothing_behind(officer, folder, content, code):
    with pytest.raises(DocumentRefused) as refused:
        bring(officer, content, parts=1_000_000)

    assert refused.value.findings[0].code == code
    assert not [path for path in Path(folder).rglob("*") if path.is_file()]
    assert not File.objects.exists()


def test_the_same_bytes_are_kept_once_an_office(officer, folder):
    first, second = bring(officer, PDF), bring(officer, PDF, name="lain.pdf")
    elsewhere = bring(officer, PDF, office=OfficeFactory(code="6472", region_code="6472"))

    assert (first, first.name) == (second, "surat.pdf")
    assert (elsewhere.pk != first.pk, elsewhere.path) == (True, first.path)
    assert len([path for path in Path(folder).rglob("*") if path.is_file()]) == 1
    assert AuditLine.objects.filter(action="documents.file.kept").count() == 2


def test_a_file_is_handed_out_as_a_download_of_its_own_type(officer):
    answer = as_download(bring(officer, PNG, name="foto.html"), "foto <b>.html")

    assert b"".join(answer) == PNG
    assert answer["Content-Type"] == "image/png"
    assert answer["Content-Disposition"] == 'attachment; filename="foto <b>.png"'
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-store")


def test_bytes_that_are_gone_are_said_to_be_gone(officer):
    file = bring(officer, PDF)
    stored(file).unlink()

    with pytest.raises(DocumentRefused) as refused:
        as_download(file)

    assert refused.value.findings[0].code == "document_gone"


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\fakepath\\akta.pdf", "akta.pdf"),
        ("a\0b\n.pdf", "ab.pdf"),
        ("...", "file"),
        ("", "file"),
        ("é" * 150 + ".pdf", "é" * 98 + ".pdf"),
    ],
)
def test_a_name_is_a_name_and_no_path(told, name):
    assert plain_name(told) == name
