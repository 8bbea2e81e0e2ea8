"""Who may do what where, today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, Q, QuerySet

from lumbung.access.models import Appointment, Office, SavedView, User
from lumbung.access.roles import GRANTS, SECOND_FACTOR, Act, Role
from lumbung.audit.services import Actor


@dataclass(frozen=True, slots=True)
class Standpoint:
    """A person in one office on one day: what they may do there, and in which area."""

    user: User
    office: Office
    roles: frozenset[Role]
    areas: dict[Act, tuple[str, ...]]  # act -> region codes, "" = the whole office

    def may(self, act: Act) -> bool:
        """Whether any appointment of today grants `act`."""
        return act in self.areas

    def area(self, act: Act) -> tuple[str, ...]:
        """Region codes (prefixes) `act` reaches; () = nothing, ("",) = the whole office."""
        return self.areas.get(act, ())

    @property
    def actor(self) -> Actor:
        """As audit lines name them."""
        return Actor(f"user:{self.user.pk}", str(self.user), self.office.pk)

    @property
    def needs_second_factor(self) -> bool:
        """Whether one of the roles asks for a one-time code at login."""
        return bool(self.roles & SECOND_FACTOR)


def appointments_on(user: User, day: date) -> QuerySet[Appointment]:
    """The appointments of `user` in force on `day`, oldest first."""
    return user.appointments.filter(during__contains=day).select_related("office").order_by("pk")


def standpoints(user: User | AnonymousUser, day: date) -> list[Standpoint]:
    """One per office where `user` holds an appointment on `day`."""
    if not isinstance(user, User) or not user.is_active:
        return []
    by_office: dict[Office, list[Appointment]] = {}
    for appointment in appointments_on(user, day):
        by_office.setdefault(appointment.office, []).append(appointment)
    return [_standpoint(user, office, held) for office, held in by_office.items()]


def _standpoint(user: User, office: Office, held: list[Appointment]) -> Standpoint:
    areas: dict[Act, set[str]] = {}
    for appointment in held:
        for act in GRANTS[Role(appointment.role)]:
            areas.setdefault(act, set()).add(appointment.region_code)
    told = {act: ("",) if "" in codes else tuple(sorted(codes)) for act, codes in areas.items()}
    return Standpoint(user, office, frozenset(Role(a.role) for a in held), told)


def home_office(user: User) -> Office | None:
    """The office that made the account: that of the first appointment; None before there is one."""
    first = user.appointments.select_related("office").order_by("pk").first()
    return first.office if first else None


def people_of(office: Office) -> QuerySet[User]:
    """Everybody who holds or held an appointment in `office`, active accounts first, by name."""
    held = Appointment.objects.filter(office=office).select_related("office").order_by("-during", "pk")
    return (
        User.objects.filter(appointments__office=office)
        .distinct()
        .order_by("-is_active", "name", "pk")
        .prefetch_related(Prefetch("appointments", held, to_attr="held_here"))
    )


def views_offered(user: User, office: Office) -> QuerySet[SavedView]:
    """What `user` saved in `office`, by name, then what others there share."""
    offered = SavedView.objects.filter(Q(user=user) | Q(shared=True), office=office).select_related("user")
    return offered.annotate(own=Q(user=user)).order_by("-own", "name", "pk")
