"""Somebody else who works on while a long list is brought in: a process that writes a note every tenth of a second.

    python -m lumbung.bench.office.others ROWS ANSWER.json

Runs until its standard input is closed. ANSWER.json then holds the seconds of every note, in order.
"""

from __future__ import annotations

import json
import select
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import uuid4

EVERY = 0.1  # seconds between the beginnings of two notes; one that waits delays the next


def main(rows: str, answer: str) -> None:
    """Write notes of guidance through their service, each for another cooperative."""
    import django  # noqa: PLC0415

    django.setup()
    from lumbung.bench.office.making import found  # noqa: PLC0415 -- models, after Django is set up
    from lumbung.registry.models import Cooperative  # noqa: PLC0415
    from lumbung.registry.services import Note, note_guidance  # noqa: PLC0415

    by = found(int(rows)).standpoint
    known = list(Cooperative.objects.filter(office=by.office, leads_to=None).order_by("pk")[:500])
    note = Note("contact", date(2024, 7, 10), "Surat undangan dikirim.")
    turn = iter(range(1_000_000))

    def write() -> None:
        one = known[next(turn) % len(known)]
        note_guidance(one, note, token=uuid4(), by=by.user, actor=by.actor)

    Path(answer).write_text(json.dumps(waits(write)), "utf-8")


def waits(write: Callable[[], None]) -> list[float]:
    """Seconds of each call until standard input ends."""
    told = []
    print("ready", flush=True)  # noqa: T201 -- whoever started us reads it
    while True:
        began = time.perf_counter()
        write()
        told.append(time.perf_counter() - began)
        left = max(EVERY - told[-1], 0)
        if select.select([sys.stdin], [], [], left)[0] and not sys.stdin.read(1):
            return told


if __name__ == "__main__":
    main(*sys.argv[1:])
