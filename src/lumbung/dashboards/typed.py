"""What people type into a page, fit to be kept: without what no database holds, and no longer than it is meant to be."""

from __future__ import annotations

from django.http import HttpRequest

MOST = 500  # letters of a reason or a note


def plain(text: object, most: int = MOST) -> str:
    """`text` without NUL and without space around it, at most `most` letters."""
    return str(text).replace("\0", "").strip()[:most]


def typed(request: HttpRequest, name: str, most: int = MOST) -> str:
    """One field of a form that was sent; "" where it is not there."""
    return plain(request.POST.get(name, ""), most)
