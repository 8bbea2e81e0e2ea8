"""Lists that come in: staged, compared, applied, undone."""

from __future__ import annotations

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Lists that come in: staged, compared, applied, undone."""

    name = "lumbung.imports"
    label = "imports"
