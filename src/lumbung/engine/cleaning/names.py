"""The name of a cooperative taken apart: what it is, and what it is called (`law/names.toml`).

Tokens of two spellings of one cooperative come out as equal as can be, and words that tell two cooperatives
apart (numbers, units, own names) stay. Whatever a name consists of, some token is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import copy
from typing import NamedTuple

from lumbung.engine.cleaning import vocabularies
from lumbung.engine.cleaning.acronyms import is_short_for
from lumbung.engine.cleaning.folding import lower_ascii, nearest, words
from lumbung.engine.cleaning.wordbook import Phrase, wordbook


class City(NamedTuple):
    """The regency a list speaks of, as it turns up inside names: words of its name, short forms."""

    words: tuple[str, ...] = ()
    short: frozenset[str] = frozenset()


class Name(NamedTuple):
    """The parts of a name; `lumbung.engine.tables.RECORDS` says what each is."""

    tokens: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()
    group: str | None = None
    kind: str | None = None
    pattern: str | None = None
    host: str | None = None


def clean_name(text: str | None, city: City = City()) -> Name:  # noqa: B008 -- a NamedTuple cannot change
    """The parts of the name `text` of a cooperative in `city`. Never raises; None gives an empty `Name`."""
    if vocabularies.told(text) is None or text is None:
        return Name()
    plain, acronyms = _take_short_names(lower_ascii(text), city)
    firm_first = _FIRM_BEHIND.search(plain) is not None
    front = _Front()
    rest = _read_front(_without_city(words(plain), city), front)
    tokens, host_at = _read_rest(rest, front)
    tokens, more = _split_acronyms(tokens, front.kept)
    acronyms += [each for each in more if each not in acronyms]
    if not tokens:
        tokens = _stand_in(front, acronyms, city) or words(text) or ["".join(text.lower().split())]
    group = "sekunder" if front.secondary else front.group
    host = _host(tokens, host_at, firm_first)
    return Name(tuple(tokens), tuple(acronyms), group, front.kind, front.pattern, host)


_FIRM_BEHIND = re.compile(r"[a-z].*?,\s*(?:pt|cv)\b")  # "Sinar Laut, PT": the employer stands before
_VOWEL = re.compile(r"[aeiou]")
_SHORT = re.compile(r"[\(\[\{\"“”«]([^\(\)\[\]\{\}\"“”«»]+)[\)\]\}\"“”»]")
_CALLED = re.compile(r"\b(?:disingkat|disebut|singkatan)\b(.*)$")


def _take_short_names(text: str, city: City) -> tuple[str, list[str]]:
    """`text` without its short names, and those. Brackets around an institution are part of the name."""
    found: list[str] = []

    def take(match: re.Match[str]) -> str:
        inside = _without_city(words(match.group(1)), city)
        book = wordbook()
        is_part = any(word in book.institutions or word in book.abbreviated or word in book.firms for word in inside)
        if is_part or not inside or all(word.isdigit() for word in inside):
            return f" {match.group(1)} "
        found.append(" ".join(inside))
        return " "

    text = _SHORT.sub(take, text)
    called = _CALLED.search(text)
    if called:
        inside = _without_city(words(called.group(1)), city)
        if inside:
            found.append(" ".join(inside))
        text = text[: called.start()]
    return text, list(dict.fromkeys(found))


_CITY_KINDS = frozenset({"kota", "kotamadya", "kodya", "kabupaten", "kab"})


def _without_city(told: list[str], city: City) -> list[str]:
    """`told` without the city's name: "dinas sosial kota x maju" gives dinas sosial maju."""
    if not city.words:
        return told
    left: list[str] = []
    at = 0
    while at < len(told):
        length = _city_length(told, at, city)
        if not length:
            left.append(told[at])
            at += 1
            continue
        at += length
        if left and left[-1] in _CITY_KINDS and left[-2:-1] != ["angkutan"]:
            left.pop()
    return left


def _city_length(told: list[str], at: int, city: City) -> int:
    if told[at] in city.short:
        return 1
    length = len(city.words)
    if tuple(told[at : at + length]) == city.words:
        return length
    alone = "".join(city.words)
    if len(alone) >= 7 and told[at][0] == alone[0] and nearest(told[at], (alone,)):
        return 1
    return 0


class _Front:
    """What the words in front of the own name have told so far."""

    def __init__(self) -> None:
        self.cooperative = False
        self.group: str | None = None
        self.secondary = False
        self.kind: str | None = None
        self.pattern: str | None = None
        self.stand_in: str | None = None
        self.kept: list[str] = []

    def admits(self, phrase: Phrase) -> bool:
        """Whether `phrase` can stand here: kinds come before groups, and each is told once."""
        if phrase.cooperative or phrase.abbreviation:
            return True
        if not self.cooperative:
            return False
        if phrase.after is not None and (self.kind or "") not in phrase.after:
            return False
        if phrase.kind and not phrase.group:
            same = phrase.stand_in is not None and phrase.kind == self.kind  # "jasa" and then "tenaga kerja ..."
            return self.group is None and (self.kind is None or same)
        return self.group is None

    def take(self, phrase: Phrase) -> None:
        self.cooperative = True
        self.kind = self.kind or phrase.kind
        if phrase.cooperative and phrase.group:
            self.secondary = True  # "pusat koperasi": what its members are is still to come
            return
        self.group = self.group or phrase.group
        self.pattern = self.pattern or phrase.pattern
        if phrase.stand_in or (phrase.group and not self.stand_in):
            self.stand_in = phrase.stand_in or phrase.group


def _read_front(told: list[str], front: _Front) -> list[str]:
    """Take the words that are no name from the front of `told` into `front`; gives the words left."""
    at = 0
    while at < len(told):
        phrase, length, spare = _phrase_at(told, at, front)
        if phrase is None:
            break
        front.take(phrase)
        if spare:
            told = [*told[:at], *phrase.words, spare, *told[at + 1 :]]
            length = len(phrase.words)
        at += length
        if phrase.keep:
            front.kept = phrase.stand_in.split() if phrase.stand_in else list(phrase.words)
            break
    return told[at:]


def _phrase_at(told: list[str], at: int, front: _Front) -> tuple[Phrase | None, int, str]:
    """The longest phrase at `at`, the words it takes, and what was glued behind it."""
    phrase = _match(told, at, front)
    if told[at] == "kop" and len("".join(told[at + 1 : at + 2])) > 2:  # "kop wan", "kop ontren"; "kop ma" is a school
        apart = wordbook().single.get("kop" + told[at + 1])
        if apart:
            return apart, 2, ""
    if phrase:
        near = _match(_mend_next(told[at : at + 6], wordbook().typos), 0, front) if front.cooperative else None
        longest = near if near and len(near.words) > len(phrase.words) else phrase
        return longest, len(longest.words), ""
    for mended, taken, spare in _mended(told, at, front):
        phrase = _match(mended, 0, front)
        if phrase:
            return phrase, len(phrase.words) - 1 + taken, spare if len(phrase.words) == 1 else ""
    return None, 0, ""


def _match(told: Sequence[str], at: int, front: _Front) -> Phrase | None:
    for phrase in wordbook().phrases.get(told[at], ()):
        if tuple(told[at : at + len(phrase.words)]) == phrase.words and front.admits(phrase):
            return phrase
    return None


def _mended(told: list[str], at: int, front: _Front) -> Iterator[tuple[list[str], int, str]]:
    """Ways to read a damaged word at `at`: torn apart, glued to the next, misspelt. Words, taken, spare."""
    book = wordbook()
    word = told[at]
    vocabulary = book.typos if front.cooperative else book.first
    if at + 1 < len(told):
        joined = word + told[at + 1]
        if joined in book.known or (len(joined) > 6 and joined in vocabulary):
            yield _mend_next([joined, *told[at + 2 : at + 6]], vocabulary), 2, ""
    for prefix in book.glued:
        if (
            word.startswith(prefix)
            and len(word) >= len(prefix) + 3
            and (front.cooperative or prefix in book.first or prefix[0] in "kp")
        ):
            yield [prefix], 1, word[len(prefix) :]
    if word in book.proper:
        return
    near = word if word in book.known else nearest(word, vocabulary)
    if near:
        yield _mend_next([near, *told[at + 1 : at + 6]], vocabulary), 1, ""


def _mend_next(told: list[str], vocabulary: tuple[str, ...]) -> list[str]:
    """Later words of a phrase are mended too: the first has told what is meant."""
    known = wordbook().known
    return [told[0], *(word if word in known else _near_next(word, vocabulary) or word for word in told[1:])]


def _near_next(word: str, vocabulary: tuple[str, ...]) -> str | None:
    return nearest(word, vocabulary, 1 if len(word) > 3 else 0)


_FORM = ("koperasi", "kop")
_SCHOOL_NUMBER = re.compile(r"^(sdn?|smpn?|sman?|smkn?|mtsn?|man|min)0*([0-9]+)$")


def _read_rest(rest: list[str], front: _Front) -> tuple[list[str], int | None]:
    """The tokens of the name, and before which of them a firm's form stood."""
    book = wordbook()
    tokens = list(front.kept)
    host_at: int | None = None
    at = 0
    while at < len(rest):
        word = rest[at]
        if word in _FORM and tokens and tokens[-1] not in book.of_cooperatives and _form_behind(rest[at:], front):
            return [*(each for each in front.kept if each not in tokens), *tokens], host_at
        pair = f"{word} {rest[at + 1]}" if at + 1 < len(rest) else ""
        at += 2 if pair in book.short else 1
        if word in book.firms:
            host_at = len(tokens) if host_at is None else host_at
        if not _is_form(word, tokens, front):
            tokens.extend(_spelt(word, pair, front))
    return tokens, host_at


def _form_behind(rest: list[str], front: _Front) -> bool:
    """Whether nothing but the legal form is left: "Sinar Pagi, Koperasi Karyawan"; it is taken then."""
    tail = copy(front)
    if _read_front(rest, tail):
        return False
    vars(front).update(vars(tail))
    return True


def _is_form(word: str, tokens: list[str], front: _Front) -> bool:
    """Whether `word` inside a name only says what it is; an abbreviation of a group is taken."""
    book = wordbook()
    if word in _FORM:
        return not (tokens and tokens[-1] in book.of_cooperatives)  # "dinas koperasi" is an agency
    phrase = book.single.get(word)
    taken = phrase is not None and not is_short_for(word, tokens)
    if phrase and taken and word not in book.drop:
        front.take(phrase)
    return taken or word in book.drop


def _spelt(word: str, pair: str, front: _Front) -> tuple[str, ...]:
    book = wordbook()
    if pair in book.short:
        return book.short[pair]
    school = _SCHOOL_NUMBER.match(word)
    if school:
        return (*book.short.get(school.group(1), (school.group(1),)), school.group(2))
    if word in book.in_groups and front.group in book.in_groups[word][0]:
        return book.in_groups[word][1]
    if word.isdigit():
        return (word.lstrip("0") or "0",)
    return book.short.get(word, (word,))


def _split_acronyms(tokens: list[str], kept: list[str]) -> tuple[list[str], list[str]]:
    """Tokens without short names of the others ("makmur sejahtera komase"), and the short names."""
    proper = wordbook().proper
    found = []
    if len(tokens) == len(kept) + 1:
        only = tokens[-1]
        looks_short = only not in proper and only.isalpha() and (only.startswith("ko") or not _VOWEL.search(only))
        return tokens, [only] if looks_short and len(only) > 2 else []
    for token in tokens[1:]:
        if token not in proper and is_short_for(token, [other for other in tokens if other != token]):
            found.append(token)
    return [token for token in tokens if token not in found], found


def _stand_in(front: _Front, acronyms: list[str], city: City) -> list[str]:
    """What a name without an own name is told by: short name, group, kind, city."""
    if acronyms:
        return acronyms[0].split()
    told = front.stand_in or front.group or front.kind
    if told and front.secondary:
        return ["pusat", *told.split("_")]
    return told.replace("_", " ").split() if told else list(city.words) if front.cooperative else []


def _host(tokens: list[str], at: int | None, firm_first: bool) -> str | None:
    """The employer, school or agency named among the tokens, as far as its words can be told apart."""
    book = wordbook()
    if at is not None:
        host = tokens[:at] if firm_first else tokens[at:]
        return " ".join(host) or None
    for start, token in enumerate(tokens):
        if token in book.institutions:
            return " ".join(tokens[start : _agency_end(tokens, start)])
    return None


def _agency_end(tokens: list[str], start: int) -> int:
    """Where the institution that starts at `start` ends: behind its known name and its number."""
    agencies = wordbook().agencies
    for end in range(len(tokens), start + 1, -1):
        if tuple(tokens[start:end]) in agencies:
            end += (
                2 if tokens[end : end + 1] == ["uptd"] else 1 if tokens[end : end + 1] and tokens[end].isdigit() else 0
            )
            return end
    return next((i + 1 for i in range(start, len(tokens)) if tokens[i].isdigit()), len(tokens))
