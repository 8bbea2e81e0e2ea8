"""`lumbung bench`: how right, how fast, and against what."""

from __future__ import annotations

import time
from argparse import Namespace
from collections.abc import Callable
from datetime import date

from lumbung.bench.calibration import calibrate
from lumbung.bench.check import measure_check
from lumbung.bench.contenders import Contender, check_installed, chosen
from lumbung.bench.intervals import measure_intervals
from lumbung.bench.linkage import measure_linkage
from lumbung.bench.lists import Size, noise_of, size_of
from lumbung.bench.machine import this_machine
from lumbung.bench.measuring import stoppable
from lumbung.bench.office.measuring import check_office, measure_offices
from lumbung.bench.results import write_results
from lumbung.bench.speed import measure_speed
from lumbung.bench.suite import Report, write_json
from lumbung.bench.telling import WORK, Telling
from lumbung.cli.console import tell, write
from lumbung.core.language import Language, gettext_noop, translator
from lumbung.engine.specimens import LEVELS

PARTS = {None: ("linkage", "speed", "check")}  # what runs when nothing is said
ROWS = {"linkage": "587", "speed": "587,5000", None: "587", "intervals": "587", "office": "6000"}
LISTS_OF_INTERVALS = 20
WRITTEN = gettext_noop("Written: %s")


def run(arguments: Namespace, language: Language) -> int:
    """Measure what was asked for, say it, and keep it where a file was named."""
    parts = PARTS.get(arguments.part, (arguments.part,))
    compared = bool({"linkage", "speed"} & set(parts))
    sizes = [size_of(text) for text in _listed(arguments.rows or ROWS.get(arguments.part, "587"))]
    noises = [noise_of(name) for name in _listed(arguments.noise)] or list(LEVELS)
    contenders = chosen(_listed(arguments.against)) if compared else []
    if arguments.results and compared:
        check_installed(["matplotlib"])
    if "office" in parts:
        check_office(arguments.data)
    with stoppable():
        report = _measured(arguments, parts, contenders, sizes, noises, _Teller(language))
    write(Telling(language).report(report))
    written = [arguments.out] if arguments.out else []
    if arguments.out:
        write_json(report, arguments.out)
    if arguments.results:
        written += write_results(report, arguments.results)
    for path in written:
        tell(translator(language)(WRITTEN) % path)
    return 0


def _measured(
    arguments: Namespace,
    parts: tuple[str, ...],
    contenders: list[Contender],
    sizes: list[Size],
    noises: list[str],
    teller: _Teller,
) -> Report:
    machine = this_machine()  # before our own work makes it busy
    calibration = calibrate(told=teller.work)
    limit, repeats, told = float(arguments.limit), arguments.repeats, teller.run
    noise = noises[0] if arguments.noise else "medium"
    return Report(
        on=date.today(),  # noqa: DTZ011 -- the day where the person sits
        machine=machine,
        calibration=calibration,
        linkage=tuple(
            measure_linkage(contenders, sizes=sizes, noises=noises, seeds=arguments.seeds, limit=limit, told=told)
            if "linkage" in parts
            else ()
        ),
        speed=tuple(
            measure_speed(contenders, sizes=sizes, noise=noise, repeats=repeats, limit=limit, told=told)
            if "speed" in parts
            else ()
        ),
        check=tuple(measure_check(repeats=repeats, limit=limit, told=told) if "check" in parts else ()),
        office=tuple(
            measure_offices(
                [size.register for size in sizes], data=arguments.data, clicks=arguments.clicks, limit=limit, told=told
            )
            if "office" in parts
            else ()
        ),
        intervals=tuple(
            measure_intervals(LISTS_OF_INTERVALS, rows=sizes[0].register, told=told) if "intervals" in parts else ()
        ),
    )


def _listed(text: str | None) -> list[str]:
    return [word.strip() for word in (text or "").split(",") if word.strip()]


class _Teller:
    """One line a run on stderr, with the seconds since the beginning."""

    def __init__(self, language: Language, clock: Callable[[], float] = time.monotonic) -> None:
        self._ = translator(language)
        self._clock, self._began = clock, clock()

    def run(self, lists: str, title: str) -> None:
        """`title` runs on `lists`."""
        self._line(f"{lists}: {self._(title)}" if title else lists)

    def work(self, name: str, turn: int) -> None:
        """A piece of the calibration begins."""
        self._line(f"{self._(WORK[name])} ({turn})")

    def _line(self, text: str) -> None:
        tell(f"{self._clock() - self._began:6.0f} s  {text}")
