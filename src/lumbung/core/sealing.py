"""Secrets in rows: encrypted with AES-GCM under a ring of keys; the newest key seals, every key opens.

A ring is a sequence of "id:base64 of 32 bytes", newest first, handed in by the room that reads the settings.
Needs `cryptography`, which only the office installs.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from lumbung.core.findings import Finding, MachineTrouble
from lumbung.core.language import gettext_noop as _
from lumbung.core.sentences import Sentence, enter

enter(
    {
        "field_key_missing": Sentence(
            _("Personal data was sealed with the key “%(key)s”, which is not in LUMBUNG_FIELD_KEYS."),
            _("Put that key back into the key ring; keys are kept apart from backups."),
        ),
        "field_key_wrong": Sentence(
            _("Personal data sealed with the key “%(key)s” does not open: the key or the data was changed."),
            _("Put the right key back into the key ring, or restore the data from a backup."),
        ),
    }
)
_NONCE = 12  # bytes, as AES-GCM wants them


def seal(value: Any, keys: Sequence[str]) -> bytes:
    """`value` (JSON-ready) as `seal_bytes` seals its text."""
    return seal_bytes(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), keys)


def seal_bytes(text: bytes, keys: Sequence[str]) -> bytes:
    """`text` as key id, nonce and cipher text. Raises IndexError if the ring is empty."""
    key_id, cipher = next(iter(_ring(tuple(keys)).items()))
    nonce = os.urandom(_NONCE)
    head = key_id.encode()
    return bytes([len(head)]) + head + nonce + cipher.encrypt(nonce, text, head)


def unseal(sealed: bytes | memoryview, keys: Sequence[str]) -> Any:
    """What `seal` was given. Raises as `unseal_text`."""
    return json.loads(unseal_text(sealed, keys))


def unseal_text(sealed: bytes | memoryview, keys: Sequence[str]) -> bytes:
    """The bytes that `seal_bytes` was given, or the JSON text of what `seal` was. Raises MachineTrouble if its key is not in the ring or does not fit."""
    data = bytes(sealed)
    head = data[1 : 1 + data[0]]
    rest = data[1 + data[0] :]
    key = head.decode()
    cipher = _ring(tuple(keys)).get(key)
    if cipher is None:
        raise MachineTrouble(Finding("field_key_missing", {"key": key}))
    try:
        return cipher.decrypt(rest[:_NONCE], rest[_NONCE:], head)
    except InvalidTag as trouble:
        raise MachineTrouble(Finding("field_key_wrong", {"key": key})) from trouble


@lru_cache(maxsize=4)
def _ring(keys: tuple[str, ...]) -> dict[str, AESGCM]:
    pairs = (key.partition(":")[::2] for key in keys)
    return {key_id: AESGCM(base64.b64decode(secret)) for key_id, secret in pairs}
