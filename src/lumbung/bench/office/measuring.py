"""Offices measured one after another: each made where it is not there, visited, and worked in."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import lumbung.bench.sentences  # noqa: F401 -- enters what the refusals below say
from lumbung.bench.measuring import alone
from lumbung.bench.office.found import Office, kept
from lumbung.core.findings import BadInput, Finding, MachineTrouble
from lumbung.core.language import gettext_noop as _

CLICKS = 200
ROWS = (200, 300_000)
TITLES = {
    "made": _("the office is made"),
    "clicked": _("its pages are visited"),
    "worked": _("lists are brought in and taken out"),
}
_NEEDED = ("django", "granian", "psycopg", "procrastinate")


def check_office(data: Path | None = None) -> None:
    """Raises BadInput where the packages of the office are not installed, or `data` is no folder."""
    if missing := [name for name in _NEEDED if not find_spec(name)]:
        raise BadInput(Finding("bench_office_missing", {"missing": ", ".join(missing)}))
    if data is not None and data.exists() and not data.is_dir():
        raise BadInput(Finding("bench_no_folder", {"path": str(data)}))


def measure_offices(
    sizes: Sequence[int],
    *,
    data: Path | None = None,
    clicks: int = CLICKS,
    limit: float,
    told: Callable[[str, str], None] = lambda rows, title: None,
) -> list[Office]:
    """Measure an office of every size.

    Args:
        sizes: Cooperatives of the register.
        data: Folder whose subfolder named by the size holds the office; kept, and used again. Default: made and
            thrown away.
        clicks: How often every page is asked for.
        limit: Seconds after which a part is ended.
        told: Called before each part with the size and its title.
    Raises:
        MachineTrouble: A part failed; its last words are in the finding.
    """
    out = []
    for rows in sizes:
        with _folder(data, rows) as folder:
            parts: dict[str, Any] = {}
            for part, title in TITLES.items():
                told(f"{rows:,}", title)
                parts |= _part(part, folder, rows, clicks, limit)
            out.append(Office(rows, **parts))
    return out


@contextmanager
def _folder(data: Path | None, rows: int) -> Iterator[Path]:
    if data is not None:
        yield data / str(rows)
        return
    with tempfile.TemporaryDirectory(prefix="lumbung-bench-") as place:
        Path(place).chmod(0o711)  # where root may not run PostgreSQL, nobody does, and has to reach it
        yield Path(place, "kantor")


def _part(part: str, folder: Path, rows: int, clicks: int, limit: float) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="lumbung-bench-") as place:
        answer, log = Path(place, "answer.json"), Path(place, "log")
        words = [sys.executable, "-m", "lumbung.bench.office.child"]
        told = [part, str(folder.resolve()), str(rows), str(clicks), str(answer)]
        with log.open("wb") as heard, alone([*words, *told], heard) as child:
            child.wait(limit)
        if child.returncode or not answer.exists():
            last = log.read_bytes()[-4000:].decode("utf-8", "replace").strip().splitlines()[-1:]
            raise MachineTrouble(Finding("bench_run_failed", {"name": part, "reason": "".join(last) or "?"}))
        return kept(answer)
