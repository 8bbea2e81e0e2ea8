"""How Lumbung looks."""

from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    """How Lumbung looks."""

    name = "lumbung.ui"
    label = "ui"
