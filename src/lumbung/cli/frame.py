"""The command's frame: language, arguments, one command, and a plain sentence for whatever goes wrong."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from itertools import pairwise
from typing import cast

from lumbung.cli import failures
from lumbung.cli.arguments import parse
from lumbung.cli.console import use_utf8
from lumbung.core.language import LANGUAGES, Language, language_of
from lumbung.core.spared import spare

DEFAULT_LANGUAGE: Language = "id"
# pyarrow imports pandas (0.3 s and more) with its first array, and does without where there is none.
_WITHOUT_PANDAS = frozenset({"check"})


def main(words: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code.

    0 = done, 1 = refused, 2 = the call or a file must be mended, 3 = the machine was not enough,
    70 = a mistake of ours, 130 = stopped by a person, 141 = nobody reads the output any more.
    """
    own, words = words is None, sys.argv[1:] if words is None else list(words)
    use_utf8()
    language = chosen_language(words, os.environ)
    try:
        arguments = parse(words, language)
        if own and arguments.command in _WITHOUT_PANDAS:
            spare("pandas")
        code = _command(arguments.command)(arguments, language)
        sys.stdout.flush()  # a reader that went away shows here and not while Python shuts down
    except BaseException as problem:
        return failures.told(problem, language)
    return code


def chosen_language(words: Sequence[str], environment: Mapping[str, str]) -> Language:
    """--lang, else LUMBUNG_LANG, else the locale if it is Indonesian, else Indonesian all the same.

    The help text itself needs the language, so the words are looked through before they are parsed.
    """
    told = [word.removeprefix("--lang=") for word in words if word.startswith("--lang=")]
    told += [after for word, after in pairwise(words) if word == "--lang"]
    told.append(environment.get("LUMBUNG_LANG", ""))
    return next((language_of(name) for name in told if name in LANGUAGES), DEFAULT_LANGUAGE)


def _command(name: str) -> Callable[[Namespace, Language], int]:
    # Imported only when called: the engine's libraries need half a second, and --help none of them.
    return cast(Callable[[Namespace, Language], int], import_module(f"lumbung.cli.{name}").run)
