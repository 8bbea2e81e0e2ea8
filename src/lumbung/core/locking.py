"""Locks with a name, held until the transaction ends; unlike a locked row they keep nobody from writing beside it."""

from __future__ import annotations

import hashlib

from django.db import connection


def wait_for(name: str, key: int) -> None:
    """Let one transaction at a time past this point for `name` and `key`; in the caller's transaction."""
    number = int.from_bytes(hashlib.blake2b(f"{name}:{key}".encode(), digest_size=8).digest(), "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
