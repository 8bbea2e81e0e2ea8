"""Weights: numbered, compared on judged pairs, adopted by a person; after that nothing moves by itself."""

from __future__ import annotations

import pytest

from lumbung.access.roles import Role
from lumbung.access.tests.factories import standpoint_of
from lumbung.audit.models import Entry as AuditEntry
from lumbung.core.findings import Refusal
from lumbung.core.jobs.models import JobProgress
from lumbung.linkage.models import Learned, Pair
from lumbung.linkage.queries import model_in_use
from lumbung.linkage.services.weights import WeightsDecided, decide_weights, propose_weights
from lumbung.linkage.tasks import ask_for_weights, learn_weights
from lumbung.linkage.tests.test_any_order import identity
from lumbung.linkage.tests.test_reviewing import asked_pairs, speak
from lumbung.registry.queries import records_of
from lumbung.statistics.services import recompute

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def head(office):
    return standpoint_of(Role.DIVISION_HEAD, office)


def decide(learned, head, adopt=True, reason="lebih sedikit salah"):
    return decide_weights(learned, adopt=adopt, reason=reason, by=head.user, actor=head.actor)


def test_the_first_weights_are_taken_by_themselves_and_numbered(office):
    before = model_in_use(office).learned
    recompute(office, anew=True)

    after = model_in_use(office).learned
    assert (after.number, after.state, before.state) == (before.number + 1, "taken", "taken")


def test_a_proposal_changes_nothing_and_is_compared_on_what_people_judged(office, head):
    judge = standpoint_of(Role.REVIEWER, office)
    speak(asked_pairs(office).first(), judge, "same")
    linked = Pair.objects.filter(office=office, tier="auto", scope="register_census").order_by("pk").first()
    recompute(office)
    before, used = identity(), model_in_use(office).learned

    made = propose_weights(office, records_of(office), by=head.actor)

    assert (made.state, made.number, model_in_use(office).learned) == ("proposed", used.number + 1, used)
    assert identity() == before
    told = made.comparison
    assert sum(told["judged"]["same"]["used"].values()) == sum(told["judged"]["same"]["fresh"].values()) == 1
    # The pair was one that the machine alone only asks about: it does not know the verdict.
    assert told["judged"]["same"]["fresh"] == {"review": 1}
    assert told["links"]["fresh"]["auto"] > 400
    assert told["moved"] == 0  # the data is what it was when the weights in use were learned
    assert linked is not None


def test_adopted_weights_hold_whatever_comes_in_until_a_person_adopts_others(office, head):
    made = decide(propose_weights(office, records_of(office), by=head.actor), head)
    assert (made.state, made.decided_by, model_in_use(office).learned) == ("adopted", head.user, made)

    before = Learned.objects.count()
    recompute(office, anew=True)
    recompute(office, anew=True)
    assert (Learned.objects.count(), model_in_use(office).learned) == (before, made)

    with pytest.raises(WeightsDecided):
        decide(made, head)
    other = propose_weights(office, records_of(office), by=head.actor)
    decide(other, head, adopt=False)
    assert model_in_use(office).learned == made
    told = (
        AuditEntry.objects.filter(action__startswith="linkage.weights.").order_by("pk").values_list("action", flat=True)
    )
    assert list(told) == [
        "linkage.weights.proposed", "linkage.weights.adopted", "linkage.weights.proposed", "linkage.weights.passed_over",
    ]  # fmt: skip


def test_other_weights_decide_otherwise(office, head):
    """Weights under which nothing is ever alike: then no pair is joined by itself."""
    made = propose_weights(office, records_of(office), by=head.actor)
    for told in made.weights.values():
        told["m"] = told["u"]
    made.save()
    decide(made, head)

    recompute(office, anew=True)

    assert Pair.objects.filter(office=office, tier="auto", scope="register_census").count() == 0


def test_a_decision_needs_a_reason(office, head):
    made = propose_weights(office, records_of(office), by=head.actor)
    with pytest.raises(Refusal):
        decide(made, head, reason=" ")
    made.refresh_from_db()
    assert made.state == "proposed"


def test_learning_is_asked_for_once_and_its_job_makes_the_proposal(office, head):
    job = ask_for_weights(office, head.actor)
    assert ask_for_weights(office, head.actor) == job

    learn_weights(office=office.pk, job=job.pk, name=head.actor.name)

    assert JobProgress.objects.get(pk=job.pk).state == "done"
    assert Learned.objects.filter(office=office, state="proposed", learned_for=head.actor.key).count() == 1
