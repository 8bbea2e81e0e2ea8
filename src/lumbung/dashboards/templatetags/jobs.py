"""Words for the page of background work."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language, gettext

from lumbung.core.jobs.queries import word_of
from lumbung.core.language import gettext_noop as _
from lumbung.core.language import language_of

register = template.Library()
STATES = {
    "waiting": _("waits"),
    "running": _("runs now"),
    "done": _("done"),
    "failed": _("failed"),
    "cancelled": _("cancelled"),
}


@register.filter
def job_state(code: str) -> str:
    """A state in words."""
    return gettext(STATES[code]) if code in STATES else code


@register.filter
def job_kind(code: str) -> str:
    """A kind of work in words."""
    return word_of(code, language_of(get_language() or "id"))
