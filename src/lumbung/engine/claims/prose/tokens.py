"""Text -> tokens with their places -> sentences, headings and the lines of lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from lumbung.engine.claims.prose import lexicon

Shape = Literal["prose", "heading", "item", "more"]
TokenKind = Literal["word", "number", "code", "mixed", "sign"]

# Every alternative is bounded or stops at the first foreign character: one walk over the text, never back.
_TOKEN = re.compile(
    r"""
      (?P<link>https?://\S{1,300} | www\.\S{1,300} | [\w.+-]{1,64}@[\w.-]{1,64})
    | (?P<code>\d[\d.,]{0,30}(?:[-–/][^\W_][\w.]{0,30}){1,12})
    | (?P<money>[Rr][Pp]\.?(?=\s?\d))
    | (?P<number>(?>\d+(?:[.,]\d+)*)(?![^\W\d_]))
    | (?P<word>[^\W\d_]+(?:['’\-][^\W_]+)*(?![\d_]))
    | (?P<mixed>[^\W_]+)
    | (?P<sign>[^\s])
    """,
    re.VERBOSE,
)
MOST_TOKENS = 300  # of one sentence
# "-", "1.", "(a)", and what people put in front of lines where they write with emoji
_BULLET = re.compile(
    r"[ \t]*(?:[-–—•*▪◦·●○✓➢>\u2190-\u21ff\u2460-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff]\ufe0f?"
    r"|\d{1,2}\ufe0f\u20e3|\(?(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,4})[.)])[ \t]+(?=\S)"
)
_LINE_ITEM = re.compile(
    r"[^\d\n]{2,60}\d[\d.]{0,12}(?:[ \t]+[^\W\d_]{1,15}){0,2}[ \t]*[;,.]?"
    r"|[^\d\n]{0,40}\d[\d.]{0,9}[^\d\n]{1,20}[x×@][^\d\n]{1,6}\d[\d.,]{0,14}[^\d\n]{0,12}=[^\d\n]{0,5}\d[\d.,]{0,18}[ \t]*[;,.]?"
)
_LINE_TOTAL = re.compile(
    r"(?:jumlah|total)\w{0,5}(?:[ \t]+[^\W\d_]{1,15}){0,3}[ \t]*[:=]?[ \t]*(?:Rp\.?[ \t]?)?\d[\d.,]{0,18}"
    r"(?:[ \t]+[^\W\d_]{1,15}){0,2}[ \t]*[.;]?",
    re.IGNORECASE,
)
_CLOSERS = frozenset("\"'”’»)]")
_OPENERS = frozenset("\"'“‘«([–—-")
_ENDS = frozenset(".!?…")
_QUOTES = frozenset('"“”„«»')


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or sign; `start` and `end` count characters of the text."""

    kind: TokenKind
    text: str
    lower: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, heading or line of a list, without its bullet."""

    index: int
    paragraph: int
    shape: Shape  # "more": what follows the first sentence of a list's line
    tokens: tuple[Token, ...]
    lowers: tuple[str, ...]


def sentences_of(text: str) -> list[Sentence]:
    """`text` cut into sentences. A line of a bulleted or numbered list begins a sentence of its own."""
    found: list[Sentence] = []
    paragraph = 0
    for start, end, bullet in _blocks(text):
        if start < 0:
            paragraph += 1
            continue
        tokens = _tokens(text, start, end)
        begun = False
        for part in _pieces(_split(tokens, text)):
            if part:
                shape = _shape(part, bullet, begun, first=not found, alone=part is tokens)
                begun = True
                lowers = tuple(token.lower for token in part)
                found.append(Sentence(len(found), paragraph, shape, tuple(part), lowers))
    return found


def _pieces(parts: list[list[Token]]) -> Iterator[list[Token]]:
    """Nobody writes sentences of hundreds of words; what has no full stop is cut, so that no text takes for ever."""
    for part in parts:
        if len(part) <= MOST_TOKENS:
            yield part
        else:
            yield from (part[at : at + MOST_TOKENS] for at in range(0, len(part), MOST_TOKENS))


def _shape(part: list[Token], bullet: bool, begun: bool, *, first: bool, alone: bool) -> Shape:
    if bullet:
        return "more" if begun else "item"
    closed = part[-1].text in _ENDS or part[-1].text in _QUOTES or part[-1].text in ":;,"
    return "heading" if not closed and len(part) <= 30 and (first or alone) else "prose"


def _blocks(text: str) -> Iterator[tuple[int, int, bool]]:
    """Stretches of text that no sentence crosses: (start, end, is a line of a list); (-1, -1, False) parts paragraphs."""
    lines = _lines(text)
    start = end = -1
    for at, (begin, stop, inner) in enumerate(lines):
        blank, listed = begin == stop, inner >= 0
        if (blank or listed) and start >= 0:
            yield start, end, False
            start = -1
        if blank:
            yield -1, -1, False
        elif listed:
            yield inner, stop, True
        else:
            if start < 0:
                start = begin
            end = stop
            if text[stop - 1] == ":" or (at == 0 and len(lines) > 1 and text[stop - 1] not in ".!?,-"):
                yield start, end, False
                start = -1
    if start >= 0:
        yield start, end, False


def _lines(text: str) -> list[tuple[int, int, int]]:
    """(start, end, where the words of a list's line begin or -1) of every line."""
    found = []
    at = 0
    for line in text.splitlines(keepends=True):
        bare = line.strip()
        begin = at + (len(line) - len(line.lstrip()))
        bullet = _BULLET.match(line) if bare else None
        found.append([begin if bare else at, begin + len(bare) if bare else at, at + bullet.end() if bullet else -1])
        at += len(line)
    _unmarked_lists(text, found)
    return [(a, b, c) for a, b, c in found]


def _unmarked_lists(text: str, lines: list[list[int]]) -> None:
    """Two or more short lines in a row with one number each are a list, even without bullets."""
    short = [
        bool(begin < end and inner < 0 and end - begin <= 90 and _LINE_ITEM.fullmatch(text, begin, end))
        for begin, end, inner in lines
    ]
    for (at, one), (after, other) in pairwise(enumerate(short)):
        if one and other:
            lines[at][2], lines[after][2] = lines[at][0], lines[after][0]
    listed = False  # the last line that is not blank belongs to a list
    for line in lines:
        if line[0] < line[1]:
            if listed and line[2] < 0 and _LINE_TOTAL.fullmatch(text, line[0], line[1]):
                line[2] = line[0]
            listed = line[2] >= 0


def _tokens(text: str, start: int, end: int) -> list[Token]:
    found = []
    for match in _TOKEN.finditer(text, start, end):
        kind, begin, stop = match.lastgroup or "sign", match.start(), match.end()
        raw = match.group()
        if kind == "code":  # a full stop or comma behind it ends the sentence and is no part of it
            bare = raw.rstrip(".,")
            stop, raw = begin + len(bare), bare
        found.append(Token(_KINDS[kind], raw, "rp" if kind == "money" else raw.lower(), begin, stop))
        if stop < match.end():
            found.append(Token("sign", text[stop], text[stop], stop, stop + 1))
    return found


_KINDS: dict[str, TokenKind] = {
    "link": "code", "code": "code", "money": "word", "number": "number", "word": "word", "mixed": "mixed", "sign": "sign",
}  # fmt: skip


def _split(tokens: list[Token], text: str) -> list[list[Token]]:
    """Cut behind full stops that end a sentence; a quotation mark that closes belongs to what it closes."""
    found: list[list[Token]] = []
    begin = at = 0
    while at < len(tokens):
        if tokens[at].text in _ENDS and _ends(tokens, at, text):
            while at + 1 < len(tokens) and tokens[at + 1].text in _CLOSERS and tokens[at + 1].start == tokens[at].end:
                at += 1
            found.append(tokens[begin : at + 1])
            begin = at + 1
        at += 1
    if begin < len(tokens):
        found.append(tokens[begin:])
    return found if len(found) != 1 else [tokens]


def _ends(tokens: list[Token], at: int, text: str) -> bool:
    """A full stop ends a sentence unless it shortens a word or something goes on in small letters."""
    after = at + 1
    while after < len(tokens) and tokens[after].text in _CLOSERS and tokens[after].start == tokens[after - 1].end:
        after += 1
    if after >= len(tokens):
        return True
    following = tokens[after]
    if text[tokens[after - 1].end : following.start].strip() or following.start == tokens[after - 1].end:
        return False
    if following.text[0].islower() or following.text in ",;":
        return False
    before = tokens[at - 1] if at else tokens[at]
    shortened = before.end == tokens[at].start and before.lower in lexicon.words("short", "words")
    return not (tokens[at].text == "." and before.kind == "word" and shortened)
