"""Work aside: the outcome, what goes wrong in it, and that nothing is left running."""

from __future__ import annotations

import gc
import os
import signal
import time
from pathlib import Path

import pytest

from lumbung.core.aside import Aside, ahead, uncollected


def test_the_outcome_is_that_of_the_work_wherever_it_ran():
    here = os.getpid()

    with Aside(lambda: (6 * 7, os.getpid())) as beside, Aside(lambda: (6 * 7, os.getpid()), pays=False) as inside:
        answer, where = beside.result()

        assert answer == 42
        assert inside.result() == (42, here)
        if (os.cpu_count() or 1) > 1:
            assert where != here


@pytest.mark.parametrize("pays", [True, False])
def test_what_the_work_raises_is_raised_to_who_asks(pays):
    def fails() -> None:
        raise OSError(28, "No space left on device")

    with Aside(fails, pays=pays) as aside, pytest.raises(OSError, match="No space") as raised:
        aside.result()

    assert raised.value.errno == 28


def test_a_child_ended_by_the_machine_costs_time_only():
    parent = os.getpid()

    def dies_elsewhere() -> str:
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return "done"

    with Aside(dies_elsewhere) as aside:
        assert aside.result() == "done"


def test_leaving_early_ends_the_child(tmp_path: Path):
    begun, late = tmp_path / "begun", tmp_path / "late"

    def slow() -> None:
        begun.touch()
        time.sleep(600)
        late.touch()

    def early() -> None:
        with Aside(slow) as aside:
            while not begun.exists():
                time.sleep(0.01)
            children.append(aside._child.pid)
            raise RuntimeError("something else")

    children: list[int] = []
    with pytest.raises(RuntimeError, match="something else"):
        early()

    assert not Path(f"/proc/{children[0]}").exists()  # neither running nor a zombie; ten minutes were not waited for
    assert not late.exists()


def test_collections_are_off_inside_and_as_before_after():
    assert gc.isenabled()
    with uncollected():
        assert not gc.isenabled()
        with uncollected():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_work_ahead_comes_in_order_from_another_process():
    told = list(ahead(lambda n: (n, os.getpid()), range(20)))

    assert [n for n, _ in told] == list(range(20))
    assert (os.cpu_count() or 1) < 2 or os.getpid() not in {pid for _, pid in told}


def test_work_ahead_that_does_not_pay_is_done_here():
    assert list(ahead(lambda n: (n, os.getpid()), range(3), pays=False)) == [(n, os.getpid()) for n in range(3)]


def test_work_ahead_whose_child_is_killed_is_done_here():
    here = os.getpid()

    def work(n: int) -> int:
        if n == 7 and os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return n

    assert list(ahead(work, range(20))) == list(range(20))


def test_what_work_ahead_raises_is_raised_here():
    with pytest.raises(ZeroDivisionError):
        list(ahead(lambda n: 1 // (5 - n), range(20)))
