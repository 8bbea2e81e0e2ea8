"""The work queue: who is given what, one judge and two, a third, what is asked again, and contradictions."""

from __future__ import annotations

import pytest

from lumbung.access.roles import Role
from lumbung.access.tests.factories import standpoint_of
from lumbung.linkage.models import Judgement, Opinion, Pair, Reviewing, Task
from lumbung.linkage.queries import judgement_on
from lumbung.linkage.services import (
    OpinionGiven,
    OpinionSettled,
    PairChanged,
    VerdictsContradict,
    give_opinion,
    give_task,
    judge_pair,
    put_aside,
    take_task,
    withdraw_judgement,
    withdraw_opinion,
)
from lumbung.linkage.services.queueing import asked_pairs, open_to, waiting_for
from lumbung.registry.models import Entry
from lumbung.statistics.services import recompute

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def judges(office):
    return [standpoint_of(Role.REVIEWER, office) for _ in range(3)]


def speak(pair, by, verdict, reason="seen", seen=None):
    entries = Entry.objects.select_related("current", "source__office").in_bulk([pair.left_id, pair.right_id])
    left, right = entries[pair.left_id], entries[pair.right_id]
    return give_opinion(
        left, right, verdict=verdict, reason=reason, by=by.user, actor=by.actor,
        seen=seen or (left.current.content_hash, right.current.content_hash),
    )  # fmt: skip


def next_for(office, by):
    task = give_task(office, by.user, waiting_for(office, by.user))
    return task and (task.left_id, task.right_id)


def ends(pair):
    return pair.left_id, pair.right_id


def asks(office, second="always", **more):
    Reviewing.objects.update_or_create(office=office, defaults={"second": second, **more})


def test_the_most_useful_pair_comes_first_and_nobody_is_given_what_another_has(office, judges):
    first, second = asked_pairs(office)[:2]

    assert next_for(office, judges[0]) == ends(first)
    assert next_for(office, judges[1]) == ends(second)
    assert next_for(office, judges[0]) == ends(first)
    assert take_task(office, judges[2].user, first) is None


def test_a_pair_put_aside_comes_last_and_others_may_have_it(office, judges):
    first, n = next_for(office, judges[0]), asked_pairs(office).count()
    put_aside(office, judges[0].user, *first)

    assert next_for(office, judges[1]) == first
    seen = []
    for _ in range(n - 1):
        seen.append(next_for(office, judges[0]))
        put_aside(office, judges[0].user, *seen[-1])
    assert first not in seen
    Task.objects.filter(user=judges[1].user).delete()
    assert next_for(office, judges[0]) == first


def test_one_judge_decides_where_the_office_asks_for_no_second(office, judges):
    pair = asked_pairs(office).first()

    opinion = speak(pair, judges[0], "same")

    assert judgement_on(*ends(pair)) == opinion.settled_by
    assert pair not in asked_pairs(office)
    assert speak(pair, judges[0], "same") == opinion  # sent twice
    with pytest.raises(PairChanged):
        speak(pair, judges[1], "different")


def test_two_judges_do_not_know_of_each_other_and_agree(office, judges):
    asks(office)
    pair = asked_pairs(office).first()

    assert speak(pair, judges[0], "different").settled_by is None
    assert judgement_on(*ends(pair)) is None
    with pytest.raises(OpinionGiven):
        speak(pair, judges[0], "same")
    assert ends(pair) not in [ends(one) for one in waiting_for(office, judges[0].user)]
    assert next_for(office, judges[1]) == ends(pair)  # what was begun comes first

    made = speak(pair, judges[1], "different").settled_by
    assert made == judgement_on(*ends(pair))
    assert made.opinions.count() == 2


def test_a_third_decides_where_two_disagree(office, judges):
    asks(office)
    pair = asked_pairs(office).first()
    speak(pair, judges[0], "different")
    assert speak(pair, judges[1], "same").settled_by is None
    assert next_for(office, judges[2]) == ends(pair)

    speak(pair, judges[2], "same")

    assert judgement_on(*ends(pair)).verdict == "same"
    assert Opinion.objects.filter(left=pair.left, right=pair.right, settled_by=None).count() == 0


@pytest.mark.parametrize(
    ("second", "more", "wanted"),
    [
        ("never", {}, 0), ("always", {}, 1), ("stake", {"stake": 1e9}, 0), ("stake", {"stake": 0.0001}, 1),
        ("sample", {"share": 100}, 1),
    ],
)  # fmt: skip
def test_when_a_second_judge_is_asked(office, judges, second, more, wanted):
    asks(office, second, **more)
    pair = asked_pairs(office).filter(stake__gt=0).first()

    speak(pair, judges[0], "cannot_tell")

    assert (judgement_on(*ends(pair)) is None) == bool(wanted)


def test_a_verdict_is_taken_back_by_its_judge_alone_and_the_pair_is_asked_again(office, judges):
    pair = asked_pairs(office).first()
    opinion = speak(pair, judges[0], "same")

    with pytest.raises(OpinionSettled):
        withdraw_opinion(opinion, by=judges[1].user, actor=judges[1].actor)
    withdraw_opinion(opinion, by=judges[0].user, actor=judges[0].actor)
    with pytest.raises(OpinionSettled):
        withdraw_opinion(opinion, by=judges[0].user, actor=judges[0].actor)

    assert judgement_on(*ends(pair)) is None
    assert pair in asked_pairs(office)
    assert speak(pair, judges[0], "different").settled_by is not None


def test_the_word_of_the_first_waits_again_when_the_second_takes_theirs_back(office, judges):
    asks(office)
    pair = asked_pairs(office).first()
    first = speak(pair, judges[0], "same")
    second = speak(pair, judges[1], "same")
    withdraw_opinion(second, by=judges[1].user, actor=judges[1].actor)

    first.refresh_from_db()
    assert (first.settled_by, first.withdrawn_at) == (None, None)
    assert speak(pair, judges[2], "same").settled_by is not None


def change(entry, **told):
    """The entry says something else in its newest record, as after an import."""
    record = entry.current
    record.pk, record.batch_id = None, None
    record.clean = record.clean | told
    record.content_hash = "f" * 64
    record.save()
    Entry.objects.filter(pk=entry.pk).update(current=record)


def test_a_judged_pair_is_asked_again_only_when_who_they_are_changed(office, judges):
    pair = asked_pairs(office).first()
    speak(pair, judges[0], "cannot_tell")
    change(Entry.objects.get(pk=pair.left_id), members=999)
    recompute(office)
    assert ends(pair) not in [ends(one) for one in asked_pairs(office)]

    change(Entry.objects.get(pk=pair.left_id), house_number="999")
    recompute(office)
    again = next(one for one in asked_pairs(office) if ends(one) == ends(pair))
    assert (again.asked, judgement_on(*ends(pair)).verdict) == ("changed", "cannot_tell")

    speak(again, judges[1], "different")
    assert judgement_on(*ends(pair)).verdict == "different"
    assert ends(pair) not in [ends(one) for one in asked_pairs(office)]


def test_a_sample_of_what_the_engine_joined_is_looked_at_amid_the_rest(office, judges):
    asks(office, "never", checked=10)
    recompute(office)
    drawn = asked_pairs(office).filter(asked="check")
    joined = Pair.objects.filter(office=office, tier="auto", judged="")

    assert 0.05 * joined.count() < drawn.count() < 0.15 * joined.count()
    waiting = asked_pairs(office).filter(asked="review").count()
    assert {one.usefulness for one in drawn} <= set(range(waiting + 1))
    opinion = speak(drawn.first(), judges[0], "different")
    assert (opinion.asked, opinion.settled_by.verdict) == ("check", "different")


# Contradictions


@pytest.fixture
def three(office):
    """Three rows of one list and the pairs between them: nothing the engine says, only what people do."""
    a, b, c = Entry.objects.filter(source__office=office, source__kind="register").order_by("pk")[:3]
    return a, b, c


def judge(one, other, by, verdict):
    left, right = sorted((one, other), key=lambda entry: entry.pk)
    seen = (left.current.content_hash, right.current.content_hash)
    return judge_pair(left, right, verdict=verdict, reason="seen", by=by.user, actor=by.actor, seen=seen)


def test_a_verdict_that_a_chain_contradicts_is_not_entered_and_names_the_chain(three, judges):
    a, b, c = three
    judge(a, b, judges[0], "same")
    judge(b, c, judges[0], "same")

    with pytest.raises(VerdictsContradict) as refused:
        judge(a, c, judges[1], "different")

    told = refused.value.findings[0].params["chain"]
    assert all(entry.key in told for entry in three)
    assert Judgement.objects.count() == 2


def test_joining_two_whose_partners_were_parted_is_a_contradiction_too(three, judges):
    a, b, c = three
    judge(a, b, judges[0], "same")
    judge(b, c, judges[0], "different")

    with pytest.raises(VerdictsContradict):
        judge(a, c, judges[1], "same")
    judge(b, c, judges[1], "cannot_tell")
    assert judge(a, c, judges[1], "same").verdict == "same"


def test_an_opinion_that_contradicts_waits_blocked_and_counts_when_the_chain_is_broken(office, three, judges):
    a, b, c = three
    first = judge(a, b, judges[0], "same")
    judge(b, c, judges[0], "same")
    opinion = speak(Pair(left=a, right=c), judges[1], "different")

    assert opinion.settled_by is None
    assert open_to(office).blocked == {(a.pk, c.pk)}

    withdraw_judgement(first, by=judges[0].user, actor=judges[0].actor)
    opinion.refresh_from_db()
    assert opinion.settled_by == judgement_on(a.pk, c.pk)
    assert open_to(office).blocked == frozenset()
