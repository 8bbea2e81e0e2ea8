"""The one search box: the question is folded as the records' names are, so that both speak the same words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_, or_
from typing import Any, TypeVar

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db import connection
from django.db.models import Case, F, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Concat, Floor, Least, Length, Upper

from lumbung.access.models import Office
from lumbung.engine.cleaning.folding import allowed_edits, distance, words
from lumbung.engine.cleaning.gazetteer import regency
from lumbung.engine.cleaning.names import City, clean_name
from lumbung.registry.models import LONGEST, Cooperative, KnownWord, Sought, Version
from lumbung.registry.queries import led_to

# Words that stand before a number or in every name; they find nothing.
_EMPTY = frozenset({"koperasi", "kop", "no", "nomor", "nik", "badan", "hukum", "tahun", "dan"})
_NUMBER = re.compile(r"[\d\s.\-/]+")
_GLUED = re.compile(r"(?=.*\d)(?=.*[a-z])[a-z0-9]{8,}", re.IGNORECASE)
_RUNS = re.compile(r"\d+|[a-z]+", re.IGNORECASE)
_LEAST_DIGITS = 6
# Similarity (pg_trgm) from which a word may be meant by a misspelt one: two swapped letters leave a short word little.
_ALIKE, _ALIKE_SHORT, _SHORT = 0.2, 0.1, 5
_LOOKED_AT, _TRIED = 500, 12  # words that are measured, and of those equally near, that are looked for
_ENOUGH = 1_000  # records that are counted or measured
_CLOSE = 420  # thousandths: nearness from which a name may be meant although no word can be mended
_OF_GROUP = 150  # thousandths, for the group that was asked for
_Rows = QuerySet[Version] | QuerySet[Sought]
_R = TypeVar("_R", QuerySet[Version], QuerySet[Sought])
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
class Foremost:
    """All that a score asks for: records it is true of come before all others, the shorter name first."""

    parts: tuple[str, ...]
    group: str

    def holds(self, text: str, group: str) -> bool:
        """Whether it is true of a narrow row."""
        return group == (self.group or group) and all(part in text for part in self.parts)


@dataclass(frozen=True, slots=True)
class Answer:
    """Versions with `score` (thousandths, higher is nearer), and how they were found.

    `hits`: the same by their narrow rows, with the same score, where that is possible: counting and sorting tens of
    thousands costs a fraction there. `foremost`: what is true of those that all others come behind, where something is.
    `mended`: the words that were looked for instead of misspelt ones; `literal` is False where neither these nor
    those were found, and the versions are the nearest by letters.
    """

    versions: QuerySet[Version]
    hits: QuerySet[Sought] | None = None
    foremost: Foremost | None = None
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


def found(
    versions: QuerySet[Version], asked: Question, office: Office, narrow: QuerySet[Sought] | None = None
) -> Answer:
    """Those of `versions` the question means: by its words, else by mended words, else the nearest by letters.

    What "alike" means to the database is set for the rest of the transaction; outside of one, for the connection.

    Args:
        versions: Of `office`, all or some.
        narrow: The rows of the same versions that are looked in, where no other condition tells them apart.
    """
    rows: _Rows = versions if narrow is None else narrow
    if rows.filter(_by_words(asked, rows)).exists():
        return _answer(versions, narrow, asked)
    told = (asked.folded or asked.spoken).split()
    wrong = [word for word in told if not rows.filter(_carries([word], rows)).exists()]
    mended = _mended(rows, told, wrong, office)
    if mended:
        instead = replace(asked, ways=(tuple(mended),), spoken=" ".join(mended), folded=" ".join(mended), glued="")
        return replace(_answer(versions, narrow, instead), mended=instead.folded)
    near = Q(pk__in=_nearest_by_letters(rows, asked, [word for word in told if word not in wrong]))
    hits = None if narrow is None else _measured(narrow.filter(near), asked)
    return Answer(_measured(versions.filter(near), asked), hits, literal=False)


def _answer(versions: QuerySet[Version], narrow: QuerySet[Sought] | None, asked: Question) -> Answer:
    """What carries the words, each with its score."""
    hits = None if narrow is None else _ranked(narrow.filter(_by_words(asked, narrow)), asked)
    parts = _worth(asked)
    # Its words are among the parts; whatever a row lacks costs it more than the shortest name wins.
    lasting = asked.folded and all(worth > LONGEST for worth in (*parts.values(), _OF_GROUP))
    foremost = Foremost(tuple(parts), asked.group) if lasting and hits is not None else None
    return Answer(_ranked(versions.filter(_by_words(asked, versions)), asked), hits, foremost)


def _by_words(asked: Question, rows: _Rows) -> Q:
    told = [_carries(way, rows) for way in asked.ways]
    if asked.group and not set(asked.folded.split()) - {asked.group}:
        told.append(Q(group=asked.group))  # the group alone was asked for
    if asked.glued:
        runs = _RUNS.findall(asked.glued)
        # Its first and last run are looked up in the index before the expression is tried.
        ends = [run for run in (runs[0], runs[-1]) if len(run) > 2]
        expression = "[^a-z0-9]*".join(map(re.escape, asked.glued))
        told.append(_carries(ends, rows) & Q((f"{_column(rows)}__iregex", expression)))
    return reduce(or_, told, Q(pk__in=[]))


def _column(rows: _Rows) -> str:
    return "text" if rows.model is Sought else "search"


def _carries(way: Sequence[str], rows: _Rows) -> Q:
    if rows.model is Sought:
        return reduce(and_, (Q(text__contains=word.upper()) for word in way), Q())
    return reduce(and_, (Q(search__icontains=word) for word in way), Q())


def _capitals(rows: _Rows) -> Any:
    """All that a row is found by, in capitals."""
    return F("text") if rows.model is Sought else Upper("search")


def _name(rows: _Rows) -> str:
    return "upper_name" if rows.model is Sought else "name"


def _ranked(rows: _R, asked: Question) -> _R:
    """Whole words before parts of words, then words in their order, the same group, and the shorter name.

    Plain comparisons, because a common word has thousands of records and each would be measured.
    """
    said: Any = F("text")
    if rows.model is not Sought:
        said = Concat(Value(" "), Upper("search"), Value(" "), output_field=TextField())
    score: Any = Value(LONGEST) - Least(Length(_name(rows)), Value(LONGEST))
    for part, worth in _worth(asked).items():
        score = score + _when(Q(said__contains=part), worth)
    if asked.group:
        score = score + _when(Q(group=asked.group), _OF_GROUP)
    return rows.alias(said=said).annotate(score=Cast(score, IntegerField()))


def _worth(asked: Question) -> dict[str, int]:
    """What a row may be found by, in capitals -> what it is worth, in thousandths."""
    told = asked.spoken.split()
    out: dict[str, int] = defaultdict(int)
    for word in told:
        out[f" {word.upper()} "] += 600 // len(told)
    for phrase, worth in ((asked.text, 250), (asked.folded, 150)):
        if phrase:
            out[phrase.upper()] += worth
    return out


def _when(condition: Q, worth: int) -> Case:
    return Case(When(condition, then=Value(worth)), default=Value(0), output_field=IntegerField())


# Misspelt words


def _mended(rows: _Rows, told: Sequence[str], wrong: Sequence[str], office: Office) -> list[str]:
    """Every word as the records spell it; [] where one of them is like no word of theirs, or nothing is to mend."""
    if not all(_mendable(word) for word in wrong):
        return []
    if not wrong:
        return _one_mended(rows, told, office)
    right = [word for word in told if word not in wrong]
    instead: dict[str, str] = {}
    for word in wrong:
        meant = _meant(rows, word, [*right, *instead.values()], office)
        if not meant:
            return []
        instead[word] = meant
    return [instead.get(word, word) for word in told]


def _one_mended(rows: _Rows, told: Sequence[str], office: Office) -> list[str]:
    """Each word is known, and no record has them all: records are misspelt too. The rarest that another can stand for."""
    if len(told) < 2:
        return []
    held = {word: rows.filter(_carries([word], rows))[:_ENOUGH].count() for word in told if _mendable(word)}
    for word in sorted(held, key=lambda word: (held[word], word)):
        if meant := _meant(rows, word, [other for other in told if other != word], office):
            return [meant if other == word else other for other in told]
    return []


def _mendable(word: str) -> bool:
    return word.isalpha() and _limit(word) > 0


def _meant(rows: _Rows, word: str, beside: Sequence[str], office: Office) -> str:
    """The known word fewest edits away that stands in a record beside the others; the more usual one of equals."""
    limit = _limit(word)
    near: dict[int, list[str]] = defaultdict(list)
    for known in _known(word, office):
        if 0 < (edits := distance(word, known, limit)) <= limit:
            near[edits].append(known)
    for edits in sorted(near):
        counted = [(rows.filter(_carries([*beside, one], rows))[:_ENOUGH].count(), one) for one in near[edits][:_TRIED]]
        held = sorted((-n, one) for n, one in counted if n)
        if held:
            return held[0][1]
    return ""


def _known(word: str, office: Office) -> list[str]:
    """Words of the office's records that begin, end or go on like `word`, the likest first."""
    _be_alike("similarity", _ALIKE_SHORT if len(word) <= _SHORT else _ALIKE)
    alike = KnownWord.objects.filter(office=office, word__trigram_similar=word.upper())
    likest = alike.annotate(alike=TrigramSimilarity("word", word.upper())).order_by("-alike", "word")
    return [known.lower() for known in likest.values_list("word", flat=True)[:_LOOKED_AT]]


def _limit(word: str) -> int:
    """How many edits a word may be away: as names are read, and one for four letters."""
    return max(allowed_edits(len(word)), 1 if len(word) == 4 else 0)


def _nearest_by_letters(rows: _Rows, asked: Question, right: Sequence[str]) -> list[int]:
    """Keys of the names like the whole question, where no single word could be mended: torn or glued words.

    Names that carry the words which are right go before all others.
    """
    _be_alike("word_similarity", _CLOSE / 1000)
    text = (asked.folded or asked.spoken).upper()
    for words_ in (right, ()) if right else ((),):
        some: QuerySet[Any] = rows.filter(_carries(words_, rows)).alias(told=_capitals(rows))
        alike: QuerySet[Any] = some.filter(told__trigram_word_similar=text)
        measured: QuerySet[Any] = _measured(alike, asked)
        told = list(measured.order_by("-score", "pk").values_list("pk", "score")[:_ENOUGH])
        least = max(told[0][1] - _SLACK, _CLOSE) if told else 0
        if near := [pk for pk, score in told if score >= least]:
            return near
    return []


def _measured(rows: _R, asked: Question) -> _R:
    """`rows` with how near each comes to the question, letter by letter."""
    text = (asked.folded or asked.spoken).upper()
    alike, whole = TrigramWordSimilarity(text, _capitals(rows)), TrigramSimilarity(_name(rows), text)
    return rows.annotate(score=Cast(Floor(alike * 1000) + Floor(whole * 300), IntegerField()))


def _be_alike(kind: str, similarity: float) -> None:
    """For the rest of this transaction, or without one until it is said anew, `%` or `%>` holds from `similarity` on."""
    told = (f"pg_trgm.{kind}_threshold", str(similarity), connection.in_atomic_block)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, %s)", told)
