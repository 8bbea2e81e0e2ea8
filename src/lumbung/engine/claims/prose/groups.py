"""Districts, villages and lists that are counted themselves, and not the groups that something else is spread over."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from lumbung.engine.claims.prose import lexicon
from lumbung.engine.claims.prose.quantities import Quantity, group_noun
from lumbung.engine.claims.prose.tokens import Sentence

BACK = 2  # sentences in front of it that tell the whole and the other part
HEAD = 3  # words of a sentence in which "Sisanya" opens it


def counted_groups(
    sentences: Sequence[Sentence], by_sentence: Sequence[tuple[Quantity, ...]]
) -> list[tuple[Quantity, ...]]:
    """ "Dari 148 lokasi ... 45 lokasi ... 32 lokasi": what was counted in one sentence is counted in all of them."""
    groups, places = lexicon.words("units", "groups"), lexicon.words("units", "places")
    counted = {q.kind for some in by_sentence for q in some if q.role == "count" and q.kind in groups} - places
    return _left_over(sentences, _in_all(sentences, by_sentence, counted) if counted else list(by_sentence))


def _in_all(
    sentences: Sequence[Sentence], by_sentence: Sequence[tuple[Quantity, ...]], counted: Collection[str]
) -> list[tuple[Quantity, ...]]:
    return [
        tuple(
            replace(q, kind=noun) if q.kind == "group" and (noun := group_noun(sentence.lowers, q)) in counted else q
            for q in some
        )
        for sentence, some in zip(sentences, by_sentence, strict=True)
    ]


def _left_over(sentences: Sequence[Sentence], by_sentence: list[tuple[Quantity, ...]]) -> list[tuple[Quantity, ...]]:
    """ "Dari 266 desa, 218 desa sudah ... . Sisanya, 48 desa, ...": what is left of them was counted, and so were they."""
    out = list(by_sentence)
    for sentence in sentences[1:]:
        counts = [q for q in out[sentence.index] if q.role == "count"]
        if len(counts) != 1 or not _says_rest(sentence.lowers):
            continue
        for reach in range(1, min(BACK, sentence.index) + 1):
            some = range(sentence.index - reach, sentence.index)
            if sentences[some[0]].paragraph != sentence.paragraph:
                break
            told = [q for at in some for q in out[at] if q.role == "count"]
            noun = _counted_noun(sentences, told, counts[0])
            if noun:
                for at in (*some, sentence.index):
                    lowers = sentences[at].lowers
                    out[at] = tuple(
                        replace(q, kind=noun) if q.kind == "group" and group_noun(lowers, q) == noun else q
                        for q in out[at]
                    )
            if len(told) > 1:
                break
    return out


def _counted_noun(sentences: Sequence[Sentence], told: Sequence[Quantity], left: Quantity) -> str:
    """What two figures and the rest behind them count, as far as they say it; "" where they count unlike things."""
    nouns = {
        group_noun(sentences[q.sentence].lowers, q) if q.kind == "group" else q.kind for q in (*told, left)
    } - {""}  # fmt: skip
    noun = next(iter(nouns)) if len(nouns) == 1 else ""
    groups = any(q.kind == "group" for q in told)
    return noun if len(told) > 1 and groups else ""


def _says_rest(lowers: Sequence[str]) -> bool:
    rest = lexicon.words("lists", "rest")
    return any(word in rest and lowers[at + 1 : at + 2] != ("hasil",) for at, word in enumerate(lowers[:HEAD]))
