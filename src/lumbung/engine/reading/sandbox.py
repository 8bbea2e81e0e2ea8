"""Opens a file in a child process and brings its sheets back, whatever happens to the child."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyarrow as pa

import lumbung
from lumbung.core.findings import BadInput, Finding, MachineTrouble
from lumbung.engine.reading.child import ANSWER
from lumbung.engine.reading.grid import Grid
from lumbung.engine.reading.kinds import Kind
from lumbung.engine.reading.limits import Limits

# numpy costs 0.2 s to import and the child has no use for it; pyarrow does without.
_START = "import sys; sys.modules['numpy'] = None; from lumbung.engine.reading.child import main; main()"


def read_apart(path: Path, kind: Kind, limits: Limits, *, layout: bool = False) -> list[Grid]:
    """All sheets of the file, read in a child process; `layout` as `workbooks.read_here` takes it.

    Raises BadInput for what the file did (unreadable, too much memory, too slow to be honest) and
    MachineTrouble for what the machine did (no process, no space, killed from outside).
    """
    try:
        with tempfile.TemporaryDirectory(prefix="lumbung-") as name:
            folder = Path(name)
            code, words = _run(path, kind, folder, limits, layout)
            answer = folder / ANSWER
            told = json.loads(answer.read_text("utf-8")) if code == 0 and answer.exists() else None
            if told is None:
                raise _died(code, words, limits)
            if "refused" in told:
                raise BadInput(Finding(**finding) for finding in told["refused"])
            return [_fetch(sheet, folder) for sheet in told["sheets"]]
    except (OSError, ValueError, pa.ArrowException) as trouble:
        raise MachineTrouble(Finding("reader_failed", {"reason": str(trouble)[:200]})) from trouble


def _run(path: Path, kind: Kind, folder: Path, limits: Limits, layout: bool) -> tuple[int, str]:
    order = {
        "path": str(path.resolve()),
        "kind": kind,
        "folder": str(folder),
        "limits": asdict(limits),
        "layout": layout,
    }
    home = str(Path(lumbung.__file__).parents[1])
    env = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, [home, os.environ.get("PYTHONPATH")])),
        "ARROW_DEFAULT_MEMORY_POOL": "system",  # others reserve address space ahead
        "RUST_BACKTRACE": "0",
    }
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-c", _START, json.dumps(order)],
            env=env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as trouble:
        raise BadInput(Finding("took_too_long", {"seconds": int(limits.seconds)})) from trouble
    return done.returncode, done.stderr.decode("utf-8", "replace")


def _died(code: int, words: str, limits: Limits) -> BadInput | MachineTrouble:
    """Why the child ended without an answer."""
    memory = Finding("too_much_memory", {"limit": limits.memory_bytes // 2**20})
    if "memory allocation" in words or "MemoryError" in words or "bad_alloc" in words:
        return BadInput(memory)
    if code == -signal.SIGKILL:  # nobody but the system's own guard kills so
        return MachineTrouble(Finding("reader_killed"))
    if code == -signal.SIGXCPU:
        return BadInput(Finding("took_too_long", {"seconds": int(limits.seconds)}))
    if "No space left" in words:
        return MachineTrouble(Finding("no_space"))
    if code < 0:
        return BadInput(Finding("corrupted"))
    return MachineTrouble(Finding("reader_failed", {"reason": words.strip().rpartition("\n")[2][:200] or str(code)}))


def _fetch(sheet: dict[str, Any], folder: Path) -> Grid:
    rows, table = pa.array([], pa.int32()), pa.table({})
    if sheet["file"]:
        # Mapped, not copied: the bytes stay readable after the folder is gone.
        with pa.memory_map(str(folder / sheet["file"])) as source:
            whole = pa.ipc.open_file(source).read_all()
        rows, table = whole.column("row").combine_chunks(), whole.drop_columns(["row"])
    merges = tuple((a, b, c, d) for a, b, c, d in sheet["merges"])
    findings = tuple(Finding(**one) for one in sheet["findings"])
    levels = tuple((row, level) for row, level in sheet["levels"])
    return Grid(sheet["name"], rows, table, sheet["hidden"], merges, findings, levels, sheet["below"])
