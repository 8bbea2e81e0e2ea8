"""The language of a reader's pages."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from django.utils.translation import get_language

from lumbung.core.language import Language


def language_of(request: HttpRequest) -> Language:
    """The language the answer to `request` is written in."""
    return cast(Language, get_language() or "id")
