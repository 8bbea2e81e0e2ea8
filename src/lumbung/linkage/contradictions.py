"""Verdicts that cannot all be true: two rows are one cooperative by a chain of verdicts, and yet different by another."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from lumbung.access.models import Office
from lumbung.linkage.models import Judgement
from lumbung.linkage.queries import identity_judgements

_SAME, _DIFFERENT = Judgement.Verdict.SAME, Judgement.Verdict.DIFFERENT
_Step = tuple[int, Judgement]  # the entry before, and the verdict between


def contradicted_by(office: Office, left: int, right: int, verdict: str) -> list[Judgement]:
    """The verdicts in force that say the opposite of `verdict` on two entries, in the order of the chain; [] where none.

    A "different" is contradicted by a chain of "same" between the two; a "same" by a "different" between one that is
    the same as the left and one that is the same as the right. What stands on the two themselves is no contradiction:
    it would be overruled.
    """
    told = identity_judgements(office).exclude(left_id=min(left, right), right_id=max(left, right))
    if verdict == _DIFFERENT:
        return _chain(_reached(told, left), right)
    if verdict != _SAME:
        return []
    mine, theirs = _reached(told, left), _reached(told, right)
    apart = told.filter(verdict=_DIFFERENT).filter(
        Q(left__in=list(mine), right__in=list(theirs)) | Q(left__in=list(theirs), right__in=list(mine))
    )
    found = apart.order_by("pk").first()
    if found is None:
        return []
    near, far = (found.left_id, found.right_id) if found.left_id in mine else (found.right_id, found.left_id)
    return [*_chain(mine, near), found, *reversed(_chain(theirs, far))]


def _reached(told: QuerySet[Judgement], start: int) -> dict[int, _Step | None]:
    """entry -> the step that led there, of all that "same" verdicts lead to from `start` (which none led to)."""
    found: dict[int, _Step | None] = {start: None}
    fresh = [start]
    while fresh:
        layer = told.filter(Q(left__in=fresh) | Q(right__in=fresh), verdict=_SAME).order_by("pk")
        fresh = []
        for one in layer:
            for near, far in ((one.left_id, one.right_id), (one.right_id, one.left_id)):
                if near in found and far not in found:
                    found[far] = (near, one)
                    fresh.append(far)
    return found


def _chain(reached: dict[int, _Step | None], end: int) -> list[Judgement]:
    """The verdicts that led to `end`, from the start on; [] where nothing led there."""
    steps: list[Judgement] = []
    at = reached.get(end)
    while at is not None:
        steps.append(at[1])
        at = reached[at[0]]
    return steps[::-1]
