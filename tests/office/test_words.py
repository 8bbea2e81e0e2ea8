"""No English is left on the Indonesian pages: words that stand on a page as they stand in the catalogue's English.

Every visible text of every page is held against the catalogue. A text that is a sentence of the catalogue and has
another Indonesian wording should have been shown in that. Data of the example is Indonesian, so it is never one of them.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

from lumbung.config.tests.addresses import shown
from lumbung.core.language import DOMAIN, LOCALE_DIR

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SHOWN = ("title", "aria-label", "placeholder", "alt")
SILENT = frozenset({"script", "style", "template"})
SAME = frozenset({"Status", "Lumbung", "ODS"})  # names and words that both languages write alike


class Texts(HTMLParser):
    """The visible texts of a page, one a node, and those of attributes that are read aloud."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.silent = self.foreign = 0

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self.silent += tag in SILENT
        self.found |= {_plain(told[name]) for name in SHOWN if told.get(name)}

    def handle_endtag(self, tag):
        self.silent -= tag in SILENT

    def handle_data(self, data):
        if not self.silent and data.strip():
            self.found.add(_plain(data))


def _plain(text):
    return re.sub(r"\s+", " ", text).strip(" :·,;.")


def english():
    """Plain English sentence -> its Indonesian one, of those that differ; patterns with parts to fill in apart."""
    with (Path(LOCALE_DIR) / "id" / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as file:
        catalogue = read_po(file)
    plain, filled = {}, {}
    own = {_plain(str(one.string)) for one in catalogue if one.id and isinstance(one.string, str)}
    for one in catalogue:
        ids = one.id if isinstance(one.id, tuple) else (one.id,)
        told = one.string[0] if isinstance(one.string, tuple) else one.string
        for text in ids:
            if not text or not told or _plain(text) == _plain(told) or _plain(text) in own | SAME:
                continue
            if re.search(r"%(\(\w+\))?[sd]|[{}]", text):
                filled[text] = told
            elif re.search(r"[a-z]{2}", text):
                plain[_plain(text)] = told
    return plain, filled


def _pattern(text):
    """What a page shows of a sentence with parts: only those with three words of English before or between them."""
    pieces = re.split(r"%\(\w+\)[sd]|%[sd]|\{\w*\}", re.sub(r"\s+", " ", text))
    if max(len(re.findall(r"[A-Za-z]{2,}", piece)) for piece in pieces) < 3:
        return None
    pieces[0], pieces[-1] = pieces[0].lstrip(" .:"), pieces[-1].rstrip(" .:")
    return re.compile(".*".join(map(re.escape, pieces)), re.DOTALL)


def _left(world, plain, patterns):
    """What is found on the first page where it is English."""
    client = world.client("data_officer")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return _english_in(client.get("/").content.decode(), plain, patterns)


def _english_in(html, plain, patterns):
    texts = Texts()
    texts.feed(html)
    return {text for text in texts.found if text in plain or any(p.fullmatch(text) for p in patterns)}


def test_no_english_sentence_is_left_on_an_indonesian_page(world):
    plain, filled = english()
    patterns = [pattern for text in filled if (pattern := _pattern(text))]
    left, pages = set(), 0
    for key, _reader, html in shown(world):
        pages += 1
        left |= {f"{key}: {text}" for text in _english_in(html, plain, patterns)}

    assert pages > 40
    assert {"Dashboard", "Work lists"} <= _left(world, plain, patterns)  # what is looked for is there to be found
    assert not left, "\n".join(sorted(left))
