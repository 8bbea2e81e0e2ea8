"""Which number is told as part of which: "189 dari 305", "Dari 305 koperasi, 189 ...", and the parts of judged lists."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lumbung.engine.claims.prose import lexicon
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.items import content
from lumbung.engine.claims.prose.partitions import says_of
from lumbung.engine.claims.prose.quantities import Quantity, Role, compatible
from lumbung.engine.claims.prose.sums import Judged
from lumbung.engine.claims.prose.tokens import Sentence

GAP = 9  # words that may stand between a part and "dari"
NO_SHARE = frozenset(
    {"terdiri", "berasal", "terbentuk", "gabungan", "lebih", "kurang", "diambil", "dikurangi", "menjadi"}
)


@dataclass(frozen=True, slots=True)
class Share:
    """`part` is told as part of `whole`; `said` where "dari" says so in one sentence, else a list implies it."""

    part: Quantity
    whole: Quantity
    said: bool


def near(shares: Sequence[Share], sentence: int, reach: int) -> list[Share]:
    """Those whose part stands within `reach` sentences; `shares` in the order of `shares_of`."""
    first = bisect_left(shares, sentence - reach, key=lambda s: s.part.sentence)
    last = bisect_right(shares, sentence + reach, key=lambda s: s.part.sentence)
    return list(shares[first:last])


def shares_of(document: Document, judged: Sequence[Judged]) -> list[Share]:
    """All of them, by their part's place in the text, said ones first."""
    roles: tuple[Role, ...] = ("count", "money", "amount")
    said = [share for sentence in document.sentences for role in roles for share in _said(document, sentence, role)]
    known = {share.part.start for share in said}
    listed = [
        Share(item.quantity, one.total, False)
        for one in judged
        if one.total is not None and one.verdict is not None and one.verdict.result != "cannot_tell"
        for item in one.items
        if item.quantity.start not in known
    ]
    return sorted(said + listed, key=lambda s: (s.part.sentence, s.part.start, not s.said))


def _said(document: Document, sentence: Sentence, role: Role) -> Iterator[Share]:
    counts = [q for q in document.by_sentence[sentence.index] if q.role == role and q.kind != "group"]
    opened: Quantity | None = None
    for place, quantity in enumerate(counts):
        if says_of(document, quantity):
            before = counts[place - 1] if place else None
            if before is not None and _joined(sentence, before, quantity):
                yield Share(before, quantity, True)
                opened = None
            else:
                opened = quantity if opens(document, quantity) else None
        elif (whole := _pointed(document, sentence, counts, place)) is not None:
            yield Share(quantity, whole, True)
        elif opened is not None and compatible(opened.kind, quantity.kind) and quantity.value <= opened.value:
            yield Share(quantity, opened, True)


def _pointed(document: Document, sentence: Sentence, counts: Sequence[Quantity], place: int) -> Quantity | None:
    """ "500 orang, dan 140 orang di antaranya ...": of the figure right before, in its sentence or the one before."""
    part = counts[place]
    if not _BACK & set(sentence.lowers[part.last + 1 : part.last + 5]):
        return None
    earlier = [q for q in document.by_sentence[sentence.index - 1] if q.role == part.role] if sentence.index else []
    before = counts[place - 1] if place else earlier[0] if len(earlier) == 1 else None
    fits = before is not None and not before.bound and before.kind != "group" and before.value >= part.value
    return before if fits and before is not None and compatible(part.kind, before.kind) else None


_BACK = frozenset({"antaranya", "diantaranya"})


def _joined(sentence: Sentence, part: Quantity, whole: Quantity) -> bool:
    """ "189 unit dari 305 koperasi": nothing but the part's own words between."""
    between = list(sentence.lowers[part.last + 1 : whole.first])
    if "," in between and between[between.index(",") + 1] in ("dari",):
        between.remove(",")
    if between[:1] == ["dari"] and between[1:2] in (["total"], ["seluruh"], ["keseluruhan"], ["pagu"]):
        between = [word for word in between if word != "dan"]  # "dari total belanja barang dan jasa"
    grows = lexicon.words("growth", "up") | lexicon.words("growth", "down")
    return (
        len(between) <= GAP
        and not set(between) & (NO_SHARE | grows | {",", ";", "dan"})
        and not (whole.last + 1 < len(sentence.lowers) and sentence.lowers[whole.last + 1] == "menjadi")
        and compatible(part.kind, whole.kind)
    )


def opens(document: Document, whole: Quantity) -> bool:
    """ "Dari 305 koperasi ..." at the head of a sentence or behind a comma."""
    sentence = document.sentences[whole.sentence]
    at = whole.first - 1
    while at > 0 and sentence.lowers[at] not in ("dari", "antara"):
        at -= 1
    before = sentence.lowers[at - 1] if at else ","
    return before in (",", '"', "“", ":", "namun", "bahwa", "–", "-", "—", ".", "tetapi", "sedangkan") or (
        at > 0 and sentence.tokens[at].text[0].isupper()
    )


def label_of(document: Document, quantity: Quantity, *, words: int = 6) -> str:
    """The number with the words behind it, as written: "440 koperasi aktif"."""
    sentence = document.sentences[quantity.sentence]
    last = quantity.last
    while last + 1 < len(sentence.tokens) and last - quantity.last < words and sentence.lowers[last + 1] not in _STOPS:
        last += 1
    return document.excerpt(quantity.sentence, quantity.first, last).strip(" ,.;:()")


_STOPS = frozenset(
    {",", ".", ";", ":", "(", ")", "dan", "atau", "dari", "yakni", "yaitu", "serta", "sedangkan", '"', "”", "menjadi"}
)


def around(document: Document, quantity: Quantity, before: int = 7, after: int = 7) -> set[str]:
    """Content words near a number, not across commas in front of other numbers."""
    sentence = document.sentences[quantity.sentence]
    others = [q for q in document.by_sentence[sentence.index] if q is not quantity]
    first = max([0, quantity.first - before, *(q.last + 1 for q in others if q.last < quantity.first)])
    last = min([len(sentence.tokens), quantity.last + 1 + after, *(q.first for q in others if q.first > quantity.last)])
    return set(content(sentence.lowers[first:last]))
