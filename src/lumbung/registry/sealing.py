"""Personal data in rows, sealed under the office's key ring `settings.FIELD_KEYS`, which is not part of a backup."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from lumbung.core import sealing


def seal(value: Any) -> bytes:
    """`value` (JSON-ready) as sealed bytes. Raises as `core.sealing.seal`."""
    return sealing.seal(value, settings.FIELD_KEYS)


def seal_bytes(text: bytes) -> bytes:
    """`text`, which may be long, as sealed bytes. Raises as `core.sealing.seal_bytes`."""
    return sealing.seal_bytes(text, settings.FIELD_KEYS)


def unseal_text(sealed: bytes | memoryview) -> bytes:
    """The JSON text that `seal` made, not read, or what `seal_bytes` was given. Raises as `core.sealing.unseal`."""
    return sealing.unseal_text(sealed, settings.FIELD_KEYS)


def unseal(sealed: bytes | memoryview) -> Any:
    """What `seal` was given. Raises as `core.sealing.unseal`."""
    return sealing.unseal(sealed, settings.FIELD_KEYS)
