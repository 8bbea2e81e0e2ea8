"""What is told at the counter counts, is proven, and can be taken back."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from lumbung.access.roles import Role
from lumbung.access.tests.factories import standpoint_of
from lumbung.audit.models import Entry as AuditLine
from lumbung.core.jobs.models import JobProgress
from lumbung.counter.models import CounterAct
from lumbung.counter.queries import acts_of, alike, events_of, known_texts, number_of
from lumbung.counter.services import Claimed, CounterRefused, StandsUpon, Told, act
from lumbung.counter.tests.desk import DAY, Desk
from lumbung.imports.tests.lists import row
from lumbung.linkage.models import Judgement
from lumbung.registry.models import Cooperative, Entry, Record, Source, Version
from lumbung.registry.sealing import unseal

pytestmark = pytest.mark.django_db
BOARD = {
    "chair": "H. Amin, S.E.",
    "secretary": "Siti Rahma",
    "term_from": "01/02/2024",
    "term_until": "31/01/2027",
    "phone": "0812 3456 7890",
}


@pytest.fixture
def desk(db):
    return Desk()


def codes(refused):
    return [finding.code for finding in refused.value.findings]


def new(desk, name="Koperasi Nelayan Pantai Lestari", **more):
    place = {"village": "Manggar", "district": "Balikpapan Timur", "regency": "Kota Balikpapan"}
    return desk.tell(None, "new", **{"name": name, "kind": "Produsen", "address": "Jl. Mulawarman 3", **place, **more})


# A change of a cooperative that is there


def test_a_changed_address_leads_over_the_register_and_the_register_stands_beside_it(desk):
    cooperative = desk.cooperative(1)

    done = desk.move(cooperative)
    desk.count()

    version = desk.version(cooperative)
    assert (version.fields["address"], version.village_code) == ("Jl. Baru No. 5", "6471051006")
    assert version.field_sources["address"] == done.entry_id
    assert version.fields["village_code_register"] == "6471051002"
    assert done.changes == {
        "address": ["Jl. Mangga No. 1", "Jl. Baru No. 5"],
        "village": ["Sepinggan", "Gunung Bahagia"],
    }


def test_an_act_is_an_entry_of_the_one_counter_under_the_permanent_number(desk):
    cooperative = desk.cooperative(1)

    first, second = desk.move(cooperative), desk.move(desk.cooperative(2))

    source = Source.objects.get(kind=Source.Kind.COUNTER)
    assert (source.name, first.entry.source, second.entry.source) == ("Loket", source, source)
    assert (first.entry.key, first.entry.key_kind) == (f"loket:{cooperative.number}", "counter")
    assert (first.record.batch_id, first.record.row, second.record.row) == (None, 1, 2)
    assert (first.record.file, first.record.observed_on) == ("surat.pdf", DAY)


def test_a_later_act_carries_forward_what_the_earlier_ones_told(desk):
    cooperative = desk.cooperative(1)

    first = desk.move(cooperative)
    second = desk.tell(cooperative, "name", name="Koperasi Karyawan Contoh Baru", on=date(2024, 7, 12))

    assert second.entry == first.entry
    assert Entry.objects.get(pk=first.entry_id).current == second.record
    assert (second.record.clean["name"], second.record.clean["address"]) == (
        "Koperasi Karyawan Contoh Baru",
        "Jl. Baru No. 5",
    )


def test_the_first_act_joins_the_entry_to_its_cooperative_and_the_second_needs_no_verdict(desk):
    cooperative = desk.cooperative(1)

    done = desk.move(cooperative)
    desk.tell(cooperative, "name", name="Koperasi Karyawan Contoh Baru")

    joined = Judgement.objects.get()
    assert (joined.verdict, joined.right_id, joined.reason) == ("same", done.entry_id, "surat ketua")
    desk.count()
    assert done.entry.memberships.get(known__upper_inf=True).cooperative == cooperative


def test_a_changed_name_that_shares_no_word_with_the_old_one_stays_the_same_cooperative(desk):
    cooperative = desk.cooperative(1)

    desk.tell(cooperative, "name", name="Koperasi Jasa Samudra Biru")
    desk.count()

    assert desk.version(cooperative).name == "Koperasi Jasa Samudra Biru"
    assert Cooperative.objects.count() == 3


def test_officers_and_their_terms_are_sealed_and_never_copied(desk):
    done = desk.tell(desk.cooperative(1), "officers", **BOARD)

    told = (
        f"{done.record.raw}{done.record.clean}{done.changes}{list(AuditLine.objects.values_list('changes', flat=True))}"
    )
    assert not [text for text in ("Amin", "amin", "Rahma", "0812", "2027") if text in told]
    assert unseal(done.record.personal_sealed)["raw"] == BOARD
    assert done.changes == {field: [None, None] for field in BOARD}


def test_a_change_of_officers_is_no_newer_word_on_where_it_is(desk):
    cooperative = desk.cooperative(1)

    desk.move(cooperative)
    later = desk.tell(cooperative, "officers", on=date(2024, 7, 14), **BOARD)

    assert (later.record.observed_on, later.record.clean["told_on"]) == (date(2024, 7, 14), DAY.isoformat())


def test_the_figures_follow_and_the_act_is_in_the_trail(desk):
    cooperative = desk.cooperative(1)
    JobProgress.objects.all().delete()

    done = desk.tell(cooperative, "dissolved")  # joins nothing, so that only the act itself asks for figures
    moved = desk.move(cooperative)

    assert JobProgress.objects.filter(kind="statistics.recompute", state="waiting").exists()
    lines = AuditLine.objects.filter(action="counter.act.done").order_by("pk")
    assert [(line.subject, line.reason, line.changes["act"]) for line in lines] == [
        (f"cooperative:{cooperative.number}", "surat ketua", one.pk) for one in (done, moved)
    ]
    assert lines[1].changes["fields"] == ["address", "village"]


# A new cooperative


def test_a_new_cooperative_gets_a_number_of_its_own_and_is_counted_apart(desk):
    done = new(desk)
    assert (done.cooperative, number_of(done)) == (None, "")

    desk.count()

    number = number_of(done)
    version = Version.objects.get(cooperative__number=number, current=True)
    assert Cooperative.objects.count() == 4
    assert (version.name, version.listed, version.visited) == ("Koperasi Nelayan Pantai Lestari", False, False)
    assert (version.kind, version.village_code) == ("produsen", "6471011001")


def test_a_change_of_a_cooperative_known_only_here_goes_on_with_its_own_entry(desk):
    done = new(desk)
    desk.count()

    later = desk.move(Cooperative.objects.get(number=number_of(done)))

    assert later.entry == done.entry
    assert not Judgement.objects.exists()


def test_what_is_alike_to_a_new_one_is_found_by_name_and_by_number(desk):
    same_number = {"name": "Koperasi Lain Sama Sekali", "legal_number": row(2)[2]}
    same_name = {"name": "Kopkar Contoh " + row(3)[0].split()[-1]}

    assert [one.cooperative for one in alike(desk.office, same_number, DAY)][:1] == [desk.cooperative(2)]
    assert desk.cooperative(3) in [one.cooperative for one in alike(desk.office, same_name, DAY)]
    assert alike(desk.office, {"name": "Koperasi Nelayan Pantai Lestari"}, DAY) == []


# Events of law


def test_a_merger_of_legal_entities_is_an_event_and_joins_no_data(desk):
    into, other = desk.cooperative(1), desk.cooperative(2)

    done = desk.tell(into, "merger", others=[other])
    desk.count()

    assert Version.objects.filter(current=True).count() == 3
    assert [list(events_of(one)) for one in (into, other, desk.cooperative(3))] == [[done], [done], []]
    assert (done.entry, done.record) == (None, None)


def test_who_moved_out_is_placed_where_it_went(desk):
    cooperative = desk.cooperative(1)

    desk.tell(cooperative, "moved_out", regency="Kota Samarinda", district="Samarinda Kota", village="", address="")
    desk.count()

    assert desk.version(cooperative).district_code[:4] == "6472"
    assert [one.kind for one in events_of(cooperative)] == ["moved_out"]


def test_an_undone_event_is_no_event_but_stays_among_the_acts(desk):
    cooperative = desk.cooperative(1)
    done = desk.tell(cooperative, "dissolved")

    desk.undo(done)

    assert list(events_of(cooperative)) == []
    assert [(one.pk, one.withdrawn_reason) for one in acts_of(cooperative)] == [(done.pk, "salah koperasi")]


# Twice, and refused


def test_a_form_sent_twice_is_done_once(desk):
    token, cooperative = uuid4(), desk.cooperative(1)

    first, second = desk.move(cooperative, token=token), desk.move(cooperative, token=token)

    assert first == second
    assert (CounterAct.objects.count(), Record.objects.filter(entry=first.entry).count()) == (1, 1)


def test_a_token_of_another_person_is_refused(desk):
    token = uuid4()
    desk.move(desk.cooperative(1), token=token)
    other = standpoint_of(Role.DATA_OFFICER, desk.office)
    told = Told("address", {"address": "Jl. X"}, DAY, desk.paper(), "surat.pdf", "surat")

    with pytest.raises(Claimed):
        act(desk.office, desk.cooperative(2), told, token=token, by=other.user, actor=other.actor)


@pytest.mark.parametrize(
    ("kind", "told", "code"),
    [
        ("address", {"address": "Jl. Baru", "on": date(2999, 1, 1)}, "counter_future"),
        ("address", {"address": "Jl. Baru", "reason": " "}, "counter_no_reason"),
        ("address", {}, "counter_nothing_told"),
        ("merger", {}, "counter_no_others"),
        ("address", {"address": "KTP 6471015508900001"}, "counter_persons_number"),
        ("articles", {"coop_nik": "6471015508900001", "amendment_number": "1"}, "clean.nik_of_a_person"),
        ("address", {"address": "Jl. Baru", "village": "Atlantis"}, "clean.village_unknown"),
        ("officers", {"term_from": "01/02/2024", "term_until": "01/02/2023"}, "counter_term_backwards"),
        ("articles", {"amendment_on": "31/02/2024"}, "clean.date_no_such_day"),
    ],
)
def test_what_cannot_be_right_is_refused_and_nothing_is_written(desk, kind, told, code):
    with pytest.raises(CounterRefused) as refused:
        desk.tell(desk.cooperative(1), kind, **told)

    assert code in codes(refused)
    assert not CounterAct.objects.exists()
    assert not Record.objects.filter(batch_id__isnull=True).exists()


def test_a_village_that_is_not_read_as_chosen_is_refused(desk):
    with pytest.raises(CounterRefused) as refused:
        desk.move(desk.cooperative(1), village_code="6471051002")

    assert codes(refused) == ["counter_place_unread"]


def test_the_same_told_again_is_refused(desk):
    desk.move(desk.cooperative(1))

    with pytest.raises(CounterRefused) as refused:
        desk.move(desk.cooperative(1))

    assert codes(refused) == ["counter_nothing_new"]


# Undoing


def test_undoing_falls_back_to_what_was_told_before(desk):
    cooperative = desk.cooperative(1)
    first = desk.move(cooperative)
    second = desk.move(cooperative, "Jl. Lain No. 9")

    desk.undo(second)
    desk.count()

    assert desk.version(cooperative).fields["address"] == "Jl. Baru No. 5"
    assert Record.objects.get(pk=second.record_id).withdrawn_at is not None
    desk.undo(first)
    desk.count()
    assert desk.version(cooperative).fields["address"] == "Jl. Mangga No. 1"
    assert not Judgement.objects.filter(superseded_by__isnull=True).exclude(verdict="withdrawn").exists()


def test_undoing_waits_for_what_stands_upon_it(desk):
    cooperative = desk.cooperative(1)
    first = desk.move(cooperative)
    second = desk.tell(cooperative, "officers", **BOARD)

    with pytest.raises(StandsUpon) as refused:
        desk.undo(first)

    assert refused.value.work == (second,)
    assert CounterAct.objects.get(pk=first.pk).withdrawn_at is None


def test_a_new_cooperative_goes_with_its_act_once_nothing_stands_upon_it(desk):
    done = new(desk)
    desk.count()
    made = Cooperative.objects.get(number=number_of(done))
    ended = desk.tell(made, "dissolved")

    with pytest.raises(StandsUpon) as refused:
        desk.undo(done)
    assert refused.value.work == (ended,)

    desk.undo(ended)
    desk.undo(done)
    desk.count()
    assert Version.objects.filter(current=True).count() == 3


def test_an_act_is_undone_once_and_with_a_reason(desk):
    done = desk.move(desk.cooperative(1))
    with pytest.raises(CounterRefused) as refused:
        desk.undo(done, reason=" ")
    assert codes(refused) == ["counter_no_reason"]

    desk.undo(done)
    with pytest.raises(CounterRefused) as again:
        desk.undo(done)

    assert codes(again) == ["counter_withdrawn"]
    assert AuditLine.objects.filter(action="counter.act.undone").count() == 1


def test_after_undoing_everything_the_same_can_be_told_again(desk):
    cooperative = desk.cooperative(1)
    desk.undo(desk.move(cooperative))

    desk.move(cooperative, reason="kali ini benar")
    desk.count()

    assert desk.version(cooperative).fields["address"] == "Jl. Baru No. 5"


def test_what_is_known_is_told_as_a_list_would_write_it(desk):
    texts = known_texts(desk.cooperative(1))

    assert texts["village"].casefold() == "sepinggan"
    assert texts["address"] == "Jl. Mangga No. 1"
    assert "chair" not in texts
