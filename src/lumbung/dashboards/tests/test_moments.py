"""The past: what the register held to be true on a day, on lists and figures."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from lumbung.dashboards import lists
from lumbung.dashboards.asking import Wanted
from lumbung.dashboards.moment import MomentRefused, moment_of
from lumbung.registry.models import Cooperative, Version
from lumbung.statistics.models import Picture

LIST = "/koperasi/"


def just_now():
    """A moment after all that was computed, as addresses carry it."""
    return timezone.localtime().replace(tzinfo=None).isoformat()


def counted(person, **asked):
    return lists.counts(lists.selection(person, Wanted(asked.pop("query", ""), asked.pop("figure", ""), **asked)))


def test_right_after_the_computation_every_figure_opens_the_list_it_opens_today(office, officer):
    known = just_now()
    openings = Picture.objects.get(office=office).openings
    told = {name for name, one in openings.items() if "field_only_reason" not in one["p"]}
    assert len(told) > 100
    for name in sorted(told):
        now, then = counted(officer, figure=name, filters=()), counted(officer, figure=name, filters=(), known=known)
        if openings[name]["u"] == "row":  # of rows, the past shows the cooperatives
            assert sum(then.values()) <= sum(now.values())
        else:
            assert then == now, name
