"""Work aside: a part of a long job in a process of its own, and long jobs without garbage collections."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Generic, Self, TypeVar

T = TypeVar("T")
_AHEAD = 4  # items that are made before they are taken


@contextmanager
def uncollected() -> Iterator[None]:
    """No cyclic garbage collection inside: over millions of rows it walks the same live objects again and again.

    Reference counting frees what is no longer used; only cycles wait until the end.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


class Aside(Generic[T]):
    """`work()` in a forked process where that pays, its outcome by `result()`.

    The child sees everything as it was when it was forked and changes nothing here; only its outcome, or what it
    raised, is handed back. Fork while no other thread holds a lock. Where there is one core or no fork, or where the
    child was ended by the machine, `result()` does the work itself. Leaving the `with` block ends a child that is
    still at work.
    """

    def __init__(self, work: Callable[[], T], *, pays: bool = True) -> None:
        self._work = work
        self._heard: Connection | None = None
        self._child: BaseProcess | None = None
        if pays and (os.cpu_count() or 1) > 1 and "fork" in multiprocessing.get_all_start_methods():
            context = multiprocessing.get_context("fork")
            self._heard, speaking = context.Pipe(duplex=False)
            self._child = context.Process(target=_speak, args=(speaking, work), daemon=True)
            self._child.start()
            speaking.close()

    def result(self) -> T:
        """What `work` returned.

        Raises:
            Exception: Whatever `work` raised.
        """
        if self._heard is None:
            return self._work()
        try:
            done, outcome = self._heard.recv()
        except (EOFError, OSError):  # the child was ended from outside
            return self._work()
        finally:
            self.close()
        if not done:
            raise outcome
        return outcome  # type: ignore[no-any-return]

    def close(self) -> None:
        """End the child if it is still at work; nothing of its outcome is kept."""
        if self._heard is not None and self._child is not None:
            self._heard.close()
            self._child.terminate()
            self._child.join()
            self._heard = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def ahead(work: Callable[[int], T], items: Sequence[int], *, pays: bool = True) -> Iterator[T]:
    """`work(item)` of every item in its order, made by a forked process some items ahead of who takes them.

    The child sees everything as it was when the first one was asked for. Where there is one core or no fork, or where
    the child was ended by the machine, the work is done here. What it raises is raised here.
    """
    if not pays or (os.cpu_count() or 1) < 2 or "fork" not in multiprocessing.get_all_start_methods():
        yield from map(work, items)
        return
    done = 0
    pool = ProcessPoolExecutor(1, multiprocessing.get_context("fork"), initializer=_enter, initargs=(work,))
    try:
        waiting = deque(pool.submit(_entered, item) for item in items[:_AHEAD])
        for at in range(len(items)):
            out = waiting.popleft().result()
            if at + _AHEAD < len(items):
                waiting.append(pool.submit(_entered, items[at + _AHEAD]))
            done += 1
            yield out
    except BrokenExecutor:
        yield from map(work, items[done:])
    finally:
        pool.shutdown(cancel_futures=True)


_work: Callable[[int], object] | None = None  # of a child of `ahead`; forked, so it need not be pickled


def _enter(work: Callable[[int], object]) -> None:
    global _work
    _work = work
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    gc.disable()


def _entered(item: int) -> Any:
    assert _work is not None
    return _work(item)


def _speak(speaking: Connection, work: Callable[[], object]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent, and the parent ends its children
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)  # whatever the parent made of them, the child ends at once
    gc.disable()  # a collection would touch, and so copy, every page shared with the parent
    try:
        outcome: tuple[bool, object] = (True, work())
    except Exception as error:
        outcome = (False, error)
    with suppress(OSError):  # nobody waits for it any more
        speaking.send(outcome)
        speaking.close()
