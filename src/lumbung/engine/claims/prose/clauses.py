"""Every figure of a text with the words that are its own: what is counted, of when, and what it is called.

A clause here is the stretch of a sentence that speaks of one figure. Readings that go by no set phrase work on these.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lumbung.engine.claims.prose import lexicon
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.items import content, says_rest
from lumbung.engine.claims.prose.moments import timed
from lumbung.engine.claims.prose.partitions import says_of
from lumbung.engine.claims.prose.quantities import Quantity
from lumbung.engine.claims.prose.tokens import Sentence
from lumbung.engine.cleaning.law import law

_PARTS = frozenset(
    {",", ";", ":", "(", ")", "dan", "serta", "sedangkan", "sementara", "adapun", "namun", "tetapi", "tapi"}
)
BACK_WORDS = frozenset({"antaranya", "diantaranya"})
_EACH_OF_THEM = "masing-masing"
_JOINS = frozenset({",", "dan", "serta", "&"})
EACH = frozenset({"setiap", "tiap", "tiap-tiap", "per", "rata-rata", "rerata"})


@dataclass(frozen=True)
class Mention:
    """One figure; `first` to `last` (inclusive) are the tokens of its clause."""

    document: Document
    quantity: Quantity
    first: int
    last: int
    more: bool  # another figure follows in the sentence

    @property
    def sentence(self) -> Sentence:
        """The one it stands in."""
        return self.document.sentences[self.quantity.sentence]

    @cached_property
    def before(self) -> tuple[str, ...]:
        """Lower-case words of the clause in front of the figure."""
        return self.sentence.lowers[self.first : self.quantity.first]

    @cached_property
    def behind(self) -> tuple[str, ...]:
        """Lower-case words of the clause behind the figure."""
        return self.sentence.lowers[self.quantity.last + 1 : self.last + 1]

    @cached_property
    def words(self) -> frozenset[str]:
        """Its content words."""
        return frozenset(content((*self.before, *self.behind)))

    @cached_property
    def rest(self) -> bool:
        """ "sisanya 12", "12 orang sisanya"; not "12 di Bolo, dan selebihnya ..."."""
        behind = self.behind[:4]
        cut = next((at for at, word in enumerate(behind) if not word[0].isalnum() or word in _JOINS), len(behind))
        return says_rest(self.before) or says_rest(behind[:cut])

    @cached_property
    def back(self) -> bool:
        """ "12 di antaranya": a part of what was named right before."""
        return bool(BACK_WORDS & set(self.behind[:4]) or BACK_WORDS & set(self.before[-4:]))

    @cached_property
    def each(self) -> bool:
        """What falls to each of something, an average, a rate."""
        near = (*self.before[-4:], ".", *self.behind[:4])
        dates = {*law("months")["names"], "akhir", "awal", "tanggal", "tahun"}
        rate = any(
            word in EACH and not (word == "per" and (near[at + 1 : at + 2] == () or near[at + 1] in dates or near[at + 1][0].isdigit()))
            for at, word in enumerate(near)
        )  # fmt: skip
        return rate or (self._distributed and self.times == 1 and not self.more)

    @cached_property
    def _distributed(self) -> bool:
        return _EACH_OF_THEM in self.before[-3:]

    @cached_property
    def times(self) -> int:
        """2 for "A dan B masing-masing 17"; 1 for what is told once, as in "A dan B masing-masing 17 dan 12"."""
        if not self._distributed or self._listed:
            return 1
        end = len(self.before) - 1 - self.before[::-1].index(_EACH_OF_THEM)
        pieces, inside = 0, False
        for word in self.before[:end]:
            apart = word in _JOINS
            pieces, inside = pieces + (not apart and not inside), not apart
        return max(pieces, 1)

    @cached_property
    def _listed(self) -> bool:
        """One more figure follows, with nothing but a unit and a joiner between."""
        here = self.document.by_sentence[self.quantity.sentence]
        after = next((q for q in here if q.first > self.quantity.last), None)
        between = self.sentence.lowers[self.quantity.last + 1 : after.first] if after else ()
        return after is not None and len(between) <= 3 and bool(_JOINS & set(between[-2:]))

    @cached_property
    def changed(self) -> bool:
        """ "naik 12", "bertambah 9": a change, not a state."""
        moves = (
            lexicon.words("growth", "up") | lexicon.words("growth", "down") | lexicon.words("differences", "gap")
        ) - _LOOSE
        joined = self.first > 0 and self.before[:1] == ("ditambah",)  # "A 16, B 10, ditambah 12 dari C"
        near = self.before[1:][-3:] if joined else self.before[-3:]
        return any(word in moves or word.removesuffix("nya") in moves for word in near)

    @cached_property
    def elsewhen(self) -> bool:
        """Of an earlier time, or a plan, by the words of its own clause."""
        other = lexicon.words("differences", "before") | lexicon.words("differences", "planned") | {"target", "kuota"}
        return bool(other & timed(_free((*self.before, *self.behind))))

    @cached_property
    def whole(self) -> bool:
        """ "dari 240", "total 240", "seluruhnya 240"."""
        again = self.quantity.text.lower().startswith("ke-")  # "ke-36 pengawas tersebut"
        return (
            again
            or says_of(self.document, self.quantity)
            or bool(lexicon.words("lists", "total") & set(self.before[-5:]))
        )


_LOOSE = frozenset({"kurang", "hemat", "unggul", "berbeda"})  # also of other things: "yang dokumennya kurang 61"


def _free(words: tuple[str, ...]) -> tuple[str, ...]:
    """Without "bila dirinci", "yang dulu dibangun": neither a condition nor another time of the figure."""
    by = lexicon.words("lists", "by") | lexicon.words("lists", "after")
    return tuple(
        word for at, word in enumerate(words)
        if not (word in _IF and at + 1 < len(words) and (words[at + 1] in by or words[at + 1] in _READ))
        and not (word in _ONCE and at and words[at - 1] == "yang")
    )  # fmt: skip


_IF = frozenset({"bila", "jika", "kalau", "apabila"})
_READ = frozenset({"dihitung", "dicermati", "diamati", "diperhatikan", "dibandingkan", "dibanding"})
_ONCE = frozenset({"dulu", "dahulu", "semula", "sebelumnya"})


def mentions_of(document: Document) -> list[Mention]:
    """All figures in order, with their clauses."""
    return [mention for sentence in document.sentences for mention in _in(document, sentence)]


def _in(document: Document, sentence: Sentence) -> Iterator[Mention]:
    """Names stand in front of their figures ("SD 12, SMP 9") or behind ("12 di SD, 9 di SMP"): a clause begins behind the
    first sign that parts two figures, for what follows a figure's own words up to there is said of it. Where nothing parts
    them the words between belong to both; a number of groups ("di tiga daerah itu 925 koperasi") parts nothing."""
    quantities = document.by_sentence[sentence.index]
    first = 0
    for place, quantity in enumerate(quantities):
        following = quantities[place + 1] if place + 1 < len(quantities) else None
        end = following.first if following else len(sentence.tokens)
        cut = next((at for at in range(quantity.last + 1, end) if following and sentence.lowers[at] in _PARTS), None)
        yield Mention(document, quantity, first, end - 1 if cut is None else cut, following is not None)
        if cut is not None:
            first = cut + 1
        elif quantity.kind != "group":
            first = quantity.last + 1
