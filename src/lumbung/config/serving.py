"""Pages and worker as processes of ours: started, watched, and ended in order."""

from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from urllib.error import URLError
from urllib.request import urlopen

from lumbung.config.cluster.supervisor import signals_as_ctrl_c
from lumbung.core.findings import BadInput, Finding, MachineTrouble
from lumbung.core.language import gettext_noop as _
from lumbung.core.sentences import Sentence, enter
from lumbung.core.uploads import LANES

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
# A few threads a process: Python runs one at a time, and the rest of the work waits in the database. Twice as many as
# may receive a large file, so that slow senders never hold all of them.
PAGES = (
    *("-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "error"),
    *("--blocking-threads", str(2 * LANES), "--backpressure", "64"),
)
WORKER = ("-m", "lumbung.config.working")
# One that falls more often has a cause that a person must see; it is started again all the same, after a pause, for
# pages without a worker are worth more than neither.
FALLS_AT_ONCE, WITHIN_SECONDS, PAUSE_SECONDS = 5, 600.0, 30.0
_log = logging.getLogger(__name__)


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

    One that falls once the office is open, killed for want of memory or by hand, is started again.

    Raises:
        MachineTrouble: One of the two ended before the office was open, or the pages never answered; everything else
            was ended.
    """
    check_free(door)
    address = ("--host", door.host, "--port", str(door.port), "--workers", str(workers))
    children = [_Child("pages", [*PAGES, *address, "lumbung.config.wsgi:application"]), _Child("worker", WORKER)]
    with signals_as_ctrl_c():  # also where the database is somebody else's, and nobody above has seen to it
        try:
            for child in children:
                child.start()
            _await(door, children)
            if on_ready:
                on_ready()
            while True:
                for child in children:
                    if not child.runs:
                        child.start_again()
                time.sleep(0.5)
        finally:
            _end([child.process for child in children if child.process])


class _Child:
    """A process of ours."""

    def __init__(self, name: str, words: Sequence[str]) -> None:
        self.name, self._words = name, words
        self.process: subprocess.Popen[bytes] | None = None
        self._falls: deque[float] = deque(maxlen=FALLS_AT_ONCE)
        self._due: float | None = None  # when it is started again

    @property
    def runs(self) -> bool:
        """Whether it has not ended."""
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Begin."""
        # A session of its own: Ctrl-C reaches us alone, and we end the children in order.
        self.process = subprocess.Popen([sys.executable, *self._words], start_new_session=True, env=dict(os.environ))

    def start_again(self) -> None:
        """Begin anew after a fall: at once, and after a pause where it falls too often."""
        now = time.monotonic()
        if self._due is None:
            self._falls.append(now)
            often = len(self._falls) == FALLS_AT_ONCE and now - self._falls[0] < WITHIN_SECONDS
            self._due = now + (PAUSE_SECONDS if often else 0)
            code = self.process and self.process.returncode
            _log.error("%s ended (exit code %s); it is started again in %d s", self.name, code, self._due - now)
        if now < self._due:
            return
        self._due = None
        if self.process:
            with suppress(ProcessLookupError):  # children of its own that outlived it hold the door
                os.killpg(self.process.pid, signal.SIGKILL)
        self.start()

    def ended(self) -> MachineTrouble:
        """The refusal of a child that is gone."""
        code = self.process.returncode if self.process else None
        return MachineTrouble(Finding("child_ended", {"name": self.name, "code": str(code)}))


def _await(door: Door, children: Sequence[_Child]) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        for child in children:
            if not child.runs:
                raise child.ended()
        with suppress(URLError, OSError), urlopen(f"http://{door.host}:{door.port}/healthz", timeout=2):
            return
        time.sleep(0.2)
    raise MachineTrouble(Finding("pages_silent", {"seconds": _PATIENCE}))


def _end(children: Sequence[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
    until = time.monotonic() + _GRACE
    for child in children:
        try:
            child.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
