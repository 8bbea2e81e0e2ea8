"""Who did what: append-only, sealed into a hash chain."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who did what: append-only, sealed into a hash chain."""

    name = "lumbung.audit"
    label = "audit"
