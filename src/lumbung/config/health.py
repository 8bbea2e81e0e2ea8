"""For watchdogs: alive = the process answers; ready = it can reach its database and its tables are there."""

from __future__ import annotations

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse


def alive(request: HttpRequest) -> JsonResponse:
    """200 while the process answers."""
    return JsonResponse({"alive": True})


def ready(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and every migration has run, else 503 with the reason's code."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error:
        return JsonResponse({"ready": False, "reason": "database"}, status=503)
    if waiting:
        return JsonResponse({"ready": False, "reason": "migrations"}, status=503)
    return JsonResponse({"ready": True})
