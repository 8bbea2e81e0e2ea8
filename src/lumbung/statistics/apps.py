"""Cells, checks and what they open."""

from __future__ import annotations

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    """Cells, checks and what they open."""

    name = "lumbung.statistics"
    label = "statistics"

    def ready(self) -> None:
        """What happens below reaches the figures."""
        from lumbung.core import events  # noqa: PLC0415 -- models are not ready at import
        from lumbung.statistics import tasks  # noqa: PLC0415

        events.handle(events.BatchApplied, tasks.figures_follow)
        events.handle(events.CounterWorkDone, tasks.figures_follow)
        events.handle(events.JudgementGiven, tasks.figures_follow)
