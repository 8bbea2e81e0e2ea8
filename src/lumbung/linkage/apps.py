"""Pairs of entries, runs and people's judgements."""

from __future__ import annotations

from django.apps import AppConfig


class LinkageConfig(AppConfig):
    """Pairs of entries, runs and people's judgements."""

    name = "lumbung.linkage"
    label = "linkage"

    def ready(self) -> None:
        """Verdicts that waited for a contradiction to end follow the verdict that ended it."""
        from lumbung.core import events  # noqa: PLC0415 -- models are not ready at import
        from lumbung.linkage.services.opinions import settle_conflicts  # noqa: PLC0415

        events.handle(events.JudgementGiven, settle_conflicts)
