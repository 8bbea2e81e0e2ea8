"""Entries, records, identities and their resolved versions."""

from __future__ import annotations

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Entries, records, identities and their resolved versions."""

    name = "lumbung.registry"
    label = "registry"
