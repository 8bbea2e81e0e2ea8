"""People and offices for tests; nothing in them surprises."""

from __future__ import annotations

from datetime import date
from typing import Any

import factory

from lumbung.access.models import Appointment, Office, User
from lumbung.access.queries import Standpoint, standpoints
from lumbung.access.roles import Role

PASSWORD = "kata-sandi-uji-coba"
TODAY = date(2024, 7, 15)


class OfficeFactory(factory.django.DjangoModelFactory[Office]):
    """A city's agency; its data is invented."""

    class Meta:
        model = Office
        django_get_or_create = ("code",)

    code = "6471"
    name = "Dinas Koperasi Contoh"
    region_code = "6471"
    is_sample = True


class UserFactory(factory.django.DjangoModelFactory[User]):
    """A person without an appointment."""

    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"orang{n}")
    name = factory.Sequence(lambda n: f"Orang {n}")

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        return model_class.objects.create_user(kwargs.pop("username"), kwargs.pop("password", PASSWORD), **kwargs)


class AppointmentFactory(factory.django.DjangoModelFactory[Appointment]):
    """An appointment without an end."""

    class Meta:
        model = Appointment

    user = factory.SubFactory(UserFactory)
    office = factory.SubFactory(OfficeFactory)
    role = Role.DATA_OFFICER.value
    during = (date(2020, 1, 1), None)


def standpoint_of(role: Role, office: Office | None = None) -> Standpoint:
    """A new person in that role, as requests know them."""
    appointment = AppointmentFactory(role=role.value, office=office or OfficeFactory())
    return standpoints(appointment.user, TODAY)[0]
