"""What has to be swept out of the access room by the clock."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings
from procrastinate.contrib.django import app


@app.periodic(cron="17 2 * * *")
@app.task(queueing_lock="access.sweep_sessions")
def sweep_sessions(timestamp: int) -> None:
    """Sessions that ended by themselves are removed."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
