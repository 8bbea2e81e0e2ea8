"""The one gettext catalogue, for engine findings and pages alike (domain `django`, so that both find it)."""

from __future__ import annotations

import gettext as stdlib_gettext
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Literal

Language = Literal["id", "en"]
LANGUAGES: tuple[Language, ...] = ("id", "en")
LOCALE_DIR = Path(__file__).parent / "locale"
DOMAIN = "django"


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for the catalogue without translating it here."""
    return sentence


@lru_cache(maxsize=len(LANGUAGES))
def translator(language: Language) -> Callable[[str], str]:
    """The function that turns an English catalogue sentence into `language`; English stays as it is."""
    if language == "en":
        return str
    spoken = stdlib_gettext.translation(DOMAIN, LOCALE_DIR, [language]).gettext
    return lambda sentence: spoken(sentence) if sentence else ""  # the empty key is the catalogue's own header


def language_of(name: str) -> Language:
    """`name` as a language of ours. Raises ValueError for any other."""
    if name not in LANGUAGES:
        raise ValueError(name)
    return name
