"""What every page needs of the person who reads it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def office(request: HttpRequest) -> dict[str, Any]:
    """`standpoint` and `sample` (the office's data is invented) for templates."""
    standpoint = getattr(request, "standpoint", None)
    return {"standpoint": standpoint, "sample": bool(standpoint and standpoint.office.is_sample)}
