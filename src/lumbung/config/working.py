"""The worker: background work until it is asked to end, also over a database that was restarted meanwhile.

procrastinate's worker ends when it loses the database, and leaves its job behind. Here the next one begins as soon as
the database answers, and takes that job up at once.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from contextlib import suppress
from threading import Event

import django
from django.db import Error, connection
from procrastinate.worker import Worker

_ASK_SECONDS = 0.5  # between two looks for a database that is away
_WORKS = 20_262  # number of the lock
_log = logging.getLogger(__name__)


def work() -> None:
    """Take jobs from the queue until Ctrl-C or SIGTERM; Django is set up. The job at hand is brought to its end."""
    from lumbung.core.jobs.services import take_up  # noqa: PLC0415 -- models, after Django is set up

    over = Event()
    left: int | None = None  # number of the worker before
    fresh = True
    while _answers(over):
        with suppress(Error):  # away again: the next round looks again
            alone = _sign_on()
            take_up(left, alone=alone and fresh)
            fresh = False
            left = asyncio.run(_one_worker(over)) or left
            if not over.is_set():
                _log.error("the worker lost the database; it goes on once that answers")


def _answers(over: Event) -> bool:
    """Wait until the database answers; False once somebody asked to end."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: over.set())
    while not over.is_set():
        try:
            connection.close()
            connection.ensure_connection()
        except Error:
            over.wait(_ASK_SECONDS)
        else:
            return not over.is_set()
    return False


def _sign_on() -> bool:
    """Hold a lock that says a worker runs, as long as this process lives; whether no other does.

    So the one that follows a killed worker need not wait until its heartbeat is missed.
    """
    with connection.cursor() as cursor:  # of this thread; jobs have connections of their own
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_WORKS])
        alone = bool(cursor.fetchone()[0])
        cursor.execute("SELECT pg_advisory_lock_shared(%s)", [_WORKS])
        if alone:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_WORKS])
    return alone


async def _one_worker(over: Event) -> int | None:
    """Run one of procrastinate's workers until it ends, for whichever reason. Returns its number if it left a job."""
    from procrastinate.contrib.django import app  # noqa: PLC0415 -- after Django is set up

    worker: Worker | None = None
    try:
        connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]  # Django's has it
        with app.replace_connector(connector) as working:
            async with working.open_async():
                working.perform_import_paths()  # type: ignore[no-untyped-call]
                worker = Worker(working, concurrency=1, wait=True, install_signal_handlers=False)
                _end_on_signals(worker, over)
                await worker.run()  # type: ignore[no-untyped-call]
    except Exception:
        _log.exception("a worker fell")
        await asyncio.sleep(_ASK_SECONDS)  # never a busy loop
    return worker.worker_id if worker else None


def _end_on_signals(worker: Worker, over: Event) -> None:
    loop = asyncio.get_running_loop()

    def end() -> None:
        over.set()
        worker.stop()  # type: ignore[no-untyped-call]

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, end)


def main() -> None:
    """A process of its own, beside pages and database (`serving`)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lumbung.config.settings")
    django.setup()
    work()


if __name__ == "__main__":
    main()
