"""Which machine measured, and whether it had anything else to do."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass

BUSY_SHARE = 0.35  # of the cores, at work for somebody else when the run begins


@dataclass(frozen=True, slots=True)
class Machine:
    """`load` is what the system had to do in the minute before, in cores; memory in bytes, 0 where not told."""

    cores: int
    memory_bytes: int
    processor: str
    system: str
    python: str
    load: float

    @property
    def busy(self) -> bool:
        """Whether times of this run are too long because others worked meanwhile."""
        return self.load > BUSY_SHARE * self.cores


def this_machine() -> Machine:
    """The machine as it is now, without its name or anybody's."""
    return Machine(
        cores=os.cpu_count() or 1,
        memory_bytes=_memory(),
        processor=_processor(),
        system=_system(),
        python=platform.python_version(),
        load=os.getloadavg()[0],
    )


def _memory() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError):
        return 0


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8", errors="replace") as told:
            lines = (line.partition(":")[2].strip() for line in told if line.startswith("model name"))
            return next(lines, platform.machine())
    except OSError:
        return platform.processor() or platform.machine()


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return f"{platform.system()} {platform.release()}"
