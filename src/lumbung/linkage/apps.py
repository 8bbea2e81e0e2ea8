"""Pairs of entries, runs and people's judgements."""

from __future__ import annotations

from django.apps import AppConfig


class LinkageConfig(AppConfig):
    """Pairs of entries, runs and people's judgements."""

    name = "lumbung.linkage"
    label = "linkage"
