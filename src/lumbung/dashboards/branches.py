"""The branch offices of a cooperative as they were told at the counter; what lists write of them stands beside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from lumbung.access.queries import Standpoint
from lumbung.access.roles import Act
from lumbung.core.language import Language, translator
from lumbung.core.language import gettext_noop as _
from lumbung.counter.models import CounterAct
from lumbung.counter.queries import branches_of
from lumbung.registry.models import Cooperative, Version
from lumbung.registry.queries import led_to, within

_OPENED = _("opened %(day)s, according to %(paper)s")
_CLOSED = _("closed %(day)s, according to %(paper)s")
_PAPER = _("a paper of %(day)s")


@dataclass(frozen=True, slots=True)
class Branch:
    """One branch office: its name and address, since when, and the rows that lists have of it under their own number."""

    name: str
    place: str
    note: str
    closed: bool
    rows: list[tuple[str, str]]  # number, address of its record; "" for who may not see it


def branches(
    standpoint: Standpoint, cooperative: Cooperative, language: Language, at: datetime | None = None
) -> list[Branch]:
    """Open ones first, then by the day they were opened; `at`: only what the counter was told by then."""
    acts = branches_of(cooperative)
    told = [_branch(standpoint, act, language, at) for act in (acts.filter(made_at__lte=at) if at else acts)]
    return sorted(told, key=lambda one: one.closed)


def _branch(standpoint: Standpoint, act: CounterAct, language: Language, at: datetime | None) -> Branch:
    _t = translator(language)
    texts = {field: after or "" for field, (_before, after) in act.changes.items()}
    closed = [one for one in act.closings.all() if one.withdrawn_at is None and (at is None or one.made_at <= at)]
    shut = next(iter(closed), None)

    def when(sentence: str, one: CounterAct) -> str:
        day = f"{one.on:%d/%m/%Y}"
        return _t(sentence) % {"day": day, "paper": one.paper_number or _t(_PAPER) % {"day": day}}

    notes = [when(_OPENED, act), *([when(_CLOSED, shut)] if shut else [])]
    leading = list(dict.fromkeys(led_to(one) for one in act.others.all()))
    versions = Version.objects.filter(office=standpoint.office, cooperative__in=leading)
    seen = set(within(versions, standpoint.area(Act.SEE_REGISTER)).values_list("cooperative", flat=True))
    rows = [
        (one.number, reverse("dashboards:cooperative", args=[one.number]) if one.pk in seen else "") for one in leading
    ]
    place = ", ".join(filter(None, (texts.get(field, "") for field in ("address", "village", "regency"))))
    return Branch(texts.get("branch", ""), place, "; ".join(notes), shut is not None, rows)
