"""An entry of the counter and the cooperative it speaks of are one: a person said so when they opened the form."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from lumbung.access.models import User
from lumbung.audit.services import Actor
from lumbung.linkage.models import Judgement
from lumbung.linkage.services import judge_pair, withdraw_judgement
from lumbung.registry.models import Cooperative, Entry


def join(entry: Entry, cooperative: Cooperative, *, reason: str, by: User, actor: Actor) -> Judgement | None:
    """Judge `entry` and one entry of `cooperative` to be the same, unless they are held to be so already."""
    others = Entry.objects.filter(
        memberships__cooperative=cooperative, memberships__known__upper_inf=True, current__isnull=False
    ).exclude(pk=entry.pk)
    same = joined(entry).filter(Q(left__in=others) | Q(right__in=others))
    other = others.select_related("current", "source__office").order_by("pk").first()
    if other is None or same.exists():
        return None  # it is known from the counter alone, and this is its entry
    left, right = sorted((entry, other), key=lambda one: one.pk)
    seen = tuple(one.current.content_hash if one.current else "" for one in (left, right))
    return judge_pair(
        left, right, verdict=Judgement.Verdict.SAME, reason=reason, by=by, actor=actor, seen=(seen[0], seen[1])
    )


def part(entry: Entry, *, reason: str, by: User, actor: Actor) -> None:
    """Take back that `entry` is one with others; the entry no longer says anything."""
    for judgement in joined(entry):
        withdraw_judgement(judgement, by=by, actor=actor, reason=reason)


def joined(entry: Entry) -> QuerySet[Judgement]:
    """The verdicts in force that `entry` is the same as another."""
    return Judgement.objects.filter(
        Q(left=entry) | Q(right=entry), superseded_by__isnull=True, verdict=Judgement.Verdict.SAME
    )
