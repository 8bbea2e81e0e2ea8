""" "1.402 ... tahun lalu, kini 1.118, artinya turun 284": two figures and the difference or the growth told of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations, pairwise
from typing import NamedTuple

from lumbung.engine.claims.model import Result, Verdict
from lumbung.engine.claims.prose import lexicon
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.items import content
from lumbung.engine.claims.prose.moments import timed
from lumbung.engine.claims.prose.quantities import Quantity, compatible
from lumbung.engine.claims.prose.shares import label_of
from lumbung.engine.claims.prose.slips import slipped
from lumbung.engine.claims.prose.sums import tolerance
from lumbung.engine.claims.prose.tokens import Sentence
from lumbung.engine.claims.telling import rounded, told

BACK = 2  # sentences in front of the difference in which its two figures may stand
LEAD = 5  # sentences under a headline that tell its two figures
FAR = 6  # sentences back where a difference points at two figures of two times
PLAUSIBLE = 2  # times by which a difference told in another sentence may be off
LOOK = 8  # sentences in front of "dengan tambahan itu" in which it was told
NEAR = 3  # words between "bertambah" and the number
YEARS = 40  # sentences back to a year
REACH = 9  # words in front of a figure that say of which time it is


class Pair(NamedTuple):
    """Two figures that a text sets against each other; `before` the earlier one. `sure`: nothing else can be meant."""

    before: Quantity
    now: Quantity
    sure: bool


def differing(document: Document) -> Iterator[Verdict]:
    """Every difference, and every growth in percent, whose two figures can be told."""
    for sentence in document.sentences:
        if _planned(sentence) or _becomes(document, sentence.index):
            continue
        yield from _added(document, sentence)
        for quantity in document.by_sentence[sentence.index]:
            word = _word(document, quantity)
            if word and not quantity.bound and quantity.kind != "group":
                yield from _judged(document, quantity, word)


def _planned(sentence: Sentence) -> bool:
    """A plan or a condition claims nothing; "bila dibandingkan" is none."""
    plans, lowers = lexicon.words("differences", "planned"), sentence.lowers
    return any(
        word in plans and not (at + 1 < len(lowers) and lowers[at + 1].startswith("dibanding"))
        for at, word in enumerate(lowers)
    )


def _becomes(document: Document, at: int) -> bool:
    """ "dari 109 menjadi 125": growth.py tries that."""
    return any(
        set(document.words(at, q.first - 2, q.first - 1)) & lexicon.words("growth", "becomes")
        for q in document.by_sentence[at]
    )


def _word(document: Document, quantity: Quantity) -> str:
    """The word that makes the number a difference: "naik 12", "selisih 9", "lebih banyak 176"; "" where none does."""
    words = document.words(quantity.sentence, quantity.first - NEAR, quantity.first - 1)
    if set(words) & {"dari", "menjadi", "jadi", ",", ".", ";", "(", "yang", "dan"}:
        words = words[max(i for i, w in enumerate(words) if not w[0].isalpha() or w in _CUTS) + 1 :]
    for word in reversed(words):
        bare = word.removesuffix("nya")
        if word == "kurang" and word != words[-1]:
            continue  # "kurang lancar Rp300 juta"
        if bare in _signs() or word in lexicon.words("differences", "gap"):
            return bare if bare in _signs() else word
    comparing = lexicon.words("orders", "more") | lexicon.words("orders", "less")
    behind = _behind(document, quantity)
    if len(behind) > 1 and behind[0] == "lebih" and behind[1] in comparing:
        return behind[1]  # "68 ton lebih banyak dibandingkan ..."
    return words[-1] if len(words) > 1 and words[-1] in comparing and words[-2] == "lebih" else ""


def _behind(document: Document, quantity: Quantity) -> tuple[str, ...]:
    """The words behind a number and its unit."""
    after = document.words(quantity.sentence, quantity.last + 1, quantity.last + 4)
    return after[1:] if after[:1] != ("lebih",) else after


_CUTS = frozenset({"dari", "menjadi", "jadi", "yang", "dan"})


def _signs() -> dict[str, int]:
    up, down = lexicon.words("growth", "up"), lexicon.words("growth", "down")
    return dict.fromkeys(up, 1) | dict.fromkeys(down, -1)


def _judged(document: Document, by: Quantity, word: str) -> Iterator[Verdict]:
    if by.role == "percent":
        if word in _signs():
            yield from _grown(document, by, word)
        return
    if document.sentences[by.sentence].shape == "heading":
        yield from _headed(document, by, word)
        return
    figures = _figures(document, by, by.role, by.kind)
    fitting = next(((a, b) for a, b in combinations(figures, 2) if _differ_by(a, b, by)), None)
    if fitting is not None:
        yield _difference(document, *fitting, by)
        return
    if _behind(document, by)[:1] == ("lebih",) and document.words(by.sentence, by.first - 1, by.first - 1) not in _SO:
        return  # "718 orang lebih banyak dibandingkan tahun lalu": may be this year's figure
    if len({q.value for q in figures}) < 2 and (far := _far(document, by, word, lambda a, b: _differ_by(a, b, by))):
        if _differ_by(*far, by) or _plausible(far, by):
            yield _difference(document, *far, by)
        return
    pair = _pair(document, figures) or _gap(document, by, word, figures)
    if pair is not None and by.value <= max(pair.before.value, pair.now.value) and _speaks_of(document, pair, by):
        yield _difference(document, pair.before, pair.now, by)


def _headed(document: Document, by: Quantity, word: str) -> Iterator[Verdict]:
    """A headline's "Bertambah Rp3,1 Miliar" against the only two figures of two times that the lead tells."""
    found = [
        q for q in document.window(by.sentence, LEAD)
        if q.sentence > by.sentence and q.role == by.role and q.whole_thing and not _word(document, q)
        and (by.role != "count" or (by.kind and q.kind == by.kind))
    ]  # fmt: skip
    told_again = any(q.value == by.value for q in document.quantities if q.sentence > by.sentence)
    if told_again or len({q.value for q in found}) < 2:
        return
    near = sorted({q.sentence for q in found})[:2]
    pair = [q for q in found if q.sentence in near]
    old = next((q for q in pair if _earlier(document, q) or _older(document, q, pair)), None)
    new = next((q for q in pair if old is not None and q.value != old.value), None)
    if old is None or new is None or len({q.value for q in pair}) != 2 or any(q.bound for q in pair):
        return
    if _differ_by(old, new, by) or _plausible((old, new), by):
        yield _difference(document, old, new, by)


def _speaks_of(document: Document, pair: Pair, by: Quantity) -> bool:
    """All three in one sentence; else the difference must be near, and its sentence bring up nothing of its own."""
    here = [q for q in pair[:2] if q.sentence == by.sentence]
    if len(here) == 2:
        return True
    gap = abs(pair.before.value - pair.now.value)
    if not gap / PLAUSIBLE <= by.value <= gap * PLAUSIBLE:
        return False
    known = {w for q in pair[:2] for w in document.sentences[q.sentence].lowers if q not in here}
    said = content(document.words(by.sentence, 0, by.first - 1))
    new = {w for w in said if w not in known} - _signs().keys() - lexicon.words("differences", "gap") - _SAYS
    return bool(here) or not new


_SAYS = frozenset({"artinya", "berarti", "demikian", "begitu", "angka", "capaian", "terjadi", "mengalami", "secara", "dengan",
                   "lebih", "banyak", "sedikit", "besar", "tinggi", "rendah", "alias", "maka", "ini", "tahun"})  # fmt: skip
_SO = {("atau",), ("yakni",), ("yaitu",), ("alias",), ("artinya",)}


def _figures(document: Document, by: Quantity, role: str, kind: str) -> list[Quantity]:
    """The figures a difference may be of: of its sentence, or with those of the sentences just before."""
    paragraph = document.sentences[by.sentence].paragraph
    found: list[Quantity] = []
    for at in range(by.sentence, max(-1, by.sentence - BACK - 1), -1):
        if document.sentences[at].paragraph != paragraph:
            break
        here = [q for q in document.by_sentence[at] if q is not by and q.role == role and q.whole_thing]
        loosely = at == by.sentence  # "148 anak, meningkat 23 orang dari tahun lalu 115 orang"
        found = [q for q in here if not _word(document, q) and compatible(q.kind, kind, loosely=loosely)] + found
        if len({q.value for q in found}) >= 2:
            break
    return found


def _far(
    document: Document, by: Quantity, word: str, fits: Callable[[Quantity, Quantity], bool]
) -> tuple[Quantity, Quantity] | None:
    """ "Pagu tahun ini Rp14,6 miliar. ... Pada 2024 Rp12,9 miliar. Kenaikan Rp1,9 miliar itu ...": the only two of their
    kind within some sentences, across paragraphs, of two times."""
    lowers = document.sentences[by.sentence].lowers
    behind = document.words(by.sentence, by.last + 1, by.last + 3)
    says = bool(set(behind) & _POINTERS) or bool(set(lowers[:2]) & (_SAYS | _signs().keys() | _gaps()))
    if not says:
        return None
    first = max(0, by.sentence - FAR)
    found = [
        q for q in document.window(by.sentence, FAR)
        if first <= q.sentence <= by.sentence and q.start < by.start and q.role == by.role and q.whole_thing
        and compatible(q.kind, by.kind)
    ]  # fmt: skip
    old = next((q for q in reversed(found) if _earlier(document, q) or _older(document, q, found)), None)
    if old is None or old.bound:
        return None
    now = [
        q for q in found if q.value != old.value and not q.bound and (q.value - old.value) * _signs().get(word, 0) >= 0
    ]
    fitting = next((q for q in reversed(now) if fits(old, q)), None)
    if fitting is not None:
        return old, fitting
    alone = len({q.value for q in found}) == 2 and not any(q.bound for q in found)
    return (old, now[0]) if alone and now else None


def _older(document: Document, quantity: Quantity, found: Sequence[Quantity]) -> bool:
    """Told of an earlier year than another of them."""
    mine = year_of(document, quantity)
    years = {year_of(document, q) for q in found if q.value != quantity.value}
    return bool(mine) and any(mine < year for year in years)


def year_of(document: Document, quantity: Quantity) -> int:
    """The year that stands nearest to a figure in its sentence, else in its paragraph before; 0 where none is named."""
    paragraph = document.sentences[quantity.sentence].paragraph
    for at in range(quantity.sentence, max(-1, quantity.sentence - YEARS), -1):
        if document.sentences[at].paragraph != paragraph:
            break
        near = quantity.first if at == quantity.sentence else 0
        years = [
            (abs(place - near), int(token.text)) for place, token in enumerate(document.sentences[at].tokens)
            if token.kind == "number" and len(token.text) == 4 and token.text[:2] in ("19", "20")
        ]  # fmt: skip
        if years:
            return min(years)[1]
    return 0


def _plausible(pair: tuple[Quantity, Quantity], by: Quantity) -> bool:
    gap = abs(pair[0].value - pair[1].value)
    return gap / PLAUSIBLE <= by.value <= gap * PLAUSIBLE


def _gaps() -> frozenset[str]:
    return lexicon.words("differences", "gap")


def _differ_by(a: Quantity, b: Quantity, by: Quantity) -> bool:
    return a.value != b.value and abs(abs(a.value - b.value) - by.value) <= tolerance([a, b, by])


def _pair(document: Document, figures: Sequence[Quantity]) -> Pair | None:
    """One figure that is told of an earlier time, and one that is not."""
    if any(q.bound for q in figures):
        return None
    before = {q.value: q for q in figures if _earlier(document, q)} or {
        q.value: q for q in figures if len(figures) == 2 and _older(document, q, figures)
    }
    now = {q.value: q for q in figures if q.value not in before and not _earlier(document, q)}
    if len(before) != 1 or len(now) != 1 or before.keys() == now.keys():
        return None
    (old,), (new,) = before.values(), now.values()
    return Pair(old, new, True) if compatible(old.kind, new.kind, loosely=old.sentence == new.sentence) else None


def _gap(document: Document, by: Quantity, word: str, figures: Sequence[Quantity]) -> Pair | None:
    """ "Kebutuhan 2.140, tersedia 1.876, kurang 264": just two figures, in the sentence or right before."""
    if word in _signs() or len(figures) != 2 or any(q.bound for q in figures):
        return None
    left, right = figures
    one_sentence = left.sentence == right.sentence and by.sentence - left.sentence <= 1
    same = left.value != right.value and compatible(left.kind, right.kind)
    return Pair(left, right, True) if one_sentence and same else None


def _earlier(document: Document, quantity: Quantity) -> bool:
    """ "dibandingkan tahun lalu yang 85", "sebelumnya 1.402", "85 koperasi pada tahun lalu"."""
    here = document.by_sentence[quantity.sentence]
    first = max([quantity.first - REACH, 0, *(q.last + 1 for q in here if q.last < quantity.first)])
    after = min([quantity.last + 6, *(q.first - 1 for q in here if q.first > quantity.last)])
    lowers = document.sentences[quantity.sentence].lowers
    behind = list(lowers[quantity.last + 1 : after + 1])
    cut = next((i for i, w in enumerate(behind) if not w[0].isalnum() or w in _TURNS), len(behind))
    return bool(
        (timed(lowers[first : quantity.first]) | timed(tuple(behind[:cut]))) & lexicon.words("differences", "before")
    )


def _added(document: Document, sentence: Sentence) -> Iterator[Verdict]:
    """ "Dengan tambahan itu kini 1.109 dari sebelumnya 684": an earlier figure is what was added, or nearly is."""
    lowers = sentence.lowers
    points = any(a in _signs() and b in _POINTERS for a, b in pairwise(lowers))
    figures = [q for q in document.by_sentence[sentence.index] if q.whole_thing]
    pair = _pair(document, figures) if points and len(figures) == 2 else None
    if pair is None:
        return
    gap = abs(pair.before.value - pair.now.value)
    earlier = [q for q in document.window(sentence.index, LOOK) if q.sentence < sentence.index and q.whole_thing
               and q.role == pair.now.role and compatible(q.kind, pair.now.kind, loosely=True)]  # fmt: skip
    meant = [q for q in earlier if q.value == gap] or [q for q in earlier if slipped(q.value, gap)]
    if meant:
        yield _difference(document, pair.before, pair.now, meant[-1])


_POINTERS = frozenset({"itu", "tersebut", "ini", "tadi"})


_TURNS = frozenset(
    {"dibanding", "dibandingkan", "ketimbang", "dari", "daripada", "atau", "naik", "turun", "yakni", "yaitu"}
)


def _difference(document: Document, a: Quantity, b: Quantity, by: Quantity) -> Verdict:
    computed, slack = abs(a.value - b.value), tolerance([a, b, by])
    result: Result = "holds" if abs(computed - by.value) <= slack else "fails"
    subject = label_of(document, by)
    finding = told(
        f"claim.prose.difference_{result}", result, subject=subject, first_value=a.value, second_value=b.value,
        computed=computed, published=by.value,
    )  # fmt: skip
    figures = (a.figure(label_of(document, a)), b.figure(label_of(document, b)))
    return Verdict("sum", result, finding, figures, by.figure(subject), computed, computed - by.value, slack,
                   subject=subject)  # fmt: skip


def _grown(document: Document, percent: Quantity, word: str) -> Iterator[Verdict]:
    """ "tahun ini 211, turun 11,4 persen dibandingkan 238 tahun lalu"."""
    roles = [role for role in ("count", "money", "amount") if len(_figures(document, percent, role, "")) == 2]
    pair = _pair(document, _figures(document, percent, roles[0], "")) if len(roles) == 1 else None
    if pair is not None and pair.before.value and max(pair.before.sentence, pair.now.sentence) == percent.sentence:
        yield rate_of(document, pair.before, pair.now, percent, _signs()[word])
    elif old := _last_year(document, percent):
        yield from _since(document, old, percent, word)
    elif not any(q.whole_thing for q in document.by_sentence[percent.sentence]):
        yield from _so(document, percent, word)


def _last_year(document: Document, percent: Quantity) -> Quantity | None:
    """ "Tahun lalu alokasinya 35.000 ton, artinya naik 10 persen": the only figure of the sentence, of an earlier time."""
    here = [q for q in document.by_sentence[percent.sentence] if q.whole_thing]
    return here[0] if len(here) == 1 and not here[0].bound and here[0].value and _earlier(document, here[0]) else None


def _since(document: Document, old: Quantity, percent: Quantity, word: str) -> Iterator[Verdict]:
    """Of the earlier figure and the one told before with the same words ("alokasi", "alokasinya")."""
    sign = _signs()[word]
    now = [
        q for q in document.window(old.sentence, FAR)
        if q.sentence < old.sentence and q.role == old.role and q.kind == old.kind and q.whole_thing and not q.bound
    ]  # fmt: skip
    tried = [rate_of(document, old, q, percent, sign) for q in reversed(now) if (q.value - old.value) * sign > 0]
    fitting = next((v for v in tried if v.result == "holds"), None)
    if fitting:
        yield fitting
        return
    named = _stems(document, old)
    alike = [q for q in now if named & _stems(document, q)]
    if len(alike) == 1 and (alike[0].value - old.value) * sign > 0 and not percent.bound:
        verdict = rate_of(document, old, alike[0], percent, sign)
        rate = percent.value + (verdict.difference or 0)
        if rate / PLAUSIBLE <= percent.value <= rate * PLAUSIBLE:
            yield verdict


def _stems(document: Document, quantity: Quantity) -> set[str]:
    here = document.by_sentence[quantity.sentence]
    first = max([0, *(q.last + 1 for q in here if q.last < quantity.first)])
    words = content(document.words(quantity.sentence, first, quantity.first - 1))
    return (
        {w.removesuffix("nya") for w in words} - {"tahun", "bulan", "kabupaten", "kota", "provinsi"} - {quantity.kind}
    )


def _so(document: Document, percent: Quantity, word: str) -> Iterator[Verdict]:
    """ "Tahun lalu baru 1.250. Artinya terjadi kenaikan 50 persen": of the only two figures of two times before."""
    before = [q for q in document.by_sentence[percent.sentence - 1] if q.whole_thing] if percent.sentence else []
    if len(before) not in (1, 2) or len({q.role for q in before}) > 1 or percent.bound:
        return
    by = replace(percent, role=before[0].role, kind=before[0].kind)
    sign = _signs()[word]
    far = _far(
        document, by, word, lambda a, b: bool(a.value) and rate_of(document, a, b, percent, sign).result == "holds"
    )
    if far is None or not far[0].value:
        return
    verdict = rate_of(document, *far, percent, sign)
    rate = percent.value + (verdict.difference or 0)
    if verdict.result == "holds" or rate / PLAUSIBLE <= percent.value <= rate * PLAUSIBLE:
        yield verdict


def rate_of(document: Document, before: Quantity, now: Quantity, percent: Quantity, sign: int) -> Verdict:
    """The growth from `before` to `now` against a published percentage, with the rounding of all three."""
    rate = (now.value - before.value) * 100 / before.value * sign
    slack = tolerance([before, now]) * 100 / before.value + percent.step
    result: Result = "holds" if abs(rate - percent.value) < slack else "fails"
    computed = rounded(rate, max(1, -int(percent.step.adjusted())))
    subject = label_of(document, now)
    finding = told(
        f"claim.prose.rate_{result}", result, subject=subject, first_value=before.value, second_value=now.value,
        computed=Decimal(computed), published=percent.value,
    )  # fmt: skip
    figures = (before.figure(label_of(document, before)), now.figure(subject))
    return Verdict("percent", result, finding, figures, percent.figure(percent.text), computed,
                   computed - percent.value, percent.step, subject=subject)  # fmt: skip
