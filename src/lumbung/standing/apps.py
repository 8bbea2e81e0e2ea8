"""Rules applied to cooperatives."""

from __future__ import annotations

from django.apps import AppConfig


class StandingConfig(AppConfig):
    """Rules applied to cooperatives."""

    name = "lumbung.standing"
    label = "standing"
