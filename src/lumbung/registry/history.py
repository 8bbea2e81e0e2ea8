"""Reading the register as it was: what it held to be true at a moment in the past.

A moment lies in the range `known` of versions and memberships; results of rules tell it by `since` and `until`. All of
one computation changes at one moment (`statistics.services`), so that what is read at any moment is one state.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from lumbung.access.models import Office
from lumbung.registry.models import Cooperative, Membership, Record, Version
from lumbung.registry.queries import within


def first_known(office: Office) -> datetime | None:
    """Since when the register of `office` holds anything to be true; None while it is empty."""
    held = Version.objects.filter(cooperative=OuterRef("pk"))
    # Numbers are given in the order of their coming: the earliest one has the earliest version.
    first = Cooperative.objects.filter(Exists(held), office=office).order_by("serial").first()
    version = Version.objects.filter(cooperative=first).order_by("pk").only("known").first() if first else None
    told: datetime | None = version.known.lower if version else None
    return told


def versions_known(office: Office, at: datetime) -> QuerySet[Version]:
    """What was held to be true at `at`, one row per cooperative that existed then."""
    return Version.objects.filter(office=office, known__contains=at)


def seen_then_and_now(versions: QuerySet[Version], areas: tuple[str, ...]) -> QuerySet[Version]:
    """Those of the past's `versions` that lay inside `areas` and, where they still are carried, lie there today.

    Who may not see a cooperative today does not see it by asking for a day when it lay elsewhere.
    """
    if "" in areas:
        return versions
    now = Version.objects.filter(cooperative=OuterRef("cooperative"), current=True)
    return within(versions, areas).filter(~Exists(now) | Exists(within(now, areas)))


def memberships_known(at: datetime) -> QuerySet[Membership]:
    """The memberships that were in force at `at`."""
    return Membership.objects.filter(known__contains=at)


def carrier_known(cooperative: Cooperative, at: datetime) -> Cooperative | None:
    """Which cooperative carried the rows of a number at `at`: itself, the one it led to then, or none.

    A number leads where most of the rows went that it carried last (`registry.identity.plan`).
    """
    if Version.objects.filter(cooperative=cooperative, known__contains=at).exists():
        return cooperative
    ended = Membership.objects.filter(cooperative=cooperative, known__endswith__lte=at).order_by("-known__endswith")
    last = ended.first()
    if last is None:
        return None
    rows = ended.filter(known__endswith=last.known.upper).values("entry")
    ways = memberships_known(at).filter(entry__in=rows).order_by().values("cooperative")
    most = ways.annotate(n=Count("pk")).order_by("-n", "cooperative").first()
    return Cooperative.objects.get(pk=most["cooperative"]) if most else None


def last_version(cooperative: Cooperative, at: datetime) -> Version | None:
    """What was held to be true of it at `at`, or last before; None where it was not in the register yet."""
    return Version.objects.filter(cooperative=cooperative, known__startswith__lte=at).order_by("-pk").first()


def records_counted(at: datetime) -> Q:
    """Records that were there at `at` and not taken back by then; whether their batch counted, imports know."""
    return Q(recorded_at__lte=at) & (Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at))


def newest_of_each(records: QuerySet[Record]) -> list[int]:
    """Keys of the newest of `records` for each entry: the one that was its current one."""
    return list(records.order_by("entry", "-pk").distinct("entry").values_list("pk", flat=True))
