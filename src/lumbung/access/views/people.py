"""Accounts of an office, for its administrator."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lumbung.access import services
from lumbung.access.backends import person_called, written
from lumbung.access.forms import AppointmentForm, EndForm, KnownPersonForm, NewPersonForm, ReasonForm, sentences, tell
from lumbung.access.models import Appointment, User
from lumbung.access.queries import Standpoint, home_office, people_of
from lumbung.access.rights import require, standpoint_of
from lumbung.access.roles import Act
from lumbung.access.services.logins import INVITATION_DAYS
from lumbung.access.words import AppointmentLine, appointment_lines, names_of_areas
from lumbung.core.findings import Refusal


@dataclass(frozen=True, slots=True)
class Row:
    """One person of the list."""

    person: User
    lines: list[AppointmentLine]

    @property
    def now(self) -> bool:
        """Whether they may work here today."""
        return self.person.is_active and any(line.now for line in self.lines)


require_form = require_http_methods(["GET", "HEAD", "POST"])


@require(Act.MANAGE_ACCOUNTS)
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Everybody who holds or held an appointment here."""
    today = timezone.localdate()
    held = {one: one.held_here for one in people_of(standpoint_of(request).office)}  # type: ignore[attr-defined]
    areas = names_of_areas(appointment for appointments in held.values() for appointment in appointments)
    rows = [Row(one, appointment_lines(appointments, today, areas)) for one, appointments in held.items()]
    context = {"now": [row for row in rows if row.now], "rest": [row for row in rows if not row.now]}
    return render(request, "access/people.html", context)


@require(Act.MANAGE_ACCOUNTS)
@require_GET
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: appointments, state of its login, what may be done."""
    standpoint = standpoint_of(request)
    found = _person(standpoint, pk)
    home = home_office(found)
    context = {
        "person": found,
        "appointments": appointment_lines(found.held_here, timezone.localdate()),  # type: ignore[attr-defined]
        "oneself": found.pk == standpoint.user.pk,
        "home": home if home and home.pk != standpoint.office.pk else None,
        "second_factor": found.authenticator_set.filter(type="totp").first(),  # type: ignore[attr-defined]
        "invitation": found.invitations.filter(used_at=None, expires_at__gt=timezone.now()).order_by("-pk").first(),
    }
    return render(request, "access/person.html", context)


def _person(standpoint: Standpoint, pk: int) -> User:
    return get_object_or_404(people_of(standpoint.office), pk=pk)


@require(Act.MANAGE_ACCOUNTS)
@require_form
@never_cache
def new_person(request: HttpRequest) -> HttpResponse:
    """An account, its first appointment and the invitation link, all or nothing."""
    standpoint = standpoint_of(request)
    form = NewPersonForm(request.POST or None, office=standpoint.office)
    if form.is_valid():
        try:
            with transaction.atomic():
                made = services.make_person(**form.person(), by=standpoint)
                services.appoint(made, **form.appointment(), by=standpoint)
                token = services.invite(made, by=standpoint)
            return _link(request, made, token)
        except Refusal as refusal:
            tell(form, refusal)
    return _form(request, form, gettext("New person"), gettext("Make the account"))


@require(Act.MANAGE_ACCOUNTS)
@require_form
def known_person(request: HttpRequest) -> HttpResponse:
    """Appoint somebody who has an account already, perhaps of another office."""
    standpoint = standpoint_of(request)
    form = KnownPersonForm(request.POST or None, office=standpoint.office)
    if form.is_valid():
        known = person_called(written(form.cleaned_data["login"]))
        if known is None:
            form.add_error("login", gettext("Nobody has this user name or NIP. Make a new person instead."))
        elif _appointed(form, known, standpoint):
            return redirect("access:person", known.pk)
    return _form(request, form, gettext("Appoint a person with an account"), gettext("Appoint"))


@require(Act.MANAGE_ACCOUNTS)
@require_form
def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    """One more appointment of a person of this office."""
    standpoint = standpoint_of(request)
    found = _person(standpoint, pk)
    form = AppointmentForm(request.POST or None, office=standpoint.office)
    if form.is_valid() and _appointed(form, found, standpoint):
        return redirect("access:person", pk)
    return _form(request, form, gettext("New appointment"), gettext("Appoint"), found)


def _appointed(form: AppointmentForm, known: User, by: Standpoint) -> bool:
    try:
        services.appoint(known, **form.appointment(), by=by)
    except Refusal as refusal:
        tell(form, refusal)
        return False
    return True


@require(Act.MANAGE_ACCOUNTS)
@require_form
def end_appointment(request: HttpRequest, pk: int, appointment_id: int) -> HttpResponse:
    """Let an appointment end, with a reason."""
    standpoint, today = standpoint_of(request), timezone.localdate()
    found = _person(standpoint, pk)
    held = get_object_or_404(Appointment, pk=appointment_id, user=found, office=standpoint.office)
    form = EndForm(request.POST or None, initial={"last_day": today})
    if form.is_valid():
        try:
            services.end_appointment(held, **form.cleaned_data, today=today, by=standpoint)
            return redirect("access:person", pk)
        except Refusal as refusal:
            tell(form, refusal)
    (line,) = appointment_lines([held], today)
    return _form(request, form, gettext("End the appointment"), gettext("End"), found, line=line)


@require(Act.MANAGE_ACCOUNTS)
@require_POST
@never_cache
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """A new invitation link; those handed out before become void."""
    standpoint = standpoint_of(request)
    found = _person(standpoint, pk)
    try:
        return _link(request, found, services.invite(found, by=standpoint))
    except Refusal as refusal:
        return _refused(request, refusal, found)


@require(Act.MANAGE_ACCOUNTS)
@require_form
@never_cache
def reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Take password, second factor and sessions away, and show a new invitation link."""
    standpoint = standpoint_of(request)
    found = _person(standpoint, pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            token = services.reset_login(found, reason=form.cleaned_data["reason"], by=standpoint)
            return _link(request, found, token)
        except Refusal as refusal:
            tell(form, refusal)
    lede = gettext(
        "The password, the second factor and all sessions of this person end; you get a new link to hand over."
    )
    return _form(request, form, gettext("Reset the login"), gettext("Reset"), found, lede=lede)


@require(Act.MANAGE_ACCOUNTS)
@require_form
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account, with a reason."""
    lede = gettext("The person is logged out at once and cannot log in until the account is opened again.")
    words = (gettext("Close the account"), gettext("Close"), lede)
    return _with_reason(request, pk, services.deactivate, words)


@require(Act.MANAGE_ACCOUNTS)
@require_form
def reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed account again, with a reason."""
    words = (gettext("Open the account again"), gettext("Open"), gettext("The person can log in as before."))
    return _with_reason(request, pk, services.reactivate, words)


def _with_reason(
    request: HttpRequest, pk: int, service: Callable[..., None], words: tuple[str, str, str]
) -> HttpResponse:
    standpoint = standpoint_of(request)
    found = _person(standpoint, pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            service(found, reason=form.cleaned_data["reason"], by=standpoint)
            return redirect("access:person", pk)
        except Refusal as refusal:
            tell(form, refusal)
    title, button, lede = words
    return _form(request, form, title, button, found, lede=lede)


def _form(
    request: HttpRequest, form: Any, title: str, button: str, person: User | None = None, **more: object
) -> HttpResponse:
    context = {"form": form, "title": title, "button": button, "person": person, **more}
    return render(request, "access/form.html", context)


def _link(request: HttpRequest, found: User, token: str) -> HttpResponse:
    """The link, shown in the answer to the POST and nowhere else: it is kept nowhere."""
    link = request.build_absolute_uri(reverse("access:invitation", args=[token]))
    return render(request, "access/link.html", {"person": found, "link": link, "days": INVITATION_DAYS})


def _refused(request: HttpRequest, refusal: Refusal, found: User) -> HttpResponse:
    for sentence in sentences(refusal):
        messages.error(request, sentence)
    return redirect("access:person", found.pk)
