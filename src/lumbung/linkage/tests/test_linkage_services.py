"""Judgements on the office's path: what a person says holds at the next run, and can be taken back."""

from __future__ import annotations

import pytest

from lumbung.access.roles import Role
from lumbung.access.tests.factories import standpoint_of
from lumbung.linkage.models import Judgement, Pair, Run
from lumbung.linkage.queries import waiting_pairs
from lumbung.registry.models import Membership
from lumbung.statistics.models import Cell
from lumbung.statistics.services import recompute
from lumbung.statistics.tests.factories import office_with_example

pytestmark = pytest.mark.django_db


def judge(pair, verdict, by, supersedes=None):
    return Judgement.objects.create(
        left=pair.left, right=pair.right, office=pair.office, verdict=verdict, made_by=by, supersedes=supersedes,
        left_hash=pair.left_hash, right_hash=pair.right_hash, reason="uji",
    )  # fmt: skip


def cooperative_of(entry):
    return Membership.objects.get(entry=entry, known__upper_inf=True).cooperative_id


def active(office):
    return Cell.objects.filter(office=office, table="streams", row="active").values_list("low", "count", "high").get()


@pytest.mark.slow
def test_a_judged_pair_is_one_cooperative_and_its_reversal_makes_it_two_again():
    office = office_with_example()
    by = standpoint_of(Role.REVIEWER, office).user
    pair = waiting_pairs(office).filter(linked=False).first()
    before = {cooperative_of(pair.left), cooperative_of(pair.right)}
    waiting = waiting_pairs(office).count()

    same = judge(pair, "same", by)
    recompute(office)
    assert cooperative_of(pair.left) == cooperative_of(pair.right)
    assert waiting_pairs(office).count() < waiting

    judge(pair, "different", by, supersedes=same)
    recompute(office)
    assert {cooperative_of(pair.left), cooperative_of(pair.right)} == before


@pytest.mark.slow
def test_judging_every_waiting_pair_narrows_active_to_one_number():
    office = office_with_example()
    by = standpoint_of(Role.REVIEWER, office).user
    while pair := waiting_pairs(office).first():
        judge(pair, "different", by)
        recompute(office)

    low, count, high = active(office)
    assert low == count == high


def test_pairs_carry_evidence_in_the_order_of_the_queue_and_the_run_its_counts():
    office = office_with_example()
    run = Run.objects.filter(office=office).latest("pk")
    first = waiting_pairs(office).first()

    assert run.review_pairs == waiting_pairs(office).count() == 6
    assert run.auto_pairs == Pair.objects.filter(office=office, tier="auto").count()
    assert {"field", "level", "weight"} <= set(first.evidence[0])
    assert list(waiting_pairs(office).values_list("usefulness", flat=True)) == list(range(6))


def decided(office):
    """How many records the newest run decided anew, and how many had changed."""
    told = Run.objects.filter(office=office).latest("pk").settings
    return told["decided"], told["changed"]


def test_a_run_decides_only_what_changed_records_and_verdicts_touch():
    office = office_with_example()
    everything = Run.objects.filter(office=office).latest("pk").records
    assert decided(office) == (everything, everything)

    recompute(office)
    assert decided(office) == (0, 0)

    pair = waiting_pairs(office).first()
    judge(pair, "different", standpoint_of(Role.REVIEWER, office).user)
    recompute(office)
    many, changed = decided(office)
    assert changed == 2 <= many < 60

    recompute(office, anew=True)
    assert decided(office)[0] == everything


def test_pairs_that_have_not_changed_are_not_written_again():
    office = office_with_example()
    before = set(Pair.objects.values_list("pk", flat=True))

    recompute(office)

    assert set(Pair.objects.values_list("pk", flat=True)) == before
