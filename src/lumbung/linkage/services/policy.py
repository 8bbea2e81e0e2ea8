"""How an office has its pairs judged: decided by a person, written into the trail."""

from __future__ import annotations

from django.db import transaction

from lumbung.access.models import Office
from lumbung.audit import services as audit
from lumbung.audit.services import Actor
from lumbung.core import events
from lumbung.core.findings import BadInput, Finding
from lumbung.core.language import gettext_noop as _
from lumbung.core.sentences import Sentence, enter
from lumbung.linkage.models import Reviewing
from lumbung.linkage.reviewing import reviewing_of

FIELDS = ("second", "stake", "share", "checked")
enter(
    {
        "reviewing_out_of_range": Sentence(
            _("{field}: {value} is out of range."), _("Percentages go from 1 to 100, checks from 0, a stake above 0.")
        ),
    }
)


@transaction.atomic
def set_reviewing(office: Office, *, second: str, stake: float, share: int, checked: int, actor: Actor) -> Reviewing:
    """Decide when two judges are asked, and how many automatic links people look at; pairs are drawn at once.

    Args:
        second: A value of Reviewing.Second.
        stake: Pair.stake from which on two judge, where `second` is "stake".
        share: Per cent of pairs that two judge, where `second` is "sample".
        checked: Per cent of automatic links that are looked at; 0: none.
    Raises:
        BadInput: A value is out of range.
    """
    told = {"second": second, "stake": stake, "share": share, "checked": checked}
    wrong = [
        name
        for name, right in (
            ("second", second in Reviewing.Second), ("stake", stake > 0), ("share", 1 <= share <= 100),
            ("checked", 0 <= checked <= 100),
        )
        if not right
    ]  # fmt: skip
    if wrong:
        raise BadInput([Finding("reviewing_out_of_range", {"field": name, "value": str(told[name])}) for name in wrong])
    before = reviewing_of(office)
    changed = {name: [getattr(before, name), value] for name, value in told.items() if getattr(before, name) != value}
    if not changed:
        return before
    made, _new = Reviewing.objects.update_or_create(office=office, defaults=told)
    audit.record("linkage.reviewing.set", actor=actor, subject=f"office:{office.code}", changes=changed)
    events.publish(events.JudgementGiven(office.pk, actor.key))  # pairs are drawn, and what waits may count now
    return made
