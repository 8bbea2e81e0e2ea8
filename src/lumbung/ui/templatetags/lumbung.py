"""How numbers, days and money are written on a page."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone, translation

register = template.Library()
_NOTHING = "–"


@register.filter
def number(value: Any) -> str:
    """1.234.567 in Indonesian, 1,234,567 in English; a minus is a real minus; nothing told is a dash."""
    if value is None or value == "":
        return _NOTHING
    text = f"{int(value):,}".replace("-", "−")
    return text if translation.get_language() == "en" else text.replace(",", ".")


@register.filter
def money(value: Any) -> str:
    """Rp1.234.567; cents only where there are any."""
    if value is None or value == "":
        return _NOTHING
    amount = Decimal(str(value))
    whole = number(int(amount))
    cents = round((abs(amount) % 1) * 100)
    return f"Rp{whole},{cents:02d}" if cents else f"Rp{whole}"


@register.filter
def day(value: Any) -> str:
    """30/06/2024; moments are told in the office's time zone."""
    if value in (None, ""):
        return _NOTHING
    if isinstance(value, str):
        value = date.fromisoformat(value[:10])
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return f"{value:%d/%m/%Y}"


@register.filter
def moment(value: datetime | None) -> str:
    """30/06/2024 08.24 in the office's time zone."""
    if value is None:
        return _NOTHING
    return f"{timezone.localtime(value):%d/%m/%Y %H.%M}"


@register.filter
def share(value: float | None) -> str:
    """0.9734 -> "97.3%", with a comma in Indonesian; a dash for what nobody knows."""
    if value is None:
        return "–"
    told = f"{100 * value:.1f}%"
    return told if translation.get_language() == "en" else told.replace(".", ",")
