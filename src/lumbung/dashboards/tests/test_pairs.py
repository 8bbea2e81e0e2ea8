"""Two rows side by side: joined, parted, undone, by those who may, on what they saw."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from lumbung.access.roles import Role
from lumbung.access.tests.factories import AppointmentFactory, standpoint_of
from lumbung.audit.models import Entry as AuditEntry
from lumbung.core.jobs.models import JobProgress
from lumbung.dashboards import pairs
from lumbung.linkage.models import Judgement, Pair
from lumbung.linkage.queries import judgement_on, waiting_pairs
from lumbung.registry.models import Membership
from lumbung.statistics.models import Cell
from lumbung.statistics.services import recompute

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def client(office):
    browser = Client()
    browser.force_login(AppointmentFactory(role=Role.DATA_OFFICER.value, office=office).user)
    return browser


def address(name, pair):
    return reverse(f"dashboards:{name}", args=(pair.left_id, pair.right_id))


def verdict(client, pair, said, reason="", **more):
    return client.post(
        address("judge", pair),
        {"verdict": said, "reason": reason, "left_hash": pair.left_hash, "right_hash": pair.right_hash, **more},
        follow=True,
    )


def together(pair):
    held = Membership.objects.filter(entry__in=(pair.left_id, pair.right_id), known__upper_inf=True)
    return held.values("cooperative").distinct().count() == 1


def test_the_score_is_hidden_until_somebody_has_judged(client, office):
    pair = waiting_pairs(office).first()
    page = client.get(address("pair", pair)).content.decode()

    assert str(pair.probability) not in page
    assert 'id="why"' not in page
    assert 'id="why"' in verdict(client, pair, "cannot_tell").content.decode()


def test_joining_and_undoing_leave_identity_as_it_was_and_both_on_record(client, office):
    pair = waiting_pairs(office).filter(linked=False).first()

    asked = JobProgress.objects.filter(kind="statistics.recompute").count()
    verdict(client, pair, "same")
    assert JobProgress.objects.filter(kind="statistics.recompute").count() == asked + 1
    recompute(office)
    assert together(pair)

    client.post(address("unjudge", pair))
    recompute(office)
    assert not together(pair)
    assert waiting_pairs(office).filter(left=pair.left, right=pair.right).exists()
    told = AuditEntry.objects.filter(subject=f"pair:{pair.left_id}-{pair.right_id}").order_by("pk")
    assert [line.action for line in told] == [
        "linkage.opinion.given", "linkage.pair.judged", "linkage.judgement.withdrawn"
    ]  # fmt: skip


def test_a_verdict_on_rows_that_changed_meanwhile_is_refused(client, office):
    pair = waiting_pairs(office).first()
    pair.left_hash = "0" * 64
    before = JobProgress.objects.filter(kind="statistics.recompute").count()

    verdict(client, pair, "same")

    assert not Judgement.objects.exists()
    assert JobProgress.objects.filter(kind="statistics.recompute").count() == before


def test_overruling_a_verdict_needs_a_reason(client, office):
    pair = waiting_pairs(office).first()
    verdict(client, pair, "same")

    verdict(client, pair, "different")
    assert judgement_on(pair.left_id, pair.right_id).verdict == "same"

    would = verdict(
        client, pair, "different", reason="dua kantor", over=str(judgement_on(pair.left_id, pair.right_id).pk)
    )
    assert "preview" in would.context
    assert judgement_on(pair.left_id, pair.right_id).verdict == "same"  # seen, not done

    verdict(client, pair, "different", reason="dua kantor", confirmed="yes")
    assert judgement_on(pair.left_id, pair.right_id).verdict == "different"


def test_the_nine_double_rows_are_listed_and_open(client, office):
    page = client.get(reverse("dashboards:pairs"))

    assert len(page.context["doubles"]) == 9
    assert all(
        client.get(reverse("dashboards:pair", args=(one.left, one.right))).status_code == 200
        for one in page.context["doubles"]
    )


def test_a_form_sent_twice_is_one_verdict_and_a_page_from_before_it_overrules_nobody(client, office):
    pair = waiting_pairs(office).first()
    page = client.get(address("pair", pair)).content.decode()
    assert '<input type="hidden" name="over" value="0">' in page
    for _ in range(2):
        verdict(client, pair, "different", "two offices", over="0")
    made = Judgement.objects.get(left=pair.left_id, right=pair.right_id)
    assert f'<input type="hidden" name="over" value="{made.pk}">' in client.get(address("pair", pair)).content.decode()

    other = Client()
    other.force_login(AppointmentFactory(role=Role.DATA_OFFICER.value, office=office).user)
    told = verdict(other, pair, "same", "I think so", over="0").content.decode()

    assert "changed while you looked" in told or "berubah" in told
    assert Judgement.objects.filter(left=pair.left_id, right=pair.right_id).count() == 1
    verdict(other, pair, "same", "seen the deed", over=str(made.pk), confirmed="yes")
    assert Judgement.objects.filter(left=pair.left_id, right=pair.right_id).count() == 2


def test_what_a_reversal_changes_is_shown_before_and_comes_true(client, office):
    recompute(office)
    pair = Pair.objects.filter(office=office, scope="register", linked=True).order_by("pk").first()
    cells = dict(Cell.objects.filter(office=office, table="streams").values_list("row", "count"))
    numbers = Membership.objects.filter(known__upper_inf=True).values_list("cooperative__number", flat=True)
    before = set(numbers.all())
    assert "reason" in verdict(client, pair, "different").content.decode()

    page = verdict(client, pair, "different", "dua badan hukum")
    would = page.context["preview"]
    assert would.figures
    assert dict(Cell.objects.filter(office=office, table="streams").values_list("row", "count")) == cells
    assert set(numbers.all()) == before
    assert not Judgement.objects.exists()

    verdict(client, pair, "different", "dua badan hukum", confirmed="yes")
    recompute(office)
    told = {f"{c.table}/{c.row}/{c.column}": (c.count, c.low, c.high) for c in Cell.objects.filter(office=office)}
    after = [figure.after for figure in would.figures]
    changed = [value for key, value in told.items() if key.startswith(("streams/", "kind_by_district/"))]
    assert all(value in changed for value in after)
    assert sorted(set(numbers.all()) - before) == sorted(one.number for one in would.moved if one.rows[0] == 0)

    made = judgement_on(pair.left_id, pair.right_id)
    again = verdict(client, pair, "withdrawn", "keliru", over=str(made.pk)).context["preview"]
    assert [(f.before, f.after) for f in again.figures] == [(f.after, f.before) for f in would.figures]


def test_pairs_of_other_areas_are_not_listed_and_all_are_counted(office, officer, monkeypatch):
    narrow = standpoint_of(Role.DATA_OFFICER, office)
    narrow.areas.update(dict.fromkeys(narrow.areas, ("647101",)))
    (every, n), (mine, m) = pairs.doubles(officer), pairs.doubles(narrow)

    assert (len(every), n) == (9, 9)
    assert 0 < m < n
    assert set(mine) < set(every)
    monkeypatch.setattr(pairs, "SHOWN", 2)
    assert (len(pairs.doubles(officer)[0]), pairs.doubles(officer)[1]) == (2, 9)


def test_what_no_database_holds_is_left_out_of_a_reason(client, office):
    one, other = waiting_pairs(office)[:2]
    verdict(client, one, "different", "dua\0 kantor")
    assert judgement_on(one.left_id, one.right_id).reason == "dua kantor"

    queued = {"verdict": "different", "note": "\0 lain ", "left_hash": other.left_hash, "right_hash": other.right_hash}
    client.post(reverse("dashboards:speak", args=(other.left_id, other.right_id)), queued)
    assert judgement_on(other.left_id, other.right_id).reason == "lain"
