"""Offices, people, appointments and what each may touch."""

from __future__ import annotations

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Offices, people, appointments and what each may touch."""

    name = "lumbung.access"
    label = "access"
