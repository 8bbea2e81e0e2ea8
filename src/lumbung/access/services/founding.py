"""The first administrator of an office, made from the command line by whoever runs the machine."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from lumbung.access.models import Appointment, Office, User
from lumbung.access.roles import Role
from lumbung.access.services import appointments, people
from lumbung.access.services.logins import check_password
from lumbung.access.services.refusals import refuse
from lumbung.audit.services import SYSTEM, record

_LEVELS = {2: Office.Level.PROVINCE, 4: Office.Level.REGENCY}  # digits of a Kemendagri code
_MINISTRY = "00"


@transaction.atomic
def create_administrator(username: str, *, password: str, name: str, office_code: str, office_name: str = "") -> User:
    """A person who administers the office with that code; an office there is none of yet is made with `office_name`.

    Raises:
        AccountRefused: User name bad or taken, password weak, code not one of an office, or a new office without name.
    """
    office = Office.objects.filter(code=office_code).first() or _found(office_code, office_name.strip())
    check_password(password, User(username=username, name=name))
    person = people.make(username=username, name=name, password=password, actor=SYSTEM)
    from_today = appointments.days(timezone.localdate(), None)
    first = Appointment(user=person, office=office, role=Role.ADMINISTRATOR.value, during=from_today)
    appointments.give(first, actor=SYSTEM)
    return person


def _found(code: str, name: str) -> Office:
    level = Office.Level.NATIONAL if code == _MINISTRY else _LEVELS.get(len(code))
    if level is None or not (code.isascii() and code.isdecimal()):
        raise refuse("office_code_bad", code=code)
    if not name:
        raise refuse("office_name_missing", code=code)
    office = Office.objects.create(code=code, name=name, level=level, region_code="" if code == _MINISTRY else code)
    record("access.office.made", actor=SYSTEM, subject=f"office:{code}", changes={"name": [None, name]})
    return office
