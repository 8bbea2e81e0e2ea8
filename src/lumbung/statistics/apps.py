"""Cells, checks and what they open."""

from __future__ import annotations

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    """Cells, checks and what they open."""

    name = "lumbung.statistics"
    label = "statistics"
