"""Lists that speak of cooperatives, in an office: joined, asked about, left alone, taken back; nothing else moves."""

from __future__ import annotations

from datetime import date

import pytest

from lumbung.access.roles import Role
from lumbung.access.tests.factories import OfficeFactory, standpoint_of
from lumbung.imports.services import apply_batch, receive, stage, undo_batch
from lumbung.imports.tests.lists import Room, row
from lumbung.linkage.models import LISTED, Attaching, Attachment, Judgement, Pair
from lumbung.linkage.services import judge_pair, withdraw_judgement
from lumbung.registry.models import Cooperative, Entry, Membership, Source, Version
from lumbung.standing.models import Result
from lumbung.statistics.models import Cell, Check, Picture, Place
from lumbung.statistics.services import recompute

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # each counts an office several times
HEADINGS = (
    "NIK Koperasi;Nama Koperasi;Nomor Badan Hukum;Grade;Tanggal Berlaku Sertifikat;Status Sertifikat;Nomor Sertifikat"
)


class Lists:
    """An office with a register of eight, and lists that speak of them."""

    def __init__(self) -> None:
        self.register = Room()
        self.who, self.office = self.register.officer, self.register.officer.office
        self.register.bring([row(n, legal=f"{n}/BH/KWK.17/1997") for n in range(1, 9)])
        recompute(self.office)

    def bring(self, *rows, kind="certificate", name="Sertifikat NIK", day="30 JUNI 2024"):
        source, _ = Source.objects.get_or_create(office=self.office, name=name, defaults={"kind": kind})
        text = "\r\n".join([f"DAFTAR KEADAAN {day}", "", HEADINGS, *rows])
        batch = stage(receive(source, "daftar.csv", [text.encode()], by=self.who.user, actor=self.who.actor))
        apply_batch(batch, by=self.who.user, actor=self.who.actor)
        recompute(self.office)
        batch.refresh_from_db()
        return batch

    def undo(self, batch):
        undo_batch(batch, by=self.who.user, actor=self.who.actor, reason="berkas keliru")
        recompute(self.office)

    def became(self):
        """name in the list -> what became of it."""
        told = Attachment.objects.filter(office=self.office).values_list("entry__current__clean__name", "state", "by")
        return {name: (state, by) for name, state, by in told}

    def version(self, n):
        return Version.objects.get(office=self.office, current=True, fields__coop_nik=f"64710200{n:05d}")

    def judge(self, left, right, verdict="same"):
        reviewer = standpoint_of(Role.REVIEWER, self.office)
        ends = sorted((left, right), key=lambda entry: entry.pk)
        made = judge_pair(
            *ends, verdict=verdict, reason="", by=reviewer.user, actor=reviewer.actor,
            seen=tuple(entry.current.content_hash for entry in ends),
        )  # fmt: skip
        recompute(self.office)
        return made


def name(n):
    return row(n)[0]


def line(n, valid="12/01/2027", grade="A", nik=True, legal="", told="", status="Aktif"):
    return f"{f'64710200{n:05d}' if nik else ''};{told or name(n)};{legal};{grade};{valid};{status};SN-{n}"


def everything(office):
    """All that a list may never move."""
    cells = (
        Cell.objects.filter(office=office)
        .order_by("ordinal")
        .values_list("table", "row", "column", "count", "low", "high", "list_hash", "predicate")
    )
    return (
        list(cells),
        list(Check.objects.filter(office=office).order_by("ordinal").values_list("check_name", "verdict", "total")),
        sorted(Place.objects.filter(office=office).values_list("cooperative", "standing", "reason", "position")),
        sorted(
            Result.objects.filter(cooperative__office=office, until=None).values_list("cooperative", "rule", "result")
        ),
        sorted(Cooperative.objects.filter(office=office).values_list("number", "leads_to", "version")),
        sorted(Membership.objects.filter(cooperative__office=office).values_list("entry", "cooperative", "known")),
        Picture.objects.filter(office=office).values_list("as_of", "waiting", "records", "sections", "openings").get(),
        sorted(Pair.objects.filter(office=office).exclude(scope=LISTED).values_list("left", "right", "probability")),
    )


@pytest.fixture
def lists(db):
    return Lists()


def test_a_list_moves_no_figure_no_standing_and_no_identity(lists):
    before = everything(lists.office)

    lists.bring(line(1), line(2, nik=False), ";Koperasi Tambak Udang;;B;12/01/2027;Aktif;X", day="31 DESEMBER 2025")

    assert everything(lists.office) == before
    assert lists.became() == {
        name(1): ("attached", "number"),
        name(2): ("waiting", ""),
        "Koperasi Tambak Udang": ("alone", ""),
    }


def test_undoing_a_list_leaves_nothing_of_it(lists):
    before, version = everything(lists.office), lists.version(1)
    batch = lists.bring(line(1), line(2, nik=False))
    assert lists.version(1).certificate_valid_to == date(2027, 1, 12)

    lists.undo(batch)

    assert everything(lists.office) == before
    assert not Attachment.objects.exists()
    assert not Pair.objects.filter(scope=LISTED).exists()
    assert lists.version(1).fields == version.fields
    assert lists.version(1).field_sources == version.field_sources


def test_the_certificate_leads_and_its_row_is_named_as_the_source(lists):
    lists.bring(line(3, grade="C1"))

    version = lists.version(3)

    entry = Entry.objects.get(source__kind="certificate")
    assert (version.certificate_valid_to, version.certificate_status) == (date(2027, 1, 12), "certified")
    assert version.fields["nik_grade"] == "C1"
    assert {version.field_sources[f] for f in ("certificate_valid_to", "nik_grade")} == {entry.pk}
    assert version.field_sources["name"] != entry.pk


@pytest.mark.parametrize(("valid", "status"), [("12/01/2027", "certified"), ("12/01/2024", "expired")])
def test_a_list_without_a_status_says_it_by_the_end(lists, valid, status):
    lists.bring(line(3, valid=valid, status=""))

    assert lists.version(3).certificate_status == status


def test_of_two_certificates_the_one_that_ends_later_leads(lists):
    lists.bring(line(3, valid="12/01/2025", grade="B"), line(3, valid="12/01/2027", grade="A"))

    version = lists.version(3)

    assert (version.certificate_valid_to, version.fields["nik_grade"]) == (date(2027, 1, 12), "A")
    assert Attachment.objects.filter(cooperative=version.cooperative).count() == 2


def test_a_register_of_a_later_day_keeps_its_word(lists):
    headings = ("Nama Koperasi", "NIK Koperasi", "Tanggal Berlaku Sertifikat", "Grade")
    title = "DATA KOPERASI KEADAAN 31 DESEMBER 2024"
    lists.register.bring([[name(1), "6471020000001", "01/02/2026", "B"]], headings=headings, title=title)

    lists.bring(line(1, valid="12/01/2025"), day="30 JUNI 2024")
    early = lists.version(1)
    lists.bring(line(1, valid="12/01/2025"), name="Sertifikat 2025", day="30 JUNI 2025")

    assert (early.certificate_valid_to, early.fields["nik_grade"]) == (date(2026, 2, 1), "B")
    assert lists.version(1).certificate_valid_to == date(2025, 1, 12)


def test_another_agencys_list_leads_for_nothing(lists):
    before = lists.version(1)

    lists.bring(line(1), kind="agency", name="OJK")

    assert lists.became() == {name(1): ("attached", "number")}
    assert lists.version(1) == before  # not even a new version


def test_a_certificate_that_the_next_list_no_longer_has_leads_no_more(lists):
    lists.bring(line(1), line(2))

    lists.bring(line(2), day="31 JULI 2024")

    assert lists.version(1).certificate_valid_to is None
    assert lists.version(2).certificate_valid_to == date(2027, 1, 12)
    assert lists.became()[name(1)] == ("attached", "number")
    assert Entry.objects.get(source__kind="certificate", key="nik:6471020000001").vanished_on == date(2024, 7, 31)


def test_a_persons_word_joins_parts_and_is_taken_back(lists):
    lists.bring(line(2, nik=False))
    pair = Pair.objects.filter(scope=LISTED).select_related("left__current", "right__current").first()
    before = everything(lists.office)

    made = lists.judge(pair.left, pair.right)
    assert lists.became() == {name(2): ("attached", "judged")}
    assert not Pair.objects.filter(scope=LISTED).exists()
    assert lists.version(2).certificate_valid_to == date(2027, 1, 12)
    assert everything(lists.office) == before

    reviewer = standpoint_of(Role.REVIEWER, lists.office)
    withdraw_judgement(made, by=reviewer.user, actor=reviewer.actor)
    recompute(lists.office)
    assert lists.became() == {name(2): ("waiting", "")}
    assert everything(lists.office) == before


def test_a_row_joined_by_number_can_be_parted(lists):
    lists.bring(line(2))
    listed = Entry.objects.select_related("current", "source__office").get(source__kind="certificate")
    own = Entry.objects.select_related("current", "source__office").get(
        source__kind="register", key="nik:6471020000002"
    )

    lists.judge(listed, own, verdict="different")

    assert lists.became()[name(2)][0] != "attached"
    assert lists.version(2).certificate_valid_to is None


def test_what_a_person_said_of_a_row_keeps_its_import_from_being_undone(lists):
    batch = lists.bring(line(2, nik=False))
    pair = Pair.objects.filter(scope=LISTED).select_related("left__current", "right__current").first()
    lists.judge(pair.left, pair.right)

    with pytest.raises(Exception, match="batch_built_upon"):
        lists.undo(batch)
    assert Judgement.objects.count() == 1


def test_a_row_in_no_register_joins_when_the_register_gets_it(lists):
    lists.bring(line(9))
    assert lists.became() == {name(9): ("alone", "")}

    lists.register.bring([row(n, legal=f"{n}/BH/KWK.17/1997") for n in range(1, 10)])
    recompute(lists.office)

    assert lists.became() == {name(9): ("attached", "number")}
    assert lists.version(9).certificate_valid_to == date(2027, 1, 12)


def test_nothing_is_decided_anew_where_nothing_changed(lists, monkeypatch):
    lists.bring(line(1), line(2, nik=False))
    before = lists.became()

    def never(*_args, **_how):
        raise AssertionError("decided anew")

    monkeypatch.setattr("lumbung.linkage.services.attaching.attach", never)
    recompute(lists.office)
    assert lists.became() == before

    Attaching.objects.all().delete()
    with pytest.raises(AssertionError, match="decided anew"):
        recompute(lists.office)


def test_an_office_with_a_list_alone_has_no_figures_and_all_rows_in_no_register(db):
    room = Room(kind=Source.Kind.CERTIFICATE, name="Sertifikat NIK")
    room.bring([row(1), row(2)])

    assert recompute(room.officer.office) is None
    assert set(Attachment.objects.values_list("state", flat=True)) == {"alone"}


def test_lists_of_another_office_are_not_looked_at(lists):
    other = Room(
        standpoint_of(Role.DATA_OFFICER, OfficeFactory(code="6472", region_code="6472")),
        kind=Source.Kind.CERTIFICATE,
        name="Sertifikat NIK",
    )
    other.bring([row(1)])

    recompute(lists.office)

    assert not Attachment.objects.exists()
