"""The pages of imports, as the people of an office use them."""

from __future__ import annotations

import io

import openpyxl
import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lumbung.access.roles import Role
from lumbung.access.tests.factories import OfficeFactory, UserFactory, standpoint_of
from lumbung.audit.models import Entry as AuditLine
from lumbung.core.jobs.models import JobProgress
from lumbung.imports.models import Batch
from lumbung.imports.services import stage
from lumbung.imports.tasks import apply_list, stage_list
from lumbung.imports.tests.lists import HEADINGS, Room, row, sheet
from lumbung.registry.models import Record, Source

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(db):
    return Room()


@pytest.fixture
def page(room):
    return client_of(room.officer)


def client_of(standpoint):
    client = Client()
    client.force_login(standpoint.user)
    client.cookies["lumbung_language"] = "en"
    return client


def address(name, batch=None):
    return reverse(f"imports:{name}", args=[batch.pk] if batch else [])


def upload(page, *files, source=None, **told):
    told |= {"files": [SimpleUploadedFile(name, content) for name, content in files]}
    return page.post(address("upload"), told | ({"source": source.pk} if source else {}))


def work():
    """What a worker would do: every waiting job of this room, in order."""
    for job in JobProgress.objects.filter(state="waiting", kind__startswith="imports.").order_by("pk"):
        task = {"imports.stage": stage_list, "imports.apply": apply_list}[job.kind]
        task(**job.arguments, job=job.pk)


def text(answer):
    return " ".join(answer.content.decode().split())


def sentences(page, where):
    return [str(message) for message in page.get(where).context["messages"]]


# From the file to the register


def test_a_list_goes_from_upload_to_counting_and_back(room, page):
    sent = upload(page, ("ods.csv", sheet([row(1), row(2)])), source=room.source)
    batch = Batch.objects.get()
    assert sent.url == address("batch", batch)
    assert "The list is being read and checked" in text(page.get(sent.url))
    work()
    assert "2 rows are ready to be applied" in text(page.get(sent.url))

    page.post(address("apply", batch))
    work()
    assert "2 rows count since" in text(page.get(sent.url))
    page.post(address("undo", batch), {"reason": "wrong city"})

    assert "Reason: wrong city" in text(page.get(sent.url))
    assert not room.state()
    asked = JobProgress.objects.filter(kind="statistics.recompute", office_id=room.officer.office.pk)
    assert [job.arguments for job in asked] == [{"office": room.officer.office.pk}] * 2


def test_several_files_are_several_imports(room, page):
    sent = upload(page, ("a.csv", sheet([row(1)])), ("b.csv", sheet([row(2)])), source=room.source)

    assert sent.url == address("list")
    assert sorted(Batch.objects.values_list("file_name", flat=True)) == ["a.csv", "b.csv"]


def test_a_new_source_is_opened_by_name_and_kind(page, room):
    upload(page, ("s.csv", sheet([row(1)])), name=" Sensus  lapangan ", kind="census")

    assert Batch.objects.get().source == Source.objects.get(name="Sensus lapangan", kind="census")


def test_a_source_is_not_silently_of_another_kind(page, room):
    answer = upload(page, ("s.csv", sheet([row(1)])), name="ODS", kind="census")

    assert (answer.status_code, Batch.objects.count()) == (422, 0)
    assert "There is already a source “ODS” of another kind." in text(answer)


def test_a_second_apply_says_so_and_changes_nothing(room, page):
    batch = room.stage([row(1)])
    page.post(address("apply", batch))
    page.post(address("apply", batch))

    assert "already settled or being applied" in " ".join(sentences(page, address("batch", batch)))
    assert JobProgress.objects.filter(kind="imports.apply").count() == 1
    work()
    page.post(address("apply", batch))
    work()
    assert Record.objects.count() == 1


def test_an_undated_list_is_asked_for_its_day_before_it_counts(room, page):
    batch = room.stage([row(1)], title="")
    refused = page.post(address("apply", batch), {"day": "30 Juni"})
    assert "Write day/month/year" in text(refused)

    page.post(address("apply", batch), {"day": "30/06/2024"})
    work()

    assert str(Record.objects.get().observed_on) == "2024-06-30"


def test_a_stale_comparison_is_made_again_instead_of_applied(room, page):
    first, second = room.stage([row(1)]), room.stage([row(1), row(2)])
    room.apply(first)

    page.post(address("apply", second))
    work()

    second.refresh_from_db()
    assert (second.state, second.counts["new"], second.counts["same"]) == ("staged", 1, 1)


def test_a_column_that_a_person_settles_is_read_again(room, page):
    batch = room.stage([[*row(1), "41"]], headings=[*HEADINGS, "Pegawai tetap"])
    columns = {f"column-{n}": batch.mapping[h] for n, h in enumerate(batch.headings)}

    page.post(address("columns", batch), columns | {f"column-{len(HEADINGS)}": "employees"})
    work()

    assert batch.rows.get().clean["employees"] == 41
    assert room.source.mappings.get().columns == {"Pegawai tetap": "employees"}


def test_a_list_without_a_name_column_asks_which_it_is(room, page):
    batch = stage(room.receive(sheet([row(1)], ["Sebutan", *HEADINGS[1:]])))
    assert "<option>Sebutan</option>" in page.get(address("batch", batch)).content.decode()

    page.post(address("columns", batch), {"name_column": "Sebutan"})
    work()

    assert batch.rows.get().clean["name"] == "Koperasi Karyawan Contoh Bwati"


def test_work_that_was_stopped_before_it_began_leaves_the_list_waiting(room, page):
    batch = room.stage([row(1)])
    page.post(address("apply", batch))
    page.post(address("progress", batch))
    work()

    batch.refresh_from_db()
    assert (batch.state, Record.objects.count()) == ("staged", 0)


def test_the_part_about_the_work_is_read_until_it_ends(room, page):
    batch = room.receive(sheet([row(1)]))
    upload(page, ("ods.csv", sheet([row(1)])), source=room.source)
    assert "HX-Refresh" not in page.get(address("progress", batch)).headers
    work()

    assert page.get(address("progress", batch)).headers["HX-Refresh"] == "true"


def test_a_later_list_is_named_where_undoing_is_refused(room, page):
    first = room.bring([row(1)])
    later = room.bring([row(1), row(2)], title="KEADAAN 31 JULI 2024")

    assert "It cannot be undone now: 1 later piece of work" in text(page.get(address("batch", first)))
    page.post(address("undo", first), {"reason": "wrong"})
    first.refresh_from_db()
    assert (first.state, later.state) == ("applied", "applied")


def test_undoing_without_a_reason_asks_for_one(room, page):
    batch = room.bring([row(1)])

    answer = page.post(address("undo", batch), {"reason": " "})

    assert (answer.status_code, room.state() != {}) == (422, True)
    assert "Say why the import is undone." in text(answer)


# What is no list


def ktp():
    return sheet([[*row(n), f"64710112019{n:05d}"] for n in (1, 2, 3)], [*HEADINGS, "No KTP"])


LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 40
AT_ONCE = {
    "empty": (b"", "is empty"),
    "a PDF": (b"%PDF-1.7\n1 0 obj\n\0", "by its content it is PDF"),
    "locked": (LOCKED, "is protected by a password"),
    "damaged": (b"PK\x03\x04" + b"\0" * 50, "is damaged"),
}


@pytest.mark.parametrize("which", AT_ONCE)
def test_what_is_no_list_is_refused_on_the_page(room, page, which):
    content, sentence = AT_ONCE[which]

    answer = upload(page, ("berkas.xlsx", content), source=room.source)

    assert (answer.status_code, Batch.objects.count()) == (422, 0)
    assert sentence in text(answer)
    assert "berkas.xlsx" in text(answer)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (sheet([]), "has headings but no rows below them"),
        (ktp(), "numbers of 16 digits"),
        (b"lorem ipsum;dolor\r\nsit;amet\r\n", "No row with headings was recognised"),
    ],
    ids=["headings only", "numbers of persons", "no headings"],
)
def test_a_list_that_cannot_be_read_says_why_on_its_page(room, page, content, sentence):
    sent = upload(page, ("ods.csv", content), source=room.source)
    work()

    answer = page.get(sent.url)
    assert "This list cannot be read" in text(answer)
    assert sentence in text(answer)
    assert page.post(address("apply", Batch.objects.get())).status_code == 302
    assert Batch.objects.get().state == "refused"


def test_one_bad_file_of_two_does_not_hold_the_other(room, page):
    upload(page, ("a.csv", sheet([row(1)])), ("b.csv", b""), source=room.source)

    assert list(Batch.objects.values_list("file_name", flat=True)) == ["a.csv"]


def test_an_upload_that_says_it_is_too_large_is_refused_unread(room, page, settings):
    settings.UPLOAD_MB = 1

    class Unread(io.BytesIO):
        def read(self, *_):
            raise AssertionError("the body was read")

    answer = page.generic(
        "POST", address("upload"), b"", "multipart/form-data; boundary=x", CONTENT_LENGTH="2000000000",
        **{"wsgi.input": Unread()},
    )  # fmt: skip

    assert answer.status_code == 413
    assert "The upload is larger than 1 MB." in text(answer)


def test_a_name_with_html_in_it_stays_text(room, page):
    batch = room.stage([row(1, name="Koperasi <script>alert(1)</script> Jaya")])

    assert b"<script>alert" not in page.get(address("batch", batch)).content


def test_a_problem_in_a_personal_cell_does_not_show_it(room, page):
    batch = room.stage([[*row(1), "rahasia 12"]], headings=[*HEADINGS, "No Telepon"])

    assert batch.problems.get().code == "clean.phone_unread"
    shown = text(page.get(address("batch", batch)))
    assert ("rahasia" in shown, "No telephone number can be read from “•••”." in shown) == (False, True)


def test_an_upload_without_its_token_is_refused(room):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(room.officer.user)

    assert upload(strict, ("ods.csv", sheet([row(1)])), source=room.source).status_code == 403


# Who may


@pytest.mark.parametrize(
    ("role", "status"), [(role, 200 if role == Role.DATA_OFFICER else 403) for role in Role if role not in (
        Role.HEAD, Role.DIVISION_HEAD, Role.REVIEWER, Role.ADMINISTRATOR)]
)  # fmt: skip
def test_only_who_may_import_sees_imports(room, role, status):
    batch = room.stage([row(1)])
    person = client_of(standpoint_of(role, room.officer.office))

    for name in ("list", "upload", "batch"):
        assert person.get(address(name, batch if name == "batch" else None)).status_code == status


@pytest.mark.parametrize("role", [Role.HEAD, Role.REVIEWER])
def test_people_with_a_second_factor_may_not_import_either(room, role):
    batch = room.stage([row(1)])
    standpoint = standpoint_of(role, room.officer.office)
    TOTP.activate(standpoint.user, generate_totp_secret())

    assert client_of(standpoint).post(address("apply", batch)).status_code == 403
    batch.refresh_from_db()
    assert batch.state == "staged"


def test_strangers_go_to_the_login_and_people_without_an_office_nowhere(room):
    assert Client().get(address("list")).url.startswith(reverse(django_settings.LOGIN_URL))
    loose = Client()
    loose.force_login(UserFactory())
    assert loose.get(address("list")).status_code == 403


def test_imports_of_another_office_are_not_there(room):
    batch = room.stage([row(1)])
    other = client_of(standpoint_of(Role.DATA_OFFICER, OfficeFactory(code="6472", region_code="6472")))

    asked = ["batch", "progress", "marked"]
    assert [other.get(address(name, batch)).status_code for name in asked] == [404] * 3
    changes = ["apply", "discard", "undo", "columns", "again", "progress"]
    assert [other.post(address(name, batch), {"reason": "x"}).status_code for name in changes] == [404] * 6
    answer = upload(other, ("ods.csv", sheet([row(2)])), source=room.source)
    assert (answer.status_code, Batch.objects.count()) == (422, 1)


# The marked copy


def test_the_marked_copy_has_every_row_in_its_place_and_says_what_is_wrong(room, page):
    bad = row(2, nik="6,47102E+12", name="=HYPERLINK(A1)")
    batch = room.stage([row(1), bad])

    answer = page.get(address("marked", batch))

    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    lines = list(book.worksheets[0].iter_rows(min_row=1, max_row=5))
    assert lines[0][0].value == "KOTA BALIKPAPAN KEADAAN 30/06/2024"
    assert [cell.value for cell in lines[2]] == [*HEADINGS, "To be mended (Lumbung)"]
    assert [cell.value for cell in lines[4]][:7] == bad
    assert (lines[4][0].data_type, lines[4][1].fill.bgColor.rgb != "00000000") == ("s", True)
    assert "lost" in lines[4][7].value
    assert "lost" in lines[4][1].comment.text
    assert AuditLine.objects.filter(action="registry.personal_data.read", subject=f"batch:{batch.pk}").exists()


def test_a_marked_copy_that_comes_back_is_the_same_list(room, page):
    batch = room.stage([row(1), row(2, nik="6,47102E+12")])
    copy = b"".join(page.get(address("marked", batch)).streaming_content)

    back = stage(room.receive(copy, "kembali.xlsx"))

    assert back.as_of == batch.as_of
    assert list(back.rows.values_list("key", "content_hash")) == list(batch.rows.values_list("key", "content_hash"))
    assert not [f for f in back.findings if f["column"]]


def test_the_same_batch_gives_the_same_copy(room, page):
    batch = room.stage([row(1, nik="6,47102E+12")])
    first, second = (b"".join(page.get(address("marked", batch)).streaming_content) for _ in range(2))

    assert first == second


# The cost of a page


@pytest.mark.parametrize("n", [1, 30])
def test_a_page_asks_the_database_the_same_for_one_row_and_for_many(room, page, django_assert_max_num_queries, n):
    room.bring([row(k) for k in range(1, n + 1)], title="KEADAAN 31 MARET 2024")
    batch = room.stage([row(k, nik="6,47102E+12") for k in range(1, n + 1)])

    with django_assert_max_num_queries(26):
        page.get(address("batch", batch))
    with django_assert_max_num_queries(14):
        page.get(address("list"))
