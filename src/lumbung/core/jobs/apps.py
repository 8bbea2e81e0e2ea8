"""Background work and how far it is."""

from __future__ import annotations

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Background work and how far it is."""

    name = "lumbung.core.jobs"
    label = "jobs"
