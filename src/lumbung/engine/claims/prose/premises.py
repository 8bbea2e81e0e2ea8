"""Percentages that a sentence concludes from figures told before: "Target Rp25 miliar, dengan demikian capaian 84 persen".

`ratios` reads a percentage beside its count. Here one of the two, or both, stand in front: the base with the conclusion,
the part some sentences before; or the base behind ("25 persen dari 208"), the part by the words they share.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal

from lumbung.engine.claims import arithmetic
from lumbung.engine.claims.model import Verdict
from lumbung.engine.claims.prose import lexicon
from lumbung.engine.claims.prose.clauses import Mention
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.partitions import says_of
from lumbung.engine.claims.prose.percents import Rate, fits, verdict_of
from lumbung.engine.claims.prose.quantities import Quantity, compatible, group_noun
from lumbung.engine.claims.prose.ratios import GOALS, grows
from lumbung.engine.claims.prose.slips import elsewhen
from lumbung.engine.claims.telling import rounded

BACK = 12  # sentences in front in which the main figure of a text stands
NEAR = 3  # sentences in front of "25 persen dari 208" in which the part stands
OFF = Decimal(10)  # percent points by which a conclusion may miss and still be drawn from these two
OFF_BY_WORDS = Decimal(12)
TWICE = 2  # a figure told so often is what the text is about
_SO = frozenset({"sehingga", "demikian", "berarti", "artinya", "jadi", "maka", "begitu"})
_WHOLES = frozenset({"jumlah", "total", "seluruh", "seluruhnya", "keseluruhan", "semua"})
_GIVEN = frozenset(
    {
        "alokasi",
        "plafon",
        "kapasitas",
        "jatah",
        "pagunya",
        "targetnya",
        "kuotanya",
        "tersedia",
        "menargetkan",
        "ditargetkan",
        "disediakan",
        "dianggarkan",
        "anggarannya",
    }
)
_RATES = frozenset(
    {"tingkat", "porsi", "persentase", "rasio", "capaian", "proporsi", "serapan", "penyerapan", "cakupan"}
)
_NEGATIONS = frozenset({"tanpa", "nihil", "nonaktif"})
_SAYS = frozenset({"persentase", "porsi", "tingkat", "capaian", "proporsi", "sekitar", "kalau", "bila", "jika", "dihitung",
                   "dihitung-hitung", "mereka", "tahun", "kota", "kabupaten", "koperasi", "anggota"})  # fmt: skip


def concluded_rates(document: Document, mentions: Sequence[Mention], tried: Collection[int]) -> Iterator[Verdict]:
    """Every such percentage; `tried` are the places of percentages that were judged before."""
    often = Counter(q.value for q in document.quantities)
    by_sentence: dict[int, list[Mention]] = {}
    for mention in mentions:
        by_sentence.setdefault(mention.quantity.sentence, []).append(mention)
    for percent in document.quantities:
        plain = percent.role == "percent" and not percent.loose and not percent.bound
        if not plain or percent.start in tried or grows(document, percent):
            continue
        rate = _concluded(document, percent, often) or _of_share(document, percent)
        rate = rate or _of_named(document, by_sentence, percent)
        if rate is not None:
            held = bool(fits(percent, rate.part, rate.whole))
            exact = arithmetic.percentage(rate.part.value, rate.whole.value)
            yield verdict_of(document, rate, rounded(exact, 6), held)


def _concluded(document: Document, percent: Quantity, often: Mapping[Decimal, int]) -> Rate | None:
    """One figure and "sehingga" in its sentence, the other some sentences before."""
    here = [q for q in document.by_sentence[percent.sentence] if q is not percent and q.whole_thing]
    others = [q for q in document.by_sentence[percent.sentence] if q is not percent and q.role == "percent"]
    if len(here) != 1 or others or here[0].start > percent.start or here[0].bound:
        return None
    base = here[0]
    between = document.words(percent.sentence, base.last + 1, percent.first - 1)
    behind = document.words(percent.sentence, percent.last + 1, percent.last + 2)
    other = behind[:1] == ("dari",) and not set(behind[1:]) & GOALS
    if not _SO & set(between) or other:
        return None
    before = [
        q for q in document.window(percent.sentence, BACK)
        if q.sentence < percent.sentence and q.role == base.role and not q.bound and q.value
        and (q.whole_thing or _is_spoken_of(document, q, base))
    ]  # fmt: skip
    pairs = [
        Rate(percent, min(q, base, key=_value), max(q, base, key=_value), True) for q in before if q.value != base.value
    ]
    held = [rate for rate in pairs if fits(percent, rate.part, rate.whole)]
    return held[-1] if held else _missed(document, percent, base, before, often)


def _is_spoken_of(document: Document, groups: Quantity, base: Quantity) -> bool:
    """ "84 desa ... Jumlah desa seluruhnya 140": groups that the base counts as well."""
    noun = group_noun(document.sentences[groups.sentence].lowers, groups)
    return bool(noun) and noun in document.words(base.sentence, base.first - 5, base.last + 2)


def _value(quantity: Quantity) -> Decimal:
    return quantity.value


def _missed(
    document: Document, percent: Quantity, base: Quantity, before: Sequence[Quantity], often: Mapping[Decimal, int]
) -> Rate | None:
    """The base says that it is one, and just one main figure comes near."""
    words = set(document.words(base.sentence, base.first - 5, base.first - 1))
    last = [q for q in before if q.sentence == percent.sentence - 1]
    if not words & (GOALS | _WHOLES | _GIVEN):
        return _of_given(document, percent, base, last)
    told = [q for q in before if often[q.value] >= TWICE]
    main = last if len({q.value for q in last}) == 1 else told
    close = {
        q.value: q for q in main
        if q.value < base.value and not _moved(document, q) and _off(percent, q, base) <= OFF
    }  # fmt: skip
    return Rate(percent, next(iter(close.values())), base, True) if len(close) == 1 else None


def _of_given(document: Document, percent: Quantity, part: Quantity, last: Sequence[Quantity]) -> Rate | None:
    """ "Tersedia anggaran Rp1,2 miliar. Yang terserap Rp780 juta, sehingga serapan 75 persen": of the one figure before, that
    calls itself what there was to take from."""
    wholes = {q.value: q for q in last}
    if len(wholes) != 1 or _moved(document, part):
        return None
    (whole,) = wholes.values()
    words = set(document.words(whole.sentence, whole.first - 6, whole.first - 1))
    named = _RATES & {w.removesuffix("nya") for w in document.words(part.sentence, part.last + 1, percent.first - 1)}
    near = document.sentences[part.sentence].paragraph == document.sentences[whole.sentence].paragraph
    alike = bool(named) and near and part.kind == whole.kind and not _moved(document, whole)
    given = (alike or bool(words & (GOALS | _WHOLES | _GIVEN))) and whole.value > part.value
    return Rate(percent, part, whole, True) if given and _off(percent, part, whole) <= OFF_BY_WORDS else None


def _of_share(document: Document, percent: Quantity) -> Rate | None:
    """ "Dari 360 koperasi yang datang 252. Tingkat kehadiran dengan demikian 72 persen": of the two of the sentence before."""
    alone = list(document.by_sentence[percent.sentence]) == [percent] and percent.sentence > 0
    words = document.words(percent.sentence, 0, percent.first - 1)
    before = list(document.by_sentence[percent.sentence - 1]) if alone else []
    if not _SO & set(words) or len(before) != 2:
        return None
    part, whole = sorted(before, key=_value)
    said = says_of(document, whole) and part.role == whole.role and compatible(part.kind, whole.kind, loosely=True)
    plain = part.whole_thing and whole.whole_thing and not part.bound and not whole.bound and part.value < whole.value
    return Rate(percent, part, whole, True) if said and plain and _off(percent, part, whole) <= OFF else None


def _moved(document: Document, quantity: Quantity) -> bool:
    near = set(document.words(quantity.sentence, quantity.first - 4, quantity.first - 1))
    growth = lexicon.words("growth", "up") | lexicon.words("growth", "down")
    return bool(near & (growth | GOALS)) or (elsewhen(document, quantity) and not near)


def _of_named(document: Document, by_sentence: Mapping[int, Sequence[Mention]], percent: Quantity) -> Rate | None:
    """ "32 tidak memberi kabar. Yang tanpa kabar 25 persen dari 208 koperasi": the only one before that is called the same."""
    here = [q for q in document.by_sentence[percent.sentence] if q is not percent]
    behind = document.words(percent.sentence, percent.last + 1, percent.last + 1)
    if len(here) != 1 or not here[0].whole_thing or here[0].bound or behind != ("dari",):
        return None
    whole = here[0]
    if whole.first - percent.last > 5 or not whole.value:  # "dari seluruh 208"
        return None
    near = [
        m for at in range(percent.sentence - NEAR, percent.sentence) for m in by_sentence.get(at, ())
        if m.quantity.role == whole.role and not m.quantity.bound
        and m.quantity.whole_thing and m.quantity.value < whole.value
        and compatible(m.quantity.kind, whole.kind, loosely=True)
    ]  # fmt: skip
    held = [m.quantity for m in near if fits(percent, m.quantity, whole)]
    if held:
        return Rate(percent, held[-1], whole, True)
    said = document.words(percent.sentence, 0, percent.first - 1)
    mine = {w for w in said if len(w) > 3 and w[0].isalpha()} - lexicon.words("stop", "words") - _SAYS
    shared = [(len(mine & m.words), m) for m in near]
    most = max((number for number, _ in shared), default=0)
    meant = {m.quantity.value: m for number, m in shared if number == most and number}
    if len(meant) != 1:
        return None
    (mention,) = meant.values()
    denies = _denies(said) == _denies((*mention.before, *mention.behind))
    near_enough = _off(percent, mention.quantity, whole) <= OFF_BY_WORDS
    sure = denies and near_enough and not mention.elsewhen and not mention.changed
    return Rate(percent, mention.quantity, whole, True) if sure else None


def _denies(words: Sequence[str]) -> bool:
    return bool((lexicon.words("complements", "negations") | _NEGATIONS) & set(words))


def _off(percent: Quantity, part: Quantity, whole: Quantity) -> Decimal:
    return abs(percent.value - arithmetic.percentage(part.value, whole.value))
