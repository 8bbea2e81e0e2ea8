"""`lumbung version`."""

from __future__ import annotations

import platform
from argparse import Namespace
from importlib.metadata import version

from lumbung.cli.console import write
from lumbung.core.language import Language


def run(arguments: Namespace, language: Language) -> int:
    """Say which version this is, and on which Python: what a report of a mistake needs."""
    write(f"Lumbung {version('lumbung')} (Python {platform.python_version()}, {platform.system()})")
    return 0
