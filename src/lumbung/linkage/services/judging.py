"""What a person says of two rows: entered, overruled, taken back."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from lumbung.access.models import User
from lumbung.audit import services as audit
from lumbung.audit.services import Actor
from lumbung.core import events
from lumbung.core.findings import BadInput, Finding, Refusal
from lumbung.core.language import gettext_noop as _
from lumbung.core.locking import wait_for
from lumbung.core.sentences import Sentence, enter
from lumbung.linkage.contradictions import contradicted_by
from lumbung.linkage.models import Judgement, Opinion
from lumbung.linkage.saying import said_of
from lumbung.registry.models import Entry

_SIGN: dict[str, str] = {Judgement.Verdict.SAME: "=", Judgement.Verdict.DIFFERENT: "≠"}
enter(
    {
        "pair_changed": Sentence(
            _("One of the two rows, or the verdict on them, changed while you looked."),
            _("Look at them again, then decide."),
        ),
        "verdicts_contradict": Sentence(
            _("This verdict contradicts what people said of other rows: {chain}."),
            _("Open those pairs and change the verdict that is wrong; then this one can be entered."),
        ),
        "verdict_needs_reason": Sentence(
            _("Another verdict stands on these two rows already."), _("Say why yours overrules it.")
        ),
    }
)


class VerdictsContradict(Refusal):
    """What others said, by a chain of verdicts, is the opposite; nobody's word is dropped silently."""

    def __init__(self, chain: list[Judgement]) -> None:
        told = "; ".join(f"{one.left.key} {_SIGN[one.verdict]} {one.right.key}" for one in chain)
        super().__init__(Finding("verdicts_contradict", {"chain": told}))


class PairChanged(Refusal):
    """One of the two rows, or the verdict on them, is not what the person saw any more."""

    def __init__(self) -> None:
        super().__init__(Finding("pair_changed"))


@transaction.atomic
def judge_pair(
    left: Entry,
    right: Entry,
    *,
    verdict: str,
    reason: str,
    by: User,
    actor: Actor,
    seen: tuple[str, str],
    over: int | None = None,
    settles: Sequence[int] = (),
) -> Judgement:
    """Enter a person's verdict on two entries; it holds from the next computation on, until it is superseded.

    Args:
        left, right: The smaller id first.
        seen: Content hashes of the two records as the person saw them.
        over: Key of the verdict that stood when the person looked, 0 for none; None: nobody looked.
        settles: Keys of the opinions it comes of.
    Returns:
        The verdict; where the same form was sent twice, the one that the first made.
    Raises:
        PairChanged: A record, or the verdict, changed meanwhile.
        BadInput: "different" and "same" need a reason where an earlier verdict is overruled.
        VerdictsContradict: Verdicts on other pairs say the opposite.
    """
    office = left.source.office
    wait_for("linkage.pair", left.pk)  # two verdicts on one pair follow each other
    now = tuple(entry.current.content_hash if entry.current else "" for entry in (left, right))
    if now != seen:
        raise PairChanged
    before = Judgement.objects.filter(left=left, right=right, superseded_by__isnull=True).first()
    stands = before.pk if before and before.verdict != Judgement.Verdict.WITHDRAWN else 0
    if before and over not in (None, stands):
        if (before.made_by_id, before.verdict, before.reason) == (by.pk, verdict, reason.strip()):
            return before
        raise PairChanged
    if before and before.verdict != verdict and before.verdict != Judgement.Verdict.WITHDRAWN and not reason.strip():
        raise BadInput(Finding("verdict_needs_reason"))
    wait_for("linkage.verdicts", office.pk)  # a contradiction may come of two verdicts on two pairs
    if chain := contradicted_by(office, left.pk, right.pk, verdict):
        raise VerdictsContradict(chain)
    made = Judgement.objects.create(
        left=left,
        right=right,
        office=office,
        verdict=verdict,
        reason=reason.strip(),
        made_by=by,
        supersedes=before,
        left_hash=now[0],
        right_hash=now[1],
        said=said_of([(left.pk, right.pk)]).get((left.pk, right.pk), ""),
    )
    audit.record(
        "linkage.pair.judged",
        actor=actor,
        subject=f"pair:{left.pk}-{right.pk}",
        reason=reason.strip(),
        changes={"verdict": [before.verdict if before else None, verdict]},
    )
    Opinion.objects.filter(pk__in=settles).update(settled_by=made)  # before anybody hears of it
    events.publish(events.JudgementGiven(office.pk, actor.key))
    return made


@transaction.atomic
def withdraw_judgement(judgement: Judgement, *, by: User, actor: Actor, reason: str = "") -> Judgement:
    """Take a verdict back: as if nobody had judged the two. The verdict stays on record.

    Raises:
        PairChanged: Somebody else overruled it meanwhile.
    """
    wait_for("linkage.pair", judgement.left_id)
    if Judgement.objects.filter(supersedes=judgement).exists():
        raise PairChanged
    made = Judgement.objects.create(
        left=judgement.left,
        right=judgement.right,
        office=judgement.office,
        verdict=Judgement.Verdict.WITHDRAWN,
        reason=reason,
        made_by=by,
        supersedes=judgement,
        left_hash=judgement.left_hash,
        right_hash=judgement.right_hash,
        said=judgement.said,
    )
    audit.record(
        "linkage.judgement.withdrawn",
        actor=actor,
        subject=f"pair:{judgement.left_id}-{judgement.right_id}",
        reason=reason,
        changes={"verdict": [judgement.verdict, None]},
    )
    events.publish(events.JudgementGiven(judgement.office_id, actor.key))
    return made
