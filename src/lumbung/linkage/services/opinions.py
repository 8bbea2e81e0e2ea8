"""Verdicts of independent judges: kept blind, settled once as many as the office asks for agree, else by a third."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from lumbung.access.models import User
from lumbung.audit import services as audit
from lumbung.audit.services import SYSTEM, Actor
from lumbung.core import events
from lumbung.core.findings import Finding, Refusal
from lumbung.core.language import gettext_noop as _
from lumbung.core.locking import wait_for
from lumbung.core.sentences import Sentence, enter
from lumbung.linkage.contradictions import contradicted_by
from lumbung.linkage.models import Asked, Opinion, Pair
from lumbung.linkage.queries import judgement_on
from lumbung.linkage.reasons import ASKED_AGAIN
from lumbung.linkage.reviewing import judges_wanted, reviewing_of
from lumbung.linkage.saying import said_of
from lumbung.linkage.services.judging import PairChanged, judge_pair, withdraw_judgement
from lumbung.registry.models import Entry

THIRD = 3  # judges, where two disagree

enter(
    {
        "opinion_given": Sentence(
            _("You have judged these two rows already; another person is asked now."), _("Go on with the next pair.")
        ),
        "opinion_settled": Sentence(
            _("What you said of these two rows counts already, or was taken back."),
            _("Open the pair; its verdict is changed there, with a reason."),
        ),
    }
)


class OpinionGiven(Refusal):
    """One judge speaks once of a pair until it is settled."""

    def __init__(self) -> None:
        super().__init__(Finding("opinion_given"))


class OpinionSettled(Refusal):
    """What is to be taken back is not open any more."""

    def __init__(self) -> None:
        super().__init__(Finding("opinion_settled"))


@transaction.atomic
def give_opinion(
    left: Entry,
    right: Entry,
    *,
    verdict: str,
    reason: str,
    by: User,
    actor: Actor,
    seen: tuple[str, str],
    seconds: int = 0,
) -> Opinion:
    """Keep what one judge says of two entries, and settle the pair where that is enough.

    Args:
        left, right: The smaller id first, their current records loaded.
        seen: Content hashes of the two records as the judge saw them.
        seconds: Between being given the pair and deciding.
    Returns:
        The opinion; `settled_by` is set where a judgement came of it.
    Raises:
        PairChanged: A record changed meanwhile, or somebody decided.
        OpinionGiven: This judge has spoken, and the pair waits for another.
    """
    wait_for("linkage.pair", left.pk)
    if _hashes(left, right) != seen:
        raise PairChanged
    said, reason = _said(left, right), reason.strip()
    stands = judgement_on(left.pk, right.pk)
    if stands is not None and (stands.left_hash, stands.right_hash) == seen:
        twice = stands.opinions.filter(made_by=by, verdict=verdict, reason=reason).first()
        if twice is None:
            raise PairChanged  # somebody decided meanwhile
        return twice
    open_ones = open_opinions(left, right, said)
    if mine := next((one for one in open_ones if one.made_by_id == by.pk), None):
        if (mine.verdict, mine.reason) == (verdict, reason):
            return mine  # the same form, sent twice
        raise OpinionGiven
    pair = Pair.objects.filter(left=left, right=right).first()
    made = Opinion.objects.create(
        office=left.source.office, left=left, right=right, verdict=verdict, reason=reason, made_by=by, said=said,
        asked=(pair.asked if pair else "") or Asked.REVIEW, seconds=max(0, seconds),
    )  # fmt: skip
    audit.record(
        "linkage.opinion.given",
        actor=actor,
        subject=f"pair:{left.pk}-{right.pk}",
        reason=reason,
        changes={"verdict": [None, verdict]},
    )
    _settle(pair, [*open_ones, made], actor=actor)
    made.refresh_from_db()
    return made


def open_opinions(left: Entry, right: Entry, said: str) -> list[Opinion]:
    """What judges said of the two as they are now, and nothing came of yet; the oldest first."""
    found = Opinion.objects.filter(left=left, right=right, said=said, settled_by=None, withdrawn_at=None)
    return list(found.select_related("made_by", "office", "left__current", "right__current").order_by("pk"))


def settles(opinions: list[Opinion], wanted: int) -> Opinion | None:
    """The opinion whose verdict becomes the office's; None: another judge is asked.

    As many as are wanted agree, or a third has spoken after two disagreed: then the third decides.
    """
    if len(opinions) < wanted:
        return None
    if len({one.verdict for one in opinions}) == 1 or len(opinions) >= THIRD:
        return opinions[-1]
    return None


def _settle(pair: Pair | None, opinions: list[Opinion], *, actor: Actor) -> None:
    """Make the judgement that the opinions ask for, unless it contradicts others: then it waits for those."""
    deciding = settles(opinions, judges_wanted(reviewing_of(opinions[0].office), pair))
    if deciding is None:
        return
    left, right, office = deciding.left, deciding.right, deciding.office
    wait_for("linkage.verdicts", office.pk)
    if contradicted_by(office, left.pk, right.pk, deciding.verdict):
        return
    judge_pair(
        left,
        right,
        verdict=deciding.verdict,
        reason=deciding.reason or (ASKED_AGAIN if judgement_on(left.pk, right.pk) else ""),
        by=deciding.made_by,
        actor=actor,
        seen=_hashes(left, right),
        settles=[one.pk for one in opinions],
    )


def settle_conflicts(event: events.JudgementGiven) -> None:
    """Make the judgements that waited for others which contradicted them and stand no longer."""
    waiting = Opinion.objects.filter(office=event.office, settled_by=None, withdrawn_at=None)
    for left_id, right_id in sorted(set(waiting.values_list("left_id", "right_id"))):
        entries = Entry.objects.select_related("current", "source__office").in_bulk([left_id, right_id])
        left, right = entries[left_id], entries[right_id]
        opinions = open_opinions(left, right, _said(left, right))
        if opinions:
            _settle(Pair.objects.filter(left=left, right=right).first(), opinions, actor=SYSTEM)


def _said(left: Entry, right: Entry) -> str:
    return said_of([(left.pk, right.pk)]).get((left.pk, right.pk), "")


def _hashes(left: Entry, right: Entry) -> tuple[str, str]:
    a, b = (entry.current.content_hash if entry.current else "" for entry in (left, right))
    return a, b


@transaction.atomic
def withdraw_opinion(opinion: Opinion, *, by: User, actor: Actor) -> None:
    """Take back one's own last word: with what came of it, where it alone decided or the pair was settled by it.

    Raises:
        OpinionSettled: It is somebody else's, it was taken back before, or others have relied on it since.
    """
    wait_for("linkage.pair", opinion.left_id)
    fresh = Opinion.objects.select_related("settled_by").get(pk=opinion.pk)
    if fresh.made_by_id != by.pk or fresh.withdrawn_at is not None:
        raise OpinionSettled
    if (judgement := fresh.settled_by) is not None:
        if judgement.made_by_id != by.pk or judgement_on(fresh.left_id, fresh.right_id) != judgement:
            raise OpinionSettled
        withdraw_judgement(judgement, by=by, actor=actor)
        judgement.opinions.update(settled_by=None)  # what the other judges said waits again
    Opinion.objects.filter(pk=fresh.pk).update(withdrawn_at=timezone.now(), settled_by=None)
    audit.record(
        "linkage.opinion.withdrawn",
        actor=actor,
        subject=f"pair:{fresh.left_id}-{fresh.right_id}",
        changes={"verdict": [fresh.verdict, None]},
    )
