"""The command line: thin, one module a command."""

from lumbung.cli.frame import main

__all__ = ["main"]
