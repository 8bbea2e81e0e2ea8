"""The record page: sources side by side, what the register follows, history, and officers behind a button."""

from __future__ import annotations

import html
import re

import pytest
from django.urls import reverse

from lumbung.access.roles import Role
from lumbung.audit.models import Entry as AuditEntry
from lumbung.dashboards.marks import differ
from lumbung.dashboards.records import Reader, found
from lumbung.dashboards.sides import side_by_side
from lumbung.linkage.models import Pair
from lumbung.registry.models import Cooperative, Membership, Record, Version
from lumbung.registry.queries import records_behind
from lumbung.registry.sealing import unseal
from lumbung.registry.services import change_memberships, set_override
from lumbung.statistics.models import Place
from lumbung.statistics.services import recompute

FIRST = "6471-000001-3"


def address(number):
    return reverse("dashboards:cooperative", args=[number])


def text_of(answer):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def page_of(officer, number, language="en"):
    return Reader(officer, found(officer, number), language).page()


def test_every_side_leads_to_file_sheet_and_row(officer):
    page = page_of(officer, FIRST)

    assert [side.place for side in page.sides.heads] == [
        "ods-balikpapan-juni-2024.xlsx, sheet ODS, row 6",
        "sensus-lapangan-2024.csv, row 420",
    ]


def test_the_followed_value_is_marked_and_says_why(officer):
    told = {line.field: line for line in page_of(officer, FIRST).sides.lines}

    assert [cell.used for cell in told["name"].cells] == [True, False]
    assert (told["name"].why, told["address"].why) == ("ODS leads for this field", "the visit leads for kind and place")
    assert [cell.used for cell in told["address"].cells] == [False, True]


def test_letters_that_differ_are_marked(officer):
    name = next(line for line in page_of(officer, FIRST).sides.lines if line.field == "name")

    assert (name.differs, name.cells[0].pieces[-1]) == (True, (" (KOSE)", True))


def test_what_was_read_alike_is_no_difference(officer):
    """ "Konsumen" and "Konsumsi" are one kind, "KEC. X" and "X" one district."""
    told = {line.field: line.differs for line in page_of(officer, FIRST).sides.lines}

    assert (told["kind"], told["district"], told["legal_number"]) == (False, False, False)


def test_rows_of_the_register_that_are_one_cooperative_stand_side_by_side(officer, reader):
    version = Version.objects.filter(current=True, register_records=2).first()
    page = page_of(officer, version.cooperative.number)

    registers = [side for side in page.sides.heads if not side.visit]
    assert len(registers) == page.doubles == 2
    answer = text_of(reader().get(address(version.cooperative.number)))
    assert "2 rows of ODS are this one cooperative: duplicate data." in answer


def test_what_a_person_decided_stands_in_its_line_with_the_reason(office, officer):
    cooperative = Cooperative.objects.get(number=FIRST)
    told = {"reason": "Terlihat di akta", "seen": None, "by": officer.user, "actor": officer.actor}
    set_override(cooperative, "name", "Koperasi Wanita Sejahtera", **told)
    recompute(office)

    page = page_of(officer, FIRST)
    name = next(line for line in page.sides.lines if line.field == "name")
    assert page.found.version.name == "Koperasi Wanita Sejahtera"
    assert name.why == f"corrected by hand to “Koperasi Wanita Sejahtera” by {officer.user}: Terlihat di akta"
    assert not any(cell.used for cell in name.cells)
    assert "Field corrected by hand" in {event.what for event in page.events}


def test_where_the_visit_is_silent_the_district_is_unknown_and_ods_stands_beside(officer):
    version = Version.objects.get(current=True, district_code="")
    page = page_of(officer, version.cooperative.number)

    district = next(line for line in page.sides.lines if line.field == "district")
    assert not any(cell.used for cell in district.cells)
    assert district.why == "the visit is silent: unknown; what ODS says stands beside it"
    assert ("District", "Unknown", "according to ODS: Balikpapan Timur") in page.profile.places


@pytest.mark.parametrize("standing", ["active", "inactive", "unknown"])
def test_the_status_says_its_reason_and_other_criteria_stand_below(officer, standing):
    place = Place.objects.filter(standing=standing).first()
    page = page_of(officer, place.cooperative.number)

    assert (page.status.result, bool(page.status.reason)) == (standing, True)
    assert len(page.others) == 8
    assert page.status.title not in {one.title for one in page.others}


def test_numbers_carry_their_era_and_day_once(officer):
    assert page_of(officer, FIRST).numbers == [
        ("Cooperative NIK", "6471010020004", ""),
        ("Legal-entity number", "132/BH/KDK.17.1/X/1999", "offices of the Department of Cooperatives, 29/10/1999"),
    ]


def test_pairs_that_wait_name_the_other_cooperative(officer):
    pair = Pair.objects.filter(tier="review", judged="", linked=False).first()
    mine, other = (
        Membership.objects.get(entry=end, known__upper_inf=True).cooperative for end in (pair.left, pair.right)
    )

    waiting = page_of(officer, mine.number).waiting
    assert other.number in {one.number for one in waiting}
    assert all(one.why for one in waiting)


def test_who_may_judge_is_led_from_a_record_to_its_pairs(reader):
    pair = Pair.objects.filter(linked=True).first()
    number = Membership.objects.get(entry=pair.left, known__upper_inf=True).cooperative.number
    link = reverse("dashboards:pair", args=[pair.left_id, pair.right_id])

    seen = [link in reader(role).get(address(number)).content.decode() for role in (Role.REVIEWER, Role.GOV_SUPERVISOR)]
    assert seen == [True, False]


def test_an_unknown_number_is_not_there(reader):
    assert [reader().get(address(number)).status_code for number in ("6471-999999-9", "x", "\0")] == [404] * 3


def joined(office, officer):
    """Two cooperatives become one by hand; the number that led on, and where to."""
    first, second = Cooperative.objects.filter(versions__current=True).order_by("pk")[:2]
    groups = {}
    for one in Membership.objects.filter(cooperative__office=office, known__upper_inf=True):
        groups.setdefault(str(first.pk if one.cooperative_id == second.pk else one.cooperative_id), []).append(
            one.entry_id
        )
    change_memberships(office, groups, cause="judgement:1", by=officer.actor)
    Version.objects.filter(cooperative=second).update(current=False)
    return second.number, first.number


def test_a_number_that_was_joined_leads_on_with_a_note(office, officer, reader):
    old, new = joined(office, officer)
    client = reader()

    answer = client.get(address(old))

    assert (answer.status_code, answer["Location"]) == (302, address(new))
    assert f"Number {old} was joined with this one and leads here." in text_of(client.get(address(new)))


def test_the_history_tells_what_joined_and_what_led_here(office, officer):
    old, new = joined(office, officer)

    told = [event.what for event in page_of(officer, new).events]
    assert f"Number {old} leads here since its data was joined" in told
    assert sum(what.startswith("Rows joined: ") for what in told) == 2
    assert "Visited: Found, operating" in told
    assert "List applied: sensus-lapangan-2024.csv" in told


def test_the_history_tells_a_changed_field_before_and_after(office, officer):
    record = records_behind(Cooperative.objects.get(number=FIRST)).first()
    Record.objects.filter(pk=record.pk).update(clean=record.clean | {"members": 77})
    visit = records_behind(record.entry.memberships.get().cooperative).last()
    Record.objects.filter(pk=visit.pk).update(clean=visit.clean | {"address": "Rumah Ibu Ketua, Jl. Baru 1"})
    recompute(office)

    changed = next(
        event for event in page_of(officer, FIRST).events if event.what.startswith("What the register holds")
    )
    assert changed.what == "What the register holds to be true changed: Address, Members"
    assert changed.details == ["Members: 32 → 77"]  # an address may name people


# Officers


def officers_of(number):
    record = records_behind(Cooperative.objects.get(number=number)).first()
    return unseal(record.personal_sealed)["clean"]["chair"]


def ask_for_officers(client, **told):
    return client.post(reverse("dashboards:officers", args=[FIRST]), {"purpose": "letter", **told})


def test_officers_are_shown_only_for_a_purpose_and_the_reading_is_logged(reader):
    client, chair = reader(), officers_of(FIRST)
    before = client.get(address(FIRST)).content.decode()
    lines = AuditEntry.objects.filter(action="registry.personal_data.read")
    assert (chair in before, lines.count()) == (False, 0)

    after = ask_for_officers(client, detail="No. 12/2026")

    assert chair in html.unescape(after.content.decode())
    assert [(line.subject, line.reason, line.changes) for line in lines] == [
        (f"cooperative:{FIRST}", "No. 12/2026", {"what": "officers", "purpose": "letter"})
    ]
    assert "no-store" in after["Cache-Control"]


@pytest.mark.parametrize("told", [{"purpose": ""}, {"purpose": "curious"}, {"purpose": "other", "detail": " "}])
def test_without_a_purpose_no_officer_is_shown_and_nothing_is_logged(reader, told):
    chair = officers_of(FIRST)

    answer = ask_for_officers(reader(), **told)

    assert (answer.status_code, chair in html.unescape(answer.content.decode())) == (422, False)
    assert not AuditEntry.objects.filter(action="registry.personal_data.read").exists()


def test_asking_for_officers_without_the_button_shows_the_record(reader):
    answer = reader().get(reverse("dashboards:officers", args=[FIRST]))

    assert (answer.status_code, answer["Location"]) == (302, address(FIRST))
    assert not AuditEntry.objects.filter(action="registry.personal_data.read").exists()


@pytest.mark.parametrize("role", [Role.FIELD_OFFICER, Role.DATA_STEWARD, Role.ADMINISTRATOR])
def test_who_may_not_see_officers_is_refused_and_nothing_is_logged(reader, role):
    assert ask_for_officers(reader(role)).status_code == 403
    assert not AuditEntry.objects.filter(action="registry.personal_data.read").exists()


def test_officers_outside_ones_area_are_not_there(reader):
    outside = Version.objects.filter(current=True, district_code="647105").first().cooperative.number

    assert reader(area="647101").post(reverse("dashboards:officers", args=[outside])).status_code == 404


def test_readings_are_told_only_to_those_who_may_see_the_audit_trail(reader):
    ask_for_officers(reader())
    told = "Officers' data was read"

    assert told in text_of(reader(Role.HEAD).get(address(FIRST)))
    assert told not in text_of(reader().get(address(FIRST)))


def test_no_chair_or_phone_stands_on_any_record_page(officer):
    """Officers are named in notes and addresses too; none of these texts may carry them."""
    leaked = []
    for cooperative in Cooperative.objects.filter(versions__current=True).order_by("pk")[::7]:
        records = list(records_behind(cooperative))
        sides = side_by_side(records, {}, "en", imports=False)
        people = [unseal(r.personal_sealed)["clean"] for r in records if r.personal_sealed]
        names = [p["chair"] for p in people if p.get("chair")] + [n for p in people for n in p.get("phones", ())]
        texts = " ".join(t for side in sides.heads for field, t in side.cells.items() if field != "name")
        leaked += [name for name in names if len(name) > 3 and name.lower() in texts.lower()]
    assert leaked == []


def test_only_what_differs_counts_as_differing(officer):
    for cooperative in Cooperative.objects.filter(versions__current=True).order_by("pk")[:20]:
        sides = page_of(officer, cooperative.number).sides
        for line in [*sides.lines, *sides.rest]:
            texts = ["".join(text for text, _ in cell.pieces) for cell in line.cells]
            assert differ(texts) or not line.differs
