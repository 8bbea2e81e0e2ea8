"""Which numbers of a sentence tell a quantity, and which are dates, decree numbers, times, measures.

A number that is no count, percentage or sum of money is left out altogether: it can raise no alarm.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Literal

from lumbung.engine.claims.model import Figure, Place
from lumbung.engine.claims.prose import lexicon, numbers
from lumbung.engine.claims.prose.fractions import share_at
from lumbung.engine.claims.prose.tokens import Sentence, Token
from lumbung.engine.cleaning.law import law

Role = Literal["count", "percent", "money", "amount"]  # an amount is measured: hectares, tonnes
Bound = Literal["", "over", "under", "least", "most", "almost", "near"]
MOST_GROUPS = 60  # kinds or lists that a text announces; more are things counted
OFTEN = 3
SHORTEST_ID = 5  # digits in a row
_SPANS = frozenset({"s", ".", "d", "sd", "-", "–", "dan", "sampai", "dengan", "hingga"})
AGE_DIGITS = 2
LONGEST = 12  # digits of a count; more is a registration number
_JOINED = re.compile(r"(?:ber|ter|di|me|mem|men|meng|pe)[a-z]{4,}")


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number that tells how many. `first` to `last` (inclusive) are token positions in its sentence."""

    value: Decimal
    step: Decimal  # worth of the last written place
    role: Role
    bound: Bound
    kind: str  # what it counts: "cooperative", "person", "group", "" (not told), or the noun itself
    sentence: int
    first: int
    last: int
    start: int
    end: int
    text: str
    doubtful: bool = False
    loose: bool = False  # a share in words ("separuhnya"), rounded by nature

    @property
    def whole_thing(self) -> bool:
        """True for what parts can make up: a count, a sum of money, an amount; no percentage, no number of groups."""
        return self.role != "percent" and self.kind != "group"

    @property
    def slack(self) -> Decimal:
        """How far rounding may have moved it: half the last written place; a count in full allows nothing."""
        measured = self.role == "amount" and self.kind not in law("prose")["amounts"]["exact"]["units"]
        return self.step / 2 if self.step != 1 or measured else Decimal(0)

    def figure(self, label: str) -> Figure:
        """As the contract of the room tells a figure."""
        return Figure(label, self.value, self.text, Place(start=self.start, end=self.end), exact=not self.bound)


@cache
def _months() -> frozenset[str]:
    return frozenset(law("months")["names"])


def quantities_of(sentence: Sentence, text: str) -> list[Quantity]:
    """The quantities of one sentence, in order."""
    found: list[Quantity] = []
    tokens, lowers = sentence.tokens, sentence.lowers
    at = 0
    while at < len(tokens):
        if lowers[at] in lexicon.words("names", "long"):
            at = _past_digits(tokens, at + 1)
            continue  # an identity or telephone number, in however many pieces
        if share := share_at(sentence, at):
            found.append(_fraction(sentence, at, *share, text))
            at += share[1]
            continue
        read = _number_at(tokens, at)
        if read is None:
            at += 1
            continue
        quantity, at = _quantity(sentence, at, *read, text)
        if quantity is not None:
            found.append(quantity)
    return _counted_groups(_without_ranges(found, lowers), lowers)


def _counted_groups(found: list[Quantity], lowers: Sequence[str]) -> list[Quantity]:
    """ "dari 112 desa, 87 desa ..., 18 desa ...": what is told three times in a sentence is counted itself.

    So are documents or programmes by the hundred; districts and villages stay the groups that others are spread over.
    """
    nouns = {q.start: group_noun(lowers, q) for q in found if q.kind == "group"}
    places, often = lexicon.words("units", "places"), Counter(nouns.values())
    out = []
    for q in found:
        noun = nouns.get(q.start, "")
        many = noun not in places and q.value > MOST_GROUPS
        out.append(replace(q, kind=noun) if noun and (often[noun] >= OFTEN or many) else q)
    return out


def group_noun(lowers: Sequence[str], quantity: Quantity) -> str:
    """The word for groups right behind a number, "" where none stands there."""
    groups = lexicon.words("units", "groups")
    return next((word for word in lowers[quantity.last + 1 : quantity.last + 4] if word in groups), "")


def _past_digits(tokens: Sequence[Token], at: int) -> int:
    first = next((t for t in tokens[at : at + 3] if t.text not in ".:()+-"), None)
    if first is None or (first.kind == "number" and len(first.text) < SHORTEST_ID and first.text[0] != "0"):
        return at  # "bersertifikat NIK 187" counts certificates
    while at < len(tokens) and (tokens[at].kind in ("number", "code", "mixed") or tokens[at].text in ":./()-+"):
        at += 1
    return at


def _number_at(tokens: Sequence[Token], at: int) -> tuple[numbers.Reading | None, int, bool] | None:
    """(what the number says, the token behind it, written in words), None where none begins."""
    token = tokens[at]
    if token.kind == "number":
        return numbers.read_digits(token.text), at + 1, False
    if _says_all(tokens, at):
        return numbers.read_digits(token.text[len(_ALL) :]), at + 1, False
    if token.kind != "word" or not numbers.begins_number(token.lower):
        return None
    end = at + 1
    while end < len(tokens) and end - at < numbers.MOST_WORDS and numbers.is_number_word(tokens[end].lower):
        end += 1
    value = numbers.read_words([t.lower for t in tokens[at:end]])
    return (numbers.Reading(value, Decimal(1)) if value is not None else None), end, True


_ALL = "ke-"


def _says_all(tokens: Sequence[Token], at: int) -> bool:
    """ "ke-48 gerai itu": all of them, spoken of again; behind a noun ("rapat ke-48") it is an ordinal."""
    lower = tokens[at].lower
    if not lower.startswith(_ALL) or not lower[len(_ALL) :].replace(".", "").isdecimal() or at + 1 >= len(tokens):
        return False
    stop = lexicon.words("stop", "words")
    before = tokens[at - 1].lower if at else "."
    opens = before in stop or before in _CLAUSES or not before[0].isalnum()
    after = tokens[at + 1]
    return opens and after.kind == "word" and after.text[0].islower() and after.lower not in stop


_CLAUSES = frozenset({"bila", "jika", "apabila", "kalau", "namun", "setelah", "sebelum", "selain", "terhadap", "bagi", "antara",
                      "kepada", "begitu", "apakah"})  # fmt: skip


def _quantity(
    sentence: Sentence, at: int, read: numbers.Reading | None, end: int, in_words: bool, text: str
) -> tuple[Quantity | None, int]:
    tokens, lowers = sentence.tokens, sentence.lowers
    after = end
    if read is None or _names_something(sentence, at, end):
        return None, after
    value, step = read.value, read.step
    if not in_words and after < len(tokens) and (scale := numbers.scale_of(lowers[after])):
        value, step, after = _plain(value * scale), step * scale, after + 1
    signed = at > 0 and (lowers[at - 1] == "rp" or lowers[at - 2 : at] == ("rp", "."))
    money = signed or lowers[after : after + 1] == ("rupiah",)
    role: Role = "money" if money else "count"
    unit = "" if money else _unit(lowers, after)
    if after < len(tokens) and lowers[after] in lexicon.words("percent", "words") and not money:
        role, after = "percent", after + 1
    elif money:
        after += not signed
    elif unit and not read.doubtful:
        role = "amount"
    elif _is_no_count(sentence, at, after, value, step, in_words) or (read.doubtful and read.step < 1):
        return None, after
    first = at - 1 if signed else at
    bound = _bound(lowers, first, after)
    kind = unit if role == "amount" else "" if role != "count" else _kind(tokens, after)
    start, stop = tokens[first].start, tokens[after - 1].end
    quantity = Quantity(
        value, step, role, bound, kind, sentence.index, first, after - 1, start, stop, text[start:stop], read.doubtful
    )
    return quantity, after


def _plain(value: Decimal) -> Decimal:
    """1,2 juta as 1200000, without the places that the scale has used up."""
    return value.to_integral_value() if value == value.to_integral_value() else value


def _unit(lowers: Sequence[str], after: int) -> str:
    """The measure behind a number in its plain spelling, "" where none stands there."""
    unit = lexicon.names("amounts", "units").get(lowers[after], "") if after < len(lowers) else ""
    if unit in ("meter", "kilometer") and lowers[after + 1 : after + 2] in (("persegi",), ("kubik",)):
        return f"{unit} {lowers[after + 1]}"
    exact = law("prose")["amounts"]["exact"]
    often = unit in exact["units"] and lowers[after + 1 : after + 2] and lowers[after + 1] in exact["not_before"]
    return "" if often else unit  # "tiga kali lipat", "dua kali sebulan": a rate


def _fraction(sentence: Sentence, at: int, percent: Decimal, size: int, text: str) -> Quantity:
    """A share in words as a percentage that was rounded."""
    tokens, last = sentence.tokens, at + size - 1
    start, stop = tokens[at].start, tokens[last].end
    bound = _bound(sentence.lowers, at, last + 1)
    if sentence.lowers[last + 1 : last + 2] == ("lebih",):
        bound = "over"  # "separuh lebih dari 240 koperasi"
    return Quantity(percent, Decimal(1), "percent", bound, "", sentence.index, at, last, start, stop, text[start:stop],
                    loose=True)  # fmt: skip


_SPELLS = frozenset({"tahun", "semester", "triwulan"})
YEAR_DIGITS = 4


def _written_as_year(tokens: Sequence[Token]) -> bool:
    return len(tokens) == 1 and tokens[0].text.isdecimal() and len(tokens[0].text) == YEAR_DIGITS


def _names_something(sentence: Sentence, at: int, end: int) -> bool:
    """A decree, a time, a date, a year, a floor: no quantity."""
    lowers = sentence.lowers
    before = at - 1
    while before >= 0 and lowers[before] in (".", ":") and at - before <= 2:
        before -= 1
    colon = before >= 0 and lowers[before + 1] == ":" and before + 1 < at
    # "58 ruang: 23 di Utara": rooms that are counted themselves name no room
    counted = colon and (before == 0 or sentence.tokens[before - 1].kind == "number")
    if before >= 0 and lowers[before] in lexicon.words("names", "before") and not counted:
        behind = lowers[end : end + 1]
        if lowers[before] == "angka" and behind and behind[0] in lexicon.words("units", "cooperative"):
            return False  # "angka 412 koperasi itu"
        counts = lexicon.words("units", "person") | lexicon.words("units", "cooperative") | {"unit"}
        if lowers[before] in _SPELLS and set(behind) & counts and not _written_as_year(sentence.tokens[at:end]):
            return False  # "pada akhir tahun 655 orang"
        pupils = lowers[before] in lexicon.words("names", "schools") and lowers[end : end + 1] != ()
        if not (pupils and lowers[end] in lexicon.words("units", "person")):
            return True  # but "SD 62 anak" counts
    following = lowers[end] if end < len(lowers) else ""
    if before >= 0 and lowers[before] in (*lexicon.words("dates", "clock"), "tanggal"):
        return True
    ordinal = (
        before >= 0 and lowers[before] == "ke" and sentence.tokens[at].kind == "number"
    )  # "turun ke lima desa" counts
    return (
        (ordinal and following not in lexicon.words("units", "groups"))
        or following in lexicon.words("dates", "zones")
        or _is_year(sentence, at, following)
        or _month_follows(sentence, end)
        or _is_name(sentence, at)
    )


def _month_follows(sentence: Sentence, at: int) -> bool:
    """ "12 Juli", "12 s.d. 16 Juli", "18 dan 19 Juli"."""
    for token in sentence.tokens[at : at + 6]:
        if token.lower in _months():
            return True
        if token.kind != "number" and token.lower not in _SPANS:
            return False
    return False


def _is_name(sentence: Sentence, at: int) -> bool:
    """Simpang Empat: a number in words that is written large inside a sentence."""
    tokens = sentence.tokens
    if not at or tokens[at].kind != "word" or sentence.shape == "heading":
        return False
    return tokens[at].text[0].isupper() and tokens[at - 1].kind == "word" and tokens[at - 1].text[0].isupper()


def _is_year(sentence: Sentence, at: int, following: str) -> bool:
    token = sentence.tokens[at]
    if not (len(token.text) == 4 and token.text.isdecimal() and 1900 <= int(token.text) <= 2099):
        return False
    counted = lexicon.words("units", "cooperative") | lexicon.words("units", "person") | {"unit", "buah"}
    before = sentence.lowers[at - 1] if at else ""
    return following not in counted or before in lexicon.words("dates", "before_years")


def _is_no_count(sentence: Sentence, at: int, after: int, value: Decimal, step: Decimal, in_words: bool) -> bool:
    lowers = sentence.lowers
    following = lowers[after] if after < len(lowers) else ""
    if following in _SPANS and _ends_in_measure(sentence, after):
        return True
    if following in lexicon.words("measures", "nouns") or (following in "°×x%" and following):
        return True
    if value != value.to_integral_value() or len(str(value)) > LONGEST:
        return True
    around = " ".join(lowers[max(0, at - 2) : after + 2])
    if in_words and value == 1 and any(idiom in around for idiom in law("prose")["measures"]["idioms"]):
        return True
    return _aside(sentence, at, after, in_words)


def _ends_in_measure(sentence: Sentence, at: int) -> bool:
    """ "dua sampai lima tahun": the first number measures what the second does."""
    if sentence.lowers[at] not in ("sampai", "hingga", "-", "–", "sd"):
        return False
    behind = _number_at(sentence.tokens, at + 1) if at + 1 < len(sentence.tokens) else None
    end = behind[1] if behind else len(sentence.tokens)
    return end < len(sentence.tokens) and sentence.lowers[end] in lexicon.words("measures", "nouns")


def _aside(sentence: Sentence, at: int, after: int, in_words: bool) -> bool:
    """14 (empat belas): the number said again. Bu Tini (54): an age."""
    tokens = sentence.tokens
    if not (at > 0 and after < len(tokens) and tokens[at - 1].text == "(" and tokens[after].text == ")"):
        return False
    if in_words or at < 2 or tokens[at - 2].kind == "number":
        return True
    alone = sum(token.text == "(" for token in tokens) == 1  # several are a list: "Barat (36), Tengah (62)"
    return alone and tokens[at - 2].text[0].isupper() and len(tokens[at].text) == AGE_DIGITS


def _bound(lowers: Sequence[str], first: int, after: int) -> Bound:
    """ "lebih dari 600", "600 lebih": the longest phrase in front wins ("tidak lebih dari")."""
    best: tuple[int, Bound] = (0, "")
    for name in ("over", "under", "least", "most", "almost", "near"):
        for phrase in _bounds(name):
            size = len(phrase)
            if phrase == ("antara",) and lowers[first - 2 : first - 1] == ("di",):
                continue  # "di antara 114 responden": of all of them
            if size > best[0] and size <= first and tuple(lowers[first - size : first]) == phrase:
                best = (size, name)
    if not best[1] and after < len(lowers) and lowers[after] == "lebih" and lowers[after + 1 : after + 2] != ("dari",):
        return "over"
    return best[1]


@cache
def _bounds(name: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.split()) for phrase in law("prose")["bounds"][name])


def _kind(tokens: Sequence[Token], after: int) -> str:
    """What is counted, from the words behind the number."""
    for token in tokens[after : after + 3]:
        word = token.lower
        if word in lexicon.words("units", "cooperative"):
            return "cooperative"
        if word in lexicon.words("units", "person"):
            return "person"
        if word in lexicon.words("units", "groups"):
            return "group"
        if token.kind != "word" or not token.text[0].islower():
            return ""
        if word not in lexicon.words("units", "vague"):
            return "" if _JOINED.fullmatch(word) or word in lexicon.words("stop", "words") else word
        if word not in ("unit", "buah", "lembaga", "badan"):
            return ""
    return ""


def _without_ranges(found: list[Quantity], lowers: Sequence[str]) -> list[Quantity]:
    """ "6 sampai 8": neither is an exact figure."""
    out = list(found)
    for place in range(len(out) - 1):
        left, right = out[place], out[place + 1]
        between = lowers[left.last + 1 : right.first]
        if 1 <= len(between) <= 2 and between[0] in ("sampai", "hingga", "s", "s.d", "-", "–", "sd"):
            out[place], out[place + 1] = replace(left, bound="near"), replace(right, bound="near")
    return out


def compatible(left: str, right: str, *, loosely: bool = False) -> bool:
    """True when two quantities can count the same: untold fits all, unlike nouns only where a trigger joins them."""
    if not left or not right or left == right:
        return True
    known = {"cooperative", "person", "group", *lexicon.names("amounts", "units").values()}
    return loosely and not (left in known and right in known)
