"""Pages and worker as processes of ours: started, watched, and ended in order."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from urllib.error import URLError
from urllib.request import urlopen

from lumbung.core.findings import BadInput, Finding, MachineTrouble
from lumbung.core.language import gettext_noop as _
from lumbung.core.sentences import Sentence, enter

enter(
    {
        "port_taken": Sentence(
            _("Another program already answers at %(host)s:%(port)s."),
            _("End it, or choose another port, for example --port 8001."),
        ),
        "host_unknown": Sentence(
            _("The pages cannot answer at “%(host)s”: this machine has no such address."),
            _("Use 127.0.0.1 for this machine alone, or 0.0.0.0 for its network."),
        ),
        "child_ended": Sentence(
            _("The process “%(name)s” ended by itself (exit code %(code)s)."),
            _("The lines above say why; start again once that is mended."),
        ),
        "pages_silent": Sentence(
            _("The pages did not answer within %(seconds)s seconds."),
            _("Try again; if it stays so, look at the lines above or run “lumbung doctor”."),
        ),
    }
)
_PATIENCE = 60  # seconds for the pages to answer, and for a child to end in order
_GRACE = 20
# A few threads a process: Python runs one at a time, and the rest of the work waits in the database.
PAGES = (
    *("-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "warning"),
    *("--blocking-threads", "4", "--backpressure", "64"),
)
WORKER = ("-m", "django", "procrastinate", "worker", "--concurrency", "1", "--wait")


@dataclass(frozen=True, slots=True)
class Door:
    """Where the pages answer."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """As a person types it; passkeys and cookies want a name, not an address."""
        name = "localhost" if self.host in ("127.0.0.1", "::1", "") else self.host
        return f"http://{name}:{self.port}"


def check_free(door: Door) -> None:
    """Raises BadInput if something answers at `door` already, or nothing ever could."""
    host = door.host or "127.0.0.1"
    try:
        with socket.create_connection((host, door.port), timeout=1):
            raise BadInput(Finding("port_taken", {"host": host, "port": door.port}))
    except socket.gaierror as trouble:
        raise BadInput(Finding("host_unknown", {"host": host})) from trouble
    except OSError:
        return  # nobody answers


def serve(door: Door, *, workers: int = 1, on_ready: Callable[[], None] | None = None) -> None:
    """Run pages and worker until Ctrl-C or SIGTERM; the database is the caller's (`office.opened`).

    Raises:
        MachineTrouble: One of the two ended by itself, or the pages never answered; everything else was ended.
    """
    check_free(door)
    address = ("--host", door.host, "--port", str(door.port), "--workers", str(workers))
    children = {"pages": _start([*PAGES, *address, "lumbung.config.wsgi:application"]), "worker": _start(WORKER)}
    try:
        _await(door, children)
        if on_ready:
            on_ready()
        while not _ended(children):
            time.sleep(0.5)
    finally:
        _end(children)


def _start(words: Sequence[str]) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C reaches us alone, and we end the children in order.
    return subprocess.Popen([sys.executable, *words], start_new_session=True, env=dict(os.environ))


def _await(door: Door, children: dict[str, subprocess.Popen[bytes]]) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        _ended(children)
        with suppress(URLError, OSError), urlopen(f"http://{door.host}:{door.port}/healthz", timeout=2):
            return
        time.sleep(0.2)
    raise MachineTrouble(Finding("pages_silent", {"seconds": _PATIENCE}))


def _ended(children: dict[str, subprocess.Popen[bytes]]) -> bool:
    """False while all run. Raises MachineTrouble for the first that ended."""
    for name, child in children.items():
        if child.poll() is not None:
            raise MachineTrouble(Finding("child_ended", {"name": name, "code": child.returncode}))
    return False


def _end(children: dict[str, subprocess.Popen[bytes]]) -> None:
    for child in children.values():
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
    until = time.monotonic() + _GRACE
    for child in children.values():
        try:
            child.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
