"""Kept lists with their counts, and how they changed since a day before: for the dashboard and the daily summary."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from lumbung.access.models import SavedView, ViewCount, ViewFollower
from lumbung.access.queries import Standpoint, standpoints, views_offered
from lumbung.access.roles import Act
from lumbung.core.language import Language, translator
from lumbung.core.language import gettext_noop as _
from lumbung.dashboards import asking, lists
from lumbung.ui.templatetags.lumbung import number

SHOWN = 8  # on the dashboard
HOUR = 6  # ASSUMPTION: office hours begin after that
KEPT = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Counted:
    """One kept list."""

    view: SavedView
    href: str
    count: int
    before: ViewCount | None  # of an earlier day
    followed: bool

    @property
    def change(self) -> str:
        """ "+3" or "−2" since `before`; "" where nothing changed or nothing is known."""
        by = self.count - self.before.count if self.before else 0
        return f"{'+' if by > 0 else '−'}{number(abs(by))}" if by else ""


def counted(standpoint: Standpoint, *, most: int | None = None) -> list[Counted]:
    """The lists this person keeps or is offered, with how long they are now; those they follow first."""
    if not standpoint.may(Act.SEE_REGISTER):
        return []
    today, user = timezone.localdate(), standpoint.user
    followed = set(ViewFollower.objects.filter(user=user).values_list("view", flat=True))
    offered = sorted(views_offered(user, standpoint.office), key=lambda view: view.pk not in followed)
    return [
        Counted(
            view,
            reverse("dashboards:cooperatives") + view.address,
            count_of(standpoint, view),
            ViewCount.objects.filter(view=view, user=user, on__lt=today).order_by("-on").first(),
            view.pk in followed,
        )
        for view in offered[:most]
    ]


def count_of(standpoint: Standpoint, view: SavedView) -> int:
    """How long the list is for this person now."""
    chosen = lists.selection(standpoint, asking.asked_by(view.address))
    return sum(lists.counts(chosen, standpoint.area(Act.SEE_REGISTER)).values())


def as_text(standpoint: Standpoint, told: list[Counted], language: Language) -> str:
    """The followed lists as a message to copy: agencies write to each other with messengers."""
    say = translator(language)
    lines = [f"{standpoint.office.name}, {timezone.localdate():%d/%m/%Y}"]
    for one in told:
        since = f" ({one.change} {say(_('since'))} {one.before.on:%d/%m/%Y})" if one.before and one.change else ""
        lines.append(f"- {one.view.name}: {number(one.count)}{since}")
    return "\n".join(lines)


def count_followed(now: datetime | None = None) -> int:
    """Count each followed list once a day, from the morning on, and forget old counts. Returns how many were counted."""
    moment = timezone.localtime(now)
    if moment.hour < HOUR:
        return 0
    today, made = moment.date(), 0
    ViewCount.objects.filter(on__lt=today - KEPT).delete()
    done = ViewCount.objects.filter(view=OuterRef("view"), user=OuterRef("user"), on=today)
    for one in ViewFollower.objects.filter(~Exists(done)).select_related("view__office", "user"):
        held = next((s for s in standpoints(one.user, today) if s.office == one.view.office), None)
        if held is not None and held.may(Act.SEE_REGISTER):
            ViewCount.objects.get_or_create(
                view=one.view, user=one.user, on=today, defaults={"count": count_of(held, one.view)}
            )
            made += 1
    return made
