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
# What runs by the clock, by the name of its task.
CLOCK = {
    "audit.seal": _("Seal the new lines of the audit trail"),
    "lumbung.access.tasks.sweep_sessions": _("Forget logins that ran out"),
    "lumbung.core.jobs.tasks.resume_what_met_a_full_disk": _("Take up work that met a full disk"),
    "lumbung.core.jobs.tasks.sweep_finished": _("Clear the queue of work done days ago"),
    "lumbung.core.jobs.tasks.take_up_left_behind": _("Take up work whose worker was cut off"),
    "lumbung.dashboards.tasks.count_followed_lists": _("Count the lists that people keep"),
    "lumbung.dashboards.tasks.sweep_exports": _("Delete prepared files that are old"),
    "statistics.day": _("Count what takes effect today"),
}
_EVERY_MINUTE, _EVERY_HOUR, _DAILY = _("every minute"), _("every hour, at minute %(m)s"), _("every day at %(h)s.%(m)s")
_IMPORT = _("Import %(n)s")


@register.filter
def clock_task(name: str) -> str:
    """What a task by the clock does; one without a word is shown by its name."""
    return gettext(CLOCK[name]) if name in CLOCK else name


@register.filter
def clock_time(cron: str) -> str:
    """When it runs, in words; a line of another shape is shown as it is written."""
    minute, hour, *rest = cron.split()
    if rest != ["*", "*", "*"] or not (hour == "*" or hour.isdecimal()):
        return cron
    if minute == "*":
        return gettext(_EVERY_MINUTE) if hour == "*" else cron
    if not minute.isdecimal():
        return cron
    told = {"m": f"{int(minute):02d}"}
    return gettext(_EVERY_HOUR) % told if hour == "*" else gettext(_DAILY) % (told | {"h": f"{int(hour):02d}"})


@register.filter
def job_subject(subject: str) -> str:
    """What the work is about; nothing where it is about the whole office."""
    kind, _colon, key = subject.partition(":")
    if kind == "office":
        return ""
    return gettext(_IMPORT) % {"n": key} if kind in ("batch", "imports.batch") else subject


@register.filter
def job_state(code: str) -> str:
    """A state in words."""
    return gettext(STATES[code]) if code in STATES else code


@register.filter
def job_kind(code: str) -> str:
    """A kind of work in words."""
    return word_of(code, language_of(get_language() or "id"))
