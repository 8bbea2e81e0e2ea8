"""The one search box: the question is folded as the records' names are, so that both speak the same words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_, or_
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db import connection
from django.db.models import Case, IntegerField, Max, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Concat, Floor, Least, Length, Upper

from lumbung.access.models import Office
from lumbung.engine.cleaning.folding import allowed_edits, distance, words
from lumbung.engine.cleaning.gazetteer import regency
from lumbung.engine.cleaning.names import City, clean_name
from lumbung.registry.models import Cooperative, Version
from lumbung.registry.queries import led_to

# Words that stand before a number or in every name; they find nothing.
_EMPTY = frozenset({"koperasi", "kop", "no", "nomor", "nik", "badan", "hukum", "tahun", "dan"})
_NUMBER = re.compile(r"[\d\s.\-/]+")
_GLUED = re.compile(r"(?=.*\d)(?=.*[a-z])[a-z0-9]{8,}", re.IGNORECASE)
_RUNS = re.compile(r"\d+|[a-z]+", re.IGNORECASE)
_LEAST_DIGITS = 6
# Word similarity (pg_trgm) from which a record may carry a misspelt word: two swapped letters leave a short word little.
_ALIKE, _ALIKE_SHORT, _SHORT = 0.5, 0.3, 5
_HELPERS = 1_000  # records whose words mend a question
_CLOSE = 420  # thousandths: nearness from which a name may be meant although no word can be mended
_SLACK = 120  # thousandths: how far behind the best one such a name may stay


@dataclass(frozen=True, slots=True)
class Question:
    """`ways`: any of them finds a record that carries all its words; `spoken`: its words; `folded`: the name's own ones."""

    ways: tuple[tuple[str, ...], ...]
    spoken: str
    folded: str
    group: str
    text: str = ""  # as typed
    glued: str = ""  # a number written without its separators


@dataclass(frozen=True, slots=True)
class Answer:
    """Versions with `score` (thousandths, higher is nearer), and how they were found.

    `mended`: the words that were looked for instead of misspelt ones; `literal` is False where neither these nor
    those were found, and the versions are the nearest by letters.
    """

    versions: QuerySet[Version]
    literal: bool = True
    mended: str = ""


def question(text: str, office: Office) -> Question:
    """What `text` asks for, read with the wordbook the records' names were cleaned with."""
    told = words(text)
    own = [word for word in told if word not in _EMPTY]
    number = _number(text, office)
    if number or not own:
        return Question(number or (tuple(told or [text]),), " ".join(told or [text]), "", "", text)
    place = regency(office.region_code)
    name = clean_name(text, City(place.base, place.short) if place else City())
    glued = text.strip() if _GLUED.fullmatch(text.strip()) else ""
    ways = dict.fromkeys((tuple(own), tuple(name.tokens)))
    own_name = " ".join(name.tokens)
    return Question(tuple(way for way in ways if way), " ".join(own), own_name, name.group or "", text.strip(), glued)


def _number(text: str, office: Office) -> tuple[tuple[str, ...], ...]:
    """Ways to find a number typed with any spaces or points; a permanent number finds itself or where it leads."""
    digits = re.sub(r"\D", "", text)
    if not _NUMBER.fullmatch(text.strip()) or len(digits) < _LEAST_DIGITS:
        return ()
    code = office.code
    number = f"{code}-{digits[len(code) : -1]}-{digits[-1]}"
    known = Cooperative.objects.filter(office=office, number=number).select_related("leads_to").first()
    return ((led_to(known).number,),) if known else ((digits,), tuple(words(text)))


def found(versions: QuerySet[Version], asked: Question) -> Answer:
    """Those of `versions` the question means: by its words, else by mended words, else the nearest by letters.

    What "alike" means to the database is set for the rest of the transaction; outside of one, for the connection.
    """
    exact = _ranked(versions.filter(_by_words(asked)), asked)
    if exact.exists():
        return Answer(exact)
    mended = _mended(versions, (asked.folded or asked.spoken).split())
    if mended:
        instead = replace(asked, ways=(tuple(mended),), spoken=" ".join(mended), folded=" ".join(mended), glued="")
        return Answer(_ranked(versions.filter(_by_words(instead)), instead), mended=instead.folded)
    return Answer(_nearest_by_letters(versions, asked), literal=False)


def _by_words(asked: Question) -> Q:
    told = [_carries(way) for way in asked.ways]
    if asked.group and not set(asked.folded.split()) - {asked.group}:
        told.append(Q(group=asked.group))  # the group alone was asked for
    if asked.glued:
        runs = _RUNS.findall(asked.glued)
        # Its first and last run are looked up in the index before the expression is tried.
        ends = [run for run in (runs[0], runs[-1]) if len(run) > 2]
        told.append(_carries(ends) & Q(search__iregex="[^a-z0-9]*".join(map(re.escape, asked.glued))))
    return reduce(or_, told, Q(pk__in=[]))


def _carries(way: Sequence[str]) -> Q:
    return reduce(and_, (Q(search__icontains=word) for word in way), Q())


def _ranked(versions: QuerySet[Version], asked: Question) -> QuerySet[Version]:
    """Whole words before parts of words, then words in their order, the same group, and the shorter name.

    Plain comparisons, because a common word has thousands of records and each would be measured.
    """
    told = asked.spoken.split()
    text = Concat(Value(" "), Upper("search"), Value(" "), output_field=TextField())
    score: Any = Value(100) - Least(Length("name"), Value(100))
    for word in told:
        score = score + _when(Q(text__contains=f" {word.upper()} "), 600 // len(told))
    for phrase, worth in ((asked.text, 250), (asked.folded, 150)):
        if phrase:
            score = score + _when(Q(text__contains=phrase.upper()), worth)
    if asked.group:
        score = score + _when(Q(group=asked.group), 150)
    return versions.alias(text=text).annotate(score=Cast(score, IntegerField()))


def _when(condition: Q, worth: int) -> Case:
    return Case(When(condition, then=Value(worth)), default=Value(0), output_field=IntegerField())


# Misspelt words


def _mended(versions: QuerySet[Version], told: Sequence[str]) -> list[str]:
    """Every word as the records spell it; [] where one of them is like no word of theirs, or nothing is to mend."""
    wrong = [word for word in told if not versions.filter(search__icontains=word).exists()]
    if not wrong or not all(word.isalpha() and _limit(word) for word in wrong):
        return []
    _be_alike_from(_ALIKE_SHORT if any(len(word) <= _SHORT for word in wrong) else _ALIKE)
    right = [word for word in told if word not in wrong]
    helpers = versions.filter(_carries(right)).alias(told=Upper("search"))
    for word in wrong:
        helpers = helpers.filter(told__trigram_word_similar=word.upper())
    texts = helpers.order_by().values_list("search", flat=True)[:_HELPERS]
    known = Counter(word for text in texts for word in set(words(text)))
    instead = {word: _nearest(word, known) for word in wrong}
    return [instead.get(word, word) for word in told] if all(instead.values()) else []


def _limit(word: str) -> int:
    """How many edits a word may be away: as names are read, and one for four letters."""
    return max(allowed_edits(len(word)), 1 if len(word) == 4 else 0)


def _nearest(word: str, known: Counter[str]) -> str:
    """The known word fewest edits away, the more usual one of equals; "" where none is near."""
    limit = _limit(word)
    near = [
        (edits, -count, other)
        for other, count in known.items()
        if other.isalpha() and abs(len(other) - len(word)) <= limit and (edits := distance(word, other, limit)) <= limit
    ]
    return min(near)[2] if near else ""


def _nearest_by_letters(versions: QuerySet[Version], asked: Question) -> QuerySet[Version]:
    """Names like the whole question, where no single word could be mended: torn or glued words."""
    text = (asked.folded or asked.spoken).upper()
    _be_alike_from(_CLOSE / 1000)
    measured = Floor(TrigramWordSimilarity(text, Upper("search")) * 1000) + Floor(TrigramSimilarity("name", text) * 300)
    near = versions.alias(told=Upper("search")).filter(told__trigram_word_similar=text)
    near = near.annotate(score=Cast(measured, IntegerField()))
    best = near.aggregate(best=Max("score"))["best"] or 0
    least = Q(("score__gte", max(best - _SLACK, _CLOSE)))
    return near.filter(least)


def _be_alike_from(similarity: float) -> None:
    """For the rest of this transaction, or without one until it is said anew, `%>` holds from `similarity` on."""
    told = (str(similarity), connection.in_atomic_block)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, %s)", told)
