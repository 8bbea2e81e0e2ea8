"""What is counted once for every computation of an office: kept in the shared cache until the office is computed anew."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache
from django.utils import timezone

from lumbung.access.models import Office
from lumbung.dashboards.figures import Told

MANY = 5_000  # cooperatives from which counting costs more than looking up what was counted
T = TypeVar("T")


def kept(
    office: Office,
    picture: Told,
    what: object,
    count: Callable[[], T],
    *,
    worth: Callable[[T], bool] = lambda out: True,
) -> T:
    """`count()`, or what it was when it was last asked for since `picture` was computed, today.

    Args:
        what: Everything the count depends on besides office, computation and day; it is told apart by its `repr`.
        worth: Whether an outcome is worth keeping; what is counted in no time is not.
    """
    told = (office.pk, picture.computed_at.isoformat(), timezone.localdate().isoformat(), what)
    key = f"counted:{hashlib.sha256(repr(told).encode()).hexdigest()}"
    found: T | None = cache.get(key)
    if found is not None:
        return found
    out = count()
    if worth(out):
        cache.set(key, out)
    return out
