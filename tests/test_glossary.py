"""Pages say one thing with one word: the catalogue is held to `glossary.txt`, and that to GLOSSARY.md."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = ROOT / "src/lumbung/core/locale/id/LC_MESSAGES/django.po"
LIST = Path(__file__).with_name("glossary.txt")
# Never on an Indonesian page (GLOSSARY.md says what stands there instead).
NEVER = ("kampanye", "standing", "linkage", "review", "non aktif", "non-aktif", "gabungkan data", "tanda tangan elektronik", "margin galat")  # fmt: skip
# Where sentences speak of files and options, which keep their names (review.csv, --linkage).
COMMAND = ("src/lumbung/cli/", "src/lumbung/bench/", "src/lumbung/engine/")


def terms():
    """(English words, Indonesian ways to say them, identifier) of the list."""
    lines = [line for line in LIST.read_text("utf-8").splitlines() if line.strip() and line[0] != "#"]
    for line in lines:
        english, indonesian, identifier = (part.strip() for part in line.split(" | "))
        yield english, [way.strip() for way in indonesian.split(" / ")], identifier


def sentences(away_from=()):
    """(English, Indonesian) of every sentence, plural forms one by one; without those said only in `away_from`."""
    with CATALOGUE.open("rb") as source:
        catalogue = read_po(source, locale="id")
    for message in catalogue:
        places = [place for place, _line in message.locations]
        if message.id and message.string and not all(place.startswith(tuple(away_from)) for place in places):
            ids = [message.id] if isinstance(message.id, str) else list(message.id)
            told = [message.string] * len(ids) if isinstance(message.string, str) else list(message.string)
            yield from zip(ids, told * len(ids), strict=False)


def has(words, text):
    return re.search(rf"(?<![\w-]){re.escape(words)}(?![\w-])", text, re.IGNORECASE) is not None


@pytest.mark.parametrize(
    ("english", "ways", "_identifier"), terms(), ids=lambda told: told if isinstance(told, str) else ""
)
def test_a_term_is_translated_with_the_agreed_word(english, ways, _identifier):
    told = [(key, value) for key, value in sentences() if has(english, key)]

    assert told, "no sentence has these words: take the line out of glossary.txt"
    assert [(key, value) for key, value in told if not any(way.lower() in value.lower() for way in ways)] == []


@pytest.mark.parametrize("word", NEVER)
def test_a_word_that_misleads_stands_on_no_page(word):
    told = [re.sub(r"%\(\w+\)s", "", value) for _key, value in sentences(away_from=COMMAND)]

    assert [value for value in told if has(word, value)] == []


def test_the_list_says_what_the_glossary_says():
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \|", (ROOT / "GLOSSARY.md").read_text("utf-8"), re.MULTILINE)
    labels = {identifier: label.strip().lower() for identifier, label in rows}

    assert len(labels) > 80
    assert [
        (english, ways)
        for english, ways, identifier in terms()
        if not any(way.lower() in labels[identifier] for way in ways)
    ] == []
