"""Appointments in words, for pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext

from lumbung.access.models import Appointment
from lumbung.access.roles import ROLE_LABELS, Role
from lumbung.places.models import Region


@dataclass(frozen=True, slots=True)
class AppointmentLine:
    """One appointment as a page shows it; days inclusive, `last_day` None where it has no end."""

    pk: int
    role: str
    office: str
    area: str  # empty: all of the office's
    first_day: date
    last_day: date | None
    acting: bool
    letter: str
    now: bool  # in force today
    over: bool


def appointment_lines(
    appointments: Iterable[Appointment], today: date, areas: Mapping[str, str] | None = None
) -> list[AppointmentLine]:
    """The appointments in the order they come; `areas` as `names_of_areas` gives them, looked up where not given."""
    held = list(appointments)
    names = names_of_areas(held) if areas is None else areas
    return [_line(appointment, names, today) for appointment in held]


def names_of_areas(appointments: Iterable[Appointment]) -> dict[str, str]:
    """Region code -> name, for every area narrower than an office's, in one query."""
    codes = {appointment.region_code for appointment in appointments if appointment.region_code}
    return dict(Region.objects.filter(pk__in=codes).values_list("code", "name")) if codes else {}


def _line(appointment: Appointment, areas: Mapping[str, str], today: date) -> AppointmentLine:
    first, end = appointment.during.lower, appointment.during.upper
    return AppointmentLine(
        pk=appointment.pk,
        role=gettext(ROLE_LABELS[Role(appointment.role)]),
        office=appointment.office.name,
        area=areas.get(appointment.region_code, appointment.region_code),
        first_day=first,
        last_day=end - timedelta(days=1) if end else None,
        acting=appointment.acting,
        letter=appointment.letter,
        now=first <= today and (end is None or today < end),
        over=end is not None and end <= today,
    )
