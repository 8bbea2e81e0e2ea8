"""The example's office: two lists brought in by the services a user would use, and one person a role."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction

from lumbung.access.models import Appointment, Office, User
from lumbung.access.queries import standpoints
from lumbung.access.roles import SECOND_FACTOR, Role
from lumbung.config import demo_counter
from lumbung.core.language import gettext_noop as _
from lumbung.imports.services import apply_batch, receive, stage
from lumbung.registry.models import Source
from lumbung.statistics.models import Picture
from lumbung.statistics.services import recompute

OFFICE = {"name": "Dinas Koperasi Kota Balikpapan (contoh)", "region_code": "6471", "is_sample": True}
PEOPLE = {
    "kadis": (Role.HEAD, "Hasanuddin Arsyad"),
    "kabid": (Role.DIVISION_HEAD, "Ratna Wulandari"),
    "petugas": (Role.DATA_OFFICER, "Mariana Yunus"),
    "verifikator": (Role.REVIEWER, "Bagus Prakoso"),
    "lapangan": (Role.FIELD_OFFICER, "Yohanes Tandi"),
    "pengawas": (Role.GOV_SUPERVISOR, "Siti Rahmah"),
    "walidata": (Role.DATA_STEWARD, "Andi Kurniawan"),
    "admin": (Role.ADMINISTRATOR, "Dewi Lestari"),
}  # all invented
SOURCES = ((Source.Kind.REGISTER, "ODS"), (Source.Kind.CENSUS, "Sensus lapangan 2024"))
STAGES = {
    "people": _("People of the example"),
    "register": _("The register's list is brought in"),
    "census": _("The field census is brought in"),
    "link": _("Linked, judged, counted"),
    "counter": _("Some work at the counter"),
}


@dataclass(frozen=True, slots=True)
class Login:
    """How a person of the example gets in; `code` holds for half a minute, empty where none is asked for."""

    username: str
    password: str
    role: Role
    code: str


def load(register: Path, census: Path, progress: Callable[[str], None]) -> Office:
    """The example's office, loaded once; what a killed start left behind is gone on with."""
    office, _made = Office.objects.get_or_create(code="6471", defaults=OFFICE)
    progress("people")
    for username, (role, name) in PEOPLE.items():
        _person(office, username, role, name)
    if Picture.objects.filter(office=office).exists() and demo_counter.done(office):
        return office
    officer = User.objects.get(username="petugas")
    actor = standpoints(officer, date.today())[0].actor  # noqa: DTZ011 -- an appointment without an end
    for (kind, name), path in zip(SOURCES, (register, census), strict=True):
        progress(kind)
        source, _made = Source.objects.get_or_create(office=office, name=name, defaults={"kind": kind})
        if not source.batches.filter(state="applied").exists():
            batch = receive(source, path.name, [path.read_bytes()], by=officer, actor=actor)
            apply_batch(stage(batch), by=officer, actor=actor)
    progress("link")
    recompute(office, by=actor)
    progress("counter")
    demo_counter.counter_work(office, by=officer, actor=actor)
    recompute(office, by=actor)
    return office


@transaction.atomic
def _person(office: Office, username: str, role: Role, name: str) -> None:
    person = User.objects.filter(username=username).first()
    if person is None:
        person = User.objects.create_user(username, password_of(username), name=name)
    if not person.appointments.filter(office=office).exists():
        Appointment.objects.create(user=person, office=office, role=role.value, during=(date(2024, 1, 1), None))
    if role in SECOND_FACTOR:
        _second_factor(person)


def _second_factor(person: User) -> None:
    from allauth.mfa.models import Authenticator  # noqa: PLC0415 -- models, after Django is set up
    from allauth.mfa.totp.internal.auth import TOTP  # noqa: PLC0415

    if not Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(person, totp_secret_of(person.username))


def password_of(username: str) -> str:
    """The password of an example's person: of this office alone, the same at every start, written nowhere."""
    text = base64.b32encode(_derived("password", username)).decode().lower()
    return "-".join(text[n : n + 4] for n in (0, 4, 8))


def totp_secret_of(username: str) -> str:
    """The shared secret behind the one-time codes of an example's person."""
    return base64.b32encode(_derived("totp", username)[:20]).decode()


def _derived(purpose: str, username: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), f"demo:{purpose}:{username}".encode(), hashlib.sha256)


def logins() -> list[Login]:
    """One per role, with the code of this half minute where the role asks for one."""
    from allauth.mfa.totp.internal.auth import (  # noqa: PLC0415 -- after Django is set up
        format_hotp_value,
        hotp_value,
        yield_hotp_counters_from_time,
    )

    counter = sorted(yield_hotp_counters_from_time())[len(sorted(yield_hotp_counters_from_time())) // 2]
    return [
        Login(
            username,
            password_of(username),
            role,
            format_hotp_value(hotp_value(totp_secret_of(username), counter)) if role in SECOND_FACTOR else "",
        )
        for username, (role, _name) in PEOPLE.items()
    ]
