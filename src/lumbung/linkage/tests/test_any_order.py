"""Verdicts in any order, and taken back: identity depends on what stands, not on how it came to stand."""

from __future__ import annotations

import random
from collections import defaultdict

import pytest

from lumbung.access.roles import Role
from lumbung.access.tests.factories import standpoint_of
from lumbung.linkage.models import Pair
from lumbung.linkage.queries import judgement_on
from lumbung.linkage.services import judge_pair, withdraw_judgement
from lumbung.registry.models import Entry, Membership
from lumbung.statistics.models import Cell
from lumbung.statistics.services import recompute

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SEVERAL = 4


def identity():
    """Which entries make one cooperative, and the figures, without numbers that another way would give otherwise."""
    together = defaultdict(set)
    for cooperative, entry in Membership.objects.filter(known__upper_inf=True).values_list("cooperative", "entry"):
        together[cooperative].add(entry)
    cells = set(Cell.objects.values_list("table", "row", "column", "count", "low", "high"))
    return {frozenset(entries) for entries in together.values()}, cells


def judge(ends, verdict, by):
    entries = Entry.objects.select_related("current", "source__office").in_bulk(ends)
    left, right = (entries[end] for end in ends)
    seen = (left.current.content_hash, right.current.content_hash)
    judge_pair(left, right, verdict=verdict, reason="seen", by=by.user, actor=by.actor, seen=seen)


@pytest.mark.parametrize("seed", [6471, 64])
def test_the_order_of_verdicts_leaves_no_trace_and_taking_them_back_none_at_all(office, seed):
    chance, by = random.Random(seed), standpoint_of(Role.REVIEWER, office)
    recompute(office)
    before = identity()
    pairs = [(pair.left_id, pair.right_id) for pair in Pair.objects.filter(office=office, direct=True).order_by("pk")]
    waiting = list(Pair.objects.filter(office=office, tier="review").values_list("left", "right"))
    chosen = chance.sample(waiting, SEVERAL // 2) + chance.sample(pairs, SEVERAL // 2)
    verdicts = {ends: chance.choice(("same", "different")) for ends in chosen}

    found = []
    for _ in range(2):
        order = chance.sample(sorted(verdicts), len(verdicts))
        for ends in order:
            judge(ends, verdicts[ends], by)
            recompute(office)
        found.append(identity())
        for ends in chance.sample(order, len(order)):
            withdraw_judgement(judgement_on(*ends), by=by.user, actor=by.actor)
            recompute(office)
        assert identity() == before

    assert found[0] == found[1]


def test_a_merge_is_reversed_though_a_later_one_was_built_on_it(office):
    by = standpoint_of(Role.REVIEWER, office)
    one, two, three = Entry.objects.filter(source__office=office, source__kind="register").order_by("pk")[:3]
    before = identity()
    numbers = dict(Membership.objects.filter(known__upper_inf=True).values_list("entry", "cooperative__number"))
    for ends in ((one.pk, two.pk), (two.pk, three.pk)):
        judge(ends, "same", by)
        recompute(office)
    assert any({one.pk, two.pk, three.pk} <= entries for entries in identity()[0])

    withdraw_judgement(judgement_on(one.pk, two.pk), by=by.user, actor=by.actor, reason="keliru")
    recompute(office)
    assert any({two.pk, three.pk} <= entries and one.pk not in entries for entries in identity()[0])

    withdraw_judgement(judgement_on(two.pk, three.pk), by=by.user, actor=by.actor, reason="keliru")
    recompute(office)
    assert identity() == before
    now = dict(Membership.objects.filter(known__upper_inf=True).values_list("entry", "cooperative__number"))
    assert now == numbers  # every number revives
