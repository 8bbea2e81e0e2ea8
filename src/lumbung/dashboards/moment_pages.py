"""What every page that can be read at an earlier moment has: the bar above it, the form, and the page that says no."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from lumbung.core.sentences import say
from lumbung.dashboards.language import language_of
from lumbung.dashboards.moment import NAME, Moment, MomentRefused

_PLACES = frozenset({"sesudah", "sebelum", "ke"})  # where in a list a page stands: another moment has other lists


def at_any_moment(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The view may raise MomentRefused: then its reader is told why, and may choose another day."""

    @wraps(view)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except MomentRefused as refused:
            language = language_of(request)
            context = around(request, None) | {"troubles": [say(finding, language) for finding in refused.findings]}
            return render(request, "dashboards/moment.html", context, status=422)

    return told


def around(request: HttpRequest, moment: Moment | None, untold: Sequence[str] = ()) -> dict[str, Any]:
    """What the bar and the form need.

    Args:
        untold: Sentences on what the page leaves out because it is told of the present only.
    """
    kept = [
        (name, value)
        for name, values in request.GET.lists()
        if name != NAME and name not in _PLACES
        for value in values
        if value
    ]
    return {
        "moment": moment,
        "untold": untold,
        "present": f"{request.path}?{urlencode(kept)}" if kept else request.path,
        "carried": kept,
        "today": timezone.localdate(),
        "past": past(moment),
    }


def past(moment: Moment | None) -> str:
    """`?tercatat=...`, for addresses that ask nothing else; "" in the present."""
    return f"?{urlencode({NAME: moment.text})}" if moment else ""
