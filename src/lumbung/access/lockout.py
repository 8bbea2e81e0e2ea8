"""Too many wrong passwords or codes close a login for some minutes; here is whose, and until when.

allauth counts (`ACCOUNT_RATE_LIMITS["login_failed"]`: by person and by address, in the shared cache).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext

from lumbung.access.backends import person_called, written

_WHERE = {"app": "allauth.account", "action": "login_failed"}
CODES = frozenset({"too_many_login_attempts", "rate_limited"})  # what allauth calls it


def key_of_login(login: object) -> str:
    """What wrong passwords are counted under: the person, however they wrote their name; else the name."""
    name = written(login)
    person = person_called(name)
    return f"person:{person.pk}" if person else f"name:{name}"


def key_of_second_factor(person_id: int) -> str:
    """What allauth counts wrong one-time codes under."""
    return f"mfa-auth-user-{person_id}"


def until(request: HttpRequest, key: str) -> datetime | None:
    """When the next attempt is let through; None if it is now."""
    opens = []
    for rate in ratelimit.get_rates(**_WHERE):
        name = ratelimit.get_cache_key(request, **_WHERE, rate=rate, key=key)
        history = cache.get(name, [])  # newest first
        if len(history) >= rate.amount:
            opens.append(history[rate.amount - 1] + rate.duration)
    moment = datetime.fromtimestamp(max(opens), UTC) if opens else None
    return moment if moment and moment > timezone.now() else None


def refusal(request: HttpRequest, key: str) -> ValidationError:
    """The sentence for a closed login; says when it opens, to the full minute after."""
    moment = until(request, key)
    if moment is None:  # the counter was busy, or has just opened
        return ValidationError(gettext("Too many attempts at once. Wait a minute and try again."), code="locked")
    clock = timezone.localtime(moment + timedelta(seconds=59))
    sentence = gettext("Too many wrong attempts. Try again after %(time)s.")
    return ValidationError(sentence, code="locked", params={"time": f"{clock:%H.%M}"})
