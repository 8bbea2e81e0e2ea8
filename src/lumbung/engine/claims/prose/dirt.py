"""What the eye of a scanner made of digits (2l4, 1O5), reported and never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lumbung.core.findings import Finding
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.tokens import Sentence, Token

MOST = 50  # findings of one kind; a text that is all dirt says it once too often
_DIRTY = re.compile(r"(?=.*\d)(?=.*[lIOo|SB])[\dlIOo|SB]{2,12}", re.ASCII)
_NAMES = re.compile(r"[A-Z]\d{1,2}|\d[SB]|[SB]\d+", re.ASCII)  # C1, B2, S1; 2B
_LETTERS = re.compile(r"[lO][O]{1,3}|[lI]{1}[O]{1,3}")


def is_dirty(token: Token) -> bool:
    """True for digits with letters that look like digits among them."""
    if token.kind not in ("mixed", "code"):
        return False
    if token.text[0] in "OI" and token.text[1:].isdecimal() and len(token.text) >= 2:
        return True
    return bool(_DIRTY.fullmatch(token.text)) and not _NAMES.fullmatch(token.text)


def dirty(sentence: Sentence) -> bool:
    """True where a sentence has such a number: its sums cannot be told."""
    return any(is_dirty(token) for token in sentence.tokens)


def dirt_of(document: Document, name: str) -> Iterator[Finding]:
    """One warning for every such number, and for thousands parted by commas."""
    found = 0
    for sentence in document.sentences:
        for token in sentence.tokens:
            if is_dirty(token) and found < MOST:
                found += 1
                yield Finding("claim.prose.dirt", {"start": token.start, "end": token.end}, "warning", name,
                              value=token.text)  # fmt: skip
    commas = [q for q in document.quantities if q.doubtful and q.role == "count"]
    for quantity in commas[:MOST]:
        yield Finding("claim.prose.commas", {"start": quantity.start, "end": quantity.end, "written": quantity.text.replace(",", ".")},
                      "note", name, value=quantity.text)  # fmt: skip
