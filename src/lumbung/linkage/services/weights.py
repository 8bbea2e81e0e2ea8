"""Weights that an office's data teaches: kept by number, compared on judged pairs, taken up by a person."""

from __future__ import annotations

from collections import Counter
from importlib.metadata import version
from typing import Any

import pyarrow as pa
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from lumbung.access.models import Office, User
from lumbung.audit import services as audit
from lumbung.audit.services import Actor
from lumbung.core.findings import Finding, Refusal
from lumbung.core.language import gettext_noop as _
from lumbung.core.locking import wait_for
from lumbung.core.sentences import Sentence, enter
from lumbung.engine import stages
from lumbung.engine.linking import frozen
from lumbung.engine.stages import Linked
from lumbung.engine.tables import JUDGEMENTS
from lumbung.linkage.models import Learned, Model
from lumbung.linkage.queries import judgements_table, model_in_use

enter(
    {
        "weights_decided": Sentence(
            _("These weights were decided on already, or the engine has become another since."),
            _("Have new ones learned and decide on those."),
        ),
        "weights_no_reason": Sentence(
            _("The decision needs a reason."), _("Write in a few words what the comparison shows.")
        ),
    }
)
_VERDICTS = ("same", "different")


class WeightsDecided(Refusal):
    """The weights are no proposal any more."""

    def __init__(self) -> None:
        super().__init__(Finding("weights_decided"))


def keep_learned(
    office: Office,
    who: Linked,
    records: int,
    *,
    by: Actor,
    state: Learned.State,
    comparison: dict[str, Any] | None = None,
) -> Learned:
    """Store what a whole run learned under the next number; in the caller's transaction."""
    last = Learned.objects.filter(office=office).aggregate(n=Max("number"))["n"] or 0
    return Learned.objects.create(
        office=office,
        number=last + 1,
        engine_version=version("lumbung"),
        weights=frozen(who.linkage.weights),
        records=records,
        learned_for=by.key,
        state=state,
        comparison=comparison or {},
    )


def take(office: Office, learned: Learned) -> None:
    """Let the office's runs decide by `learned` from now on."""
    Model.objects.update_or_create(office=office, defaults={"learned": learned}, create_defaults={
        "learned": learned, "judgements_until": 0
    })  # fmt: skip


@transaction.atomic
def propose_weights(office: Office, records: pa.Table, *, by: Actor) -> Learned:
    """Learn from the office's data as it is now, and compare that with what is in use; nothing else changes.

    Args:
        records: engine.tables.RECORDS of the entries that count.
    """
    wait_for("linkage.weights", office.pk)
    model = model_in_use(office)
    nothing = JUDGEMENTS.empty_table()
    fresh = stages.linked(records, nothing)
    used = stages.linked(records, nothing, weights=model.learned.weights) if model else fresh
    told = compared(judgements_table(office), used, fresh)
    made = keep_learned(office, fresh, records.num_rows, by=by, state=Learned.State.PROPOSED, comparison=told)
    audit.record("linkage.weights.proposed", actor=by, subject=f"office:{office.code}", changes={"number": made.number})
    return made


def compared(judgements: pa.Table, used: Linked, fresh: Linked) -> dict[str, Any]:
    """What both make of the pairs that people judged, neither of them knowing the verdicts.

    Returns:
        "judged": verdict -> {"used": {tier: pairs}, "fresh": {tier: pairs}}, tier "none" below the review line;
        "links": automatic links and waiting pairs of both; "moved": pairs whose tier differs.
    """
    tiers = [_tiers(used), _tiers(fresh)]
    rows = judgements.to_pylist()
    judged = {
        verdict: {
            name: dict(Counter(told.get(_ends(row), "none") for row in rows if row["verdict"] == verdict))
            for name, told in zip(("used", "fresh"), tiers, strict=True)
        }
        for verdict in _VERDICTS
    }
    links = {name: dict(Counter(told.values())) for name, told in zip(("used", "fresh"), tiers, strict=True)}
    every = {*tiers[0], *tiers[1]}
    return {"judged": judged, "links": links, "moved": sum(tiers[0].get(e) != tiers[1].get(e) for e in every)}


def _tiers(who: Linked) -> dict[frozenset[str], str]:
    columns = (who.links.column(name).to_pylist() for name in ("left_id", "right_id", "tier"))
    return {frozenset((left, right)): tier for left, right, tier in zip(*columns, strict=True)}


def _ends(row: dict[str, str]) -> frozenset[str]:
    return frozenset((row["left"], row["right"]))


@transaction.atomic
def decide_weights(learned: Learned, *, adopt: bool, reason: str, by: User, actor: Actor) -> Learned:
    """Adopt proposed weights, or pass them over. Adopted ones hold until a person adopts others; whoever calls this has
    the figures computed anew.

    Raises:
        WeightsDecided: They are no proposal any more, or of another version of the engine.
        Refusal: No reason is given.
    """
    wait_for("linkage.weights", learned.office_id)
    fresh = Learned.objects.select_for_update(of=("self",)).get(pk=learned.pk)
    if fresh.state != Learned.State.PROPOSED or fresh.engine_version != version("lumbung"):
        raise WeightsDecided
    if not reason.strip():
        raise Refusal(Finding("weights_no_reason", column="reason"))
    fresh.state = Learned.State.ADOPTED if adopt else Learned.State.PASSED_OVER
    fresh.decided_by, fresh.decided_at, fresh.reason = by, timezone.now(), reason.strip()
    fresh.save()
    if adopt:
        take(fresh.office, fresh)
    audit.record(
        "linkage.weights.adopted" if adopt else "linkage.weights.passed_over",
        actor=actor,
        subject=f"office:{fresh.office.code}",
        reason=fresh.reason,
        changes={"number": fresh.number},
    )
    return fresh
