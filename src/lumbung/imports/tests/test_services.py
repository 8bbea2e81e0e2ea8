"""A list on its way: received, staged, applied, undone."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from lumbung.audit.models import Entry as AuditLine
from lumbung.core.findings import BadInput
from lumbung.imports.models import Batch
from lumbung.imports.services import (
    BatchRefused,
    BuiltUpon,
    Stale,
    WrongState,
    discard,
    receive,
    remap,
    stage,
    what_was_built_on,
)
from lumbung.imports.services.receiving import stored
from lumbung.imports.tests.lists import HEADINGS, TITLE, Room, row, sheet, workbook
from lumbung.linkage.models import Judgement
from lumbung.registry.models import Entry, Record, Source

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(db):
    return Room()


def kinds(batch):
    return sorted(batch.differences.values_list("kind", "name"))


# What is staged


def test_a_first_list_is_all_new_and_speaks_of_the_day_in_its_title(room):
    batch = room.stage([row(1), row(2)])

    assert batch.state == Batch.State.STAGED
    assert batch.as_of == date(2024, 6, 30)
    assert batch.counts == {
        "rows": 2, "new": 2, "changed": 0, "vanished": 0, "same": 0, "rows_with_errors": 0, "errors": 0, "warnings": 0,
    }  # fmt: skip
    assert not Record.objects.exists()


def test_the_next_list_shows_new_changed_and_vanished_rows(room):
    room.bring([row(1), row(2), row(3)])

    batch = room.stage([row(1), row(2, address="Jl. Durian No. 7"), row(4)])

    assert [batch.counts[k] for k in ("new", "changed", "same", "vanished")] == [1, 1, 1, 1]
    changed = batch.differences.get(kind="changed")
    assert changed.changes["address"] == ["Jl. Mangga No. 2", "Jl. Durian No. 7"]
    assert set(changed.changes) == {"address", "house_number", "street"}


def test_a_changed_chair_is_told_but_not_shown(room):
    room.bring([row(1)])

    batch = room.stage([row(1, chair="Orang Baru")])

    assert batch.differences.get().changes == {"chair": [None, None], "officers": [None, None]}


def test_personal_cells_of_every_sheet_are_sealed(room):
    first, second = list(HEADINGS), [*HEADINGS[:5], "Ketua Koperasi", HEADINGS[6]]
    content = workbook({"Satu": [first, row(1, chair="Rahasia Satu")], "Dua": [second, row(2, chair="Rahasia Dua")]})

    batch = stage(room.receive(content, "dua-lembar.xlsx"))

    assert batch.counts["rows"] == 2
    assert not [text for raw in batch.rows.values_list("raw", flat=True) for text in raw.values() if "Rahasia" in text]


def test_rows_with_a_lost_nik_stay_the_entries_they_were(room):
    room.bring([row(1), row(2)])

    batch = room.stage([row(1, nik="6,47102E+12"), row(2)])

    assert kinds(batch) == [("changed", "Koperasi Karyawan Contoh Bwati")]
    assert batch.counts["errors"] == 1


def test_a_census_takes_nothing_back(db):
    room = Room(kind=Source.Kind.CENSUS, name="Sensus")
    room.bring([row(1), row(2)])

    assert room.stage([row(1)]).counts["vanished"] == 0


def test_a_person_settles_a_column_and_the_next_list_knows_it(room):
    headings = ["Sebutan", *HEADINGS[1:]]
    content = sheet([row(1)], headings)
    refused = stage(room.receive(content))
    assert [f["code"] for f in refused.findings] == ["no_name_column"]

    staged = remap(refused, {"Sebutan": "name"}, by=room.officer.user, actor=room.officer.actor)

    assert staged.rows.get().clean["name"] == "Koperasi Karyawan Contoh Bwati"
    assert stage(room.receive(sheet([row(1), row(2)], headings))).state == Batch.State.STAGED


def test_a_field_that_does_not_exist_is_no_mapping(room):
    with pytest.raises(BadInput, match="mapping_unknown_field"):
        remap(room.stage([row(1)]), {"Alamat": "adress"}, by=room.officer.user, actor=room.officer.actor)


def test_an_older_list_says_so(room):
    room.bring([row(1)])

    older = room.stage([row(1), row(2)], title="KEADAAN 31 MARET 2024")

    assert {f["code"]: f["params"] for f in older.findings} == {
        "batch_older": {"day": "31/03/2024", "last": "30/06/2024"}
    }


def test_a_list_that_is_far_from_whole_says_so(room):
    room.bring([row(n) for n in range(1, 21)])

    part = room.stage([row(n) for n in range(1, 9)])

    assert [(f["code"], f["params"]) for f in part.findings] == [("batch_not_whole", {"gone": 12, "known": 20})]


def test_a_list_with_numbers_of_persons_is_refused_and_not_kept(room, django_capture_on_commit_callbacks):
    batch = room.receive(sheet([[*row(n), f"64710112019{n:05d}"] for n in (1, 2, 3)], [*HEADINGS, "No KTP"]))
    kept = stored(batch)

    with django_capture_on_commit_callbacks(execute=True):
        batch = stage(batch)

    assert (batch.state, [f["code"] for f in batch.findings]) == ("refused", ["persons_numbers"])
    assert not kept.exists()


# What is received


def test_the_same_file_twice_waits_once_and_counts_once(room):
    content = sheet([row(1)])
    first = room.receive(content)
    assert room.receive(content, "lagi.csv") == first
    room.apply(stage(first))

    with pytest.raises(BatchRefused, match="batch_twice"):
        room.receive(content)
    assert Batch.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "batch_empty"),
        (b"%PDF-1.7 \0\0", "wrong_kind"),
        (b"\xff\xd8\xff\xe0\0\0JFIF", "wrong_kind"),
        (b"PK\x03\x04 cut off", "corrupted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
    ],
)
def test_what_is_no_list_is_refused_at_once_and_not_kept(room, settings, content, code):
    with pytest.raises((BadInput, BatchRefused)) as refusal:
        room.receive(content, "berkas.xlsx")

    assert [(f.code, f.params["file"]) for f in refusal.value.findings] == [(code, "berkas.xlsx")]
    folder = settings.MEDIA_ROOT / "lists"
    assert not [path for path in folder.iterdir() if path.read_bytes() == content]


def test_a_file_that_grows_past_the_limit_is_not_kept(room, settings):
    settings.UPLOAD_MB = 1
    chunks = (b"x" * 400_000 for _ in range(4))

    with pytest.raises(BatchRefused, match="batch_too_large"):
        receive(room.source, "besar.csv", chunks, by=room.officer.user, actor=room.officer.actor)
    assert not list((settings.MEDIA_ROOT / "lists").glob(".*"))


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        (r"C:\Users\Ani\ods.xlsx", "ods.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("..", "list"),
        ("baris\nbaru\0.csv", "barisbaru.csv"),
        ("é" * 300 + ".xlsx", "é" * 97 + ".xlsx"),
    ],
)
def test_a_file_name_is_a_plain_name(room, told, kept):
    assert room.receive(sheet([row(1)]), told).file_name == kept


# What counts


def test_applied_rows_count_and_vanished_ones_are_marked(room):
    room.bring([row(1), row(2)])

    room.bring([row(1), row(3)], title="KEADAAN 30 SEPTEMBER 2024")

    vanished = {name: day for name, _, day in room.state().values()}
    assert vanished == {
        "Koperasi Karyawan Contoh Bwati": None,
        "Koperasi Karyawan Contoh Cwati": date(2024, 9, 30),
        "Koperasi Karyawan Contoh Dwati": None,
    }


def test_a_second_apply_changes_nothing(room):
    batch = room.bring([row(1)])
    lines = AuditLine.objects.count()

    with pytest.raises(WrongState):
        room.apply(batch)
    assert (Record.objects.count(), AuditLine.objects.count()) == (1, lines)


def test_what_was_compared_before_another_list_counted_is_stale(room):
    first, second = room.stage([row(1)]), room.stage([row(1), row(2)])
    room.apply(first)

    with pytest.raises(Stale):
        room.apply(second)
    assert stage(second).counts["new"] == 1


def test_one_list_of_a_source_is_applied_at_a_time(room):
    first, second = room.stage([row(1)]), room.stage([row(2)])
    Batch.objects.filter(pk=first.pk).update(state=Batch.State.APPLYING)

    with pytest.raises(BatchRefused, match="batch_source_busy"):
        room.apply(second)


def test_a_discarded_list_cannot_be_applied(room):
    batch = discard(room.stage([row(1)]), actor=room.officer.actor)

    with pytest.raises(WrongState):
        room.apply(batch)


# What is undone


def test_undoing_brings_back_what_was_and_deletes_nothing(room):
    room.bring([row(1), row(2)])
    before = room.state()
    batch = room.bring([row(1, address="Jl. Durian"), row(3)], title="KEADAAN 30 SEPTEMBER 2024")
    records = Record.objects.count()

    undone = room.undo(batch)

    assert room.state() == before
    assert Record.objects.count() == records
    assert undone.state == Batch.State.UNDONE
    assert AuditLine.objects.filter(action="imports.batch.undone").get().reason == "berkas keliru"


def test_a_row_that_came_back_is_missing_again_when_that_is_undone(room):
    room.bring([row(1), row(2)], title="KEADAAN 31 MARET 2024")
    room.bring([row(1)], title="KEADAAN 30 JUNI 2024")
    before = room.state()

    room.undo(room.bring([row(1), row(2)], title="KEADAAN 30 SEPTEMBER 2024"))

    assert room.state() == before
    assert {vanished for *_, vanished in before.values()} == {None, date(2024, 6, 30)}


def test_undoing_twice_or_without_a_reason_is_refused(room):
    batch = room.bring([row(1)])
    with pytest.raises(BatchRefused, match="batch_no_reason"):
        room.undo(batch, "  ")
    room.undo(batch)

    with pytest.raises(WrongState):
        room.undo(batch)


def test_a_later_list_of_the_source_must_be_undone_first(room):
    first = room.bring([row(1)])
    second = room.bring([row(1), row(2)])

    assert (what_was_built_on(first), what_was_built_on(second)) == ([f"batch:{second.pk}"], [])
    with pytest.raises(BuiltUpon):
        room.undo(first)


def test_a_judgement_on_a_row_that_only_this_list_has_holds_it(room):
    room.undo(room.bring([row(1), row(2)]))  # an older word on the same rows, withdrawn
    batch = room.bring([row(1), row(2), row(3)], title="KEADAAN 30 JULI 2024")
    left, right = Entry.objects.order_by("pk")[:2]
    judgement = Judgement.objects.create(
        left=left, right=right, office=room.officer.office, verdict="same", made_by=room.officer.user
    )

    assert what_was_built_on(batch) == [f"judgement:{judgement.pk}"]


def test_a_judgement_on_rows_that_an_earlier_list_has_too_holds_nothing(room):
    room.bring([row(1), row(2)])
    batch = room.bring([row(1), row(2, address="Jl. Durian")], title="KEADAAN 30 JULI 2024")
    left, right = Entry.objects.order_by("pk")[:2]
    Judgement.objects.create(
        left=left, right=right, office=room.officer.office, verdict="same", made_by=room.officer.user
    )

    assert what_was_built_on(batch) == []


class AppliedAndUndone(TestCase):
    """Whatever a list holds, applying it and taking it back leaves the entries as they were."""

    lists = st.lists(st.tuples(st.integers(1, 4), st.sampled_from(["", "Jl. Durian"])), min_size=1, max_size=4)

    @given(lists, lists)
    @settings(max_examples=8)
    def test_applying_then_undoing_leaves_every_entry_as_it_was(self, first, second):
        room = Room()
        room.bring([row(n, **({"address": a} if a else {})) for n, a in first], title="KEADAAN 31 MARET 2024")
        before = room.state()
        current = set(Entry.objects.filter(current__isnull=False).values_list("pk", "current", "vanished_on"))

        room.undo(room.bring([row(n, **({"address": a} if a else {})) for n, a in second], title=TITLE))

        assert room.state() == before
        assert set(Entry.objects.filter(current__isnull=False).values_list("pk", "current", "vanished_on")) == current
