"""Pages made from several rooms."""

from __future__ import annotations

from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    """Pages made from several rooms."""

    name = "lumbung.dashboards"
    label = "dashboards"
