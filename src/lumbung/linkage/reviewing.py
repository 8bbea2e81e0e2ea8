"""How many judges a pair wants, and which automatic pairs people look at: chosen by the pair itself, not by anybody."""

from __future__ import annotations

import hashlib

from lumbung.access.models import Office
from lumbung.linkage.models import Asked, Pair, Reviewing


def reviewing_of(office: Office) -> Reviewing:
    """How `office` has its pairs judged; one judge and no checks where nobody has said otherwise."""
    return Reviewing.objects.filter(office=office).first() or Reviewing(office=office)


def judges_wanted(reviewing: Reviewing, pair: Pair | None) -> int:
    """How many must agree on `pair` (None: the newest run no longer pairs them)."""
    second = Reviewing.Second
    asked_twice = {
        second.NEVER: False,
        second.ALWAYS: True,
        second.STAKE: pair is not None and pair.stake >= reviewing.stake,
        second.SAMPLE: pair is not None and lot("second", pair.left_id, pair.right_id) % 100 < reviewing.share,
    }
    return 2 if asked_twice[second(reviewing.second)] else 1


def lot(name: str, left: int, right: int) -> int:
    """A number that the two entries draw, the same every time; lots of other names know nothing of it."""
    return int.from_bytes(hashlib.blake2b(f"{name}:{left}-{right}".encode(), digest_size=8).digest(), "big")


def checked(reviewing: Reviewing, left: int, right: int) -> str:
    """`Pair.asked` of a pair that the engine joined by itself."""
    return Asked.CHECK.value if lot("check", left, right) % 100 < reviewing.checked else ""
