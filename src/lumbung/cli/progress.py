"""Long work shows itself: a live bar for a person, plain lines for a pipe or a log file."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Task as Row
from rich.text import Text

from lumbung.cli.console import tell
from lumbung.core.language import Language, gettext_noop, translator
from lumbung.core.progress import Progress as Watcher
from lumbung.reports.labels import Words

STAGES = {  # as lumbung.engine names them; a part after a dot is a step of a stage
    "read": gettext_noop("Reading the lists"),
    "clean": gettext_noop("Cleaning names, numbers and addresses"),
    "link": gettext_noop("Matching records"),
    "link.encode": gettext_noop("Matching: looking for candidates"),
    "link.compare": gettext_noop("Matching: comparing pairs"),
    "link.weigh": gettext_noop("Matching: weighing the evidence"),
    "link.pair": gettext_noop("Matching: one to one"),
    "resolve": gettext_noop("Putting cooperatives together"),
    "assess": gettext_noop("Applying the rules"),
    "tabulate": gettext_noop("Counting"),
    "check": gettext_noop("Checking that every table adds up"),
    "compare.identify": gettext_noop("Looking for each cooperative in both runs"),
    "compare.link": gettext_noop("Matching what no row shows to be the same"),
    "compare.explain": gettext_noop("Explaining every difference"),
    "write": gettext_noop("Writing the results"),
}
EVERY_SECONDS = 10.0  # how often a plain line tells how far a long stage is


def stage_name(code: str, language: Language) -> str:
    """The stage in words; a code without a sentence is shown readable rather than dropped."""
    return translator(language)(STAGES.get(code, code.replace("_", " ").replace(".", ": ").capitalize()))


@contextmanager
def shown(language: Language) -> Iterator[Watcher]:
    """A progress display on stderr: drawn if a person watches, else lines."""
    if not sys.stderr.isatty():
        yield Lines(language)
        return
    drawn = _bars(language)
    with drawn:
        bars = Bars(drawn, language)
        yield bars
        bars.finish()


class Lines:
    """One line a stage, and one every ten seconds while a stage that counts goes on."""

    def __init__(self, language: Language, clock: Callable[[], float] = time.monotonic) -> None:
        self._language, self._clock = language, clock
        self._began = self._told = clock()
        self._name, self._done, self._total = "", 0, None

    _total: int | None

    def stage(self, code: str, total: int | None = None) -> None:
        """Say that the stage `code` begins."""
        self._name, self._done, self._total = stage_name(code, self._language), 0, total
        self._told = self._clock()
        self._line("")

    def advance(self, done: int = 1) -> None:
        """Count, and say how far it is if the last line is a while ago."""
        self._done += done
        if self._clock() - self._told >= EVERY_SECONDS:
            self._told = self._clock()
            number = Words(self._language).number
            whole = f" / {number(self._total)}" if self._total else ""
            self._line(f" {number(self._done)}{whole}")

    def _line(self, count: str) -> None:
        tell(f"{self._clock() - self._began:6.1f} s  {self._name}{count}")


class Bars:
    """One bar a stage, with its rows and the time left."""

    def __init__(self, drawn: Progress, language: Language) -> None:
        self._drawn, self._language = drawn, language
        self._open: TaskID | None = None

    def stage(self, code: str, total: int | None = None) -> None:
        """Close the bar before and open one for `code`."""
        self.finish()
        self._open = self._drawn.add_task(stage_name(code, self._language), total=total)

    def advance(self, done: int = 1) -> None:
        """Move the open bar."""
        if self._open is not None:
            self._drawn.advance(self._open, done)

    def finish(self) -> None:
        """Fill the open bar."""
        if self._open is not None:
            task = self._drawn.tasks[self._open]
            whole = task.total or task.completed or 1
            self._drawn.update(self._open, total=whole, completed=whole)


class _Rows(ProgressColumn):
    def __init__(self, language: Language) -> None:
        super().__init__()
        self._words = Words(language)

    def render(self, task: Row) -> Text:
        """1.234 of a stage that counts; seconds of one that does not."""
        if task.completed > 1:
            return Text(self._words.number(int(task.completed)), justify="right")
        return Text(f"{task.elapsed or 0:.1f} s", justify="right")


def _bars(language: Language) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=20),
        _Rows(language),
        TimeRemainingColumn(compact=True, elapsed_when_finished=True),
        console=Console(stderr=True),
    )
