"""The work queue: which pair a reviewer is given next, so that nobody else has it in hand meanwhile."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from lumbung.access.models import Office, User
from lumbung.core.locking import wait_for
from lumbung.linkage.models import Judgement, Opinion, Pair, Task
from lumbung.linkage.reviewing import judges_wanted, reviewing_of
from lumbung.linkage.saying import said_of
from lumbung.linkage.services.opinions import settles

HELD = timedelta(minutes=15)  # ASSUMPTION: who has not decided by then has gone away
_Ends = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Open:
    """What judges said of pairs that wait: pair -> opinions on the two as they are now, the oldest first."""

    opinions: dict[_Ends, list[Opinion]]
    blocked: frozenset[_Ends]  # enough has been said, but it contradicts verdicts on other pairs

    def by(self, user: User) -> set[_Ends]:
        """Pairs on which `user` has spoken."""
        return {ends for ends, told in self.opinions.items() if any(one.made_by_id == user.pk for one in told)}


def asked_pairs(office: Office) -> QuerySet[Pair]:
    """Pairs that people are asked about and on which no verdict stands, the most useful first.

    A verdict on what the two rows say now ends the asking at once, before the next computation has noted it.
    """
    judged = Judgement.objects.filter(
        left=OuterRef("left"), right=OuterRef("right"), superseded_by__isnull=True,
        left_hash=OuterRef("left_hash"), right_hash=OuterRef("right_hash"),
    ).exclude(verdict=Judgement.Verdict.WITHDRAWN)  # fmt: skip
    asked = Pair.objects.filter(~Q(asked=""), office=office)
    return asked.exclude(Exists(judged)).order_by("usefulness", "pk")


def open_to(office: Office) -> Open:
    """The opinions that nothing came of yet."""
    told: dict[_Ends, list[Opinion]] = defaultdict(list)
    waiting = Opinion.objects.filter(office=office, settled_by=None, withdrawn_at=None)
    for one in waiting.select_related("made_by").order_by("pk"):
        told[one.left_id, one.right_id].append(one)
    if not told:
        return Open({}, frozenset())
    now = said_of(told)
    fresh = {ends: [one for one in said if one.said == now.get(ends)] for ends, said in told.items()}
    fresh = {ends: said for ends, said in fresh.items() if said}
    return Open(fresh, _blocked(office, fresh))


def _blocked(office: Office, told: dict[_Ends, list[Opinion]]) -> frozenset[_Ends]:
    policy = reviewing_of(office)
    pairs = {
        (pair.left_id, pair.right_id): pair
        for pair in Pair.objects.filter(office=office, left__in=[left for left, _ in told])
    }
    return frozenset(
        ends for ends, said in told.items() if settles(said, judges_wanted(policy, pairs.get(ends))) is not None
    )


def waiting_for(office: Office, user: User, pairs: QuerySet[Pair] | None = None) -> QuerySet[Pair]:
    """The pairs that `user` may be given, whoever has them in hand: those they have not spoken on.

    Args:
        pairs: Of `asked_pairs`, those in the person's area; by default all.
    """
    told = open_to(office)
    without = told.by(user) | told.blocked
    found = asked_pairs(office) if pairs is None else pairs
    return found.exclude(pk__in=_keys(office, without)) if without else found


def _keys(office: Office, ends: set[_Ends]) -> list[int]:
    found = Pair.objects.filter(office=office, left__in={left for left, _ in ends})
    return [pk for pk, left, right in found.values_list("pk", "left_id", "right_id") if (left, right) in ends]


@transaction.atomic
def give_task(office: Office, user: User, pairs: QuerySet[Pair]) -> Task | None:
    """Put the next pair into `user`'s hands, or leave there what they have; None: nothing waits for them.

    What another judge has begun comes first, then the most useful pair; what the person put aside comes last.

    Args:
        pairs: Of `waiting_for`, those in the person's area.
    """
    wait_for("linkage.queue", office.pk)
    now = timezone.now()
    mine = Task.objects.filter(left=OuterRef("left"), right=OuterRef("right"), user=user)
    others = Task.objects.filter(left=OuterRef("left"), right=OuterRef("right"), held_until__gt=now).exclude(user=user)
    begun = Opinion.objects.filter(left=OuterRef("left"), right=OuterRef("right"), settled_by=None, withdrawn_at=None)
    free = pairs.exclude(Exists(others)).annotate(
        held=Exists(mine.filter(held_until__gt=now)),
        put_aside=mine.filter(skipped_at__isnull=False).values("skipped_at")[:1],
        begun=Exists(begun),
    )
    order = ("-held", F("put_aside").asc(nulls_first=True), "-begun", "usefulness", "pk")
    pair = free.order_by(*order).first()
    if pair is None:
        return None
    return _held(office, user, pair)


def _held(office: Office, user: User, pair: Pair) -> Task:
    now = timezone.now()
    ends = {"left_id": pair.left_id, "right_id": pair.right_id}
    Task.objects.filter(office=office, user=user, held_until__gt=now).exclude(**ends).update(held_until=now)
    task, made = Task.objects.get_or_create(
        **ends, user=user, defaults={"office": office, "given_at": now, "held_until": now + HELD}
    )
    if not made:
        given = task.given_at if task.held_until > now else now
        Task.objects.filter(pk=task.pk).update(given_at=given, held_until=now + HELD)
        task.refresh_from_db()
    return task


@transaction.atomic
def take_task(office: Office, user: User, pair: Pair) -> Task | None:
    """Put this very pair into `user`'s hands; None: somebody else has it."""
    wait_for("linkage.queue", office.pk)
    held = Task.objects.filter(left=pair.left_id, right=pair.right_id, held_until__gt=timezone.now())
    return None if held.exclude(user=user).exists() else _held(office, user, pair)


@transaction.atomic
def put_aside(office: Office, user: User, left: int, right: int) -> None:
    """Let a pair go: others may have it, and to this person it comes last."""
    wait_for("linkage.queue", office.pk)
    now = timezone.now()
    Task.objects.filter(left=left, right=right, user=user).update(held_until=now, skipped_at=now)


@transaction.atomic
def let_go(user: User, left: int, right: int) -> int:
    """End the hold on a pair that is decided. Returns the seconds it was in hand, 0 where it was not."""
    now = timezone.now()
    task = Task.objects.filter(left=left, right=right, user=user).first()
    if task is None:
        return 0
    Task.objects.filter(pk=task.pk).delete()
    return int((min(now, task.held_until) - task.given_at).total_seconds())
