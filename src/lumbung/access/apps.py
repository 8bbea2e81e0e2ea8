"""Offices, people, appointments and what each may touch."""

from __future__ import annotations

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Offices, people, appointments and what each may touch."""

    name = "lumbung.access"
    label = "access"

    def ready(self) -> None:
        """Logins leave lines in the trail."""
        from lumbung.access import trail  # noqa: PLC0415 -- models, not ready before

        trail.listen()
