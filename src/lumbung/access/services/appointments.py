"""Appointments: given for a time, ended, never rewritten."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from lumbung.access.models import Appointment, Office, User
from lumbung.access.queries import Standpoint
from lumbung.access.roles import Role
from lumbung.access.services.refusals import check_administrator, check_not_oneself, refuse
from lumbung.audit.services import Actor, record
from lumbung.core.findings import Refusal

_DAY = timedelta(days=1)


def appoint(
    person: User,
    *,
    role: Role,
    first_day: date,
    last_day: date | None = None,
    region_code: str = "",
    acting: bool = False,
    letter: str = "",
    by: Standpoint,
) -> Appointment:
    """Give `person` a role in the administrator's own office.

    Args:
        first_day, last_day: Both inclusive; no last day = until it is ended.
        region_code: A district or village of the office's area, or "" for all of it.
        letter: Number of the letter; must be there for an acting appointment (Plh./Plt.).
    Raises:
        AccountRefused: Not an administrator, oneself, a closed account, an acting one without its letter, days the
            wrong way round, an area outside the office, or the same role in the same area at the same time.
    """
    check_administrator(by)
    check_not_oneself(by, person)
    if not person.is_active:
        raise refuse("person_inactive", person=person.name)
    given = Appointment(
        user=person,
        office=by.office,
        role=role.value,
        region_code=region_code,
        during=days(first_day, last_day),
        acting=acting,
        letter=letter.strip(),
        given_by=by.user,
    )
    return give(given, actor=by.actor)


@transaction.atomic
def give(appointment: Appointment, *, actor: Actor) -> Appointment:
    """Keep an appointment that was made, without asking who may: for the house itself."""
    _check_letter_and_area(appointment, appointment.office)
    if refusal := _overlap(appointment):
        raise refusal
    try:
        with transaction.atomic():
            appointment.save()
    except IntegrityError as trouble:  # somebody was quicker between our look and our writing
        if refusal := _overlap(appointment):
            raise refusal from trouble
        raise
    record("access.appointment.given", actor=actor, subject=f"user:{appointment.user_id}", changes=_told(appointment))
    return appointment


def days(first: date, last: date | None) -> DateRange:
    """The range a table keeps; both days are inclusive. Raises AccountRefused if they are the wrong way round."""
    if last is not None and last < first:
        raise refuse("appointment_backwards", first=f"{first:%d/%m/%Y}", last=f"{last:%d/%m/%Y}")
    return DateRange(first, last + _DAY if last else None)


def _check_letter_and_area(appointment: Appointment, office: Office) -> None:
    if appointment.acting and not appointment.letter:
        raise refuse("acting_without_letter")
    if appointment.region_code and not appointment.region_code.startswith(office.region_code):
        raise refuse("appointment_area_outside", code=appointment.region_code, office=office.name)


def _overlap(wanted: Appointment) -> Refusal | None:
    found = (
        Appointment.objects.filter(user=wanted.user, office=wanted.office, role=wanted.role)
        .filter(region_code=wanted.region_code, during__overlap=wanted.during)
        .exclude(pk=wanted.pk)
        .first()
    )
    if found is None:
        return None
    person, first = wanted.user.name, f"{found.during.lower:%d/%m/%Y}"
    if found.during.upper is None:
        return refuse("appointment_overlaps_open", person=person, first=first)
    return refuse("appointment_overlaps", person=person, first=first, last=f"{found.during.upper - _DAY:%d/%m/%Y}")


def _told(appointment: Appointment) -> dict[str, object]:
    held = appointment.during
    return {
        "role": appointment.role,
        "office": appointment.office.code,
        "area": appointment.region_code,
        "first_day": held.lower.isoformat(),
        "last_day": _iso(held.upper),
        "acting": appointment.acting,
        "letter": appointment.letter,
    }


@transaction.atomic
def end_appointment(appointment: Appointment, *, last_day: date, reason: str, today: date, by: Standpoint) -> None:
    """Let an appointment of the administrator's office end with `last_day`, yesterday at the earliest.

    Raises:
        AccountRefused: Not an administrator of that office, one's own, already over, or `last_day` would change a
            past in which its rights were in force.
    """
    check_administrator(by)
    if appointment.office_id != by.office.pk:
        raise refuse("account_not_administrator")
    check_not_oneself(by, appointment.user)
    locked = Appointment.objects.select_for_update().get(pk=appointment.pk)
    held = locked.during
    if held.upper is not None and held.upper <= today:
        raise refuse("appointment_over")
    if last_day < today - _DAY:
        raise refuse("appointment_rewritten", yesterday=f"{today - _DAY:%d/%m/%Y}")
    locked.during = appointment.during = days(held.lower, last_day)
    if refusal := _overlap(locked):  # a later end may run into the next one of its kind
        raise refusal
    locked.save(update_fields=["during"])
    record(
        "access.appointment.ended",
        actor=by.actor,
        subject=f"user:{locked.user_id}",
        reason=reason,
        changes={"role": locked.role, "last_day": [_iso(held.upper), last_day.isoformat()]},
    )


def _iso(upper: date | None) -> str | None:
    return (upper - _DAY).isoformat() if upper else None
