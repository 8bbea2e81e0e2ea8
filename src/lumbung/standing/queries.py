"""Reading what the rules said, today and at a moment in the past."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from lumbung.access.models import Office
from lumbung.standing.models import Result


def results_known(office: Office, at: datetime) -> QuerySet[Result]:
    """What every rule said at `at`."""
    return Result.objects.filter(in_force("", at), office=office)


def in_force(prefix: str, at: datetime) -> Q:
    """A result (reached by `prefix`) that stood at `at`: from `since` on, and not from `until` on."""
    open_ = Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": at})
    return Q(**{f"{prefix}since__lte": at}) & open_
