"""Lists that claim to be the parts of something: where they begin, their parts, the total in front, what was announced."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from lumbung.engine.claims.prose import lexicon
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.items import Item, Run, bare_members, chunks_of, item_of, run_of
from lumbung.engine.claims.prose.quantities import Quantity, compatible
from lumbung.engine.claims.prose.tokens import Sentence

Grade = Literal["complete", "partial"]
SUBJECT_WORDS = 9
OPENING = 4  # words in front of the first part of a list that opens its sentence
MOST_LINES = 200  # of one list
_QUOTES = frozenset('"“”„«»')
_LINES = frozenset({"item", "more"})


@dataclass(frozen=True, slots=True)
class Enumeration:
    """A list of parts. `firm`: the total stands in the same sentence right in front of it."""

    sentence: int
    items: tuple[Item, ...]
    grade: Grade
    subject: str
    totals: tuple[Quantity, ...] = ()  # nearest first
    firm: bool = False
    closed: bool = True
    announced: Quantity | None = None
    hint: frozenset[str] = frozenset()  # what the words in front of the list speak of
    refers: bool = False  # "tersebut", "itu": it goes back to something named before
    last_sentence: int = -1
    exclusive: bool = False  # parts of one kind ("tiga jasa, dua konsumen, dan empat ..."), which cannot overlap
    alternatives: tuple[tuple[Item, ...], ...] = ()  # other ways to read where the list ends
    bare: int = 0  # members of the list that are told without a figure

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """The numbers of the parts."""
        return tuple(item.quantity for item in self.items)


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that begin a list: tokens `first` to `last`, both included."""

    first: int
    last: int
    grade: Grade
    word: str


def triggers_of(document: Document, sentence: Sentence) -> list[Trigger]:
    """Where lists begin; triggers that follow each other without a number between are one."""
    lowers = list(sentence.lowers)
    complete, partial = lexicon.phrases("lists", "complete"), lexicon.phrases("lists", "partial")
    found: list[Trigger] = []
    at = 0
    while at < len(lowers):
        size, grade = lexicon.match_at(lowers, at, partial), "partial"
        if size and _points_back(document, sentence, at):
            at += size
            continue
        if not size:
            size, grade = lexicon.match_at(lowers, at, complete), "complete"
        if not size and lowers[at] == ":":
            size = 1
        if size:
            found.append(Trigger(at, at + size - 1, grade, lowers[at]))  # type: ignore[arg-type]
        at += size or 1
    return _merged(document, sentence, found)


def _points_back(document: Document, sentence: Sentence, at: int) -> bool:
    """ "46 di antaranya aktif": of what was named before; begins no list."""
    near = any(at - 3 <= q.last < at for q in document.by_sentence[sentence.index])
    return near and sentence.lowers[at - 1] != "," and sentence.lowers[at] in ("di", "diantaranya")


def _merged(document: Document, sentence: Sentence, found: list[Trigger]) -> list[Trigger]:
    out: list[Trigger] = []
    for trigger in found:
        before = out[-1] if out else None
        between = (
            [q for q in document.by_sentence[sentence.index] if before.last < q.first and q.last < trigger.first]
            if before
            else []
        )
        names = before is not None and trigger.word == "masing-masing" and trigger.first - before.last > 2
        if before and not between and not names:
            grade: Grade = "partial" if "partial" in (before.grade, trigger.grade) else "complete"
            out[-1] = Trigger(before.first, trigger.last, grade, trigger.word)
        else:
            out.append(trigger)
    return out


def enumerations_of(document: Document) -> list[Enumeration]:
    """All lists with at least two parts that have numbers."""
    found: list[Enumeration] = []
    for sentence in document.sentences:
        begins = sentence.index and document.sentences[sentence.index - 1].shape not in _LINES
        if sentence.shape == "item" and begins:
            found += _block(document, sentence.index)
        found += _in_sentence(document, sentence)
        found += _in_brackets(document, sentence)
    return found


def _in_sentence(document: Document, sentence: Sentence) -> Iterator[Enumeration]:
    triggers = triggers_of(document, sentence)
    for place, trigger in enumerate(triggers):
        following = triggers[place + 1] if place + 1 < len(triggers) else None
        end = len(sentence.tokens) - 1
        run = run_of(document, sentence, trigger.last + 1, end, _role(document, sentence, trigger))
        if trigger.word == "masing-masing":
            run = _named(document, sentence, run, triggers[place - 1].last + 1 if place else 0, trigger.first - 1)
        if len(run.items) < 2:
            continue
        made = _made(document, sentence, trigger, run, triggers[place - 1] if place else None)
        made = _without_next(document, sentence, made, following) if following else made
        if len(made.items) >= 2:
            yield made


def _role(document: Document, sentence: Sentence, trigger: Trigger) -> str:
    """Money or an amount where the first number behind the trigger is one."""
    after = [q for q in document.by_sentence[sentence.index] if q.first > trigger.last]
    return after[0].role if after and after[0].role in ("money", "amount") else "count"


def _named(document: Document, sentence: Sentence, run: Run, first: int, last: int) -> Run:
    """ "A, B, dan C masing-masing 3, 2, dan 1": each number gets its name."""
    chunks = [c for c in chunks_of(document, sentence, first, last) if not c.outer]
    if len(chunks) < len(run.items) or len(run.items) < 2:
        return run
    names = [document.excerpt(sentence.index, c.first, c.last) for c in chunks[-len(run.items) :]]
    items = tuple(
        replace(item, label=name, words=item.words | frozenset(name.lower().split()))
        for item, name in zip(run.items, names, strict=True)
    )
    return replace(run, items=items)


def _made(document: Document, sentence: Sentence, trigger: Trigger, run: Run, before: Trigger | None) -> Enumeration:
    # "empat kabupaten, yakni A, B, C, masing-masing 3, 2, dan 1": what was announced stands before the first trigger
    start = before.first if before and trigger.word == "masing-masing" else trigger.first
    left = [q for q in document.by_sentence[sentence.index] if q.last < start]
    role, kinds = run.items[0].quantity.role, [i.quantity.kind for i in run.items]
    kind = next((k for k in kinds if k), "")
    totals = [
        q for q in reversed(left) if q.role == role and q.kind != "group" and compatible(q.kind, kind, loosely=True)
    ]
    told = [q for q in document.by_sentence[sentence.index] if q.last < trigger.first]
    announced = next((q for q in reversed(told) if q.kind == "group" and not q.bound), None)
    announced = announced or _announced_before(document, sentence, run)
    if announced is not None and not _could_be(document, announced, run.items):
        announced = None
    lowers, items = sentence.lowers[:start], run.items
    if len(items) > 2 and _concludes(document, items[-1]):
        items = items[:-1]
    elif len(items) > 2 and _is_sum(document, items[-1]):
        totals, items = [items[-1].quantity, *totals], items[:-1]
    return Enumeration(
        sentence=sentence.index, items=items, grade=trigger.grade,
        subject=_subject(document, sentence, totals[0] if totals else None, start),
        totals=tuple(totals), firm=bool(totals), closed=run.closed, announced=announced,
        hint=hint_of(lowers), refers=any(w in lexicon.words("lists", "anaphors") for w in lowers),
        last_sentence=sentence.index, bare=bare_members(document, sentence, trigger.last + 1, len(sentence.tokens) - 1),
    )  # fmt: skip


def _concludes(document: Document, item: Item) -> bool:
    """ "45 laki-laki dan 35 perempuan, jadi total bersama panitia 92": no part, and not the total of these alone."""
    words = document.words(item.quantity.sentence, item.first, item.quantity.first - 1)
    return words[:1] in (("jadi",), ("sehingga",)) and bool(set(words) & _SUMS) and not set(words[1:]) <= _SUMS


def _is_sum(document: Document, item: Item) -> bool:
    """ "aktif 37, tidak aktif 12, jumlah 49": nothing but a word for the sum stands with it."""
    words = document.words(item.quantity.sentence, item.first, item.quantity.first - 1)
    return bool(words) and set(words) <= _SUMS | {"dan"} and bool(set(words) & _SUMS)


_SUMS = frozenset({"total", "jumlah", "jumlahnya", "totalnya", "keseluruhan", "seluruhnya"})


def _announced_before(document: Document, sentence: Sentence, run: Run) -> Quantity | None:
    """ "... di empat kecamatan. Rinciannya, Kecamatan A 12, ...": the only number of groups in the sentence before."""
    if not sentence.index or run.items[0].first > OPENING:
        return None
    before = document.sentences[sentence.index - 1]
    told = [q for q in document.by_sentence[before.index] if q.kind == "group" and not q.bound]
    same = before.paragraph == sentence.paragraph and len(told) == 1
    return told[0] if same and _group_noun(document, told[0]) in lexicon.words("units", "places") else None


def _group_noun(document: Document, announced: Quantity) -> str:
    after = document.words(announced.sentence, announced.last + 1, announced.last + 3)
    return next((w for w in after if w in lexicon.words("units", "groups")), "")


def _could_be(document: Document, announced: Quantity, items: Sequence[Item]) -> bool:
    """Districts and villages have names: "di 14 kecamatan, yakni laki-laki 20 ..." names none."""
    if _group_noun(document, announced) not in lexicon.words("units", "places"):
        return True
    return all(_is_place(document, item, _group_noun(document, announced)) for item in items)


def _is_place(document: Document, item: Item, noun: str) -> bool:
    """A name written large, nobody who acts, and no place of another level."""
    tokens = document.sentences[item.quantity.sentence].tokens[item.first : item.last + 1]
    written = [*(token.text for token in tokens), *item.label.split()]
    acts = any(w.islower() and len(w) > 4 and w.startswith(("mem", "men", "meng")) for w in written)
    names = {w.lower() for w in written if w[0].isupper()} - (lexicon.words("units", "places") - {noun, "kota"})
    return bool(names) and not acts


def hint_of(lowers: Sequence[str]) -> frozenset[str]:
    """Words that say which cooperatives are meant ("aktif"), without those said of all."""
    stop = lexicon.words("stop", "words") | lexicon.words("units", "cooperative") | lexicon.words("units", "groups")
    return frozenset(w for w in lowers if w not in stop and w[0].isalpha())


def _subject(document: Document, sentence: Sentence, total: Quantity | None, end: int) -> str:
    first = total.first if total else max(0, end - SUBJECT_WORDS)
    last = min(end - 1, first + SUBJECT_WORDS)
    return document.excerpt(sentence.index, first, last).strip(" ,:;(-–") or document.excerpt(sentence.index, 0, 6)


def _without_next(document: Document, sentence: Sentence, made: Enumeration, following: Trigger) -> Enumeration:
    """A second list in the sentence: the number in front of it is its total, and may or may not be a part of ours."""
    kept = tuple(item for item in made.items if item.last < following.first)
    if len(kept) == len(made.items):
        return made
    if kept and kept[-1].quantity.kind == "group":  # "di enam kecamatan, yakni ...": announces the second list
        return replace(made, items=kept[:-1])
    shorter = kept[:-1]
    turned = any(
        word in (";", "sedangkan", "sementara", "adapun")
        for word in document.words(sentence.index, shorter[-1].last if shorter else 0, kept[-1].first if kept else 0)
    )
    if turned and len(shorter) >= 2:
        return replace(made, items=shorter)
    return replace(made, items=kept, alternatives=(shorter, made.items), closed=False)


def _in_brackets(document: Document, sentence: Sentence) -> Iterator[Enumeration]:
    """ "96 stan (38 kuliner, 27 kriya, 31 jasa)"."""
    lowers = sentence.lowers
    for at, word in enumerate(lowers):
        if word != "(" or ")" not in lowers[at:]:
            continue
        end = lowers.index(")", at)
        before = [q for q in document.by_sentence[sentence.index] if q.last < at and at - q.last <= 4]
        run = run_of(document, sentence, at + 1, end - 1)
        if before and before[-1].role == "count" and before[-1].kind != "group" and len(run.items) >= 2:
            if triggers := [t for t in triggers_of(document, sentence) if at < t.first < end]:
                run = run_of(document, sentence, triggers[-1].last + 1, end - 1)
            if len(run.items) >= 2 and ":" not in lowers[at:end]:
                subject = _subject(document, sentence, before[-1], at)
                yield Enumeration(sentence.index, run.items, "complete", subject, (before[-1],), firm=True,
                                  closed=run.closed, last_sentence=sentence.index)  # fmt: skip


def block_end(document: Document, first: int) -> int:
    """The last line of the list that begins at sentence `first`."""
    last = first
    while (
        last - first < MOST_LINES
        and last + 1 < len(document.sentences)
        and document.sentences[last + 1].shape in _LINES
    ):
        last += 1
    return last


def lines_of(document: Document, first: int) -> list[int]:
    """The sentences with which the lines of a list begin."""
    return [at for at in range(first, block_end(document, first) + 1) if document.sentences[at].shape == "item"]


def _block(document: Document, first: int) -> Iterator[Enumeration]:
    """A list over several lines, under the sentence in front of it."""
    last = block_end(document, first)
    lead = document.sentences[first - 1]
    items = [_line_item(document, document.sentences[at]) for at in lines_of(document, first)]
    told = [item for item in items if item is not None]
    if len(told) < 2 or len(told) < len(items):
        return
    role = told[0].quantity.role
    left = document.by_sentence[lead.index]
    kind = next((i.quantity.kind for i in told if i.quantity.kind), "")
    totals = [
        q for q in reversed(left) if q.role == role and q.kind != "group" and compatible(q.kind, kind, loosely=True)
    ]
    tail = told[-1]
    if (len(told) > 2 and tail.words & {"total", "jumlah", "jumlahnya", "keseluruhan"}) or _says_total(document, tail):
        told = told[:-1]
        if tail.quantity.role == role and (role != "amount" or compatible(tail.quantity.kind, kind)):
            totals = [tail.quantity, *totals]  # "Total luas kebun 45 hektare" sums up no tonnes
        elif len(told) < 2:
            return
    if any(q.value == item.quantity.value for q in totals[:1] if q is not tail.quantity for item in told):
        return  # "Jumlah desa: 186", "Berbadan hukum: 186", "Membuka gerai: 48": lines that tell of one thing, no parts
    partial = any(t.grade == "partial" for t in triggers_of(document, lead))
    yield Enumeration(
        sentence=first, items=tuple(told), grade="partial" if partial else "complete",
        subject=_subject(document, lead, None, len(lead.tokens)), totals=tuple(totals[:1]), firm=bool(totals),
        announced=next((q for q in reversed(left) if q.kind == "group" and not q.bound), None),
        hint=hint_of(lead.lowers), refers=any(w in lexicon.words("lists", "anaphors") for w in lead.lowers),
        last_sentence=last,
    )  # fmt: skip


def _says_total(document: Document, item: Item) -> bool:
    words = document.words(item.quantity.sentence, item.first, item.quantity.first)
    return bool(words) and words[0] in ("total", "jumlah", "jumlahnya", "totalnya", "keseluruhan")


def _line_item(document: Document, sentence: Sentence) -> Item | None:
    """The first number of a line, or what a product written out makes; None where it has none."""
    made = document.products.get(sentence.index, ())
    for chunk in chunks_of(document, sentence, 0, len(sentence.tokens) - 1):
        for quantity in chunk.outer or chunk.inner:
            if quantity.role != "percent" and (not made or quantity.start in made):
                return item_of(document, chunk, quantity)
    return None
