"""`lumbung check`: does what is about to be published add up?"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from lumbung.cli.console import tell, write
from lumbung.core.aside import uncollected
from lumbung.core.files import trouble
from lumbung.core.findings import BadInput, Finding
from lumbung.core.language import Language
from lumbung.core.sentences import say
from lumbung.engine.claims import Examined, check_file
from lumbung.reports.examined import as_json, as_text, page_html

if TYPE_CHECKING:
    from lumbung.engine.comparing.runs import Run

STDIN = "-"


def run(arguments: Namespace, language: Language) -> int:
    """Check the file and say what came out: 0 it adds up, 1 it does not (2 unreadable, by a refusal)."""
    with uncollected():
        return _run(arguments, language)


def _run(arguments: Namespace, language: Language) -> int:
    beside = _run_of(arguments.against) if arguments.against else None  # a wrong folder is told before the work
    with _named(arguments.file) as (path, name):
        examined = check_file(path, name=name)
    if beside is not None:
        examined = _compared(examined, beside)
    colour = arguments.out is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    text = _told(examined, arguments.format, language, colour=colour)
    if arguments.out is None:
        write(text)
    else:
        _save(arguments.out, text)
        tell(say(Finding("check.written", {"path": str(arguments.out)}), language).what)
    return examined.exit_code


def _run_of(folder: Path) -> Run:
    """The run the figures are compared with: its cells."""
    from lumbung.reports.runs import load_run  # noqa: PLC0415 -- slow import, few need it

    return load_run(folder, ("cells",))


def _compared(examined: Examined, run: Run) -> Examined:
    """`examined` beside the cells of `run`, with a warning where another version of ours wrote them."""
    from lumbung.engine.claims.against import against  # noqa: PLC0415 -- slow imports, few need them
    from lumbung.reports.runs import another_version  # noqa: PLC0415

    compared = against(examined, run.tables["cells"], run.as_of)
    warning = another_version(run)
    return replace(compared, findings=(*compared.findings, warning)) if warning else compared


@contextmanager
def _named(file: str) -> Iterator[tuple[Path, str]]:
    """The file's path and what it is called; what comes through the pipe becomes a file for a while."""
    if file != STDIN:
        yield Path(file), Path(file).name
        return
    with tempfile.TemporaryDirectory(prefix="lumbung-") as folder:
        path = Path(folder) / "stdin"
        with path.open("wb") as target:
            shutil.copyfileobj(sys.stdin.buffer, target)
        yield path, STDIN


def _told(examined: Examined, format_: str, language: Language, *, colour: bool) -> str:
    if format_ == "json":
        return as_json(examined, language)
    return page_html(examined, language) if format_ == "html" else as_text(examined, language, colour=colour)


def _save(path: Path, text: str) -> None:
    """Write the whole text beside `path` and rename it, so that no half of it is ever seen."""
    fresh = path.with_name(f".{path.name}.new-{os.getpid()}")
    try:
        if path.is_dir():
            raise BadInput(Finding("check.out_is_a_folder", {"path": str(path)}))
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(text + "\n", "utf-8", newline="\n")
        fresh.replace(path)
    except OSError as problem:
        raise trouble(problem, path) from problem
    finally:
        fresh.unlink(missing_ok=True)
