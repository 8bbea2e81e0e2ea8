"""The history of guidance: what the office did for a cooperative, written down by hand; only added, or withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from lumbung.access.models import User
from lumbung.audit import services as audit
from lumbung.audit.services import Actor
from lumbung.core.findings import Finding, Refusal
from lumbung.core.language import gettext_noop as _
from lumbung.core.sentences import Sentence, enter
from lumbung.engine.cleaning.law import law
from lumbung.engine.cleaning.nik import mask
from lumbung.registry.models import Cooperative, Guidance

MOST = 2_000  # letters of one entry

enter(
    {
        "guidance_empty": Sentence(_("Nothing was written."), _("Write in a few words what was done or seen.")),
        "guidance_long": Sentence(_("It has more than %(most)s letters."), _("Write it shorter.")),
        "guidance_future": Sentence(_("That day has not come yet."), _("Write the day on which it happened.")),
        "guidance_person": Sentence(
            _("There is a person's NIK (16 digits) in it."),
            _("Take it out: the register never keeps the numbers of persons."),
        ),
        "guidance_kind": Sentence(_("It is not said what was done."), _("Choose it from the list.")),
        "guidance_step": Sentence(_("It is not said which step of founding this is."), _("Choose it from the list.")),
        "guidance_no_reason": Sentence(_("To take an entry back needs a reason."), _("Write in a few words what was wrong.")),
        "guidance_withdrawn": Sentence(
            _("This entry was taken back already."), _("Open the page again: somebody, or a second click, was faster.")
        ),
        "guidance_claimed": Sentence(
            _("This form was already sent for another entry."), _("Open the page again and write it once more.")
        ),
    }
)  # fmt: skip


class GuidanceRefused(Refusal):
    """It cannot be written as told; `column` of a finding names the field where there is one."""


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be written: `kind` of Guidance.Kind, the day, the words, and the step where it is one of founding."""

    kind: str
    on: date
    text: str
    step: str = ""


def founding_steps() -> list[str]:
    """Codes of the steps of founding, in their order."""
    return [step["code"] for step in law("merah_putih")["step"]]


@transaction.atomic
def note_guidance(cooperative: Cooperative, note: Note, *, token: UUID, by: User, actor: Actor) -> Guidance:
    """Add one entry. The same form sent twice is written once, and gives the same answer.

    Raises:
        GuidanceRefused: It cannot be written as told, or the form was used for something else.
    """
    if found := list(_troubles(note)):
        raise GuidanceRefused(found)
    made, new = Guidance.objects.get_or_create(
        token=token,
        defaults={
            "office_id": cooperative.office_id,
            "cooperative": cooperative,
            "kind": note.kind,
            "step": note.step,
            "on": note.on,
            "text": note.text.strip(),
            "made_by": by,
        },
    )
    if not new and (made.made_by_id, made.cooperative_id) != (by.pk, cooperative.pk):
        raise GuidanceRefused(Finding("guidance_claimed"))
    if new:
        changes = {"entry": made.pk, "what": note.kind, "as_of": note.on.isoformat(), "step": note.step}
        subject = f"cooperative:{cooperative.number}"
        audit.record("registry.guidance.written", actor=actor, subject=subject, changes=changes)
    return made


def _troubles(note: Note) -> Iterator[Finding]:
    if note.kind not in Guidance.Kind.values:
        yield Finding("guidance_kind", column="kind")
    founding = note.kind == Guidance.Kind.FOUNDING
    if founding != bool(note.step) or (founding and note.step not in founding_steps()):
        yield Finding("guidance_step", column="step")
    if not note.text.strip():
        yield Finding("guidance_empty", column="text")
    if len(note.text) > MOST:
        yield Finding("guidance_long", {"most": MOST}, column="text")
    if mask(note.text) != note.text:
        yield Finding("guidance_person", column="text")
    if note.on > timezone.localdate():
        yield Finding("guidance_future", column="on")


@transaction.atomic
def withdraw_guidance(entry: Guidance, *, reason: str, by: User, actor: Actor) -> Guidance:
    """Take one entry back: it stays on record as taken back, with the reason.

    Raises:
        GuidanceRefused: No reason is given, or it was taken back already.
    """
    if not reason.strip():
        raise GuidanceRefused(Finding("guidance_no_reason", column="reason"))
    fresh = Guidance.objects.select_for_update(of=("self",)).select_related("cooperative").get(pk=entry.pk)
    if fresh.withdrawn_at is not None:
        raise GuidanceRefused(Finding("guidance_withdrawn"))
    fresh.withdrawn_by, fresh.withdrawn_at, fresh.withdrawn_reason = by, timezone.now(), reason.strip()
    fresh.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    subject = f"cooperative:{fresh.cooperative.number}"
    changes = {"entry": fresh.pk, "what": fresh.kind, "as_of": fresh.on.isoformat(), "step": fresh.step}
    audit.record("registry.guidance.withdrawn", actor=actor, subject=subject, reason=reason.strip(), changes=changes)
    return fresh
