"""What verdicts say of the linkage: shares with their range, agreement beyond chance, nothing invented where nobody looked."""

from __future__ import annotations

import pytest

from lumbung.access.roles import Role
from lumbung.access.tests.factories import standpoint_of
from lumbung.audit.models import Entry as AuditEntry
from lumbung.core.findings import BadInput
from lumbung.linkage.models import Pair
from lumbung.linkage.quality import Share, agreement, quality_of
from lumbung.linkage.queries import waiting_pairs
from lumbung.linkage.services import set_reviewing
from lumbung.linkage.tests.test_reviewing import speak
from lumbung.statistics.services import recompute


def test_the_range_of_a_share_is_wilsons():
    """Published worked values: Newcombe (1998), table I, method 3."""
    told = Share(81, 263)
    assert (round(told.low, 4), round(told.high, 4)) == (0.2553, 0.3662)
    assert (round(Share(0, 20).low, 4), round(Share(0, 20).high, 4)) == (0.0, 0.1611)
    assert (Share(0, 0).value, Share(0, 0).low, Share(0, 0).high) == (None, 0.0, 1.0)


def test_agreement_is_measured_against_chance():
    """Cohen's own arithmetic: 20 both yes, 15 both no, 5 and 10 apart: agreement 0.70, kappa 0.40."""
    yes, no = "same", "different"
    rounds = [[yes, yes]] * 20 + [[no, no]] * 15 + [[yes, no]] * 5 + [[no, yes, no]] * 10
    told = agreement(rounds)

    assert (told.share.hits, told.share.of, told.thirds) == (35, 50, 10)
    assert told.kappa == pytest.approx(0.40)
    assert agreement([]).kappa is None
    assert agreement([[yes, yes]] * 3).kappa is None


@pytest.mark.django_db
@pytest.mark.slow
def test_precision_and_recall_come_from_what_was_looked_at_and_only_from_that(office):
    judge, head = standpoint_of(Role.REVIEWER, office), standpoint_of(Role.DIVISION_HEAD, office)
    nobody = quality_of(office)
    assert (nobody.precision.value, nobody.recall.value, nobody.recall.low) == (None, None, 0.0)

    set_reviewing(office, second="never", stake=1, share=20, checked=10, actor=head.actor)
    recompute(office)
    drawn = list(Pair.objects.filter(office=office, asked="check").order_by("pk"))
    told = quality_of(office)
    assert told.drawn == len(drawn)
    for pair, verdict in zip(drawn, ["different", "cannot_tell", *["same"] * len(drawn)], strict=False):
        speak(pair, judge, verdict)

    told = quality_of(office)
    assert (told.precision.hits, told.precision.of, told.unsure) == (len(drawn) - 2, len(drawn) - 1, 1)
    assert told.drawn == len(drawn)
    linked = Pair.objects.filter(office=office, tier="auto", linked=True).count()
    # Of the links drawn, the confirmed ones are still the engine's own; those parted or left open are not.
    assert (told.recall.automatic, told.recall.waiting) == (linked - 2, waiting_pairs(office).count())
    assert (told.recall.value, told.recall.high) == (None, 1.0)  # nobody has judged a pair that waits

    speak(waiting_pairs(office).first(), judge, "same")
    told = quality_of(office)
    assert (told.recall.by_people, told.recall.waiting) == (1, waiting_pairs(office).count() - 1)
    assert told.recall.low < told.recall.value < told.recall.high < 1


@pytest.mark.django_db
@pytest.mark.slow
def test_how_pairs_are_judged_is_decided_by_a_person_and_stands_in_the_trail(office):
    head = standpoint_of(Role.DIVISION_HEAD, office)
    set_reviewing(office, second="always", stake=1, share=20, checked=0, actor=head.actor)
    set_reviewing(office, second="always", stake=1, share=20, checked=0, actor=head.actor)

    line = AuditEntry.objects.get(action="linkage.reviewing.set")
    assert (line.changes, line.actor_key) == ({"second": ["never", "always"]}, head.actor.key)
    with pytest.raises(BadInput) as refused:
        set_reviewing(office, second="perhaps", stake=0, share=0, checked=101, actor=head.actor)
    assert [finding.params["field"] for finding in refused.value.findings] == ["second", "stake", "share", "checked"]
