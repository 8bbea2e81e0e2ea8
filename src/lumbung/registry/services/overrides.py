"""A person's word on one field of a cooperative, with a reason: it leads over every source until it is lifted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from lumbung.access.models import Office, User
from lumbung.audit import services as audit
from lumbung.audit.services import Actor
from lumbung.core import events
from lumbung.core.findings import Finding, Refusal
from lumbung.core.language import gettext_noop as _
from lumbung.core.sentences import Sentence, enter
from lumbung.engine.cleaning.gazetteer import regency
from lumbung.engine.cleaning.legal_numbers import read_legal_number
from lumbung.engine.cleaning.nik import mask, read_nik
from lumbung.engine.cleaning.vocabularies import vocabulary
from lumbung.registry.models import Cooperative, Override

# field -> how its value is read: a word of a code list of that name, a place of so many digits, or a text.
_PLACES: Mapping[str, int] = MappingProxyType({"district_code": 6, "village_code": 10})
CODED = ("kind", "pattern", "form", "membership_area", "group", "sector")
# Totals and their parts, and days that rules read as facts, are told by a source or with a paper, never field by field.
FIELDS = ("name", *CODED, "village_code", "district_code", "address", "legal_number", "coop_nik")
# A village implies its district: of the two, one is decided.
_INSTEAD: Mapping[str, str] = MappingProxyType({"village_code": "district_code", "district_code": "village_code"})
_MOST = 300  # letters of a text

enter(
    {
        "override_field": Sentence(
            _("The field “%(field)s” cannot be corrected by hand."),
            _("Correct it in its source, or enter a paper at the counter."),
        ),
        "override_value": Sentence(
            _("“%(value)s” is no value that this field can have."), _("Choose one from the list, or write it as the help says.")
        ),
        "override_empty": Sentence(_("No value was told."), _("Write one; to let the sources lead again, lift the correction.")),
        "override_long": Sentence(_("The value has more than %(most)s letters."), _("Write it shorter.")),
        "override_person": Sentence(
            _("There is a person's NIK (16 digits) in it."), _("Take it out: the register never keeps the numbers of persons.")
        ),
        "override_no_reason": Sentence(
            _("A correction needs a reason."), _("Write in a few words how you know it, for example: seen in the deed.")
        ),
        "override_over": Sentence(_("The last day of the correction is past."), _("Choose today or later, or leave it empty.")),
        "override_changed": Sentence(
            _("Somebody else corrected this field, or lifted its correction, while you looked."),
            _("Look at it again, then decide."),
        ),
    }
)  # fmt: skip


class OverrideRefused(Refusal):
    """The correction cannot be entered as told; the finding says why."""


class OverrideMoved(Refusal):
    """The correction in force is not the one the person saw."""

    def __init__(self) -> None:
        super().__init__(Finding("override_changed"))


@transaction.atomic
def set_override(
    cooperative: Cooperative,
    field: str,
    value: str,
    *,
    reason: str,
    seen: int | None,
    by: User,
    actor: Actor,
    until: date | None = None,
) -> Override:
    """Decide one field. The correction that was in force is lifted by it and stays on record; so is that of the
    district by one of the village, and the other way round.

    Args:
        field: One of `FIELDS`.
        value: A code, the code of a place, or a text.
        seen: The correction in force when the person looked (its primary key); None: there was none.
        until: Its last day; None: it leads until somebody lifts it.
    Raises:
        OverrideRefused: The field cannot be corrected, or not to that value, or no reason is given.
        OverrideMoved: Somebody was faster.
    """
    reason = reason.strip()
    if not reason:
        raise OverrideRefused(Finding("override_no_reason", column="reason"))
    told = read_value(field, value)
    Cooperative.objects.select_for_update(of=("self",), no_key=True).get(pk=cooperative.pk)
    before = in_force(cooperative).filter(field=field).first()
    if (before.pk if before else None) != seen:
        raise OverrideMoved
    if until is not None and until < timezone.localdate():
        raise OverrideRefused(Finding("override_over", column="until"))
    gone = Override.objects.filter(cooperative=cooperative, lifted_at__isnull=True).filter(
        field__in=(field, _INSTEAD.get(field, field))
    )
    gone.update(lifted_by=by, lifted_at=timezone.now())
    made = Override.objects.create(
        cooperative=cooperative, field=field, value=told, reason=reason, made_by=by, until=until
    )
    audit.record(
        "registry.override.set",
        actor=actor,
        subject=f"cooperative:{cooperative.number}",
        reason=reason,
        changes={"field": field}
        | ({"until": until.isoformat()} if until else {})
        | _told(field, before.value if before else None, told),
    )
    events.publish(events.CounterWorkDone(cooperative.office_id, actor.key))
    return made


@transaction.atomic
def lift_override(override: Override, *, reason: str, by: User, actor: Actor) -> Override:
    """Let the sources lead again on this field; the correction stays on record.

    Raises:
        OverrideRefused: No reason is given.
        OverrideMoved: It was lifted already.
    """
    if not reason.strip():
        raise OverrideRefused(Finding("override_no_reason", column="reason"))
    fresh = Override.objects.select_for_update(of=("self",)).select_related("cooperative").get(pk=override.pk)
    if fresh.lifted_at is not None:
        raise OverrideMoved
    fresh.lifted_by, fresh.lifted_at = by, timezone.now()
    fresh.save(update_fields=["lifted_by", "lifted_at"])
    audit.record(
        "registry.override.lifted",
        actor=actor,
        subject=f"cooperative:{fresh.cooperative.number}",
        reason=reason.strip(),
        changes={"field": fresh.field} | _told(fresh.field, fresh.value, None),
    )
    events.publish(events.CounterWorkDone(fresh.cooperative.office_id, actor.key))
    return fresh


def _told(field: str, before: str | None, after: str | None) -> dict[str, list[str | None]]:
    """What the trail says of the value: nothing of an address, which may name people; the trail forgets nothing."""
    return {} if field == "address" else {"value": [before, after]}


def in_force(cooperative: Cooperative) -> QuerySet[Override]:
    """The corrections of `cooperative` that lead today, by field."""
    return Override.objects.filter(_leads(), cooperative=cooperative).order_by("field")


def _leads() -> Q:
    """Neither lifted nor over."""
    return Q(lifted_at__isnull=True) & (Q(until__isnull=True) | Q(until__gte=timezone.localdate()))


def standing_overrides(office: Office) -> QuerySet[Override]:
    """Corrections that lead today in `office`, those that end soonest first, then the oldest."""
    found = Override.objects.filter(_leads(), cooperative__office=office)
    return found.select_related("cooperative", "made_by").order_by(F("until").asc(nulls_last=True), "made_at", "pk")


def ended_overrides(office: Office, *, after: date, until: date) -> bool:
    """Whether a correction's last day lies from the one day (inclusive) to before the other: the sources lead again."""
    found = Override.objects.filter(cooperative__office=office, lifted_at__isnull=True)
    return found.filter(until__gte=after, until__lt=until).exists()


def overrides_in_force(office: Office) -> list[tuple[str, str, str, int]]:
    """(permanent number, field, value as text, primary key) of what leads, by number and field.

    Those of a number that leads on to another speak of that one: the latest wins where both were corrected.
    """
    found = Override.objects.filter(_leads(), cooperative__office=office, value__isnull=False)
    found = found.order_by("made_at", "pk")
    rows = list(found.values_list("cooperative_id", "field", "value", "pk"))
    if not rows:
        return []
    onward = Cooperative.objects.filter(office=office, leads_to__isnull=False)
    leads = dict(onward.values_list("pk", "leads_to_id"))
    ends = {cooperative: _end(cooperative, leads) for cooperative, *_rest in rows}
    numbers = dict(Cooperative.objects.filter(pk__in=ends.values()).values_list("pk", "number"))
    told = {(numbers[ends[pk]], field): (str(value), override) for pk, field, value, override in rows}
    return [(number, field, value, override) for (number, field), (value, override) in sorted(told.items())]


def _end(pk: int, leads: Mapping[int, int | None]) -> int:
    seen = {pk}
    while (after := leads.get(pk)) is not None and after not in seen:
        pk = after
        seen.add(pk)
    return pk


def read_value(field: str, value: str) -> str:
    """`value` as it is stored and as the engine reads it.

    Raises:
        OverrideRefused: The field cannot be corrected, or not to that value.
    """
    if field not in FIELDS:
        raise OverrideRefused(Finding("override_field", {"field": field[:40]}))
    text = " ".join(value.split())
    if not text:
        raise OverrideRefused(Finding("override_empty", column="value"))
    if len(text) > _MOST:
        raise OverrideRefused(Finding("override_long", {"most": _MOST}, column="value"))
    if mask(text) != text:
        raise OverrideRefused(Finding("override_person", column="value"))
    told = _read(field, text)
    if told is None:
        raise OverrideRefused(Finding("override_value", column="value", value=text))
    return told


def _read(field: str, text: str) -> str | None:
    """The stored form of a value that is told; None where it cannot be one."""
    if field in CODED:
        return text if text in vocabulary(field).labels else None
    if field in _PLACES:
        place = regency(text[:4]) if len(text) == _PLACES[field] and text.isdecimal() else None
        return text if place and text in place.names else None
    if field == "coop_nik":
        digits, trouble = read_nik(text)
        return digits if trouble is None else None
    if field == "legal_number":
        return text if read_legal_number(text)[1] is None else None
    return text
