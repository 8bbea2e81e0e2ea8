"""Parts of a list: stretches of a sentence between commas and "dan", each with one number and the words it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lumbung.engine.claims.model import Figure
from lumbung.engine.claims.prose import lexicon, numbers
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.quantities import Quantity, compatible
from lumbung.engine.claims.prose.tokens import Sentence

_JOINERS = frozenset({"dan", "serta", "maupun", "ditambah", "plus", "&"})
_TURNS = frozenset({"sedangkan", "sementara", "adapun", "lalu", "kemudian", "disusul", "diikuti", "selanjutnya"})
_OPEN, _CLOSE = frozenset("(["), frozenset(")]")
_AWAY = frozenset(
    {"untuk", "guna", "karena", "agar", "sehingga", "jika", "bila", "namun", "tetapi", "tapi", "kata", "ujar", "setelah",
     "sebelum", "selama", "sejak", "naik", "turun", "dibanding", "dibandingkan", "atau", "padahal", "meski", "meskipun",
     "walau", "dengan", "tambah", "jelas", "ungkap", "tutur", "ucap", "hingga", "sampai", "bahkan", "dari", "setara", "per"}
)  # fmt: skip
LABEL_WORDS = 7


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch without its separator; `inner` are the quantities in brackets."""

    first: int
    last: int
    joined: str  # what stands in front: "", ",", "dan", "sedangkan", ";"
    outer: tuple[Quantity, ...]
    inner: tuple[Quantity, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One part: a number and what is said of it."""

    quantity: Quantity
    label: str
    words: frozenset[str]  # content words, lower case
    rest: bool  # "sisanya", "lainnya"
    first: int
    last: int

    def figure(self) -> Figure:
        """As the contract tells it."""
        return self.quantity.figure(self.label or self.quantity.text)


def chunks_of(document: Document, sentence: Sentence, first: int, last: int) -> list[Chunk]:
    """Tokens `first` to `last` (inclusive) cut at commas, semicolons, "dan" and its like; brackets are not cut."""
    quantities = document.by_sentence[sentence.index]
    found: list[Chunk] = []
    joined, begin, depth = "", first, 0
    inner: list[Quantity] = []
    outer: list[Quantity] = []
    waiting = [q for q in quantities if first <= q.first and q.last <= last]
    for at in range(first, last + 2):
        word = sentence.lowers[at] if at <= last else ";"
        depth = max(0, depth + (word in _OPEN) - (word in _CLOSE))
        if waiting and waiting[0].first == at:
            (inner if depth else outer).append(waiting.pop(0))
        cut = word in _JOINERS or word in ",;" or (word in _TURNS and _turns(sentence, at, first))
        if at <= last and (not cut or depth):
            continue
        if begin < at:
            found.append(Chunk(begin, at - 1, joined, tuple(outer), tuple(inner)))
            joined = word
        elif word not in ",":
            joined = f"{joined} {word}".strip()
        begin, outer, inner = at + 1, [], []
    return found


def _turns(sentence: Sentence, at: int, first: int) -> bool:
    """ "lalu" goes on in a list, but not in "tahun lalu"."""
    loose = sentence.lowers[at] in ("lalu", "kemudian", "selanjutnya", "sementara")
    return not loose or at == first or sentence.lowers[at - 1] in (",", ";", "dan")


def item_of(document: Document, chunk: Chunk, quantity: Quantity, *, before: str = "") -> Item:
    """The item a chunk makes; `before` are names that stood in a chunk of their own in front."""
    sentence = document.sentences[quantity.sentence]
    left = _trim(sentence, chunk.first, quantity.first - 1)
    right = _trim(sentence, quantity.last + 1, chunk.last)
    lowers = sentence.lowers[chunk.first : chunk.last + 1]
    label = left if left and (not right or not _has_content(right)) else right or left
    words = frozenset(content(lowers)) | frozenset(content(before.lower().split()))
    rest = says_rest(lowers)
    return Item(quantity, " ".join((f"{before} {label}" if before else label).split()[:LABEL_WORDS]), words, rest,
                chunk.first, chunk.last)  # fmt: skip


def says_rest(lowers: Sequence[str]) -> bool:
    """ "sisanya", "lainnya"; the "sisa hasil usaha" of a cooperative is its profit."""
    rest = lexicon.words("lists", "rest")
    return any(word in rest and tuple(lowers[at : at + 2]) != ("sisa", "hasil") for at, word in enumerate(lowers))


def content(lowers: Sequence[str]) -> list[str]:
    """Words that say what is counted: no function words, numbers or signs."""
    stop = lexicon.words("stop", "words")
    return [w for w in lowers if w not in stop and w[0].isalpha() and not numbers.is_number_word(w) and len(w) > 1]


def _has_content(label: str) -> bool:
    units = lexicon.words("units", "cooperative") | lexicon.words("units", "person") | lexicon.words("units", "vague")
    return any(word not in units for word in content(label.lower().split()))


def _trim(sentence: Sentence, first: int, last: int) -> str:
    """The words of a stretch without function words and signs at its ends."""
    stop = lexicon.words("stop", "words")
    while first <= last and (sentence.lowers[first] in stop or not sentence.lowers[first][0].isalnum()):
        first += 1
    while last >= first and (sentence.lowers[last] in stop or not sentence.lowers[last][0].isalnum()):
        last -= 1
    return " ".join(token.text for token in sentence.tokens[first : last + 1])


@dataclass(frozen=True, slots=True)
class Run:
    """Items one after the other. `closed`: nothing with a number follows that could be one more."""

    items: tuple[Item, ...]
    names: tuple[str, ...]  # chunks without a number in front of the first item
    closed: bool
    last: int  # token behind which the run has ended


def run_of(document: Document, sentence: Sentence, first: int, last: int, role: str = "count") -> Run:
    """The list that stands between two tokens."""
    items: list[Item] = []
    names: list[str] = []
    pending, ended, closed, end = "", False, True, first
    for chunk in chunks_of(document, sentence, first, last):
        told = [q for q in chunk.outer or _bare(chunk) if q.role == role]
        if told and all(q.kind == "group" for q in told) and (bare := _bare(chunk)):
            told = list(bare)  # "lima kecamatan terbanyak adalah Sukamaju (61.204)"
        if ended or len(told) > 1 or (items and _leaves(sentence, chunk)):
            closed = closed and not told
            ended = True
            continue
        if not told:
            pending = document.excerpt(sentence.index, chunk.first, chunk.last)
            if not items:
                names.append(pending)
            continue
        if items and not compatible(items[-1].quantity.kind, told[0].kind, loosely=True):
            ended, closed = True, closed and role != "amount"  # "12 kilometer, dan jembatan 30 meter"
            continue
        before = (
            pending
            if items
            and len(pending.split()) <= 4
            and chunk.joined.split()[-1:]
            and chunk.joined.split()[-1] in _JOINERS
            else ""
        )
        item = item_of(document, chunk, told[0], before=before)
        rest = says_rest(pending.lower().split())
        items.append(replace(item, rest=True) if rest else item)
        pending, end = "", chunk.last
    return Run(tuple(items), tuple(names), closed, end)


def _bare(chunk: Chunk) -> tuple[Quantity, ...]:
    """ "koperasi konsumen (354)": the number in brackets is the item's, if it is the only one."""
    told = tuple(q for q in chunk.inner if q.whole_thing)
    return told if len(told) == 1 else ()


def _leaves(sentence: Sentence, chunk: Chunk) -> bool:
    """True where a chunk begins to speak of something else."""
    return chunk.joined == "," and sentence.lowers[chunk.first] in _AWAY


def bare_members(document: Document, sentence: Sentence, first: int, last: int) -> int:
    """How many of a coordination are told without a figure, one each: "ketua, dua sekretaris, dan bendahara" has two.

    `first` and `last` (inclusive) are tokens; what stands in a chunk of its own as the name of a bare figure
    ("di Kota, 12 unit") is none.
    """
    known = lexicon.words("units", "cooperative") | _COUNTED
    found, named, joined = 0, False, False
    waiting: list[Chunk] = []
    for chunk in chunks_of(document, sentence, first, last):
        if named and _leaves(sentence, chunk):
            break
        told = chunk.outer or _bare(chunk)
        join = chunk.joined in _JOINERS or bool(set(chunk.joined.split()) & _JOINERS)
        if told:
            own = set(content(sentence.lowers[chunk.first : chunk.last + 1])) - known
            found += sum(bool(own) or _is_thing(sentence, one) for one in waiting)
            waiting, named = [], True
            joined = joined or join
        elif content(sentence.lowers[chunk.first : chunk.last + 1]):
            waiting.append(chunk)
            if named and join and not joined:
                return found + len(waiting)  # "..., sekretaris, dan bendahara": the coordination ends here
    return found


def _is_thing(sentence: Sentence, chunk: Chunk) -> bool:
    """ "seorang bendahara", "dokter"; not "di Kota" or "Sumber": neither a name nor a place that the next figure is told of."""
    tokens = sentence.tokens[chunk.first : chunk.last + 1]
    return all(token.text[0].islower() for token in tokens if token.kind == "word") and tokens[0].lower not in _PLACED


_PLACED = frozenset({"di", "ke", "dari", "pada", "untuk", "bagi", "menurut", "kepada"})
_COUNTED = frozenset({"anggota", "jiwa", "peserta"})  # with "orang" and "unit" no more than the unit of any part
