"""One thing told twice with different figures: headline and text, "440 ... 404 koperasi itu", two totals of one day.

Only what cannot be an honest second figure fails: figures that differ by a slip of the pen (two digits swapped, one digit
wrong) or that name the same day. Everything else that looks alike is asked, or left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from lumbung.engine.claims.model import Result, Verdict
from lumbung.engine.claims.prose import lexicon
from lumbung.engine.claims.prose.again import apart
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.items import content
from lumbung.engine.claims.prose.mentions import headlined, named_once
from lumbung.engine.claims.prose.moments import timed
from lumbung.engine.claims.prose.partitions import says_of
from lumbung.engine.claims.prose.quantities import Quantity, compatible
from lumbung.engine.claims.prose.retelling import retold
from lumbung.engine.claims.prose.shares import Share, label_of
from lumbung.engine.claims.prose.slips import slipped
from lumbung.engine.claims.prose.sums import Judged
from lumbung.engine.claims.telling import plain_list, told
from lumbung.engine.cleaning.law import law

HEADS = 4  # sentences among which headlines stand
LEAD = 8  # sentences of the text that a headline sums up
ALIKE = 2  # content words headline and sentence must share for a slip, one more for a question
NAME = 7  # words behind a number up to "itu"
MOST_NAMED = 60  # figures whose sums and differences are tried
MOST_TOTALS = 400  # figures compared each with each


def contradicting(document: Document, judged: Sequence[Judged], shares: Sequence[Share]) -> Iterator[Verdict]:
    """Every pair that cannot both be right, once."""
    seen: set[frozenset[Decimal]] = set()
    explained = _explained(document, judged)
    for verdict in (
        *_headline(document, explained),
        *_mentions(document, explained),
        *retold(document, explained),
        *_days(document, judged, shares),
    ):
        key = frozenset(figure.value for figure in verdict.parts if figure.value is not None)
        if key not in seen:
            seen.add(key)
            yield verdict


def _explained(document: Document, judged: Sequence[Judged]) -> set[Decimal]:
    """Sums and totals of the lists: figures that are derived, not told again."""
    return {
        one.verdict.computed for one in judged
        if one.verdict and one.verdict.computed is not None
        and not (one.total and document.sentences[one.total.sentence].shape == "heading")
    }  # fmt: skip


def _headline(document: Document, explained: set[Decimal]) -> Iterator[Verdict]:
    heads = [s.index for s in document.sentences[:HEADS] if s.shape == "heading"]
    values = {q.value for q in document.quantities if q.sentence not in heads}
    body = [q for q in document.window(0, LEAD) if q.sentence not in heads and not q.bound and q.role != "percent"]
    for head in (q for at in heads for q in document.by_sentence[at]):
        if head.role == "percent" or head.bound or head.kind == "group" or head.value in values | explained:
            continue
        here = [q for q in body if q.kind != "group" and q.role == head.role and compatible(q.kind, head.kind)]
        if head.role != "count" and any(abs(q.value - head.value) <= head.slack + q.slack for q in here):
            continue
        alike = [(q, _shared(document, head, q)) for q in here]
        slips = [q for q, shared in alike if shared >= ALIKE and slipped(head.value, q.value)]
        if slips:
            yield _told("claim.prose.headline", document, head, slips[0])
        elif other := headlined(document, head, [q for q in here if q.role == "count"]):
            yield _told("claim.prose.headline", document, head, other)
        elif head.kind and len(alike) == 1 and alike[0][1] > ALIKE and not _earlier(document, alike[0][0]):
            yield _asked(document, head, alike[0][0])


def _shared(document: Document, left: Quantity, right: Quantity) -> int:
    a, b = (set(content(document.sentences[q.sentence].lowers)) for q in (left, right))
    return len({w for w in a & b if len(w) > 2})


def _earlier(document: Document, quantity: Quantity) -> bool:
    """True where the sentence speaks of another time or of a plan."""
    words = timed(document.sentences[quantity.sentence].lowers)
    growth = lexicon.words("growth", "up") | lexicon.words("growth", "down")
    return bool(words & (lexicon.words("lists", "earlier") | growth))


def _mentions(document: Document, explained: set[Decimal]) -> Iterator[Verdict]:
    """ "404 koperasi itu" where only 440 were named."""
    earlier: list[Quantity] = []
    values: set[Decimal] = set()
    known: dict[Decimal, set[str]] = {}  # figures and what they counted
    for quantity in document.quantities:
        if quantity.role != "count" or quantity.bound or quantity.kind == "group":
            continue
        if not _back(document, quantity):
            known.setdefault(quantity.value, set()).add(quantity.kind)
            earlier.append(quantity)
            values.add(quantity.value)
            continue
        told_so = any(compatible(kind, quantity.kind) for kind in known.get(quantity.value, ()))
        if not told_so and quantity.value not in explained:
            slips = [q for q in earlier[-60:] if compatible(q.kind, quantity.kind) and slipped(q.value, quantity.value)]
            if slips:
                if not apart(document, slips[-1], quantity):  # of one place
                    yield _told("claim.prose.mention", document, slips[-1], quantity)
            elif other := _just_named(document, quantity, values) or named_once(document, quantity, earlier, values):
                yield _told("claim.prose.mention", document, other, quantity)
        known.setdefault(quantity.value, set()).add(quantity.kind)
        earlier.append(quantity)
        values.add(quantity.value)


def _just_named(document: Document, quantity: Quantity, values: set[Decimal]) -> Quantity | None:
    """ "Dari 250 koperasi itu" right behind "240 koperasi": the only one of its kind that was named just before."""
    if not quantity.kind or len(values) > MOST_NAMED or not says_of(document, quantity):
        return None
    if any(quantity.value in (a + b, abs(a - b)) for a, b in combinations(values, 2)):
        return None  # derived from two that were named
    near = [
        q for q in document.window(quantity.sentence, 2)
        if q.end < quantity.start and q.kind == quantity.kind and q.role == "count" and q.sentence < quantity.sentence
    ]  # fmt: skip
    same = {q.value for q in near}
    sure = len(same) == 1 and not near[-1].bound and not _earlier(document, near[-1])
    return near[-1] if sure and not _earlier(document, quantity) else None


def _back(document: Document, quantity: Quantity) -> bool:
    if quantity.text.lower().startswith("ke-"):
        return True
    before = document.words(quantity.sentence, quantity.first - 2, quantity.first - 1)
    after = document.words(quantity.sentence, quantity.last + 1, quantity.last + NAME)
    if before in (("itu", ","), ("tersebut", ",")) and "," in after[:3]:
        return True  # "Anggota yang absen itu, 138 orang, ..."
    for word in after:
        if word in ("tersebut", "itu", "tadi", "dimaksud", "itulah", "inilah"):
            return True
        if not word[0].isalpha() or word in ("dan", "yang", "di", "dari", "untuk", "pada", "akan", "telah", "sudah"):
            return False
    return False


def _days(document: Document, judged: Sequence[Judged], shares: Sequence[Share]) -> Iterator[Verdict]:
    """Wholes with the same words: of the same day, or that differ by a slip."""
    parts = {item.quantity.start for one in judged if one.total for item in one.items} | {s.part.start for s in shares}
    wholes = {one.total.start for one in judged if one.total} | {s.whole.start for s in shares}
    # Two totals that each add up from parts of their own are two things, not a slip of the pen.
    whole_of_sum = {one.total.start for one in judged if one.total and one.verdict and one.verdict.result == "holds"}
    told_of = [
        q for q in document.quantities
        if q.role == "count" and not q.bound and q.kind in ("cooperative", "person") and q.start not in parts
        and not _earlier(document, q) and document.sentences[q.sentence].shape == "prose"
    ][:MOST_TOTALS]  # fmt: skip
    keys = [(q, _phrase(document, q), _day(document, q), _places(document, q)) for q in told_of]
    for (a, phrase, day, places), (b, other, day_b, places_b) in combinations(keys, 2):
        if a.value == b.value or a.kind != b.kind or phrase != other or a.sentence == b.sentence:
            continue
        if (
            day and day == day_b and places == places_b and (phrase or (_whole(document, a) and _whole(document, b)))
        ) or (
            slipped(a.value, b.value)
            and not {a.start, b.start} <= whole_of_sum
            and day in (day_b, frozenset())
            and {a.start, b.start} <= set(wholes)
            and (places <= places_b or places_b <= places)
        ):
            yield _same(document, a, b, "fails")


def _whole(document: Document, quantity: Quantity) -> bool:
    words = document.words(quantity.sentence, quantity.first - 5, quantity.first - 1)
    return bool(set(words) & lexicon.words("lists", "total"))


def _phrase(document: Document, quantity: Quantity) -> frozenset[str]:
    """Words that belong to the number: "koperasi aktif"."""
    sentence = document.sentences[quantity.sentence]
    found = []
    for word in sentence.lowers[quantity.last + 1 : quantity.last + 5]:
        if not word[0].isalpha() or word in (
            "yang",
            "di",
            "dan",
            "pada",
            "per",
            "dari",
            "telah",
            "sudah",
            "dalam",
            "atau",
        ):
            break
        found.append(word)
    return frozenset(content(found)) - lexicon.words("units", "cooperative") - lexicon.words("units", "person")


def _day(document: Document, quantity: Quantity) -> frozenset[str]:
    """Day, month and year as the sentence names them; empty where it names no month."""
    lowers = document.sentences[quantity.sentence].lowers
    months = law("months")["names"]
    for at, word in enumerate(lowers):
        if word in months:
            return frozenset(w for w in lowers[max(0, at - 1) : at + 2] if w[0].isdigit() or w in months)
    return frozenset()


def _places(document: Document, quantity: Quantity) -> frozenset[str]:
    """Places the sentence names; where it names none, those of the nearest sentence before it in its paragraph."""
    paragraph = document.sentences[quantity.sentence].paragraph
    for at in range(quantity.sentence, -1, -1):
        if document.sentences[at].paragraph != paragraph:
            break
        found = _named(document, at)
        if found:
            return found
    return frozenset()


def _named(document: Document, at: int) -> frozenset[str]:
    """Names behind "di", "Kota" and the like; people and offices are no places."""
    found, inside = set(), False
    for token in document.sentences[at].tokens:
        large = token.kind == "word" and token.text[0].isupper()
        inside = token.lower in _BEFORE_PLACES or (inside and large)
        if inside and large:
            found.add(token.lower)
    return frozenset(found)


_BEFORE_PLACES = frozenset({"di", "kota", "kabupaten", "kecamatan", "kelurahan", "provinsi", "se-kota", "se-kabupaten"})


def _told(code: str, document: Document, first: Quantity, second: Quantity) -> Verdict:
    subject = label_of(document, first)
    finding = told(code, "fails", subject=subject, first_value=first.value, second_value=second.value)
    figures = (first.figure(subject), second.figure(label_of(document, second)))
    return Verdict("same", "fails", finding, figures, subject=subject)


def _same(document: Document, first: Quantity, second: Quantity, result: Result) -> Verdict:
    subject = label_of(document, first)
    finding = told(f"claim.same.{result}", result, subject=subject, values=plain_list([first.value, second.value]))
    figures = (first.figure(subject), second.figure(label_of(document, second)))
    return Verdict("same", result, finding, figures, subject=subject)


def _asked(document: Document, first: Quantity, second: Quantity) -> Verdict:
    return _same(document, first, second, "cannot_tell")
