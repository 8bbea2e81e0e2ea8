"""Parts told in sentences of their own: "Kelompok pertama ... 128. Kelompok kedua ... 214", "... Sisanya 12 unit."."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from lumbung.engine.claims.prose import lexicon
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.enumerations import Enumeration, hint_of
from lumbung.engine.claims.prose.items import Chunk, Item, item_of, run_of, says_rest
from lumbung.engine.claims.prose.moments import timed
from lumbung.engine.claims.prose.partitions import complementary, says_of
from lumbung.engine.claims.prose.quantities import Quantity, compatible
from lumbung.engine.claims.prose.slips import elsewhen, slipped
from lumbung.engine.claims.prose.totals import NEAR

APART = 3  # sentences from one part to the next
LEAD = 3  # sentences in front of the first part in which the total stands
MOST = 12  # parts
LAST = 99  # the rank of "gelombang terakhir"
_LAST = frozenset({"terakhir", "penutup", "pamungkas"})
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_LETTERS = ("a", "b", "c", "d", "e", "f", "g", "h")
Spot = tuple[int, int]  # sentence, token


class Mark(NamedTuple):
    """Where a part begins: "kelompok kedua" is rank 1 of "kelompok"."""

    spot: Spot
    rank: int
    noun: str


def serials_of(document: Document, taken: frozenset[int]) -> list[Enumeration]:
    """Such lists whose parts (`taken`: their places) are in no other list."""
    found = [*_by_ordinals(document), *_by_places(document)]
    known = taken | {q.start for one in found for q in one.quantities}
    found += [
        one
        for one in (*_announced(document), *_by_rest(document), *_in_two(document), *_opposites(document))
        if known.isdisjoint(q.start for q in one.quantities)
    ]
    return [one for one in found if taken.isdisjoint(q.start for q in one.quantities)]


def _by_ordinals(document: Document) -> Iterator[Enumeration]:
    marks = [mark for sentence in range(len(document.sentences)) for mark in _marks(document, sentence)]
    for at, mark in enumerate(marks):
        if mark.rank:
            continue
        row = [mark]
        for following in marks[at + 1 :]:
            near = following.spot[0] - row[-1].spot[0] <= APART
            if following.noun == mark.noun and following.rank in (len(row), LAST) and near and len(row) < MOST:
                row.append(following)
        if len(row) > 1:
            yield from _made(document, row)


def _marks(document: Document, sentence: int) -> Iterator[Mark]:
    lowers = document.sentences[sentence].lowers
    nouns, ordinals = lexicon.words("serial", "nouns"), lexicon.rows("orders", "ordinals")
    for at, word in enumerate(lowers):
        before = lowers[at - 1] if at else ""
        if before in nouns:
            rank = LAST if word in _LAST else None
            rank = next((row.index(word) for row in (ordinals, _ROMAN, _LETTERS) if word in row), rank)
            if rank is not None:
                yield Mark((sentence, at), rank, before)
        elif not at and word in ordinals and lowers[1:2] == (",",):
            yield Mark((sentence, at), ordinals.index(word), "")


def _made(document: Document, row: Sequence[Mark]) -> Iterator[Enumeration]:
    """The list that the marks part, if each part tells one figure and a total stands in front."""
    first = row[0].spot
    ends = [mark.spot for mark in row[1:]] + [_last_end(document, row[-1].spot)]
    found = [_between(document, mark.spot, end) for mark, end in zip(row, ends, strict=True)]
    if not all(found):
        return
    told = [some[0] for some in found]
    alike = all(q.role == told[0].role and compatible(q.kind, told[0].kind) for q in told)
    if not alike or any(q.bound for q in told) or any(_moved(document, q) for q in told):
        return
    totals = _said_behind(document, told) or _totals(document, first, told)
    groups = [
        q for at in range(max(0, first[0] - LEAD), first[0] + 1) for q in document.by_sentence[at]
        if (q.sentence, q.last) < first and row[0].noun in document.words(at, q.last + 1, q.last + 2)
    ]  # fmt: skip
    fits = not groups or groups[-1].value == len(row)
    if not fits:
        return
    sure = all(len(some) == 1 for some in found) and (bool(groups) or len(row) > 2)
    items = tuple(_item(document, q, _start(mark, q)) for mark, q in zip(row, told, strict=True))
    yield _listed(document, items, totals, closed=sure and len({t.value for t in totals}) == 1)


def _last_end(document: Document, spot: Spot) -> Spot:
    """Behind the sentence of the last part, or the next one if only that tells its figure."""
    here = [q for q in document.by_sentence[spot[0]] if q.first > spot[1] and q.whole_thing]
    after = spot[0] + 1
    same = after < len(document.sentences) and (
        document.sentences[after].paragraph == document.sentences[spot[0]].paragraph
    )
    return (spot[0] + (2 if not here and same else 1), 0)


def _between(document: Document, begin: Spot, end: Spot) -> list[Quantity]:
    return [
        q for at in range(begin[0], min(end[0] + 1, len(document.sentences))) for q in document.by_sentence[at]
        if begin < (q.sentence, q.first) < end and q.whole_thing
    ]  # fmt: skip


def _totals(document: Document, first: Spot, parts: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """Figures in front of the list that could be its total, the nearest first."""
    biggest = max(q.value for q in parts)
    kind = next((q.kind for q in parts if q.kind), "")
    return tuple(
        q for at in range(first[0], max(-1, first[0] - LEAD - 1), -1) for q in reversed(document.by_sentence[at])
        if (q.sentence, q.last) < first and q.role == parts[0].role and q.kind != "group" and q.value > biggest
        and compatible(q.kind, kind, loosely=True) and not _moved(document, q)
    )  # fmt: skip


def _said_behind(document: Document, parts: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """ "... angkatan ketiga 48. Dengan begitu total lulusan 143": a total right behind the parts, called so."""
    last = parts[-1]
    here = [q for at in (last.sentence, last.sentence + 1) for some in document.by_sentence[at : at + 1] for q in some
            if q.start > last.start and q.role == last.role and q.whole_thing]  # fmt: skip
    fits = here and _sums_up(document, here[0]) and here[0].value > max(q.value for q in parts) and not here[0].bound
    return (here[0],) if fits else ()


def _moved(document: Document, quantity: Quantity) -> bool:
    """A change or a comparison with another time; a part may well be paid "setelah" something."""
    words = timed(document.sentences[quantity.sentence].lowers)
    return elsewhen(document, quantity) and not words.isdisjoint(
        lexicon.words("growth", "up") | lexicon.words("growth", "down") | lexicon.words("lists", "earlier")
    )


def _start(mark: Mark, quantity: Quantity) -> int:
    return max(0, mark.spot[1] - 1) if mark.spot[0] == quantity.sentence else 0


def _item(document: Document, quantity: Quantity, first: int) -> Item:
    sentence = document.sentences[quantity.sentence]
    last = min(len(sentence.tokens) - 1, quantity.last + 3)
    first = max(first, quantity.first - 8)
    return item_of(document, Chunk(first, last, "", (quantity,), ()), quantity)


def _listed(document: Document, items: Sequence[Item], totals: tuple[Quantity, ...], *, closed: bool) -> Enumeration:
    first, last = items[0].quantity, items[-1].quantity
    head = totals[0] if totals else first
    return Enumeration(
        sentence=first.sentence, items=tuple(items), grade="complete",
        subject=document.excerpt(head.sentence, head.first, head.last + 4).strip(" ,.:;"), totals=totals[:1] if closed else (),
        firm=closed, closed=closed, hint=hint_of(document.sentences[first.sentence].lowers[: first.first]),
        last_sentence=last.sentence,
    )  # fmt: skip


def _by_places(document: Document) -> Iterator[Enumeration]:
    """ "Kecamatan A mengirim 52 orang. Kecamatan B 47 orang. ...": as many as "tiga kecamatan" announced."""
    for announced in (q for q in document.quantities if q.kind == "group" and not q.bound and 2 <= q.value <= MOST):
        after = document.words(announced.sentence, announced.last + 1, announced.last + 2)
        noun = next((w for w in after if w in lexicon.words("units", "places")), "")
        items = _named(document, announced, noun) if noun else []
        if len(items) != announced.value or len({i.quantity.sentence for i in items}) < 2:
            continue
        told = [i.quantity for i in items]
        if any(q.role != told[0].role or q.bound or not compatible(q.kind, told[0].kind) for q in told):
            continue
        totals = _totals(document, (items[0].quantity.sentence, items[0].first), told)
        yield _listed(document, items, totals, closed=len({t.value for t in totals}) == 1)


def _announced(document: Document) -> Iterator[Enumeration]:
    """ "... tiga lembaga. PNM menyalurkan Rp28,7 miliar. Pegadaian Rp10,4 miliar. ...": as many figures in the sentences
    behind as were announced, the total before them, or behind them and called so."""
    for announced in document.quantities:
        if (
            announced.role != "count"
            or announced.bound
            or not 2 < announced.value <= MOST
            or announced.text.isdecimal()
        ):
            continue
        first, number = announced.sentence + 1, int(announced.value)
        paragraph = document.sentences[announced.sentence].paragraph
        behind = [
            q for q in document.window(first, 2 * MOST)
            if q.sentence >= first and document.sentences[q.sentence].paragraph == paragraph and q.whole_thing
        ]  # fmt: skip
        for role in ("money", "amount", "count"):
            yield from _as_many(
                document, [q for q in behind if q.role == role and q is not announced], number, announced
            )


def _as_many(document: Document, behind: Sequence[Quantity], number: int, announced: Quantity) -> Iterator[Enumeration]:
    told, more = behind[:number], behind[number:]
    if (
        len(told) < number
        or len(more) > 1
        or len({q.kind for q in told}) > 1
        or any(_unlike(document, q) for q in told)
    ):
        return
    said = [q for q in more if _sums_up(document, q) and q.value > max(p.value for p in told) and not q.bound]
    if more and not said:
        return
    first = (told[0].sentence, 0)
    totals = said or [t for t in _totals(document, first, told) if t.start != announced.start]
    kinds = {told[0].kind, *(t.kind for t in totals)}
    made = sum(q.value for q in told)
    alone = len({t.value for t in totals}) == 1 and (len(kinds) == 1 or told[0].role != "count")
    sure = alone and LEAST * totals[0].value <= made <= totals[0].value / LEAST
    if totals and told[0].sentence <= announced.sentence + 2:
        yield _listed(document, [_item(document, q, 0) for q in told], tuple(totals), closed=sure)


LEAST = Decimal("0.75")  # sums further off were not meant as the parts


def _unlike(document: Document, quantity: Quantity) -> bool:
    """No part: a rate, a change, what falls to each."""
    around = document.words(quantity.sentence, quantity.first - 3, quantity.first - 1)
    each = set(around) & (lexicon.words("each", "words") - {"masing-masing"})
    per = document.words(quantity.sentence, quantity.last + 1, quantity.last + 2)
    return bool(quantity.bound or each or "per" in per or _moved(document, quantity) or _sums_up(document, quantity))


def _sums_up(document: Document, quantity: Quantity) -> bool:
    words = document.words(quantity.sentence, quantity.first - 5, quantity.first - 1)
    return bool(set(words) & (lexicon.words("lists", "after") - {"sehingga", "jadi"}))


def _named(document: Document, announced: Quantity, noun: str) -> list[Item]:
    """The figures of the sentences behind, as long as each is told of a place of that level by name."""
    found: list[Item] = []
    for at in range(announced.sentence + 1, min(len(document.sentences), announced.sentence + 1 + MOST)):
        sentence = document.sentences[at]
        figures = [q for q in document.by_sentence[at] if q.whole_thing]
        if not figures and not found and at - announced.sentence < LEAD:
            continue
        items = [
            item for item in run_of(document, sentence, 0, len(sentence.tokens) - 1, figures[0].role).items
            if _is_named(document, item, noun, 0 if len(figures) == 1 else item.first)
        ] if figures else []  # fmt: skip
        if not items or len(items) != len(figures):
            break
        found += items
    return found


def _is_named(document: Document, item: Item, noun: str, first: int) -> bool:
    tokens = document.sentences[item.quantity.sentence].tokens
    return any(
        tokens[at].lower == noun and tokens[at + 1].text[0].isupper()
        for at in range(first, min(item.last, len(tokens) - 1))
    )


def _by_rest(document: Document) -> Iterator[Enumeration]:
    """A paragraph whose sentences tell parts one by one, closed by "Sisanya 12 unit ..."."""
    for sentence in document.sentences:
        figures = [q for q in document.by_sentence[sentence.index] if q.whole_thing]
        if len(figures) != 1 or not says_rest(sentence.lowers[:3]) or figures[0].bound:
            continue
        rest = figures[0]
        before = [
            q for at in range(max(0, sentence.index - MOST), sentence.index) for q in document.by_sentence[at]
            if document.sentences[at].paragraph == sentence.paragraph and q.role == rest.role and q.kind != "group"
        ]  # fmt: skip
        if len(before) < 2:
            before = [
                q for at in range(max(0, sentence.index - LEAD), sentence.index) for q in document.by_sentence[at]
                if q.role == rest.role and q.kind != "group"
            ]  # fmt: skip
        yield from _rested(document, before, rest)


def _rested(document: Document, before: Sequence[Quantity], rest: Quantity) -> Iterator[Enumeration]:
    parts: list[Quantity] = [rest]
    for at in range(len(before) - 1, -1, -1):
        total = before[at]
        made = sum(q.value for q in parts)
        if len(parts) > 1 and abs(total.value - made) <= sum(q.slack for q in (total, *parts)):
            break
        if total.bound or not compatible(total.kind, rest.kind):
            return
        parts.insert(0, total)
    else:
        parts, total = [*before[1:], rest], before[0] if before else rest
    sure = (
        len(parts) > 2 and total.value > max(q.value for q in parts)
        and not any(_moved(document, q) for q in (total, *parts)) and len({q.kind for q in (total, *parts) if q.kind}) == 1
    )  # fmt: skip
    if len(parts) > 1:
        items = [replace(_item(document, q, 0), rest=q is rest) for q in parts]
        made = sum(q.value for q in parts)
        exact = abs(total.value - made) <= sum(q.slack for q in (total, *parts))
        if exact or sure:
            yield _listed(document, items, (total,), closed=True)


def _in_two(document: Document) -> Iterator[Enumeration]:
    """ "Dari 188 koperasi, 38 berkantor di luar kota. Adapun 160 koperasi berkantor di kota": two that share their verb."""
    for sentence in document.sentences[1:]:
        before = document.sentences[sentence.index - 1]
        told = [q for q in document.by_sentence[before.index] if q.whole_thing]
        other = [q for q in document.by_sentence[sentence.index] if q.whole_thing]
        if len(told) != 2 or len(other) != 1 or sentence.lowers[0] not in _TURNS or not says_of(document, told[0]):
            continue
        whole, part, rest = told[0], told[1], other[0]
        verbs = [{w for w in s.lowers[q.last + 1 :] if len(w) > 5 and w.startswith(("ber", "me", "ter", "di"))}
                 for s, q in ((before, part), (sentence, rest))]  # fmt: skip
        same = whole.role == part.role == rest.role and not any(q.bound for q in (whole, part, rest))
        if not same or not verbs[0] & verbs[1] or max(part.value, rest.value) >= whole.value:
            continue
        off = abs(part.value + rest.value - whole.value)
        if off <= NEAR * whole.value or slipped(whole.value - part.value, rest.value):
            yield _listed(document, [_item(document, q, 0) for q in (part, rest)], (whole,), closed=True)


def _opposites(document: Document) -> Iterator[Enumeration]:
    """ "214 bank sampah. Bank sampah aktif 157 unit. Yang tidak aktif 67 unit.": three sentences, a figure each."""
    for sentence in document.sentences[2:]:
        some = document.sentences[sentence.index - 2 : sentence.index + 1]
        here = [
            [q for q in document.by_sentence[s.index] if q.whole_thing or (not i and q.role == "count")]
            for i, s in enumerate(some)
        ]
        if any(len(told) != 1 for told in here) or some[1].paragraph != some[2].paragraph:
            continue
        (whole,), (part,), (rest,) = here
        items = [
            item_of(document, Chunk(0, len(s.tokens) - 1, "", (q,), ()), q)
            for s, q in ((some[1], part), (some[2], rest))
        ]
        same = whole.role == part.role == rest.role and not any(
            q.bound or _moved(document, q) for q in (whole, part, rest)
        )
        if not same or max(part.value, rest.value) >= whole.value or not complementary(document, *items):
            continue
        off = abs(part.value + rest.value - whole.value)
        if off <= NEAR * whole.value or slipped(whole.value - part.value, rest.value):
            yield _listed(document, items, (whole,), closed=True)


_TURNS = frozenset({"adapun", "sedangkan", "sementara", "lalu", "kemudian", "selanjutnya"})
