"""Percentages against their numerator and base, with the rounding that the published digits allow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from lumbung.engine.claims import arithmetic
from lumbung.engine.claims.model import Verdict
from lumbung.engine.claims.prose import lexicon
from lumbung.engine.claims.prose.bases import called, concluded, nearest_base
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.moments import timed
from lumbung.engine.claims.prose.percents import Rate, fits, verdict_of
from lumbung.engine.claims.prose.quantities import Quantity, compatible
from lumbung.engine.claims.prose.shares import Share, around, near
from lumbung.engine.claims.prose.slips import elsewhen
from lumbung.engine.claims.prose.totals import REACH, STATUS

MOST_OFF = Decimal(15)  # a percentage further off than that was meant of something else
GAP = 14
_LINKS = frozenset(
    {
        "atau",
        "(",
        "setara",
        "alias",
        "sebesar",
        "yakni",
        "yaitu",
        "sama",
        "persentasenya",
        "persisnya",
        "=",
        "sehingga",
        "artinya",
        "berarti",
        "ekuivalen",
        "dipersentasekan",
    }
)
_ASIDE = frozenset(
    {
        "naik",
        "turun",
        "tumbuh",
        "meningkat",
        "menurun",
        "bertambah",
        "berkurang",
        "bunga",
        "diskon",
        "anggaran",
        "melonjak",
        "pertumbuhan",
        "kenaikan",
        "penurunan",
        "kredit",
    }
)


def rates_of(document: Document, shares: Sequence[Share]) -> list[Rate]:
    """Every percentage whose numerator and base can be told."""
    found = []
    for percent in document.quantities:
        if percent.role == "percent" and not grows(document, percent):
            rate = _rate(document, percent, near(shares, percent.sentence, REACH))
            if rate is not None:
                found.append(rate)
    return found


def judged_rates(document: Document, rates: Sequence[Rate]) -> Iterator[Verdict]:
    """The verdict of every rate that can be told."""
    for rate in rates:
        exact = arithmetic.percentage(rate.part.value, rate.whole.value)
        held = fits(rate.percent, rate.part, rate.whole)
        if held is None or (not held and (not rate.sure or _of_others(document, rate))):
            continue
        yield verdict_of(document, rate, exact, held)


def _of_others(document: Document, rate: Rate) -> bool:
    """ "yang belum mendaftar 23, sehingga keikutsertaan dua pertiga dari 69": what follows is told of all but those 23."""
    percent, part, whole, _ = rate
    so = {"sehingga", "artinya", "berarti"} & set(document.words(percent.sentence, part.last + 1, percent.first - 1))
    return (
        bool(so)
        and part.start < percent.start
        and bool(fits(percent, replace(part, value=whole.value - part.value), whole))
    )


def grows(document: Document, percent: Quantity) -> bool:
    """A change, a rate of interest: no share."""
    words = document.words(percent.sentence, percent.first - 4, percent.first - 1)
    spent = {"serapan", "penyerapan", "realisasi"} & set(words)  # "serapan anggaran 75 persen"
    return bool(set(words) & _ASIDE) and not spent


def _rate(document: Document, percent: Quantity, shares: Sequence[Share]) -> Rate | None:
    part = _numerator(document, percent, shares)
    if part is None:
        return (
            _it(document, percent)
            or _of_goal(document, percent)
            or _by_words(document, percent, shares)
            or _by_digits(percent, shares)
            or _so(document, percent, shares)
            or _nearest(document, percent, shares)
        )
    said = _base_behind(document, percent)
    if said is not None and said is not part:
        return Rate(percent, part, said, compatible(part.kind, said.kind)) if said.value >= part.value else None
    own = next((s for s in shares if s.part is part and s.whole.value), None)
    of_something = document.words(percent.sentence, percent.last + 1, percent.last + 1) == ("dari",)
    if own is not None and own.said and own.whole.sentence == percent.sentence:
        return Rate(percent, part, own.whole, not of_something)
    same = [s for s in shares if s.part.value == part.value and s.whole.value and compatible(s.part.kind, part.kind)]
    fitting = [s for s in same if fits(percent, part, s.whole)]
    if fitting:
        return Rate(percent, part, fitting[0].whole, True)
    for whole in reversed(_bases(document, part)):
        if fits(percent, part, whole):
            return Rate(percent, part, whole, False)
    base = own or _of_that(document, percent, part) or _of_them(document, percent, part)
    base = base or _of_before(document, percent, part)
    if base is not None and not of_something:
        return Rate(percent, part, base.whole, True)
    meant = nearest_base(document, percent, part)
    if meant is not None:
        return Rate(percent, part, meant, True)
    return Rate(percent, part, base.whole, False) if base is not None else None


def _numerator(document: Document, percent: Quantity, shares: Sequence[Share]) -> Quantity | None:
    """The count that stands beside the percentage: "452 koperasi atau 64,11 persen", "64 persen (452 koperasi)"."""
    here = [q for q in document.by_sentence[percent.sentence] if q.role != "percent" or q is percent]
    at = next(i for i, q in enumerate(here) if q is percent)
    before, after = (here[at - 1] if at else None), (here[at + 1] if at + 1 < len(here) else None)
    if before is not None and before.whole_thing:
        between = document.words(percent.sentence, before.last + 1, percent.first - 1)
        if len(between) <= GAP and _links(between):
            owner = next((s for s in shares if s.said and s.whole is before and s.part.sentence == before.sentence
                          and s.part.start < before.start and before.first - s.part.last <= 8), None)  # fmt: skip
            return owner.part if owner else before
    if after is not None and after.whole_thing:
        if named := _behind_base(document, percent, here[at + 2 : at + 3]):
            return named
        between = document.words(percent.sentence, percent.last + 1, after.first - 1)
        bare = between == (",",) and percent.text.lower().endswith("nya")  # "Separuhnya, Rp480 juta, ..."
        links = set(between[-2:]) & {"atau", "(", "yakni", "yaitu", "setara"} and ";" not in between
        share = percent.loose and between[-1:] == (",",) and any(s.part is after and s.said for s in shares)
        if len(between) <= GAP and (links or bare or share):
            return after  # "hampir separuh koperasi, 190 dari 300, ..."
    return None


def _behind_base(document: Document, percent: Quantity, following: Sequence[Quantity]) -> Quantity | None:
    """ "72 persen dari 250 koperasi, atau 190 koperasi", "sepertiga dari 270, yaitu 80"."""
    base = _base_behind(document, percent)
    if base is None or not following or not following[0].whole_thing or following[0].value > base.value:
        return None
    between = document.words(percent.sentence, base.last + 1, following[0].first - 1)
    return following[0] if len(between) <= GAP and set(between[-2:]) & _SAME and ";" not in between else None


_SAME = frozenset({"atau", "yakni", "yaitu", "tepatnya", "persisnya", "setara"})


def _links(between: Sequence[str]) -> bool:
    """The words that join a number and its percentage stand right in front of the percentage."""
    return bool(set(between[-4:]) & _LINKS) and ";" not in between and "dan" not in between[-4:]


def _base_behind(document: Document, percent: Quantity) -> Quantity | None:
    """ "73 persen dari 578 koperasi"."""
    for q in document.by_sentence[percent.sentence]:
        if q.whole_thing and q.first > percent.last:
            between = document.words(percent.sentence, percent.last + 1, q.first - 1)
            between = between[between[:1] == ("lebih",) :]
            if between[:1] == ("dari",) and len(between) <= 4 + (q.role == "money"):
                return q
    return None


def _of_that(document: Document, percent: Quantity, part: Quantity) -> Share | None:
    """ "Dari jumlah tersebut, 452 atau 64 persen": of the only figure of the sentence before."""
    words = document.words(percent.sentence, 0, part.first - 1)
    if "dari" not in words or not set(words) & lexicon.words("lists", "anaphors") or not percent.sentence:
        return None
    told_before = [q for q in document.by_sentence[percent.sentence - 1] if q.role == part.role and q.kind != "group"]
    if len(told_before) == 1 and not told_before[0].bound and told_before[0].value >= part.value:
        return Share(part, told_before[0], True)
    return None


def _of_them(document: Document, percent: Quantity, part: Quantity) -> Share | None:
    """ "80 usaha ikut. Tiga perlimanya, atau 46, ...": of the only figure told before, within two sentences."""
    if percent.start > part.start or not percent.text.lower().split()[-1].endswith("nya"):
        return None
    for at in range(percent.sentence - 1, max(-1, percent.sentence - 3), -1):
        told_of = [q for q in document.by_sentence[at] if q.role == part.role and q.whole_thing]
        if len({q.value for q in told_of}) == 1:
            whole = told_of[0]
            off = abs(percent.value - arithmetic.percentage(part.value, whole.value)) if whole.value else MOST_OFF + 1
            sure = not whole.bound and compatible(whole.kind, part.kind, loosely=True) and off <= MOST_OFF
            return Share(part, whole, True) if sure else None
        if told_of:
            return None
    return None


def _of_before(document: Document, percent: Quantity, part: Quantity) -> Share | None:
    """ "Anggaran Rp12,5 miliar. Yang terserap Rp8,2 miliar atau 61 persen": of the only figure of the sentence before, where
    no other figure of the text fits."""
    told_of = [q for q in document.by_sentence[percent.sentence - 1] if q.role == part.role and q.whole_thing] if (
        percent.sentence
    ) else []  # fmt: skip
    here = [q for q in document.by_sentence[percent.sentence] if q.role == part.role and q.whole_thing]
    if len({q.value for q in told_of}) != 1 or len(here) != 1 or percent.bound or told_of[0].bound:
        return None
    whole = told_of[0]
    same = document.sentences[whole.sentence].paragraph == document.sentences[percent.sentence].paragraph
    kinds = part.kind == whole.kind or not part.kind
    if not same or not kinds or part.value >= whole.value or elsewhen(document, part) or elsewhen(document, whole):
        return None
    off = abs(percent.value - arithmetic.percentage(part.value, whole.value))
    others = [
        q
        for q in document.window(percent.sentence, REACH)
        if q.role == part.role and q.value > part.value and q.value != whole.value
    ]
    return Share(part, whole, True) if off <= MOST_OFF and not any(fits(percent, part, q) for q in others) else None


def _it(document: Document, percent: Quantity) -> Rate | None:
    """ "Angka itu setara 77,7 persen dari target Rp240 miliar": of the only figure of the sentence before."""
    whole = _base_behind(document, percent)
    head = document.words(percent.sentence, 0, 2)
    if whole is None or not whole.value or not percent.sentence or not _NUMBER_SAID & set(head[:2]):
        return None
    if not lexicon.words("lists", "anaphors") & set(head):
        return None
    told_of = [q for q in document.by_sentence[percent.sentence - 1] if q.role == whole.role and q.whole_thing]
    alone = len({q.value for q in told_of}) == 1 and not told_of[0].bound
    return Rate(percent, told_of[0], whole, compatible(told_of[0].kind, whole.kind)) if alone else None


def _of_goal(document: Document, percent: Quantity) -> Rate | None:
    """ "Rp1,38 miliar, melampaui target Rp1,2 miliar. Capaian itu 105 persen dari target": both stand in the sentence before."""
    behind = document.words(percent.sentence, percent.last + 1, percent.last + 2)
    head = set(document.words(percent.sentence, 0, 2))
    if behind[:1] != ("dari",) or len(behind) < 2 or behind[1] not in GOALS or not head & _NUMBER_SAID:
        return None
    told_of = [q for q in document.by_sentence[percent.sentence - 1] if q.whole_thing] if percent.sentence else []
    if len(told_of) != 2 or told_of[0].role != told_of[1].role:
        return None
    goals = [q for q in told_of if GOALS & set(document.words(q.sentence, q.first - 4, q.first - 1))]
    if len(goals) != 1 or not goals[0].value:
        return None
    part = next(q for q in told_of if q is not goals[0])
    sure = not part.bound and compatible(part.kind, goals[0].kind)
    return Rate(percent, part, goals[0], True) if sure else None


GOALS = frozenset({"target", "sasaran", "pagu", "kuota", "rencana", "anggaran", "kebutuhan"})
_NUMBER_SAID = frozenset({"angka", "jumlah", "nilai", "realisasi", "capaian", "perolehan", "besaran"})


def _bases(document: Document, part: Quantity) -> list[Quantity]:
    return [
        q
        for q in document.window(part.sentence, REACH)
        if q.role == part.role and q.kind != "group" and q.end <= part.start and q.value > part.value and not q.bound
        and compatible(q.kind, part.kind)
    ]  # fmt: skip


def _by_words(document: Document, percent: Quantity, shares: Sequence[Share]) -> Rate | None:
    """ "75% aktif", "persentase koperasi aktif mencapai 61,5%": the share whose part is told with the same words."""
    meant = around(document, percent, 6, 4) & STATUS
    sentence = document.sentences[percent.sentence]
    if not meant or percent.bound in ("over", "under", "least", "most"):
        return None
    negated = {"tidak", "tak", "belum", "nonaktif"} & set(
        document.words(percent.sentence, max(0, percent.first - 6), percent.last + 4)
    )
    matching = [
        s for s in shares
        if s.part.start < percent.start and s.whole.value
        and meant <= around(document, s.part)
        and bool(negated) == bool({"tidak", "tak", "belum", "nonaktif"} & around(document, s.part))
    ]  # fmt: skip
    fitting = [s for s in matching if fits(percent, s.part, s.whole)]
    if fitting:
        return Rate(percent, fitting[-1].part, fitting[-1].whole, True)
    ratios = {(s.part.value, s.whole.value) for s in matching}
    other_time = timed(sentence.lowers) & lexicon.words("lists", "earlier")
    if len(ratios) != 1 or percent.bound or other_time or percent.sentence - matching[0].part.sentence > 3:
        return None
    share = matching[-1]
    off = abs(percent.value - arithmetic.percentage(share.part.value, share.whole.value))
    return Rate(percent, share.part, share.whole, True) if off <= MOST_OFF else None


def _so(document: Document, percent: Quantity, shares: Sequence[Share]) -> Rate | None:
    """ "Dengan begitu capaian baru 65 persen": of the one share that the sentence before tells."""
    head = document.words(percent.sentence, 0, 2)
    said = [s for s in shares if s.said and s.part.sentence == percent.sentence - 1 and s.whole.value]
    points = {"itu", "tersebut"} & set(document.words(percent.sentence, percent.last + 1, percent.last + 1))
    if percent.bound or len(said) != 1 or not (points or _CONCLUDES & set(head)):
        return None
    off = abs(percent.value - arithmetic.percentage(said[0].part.value, said[0].whole.value))
    return Rate(percent, said[0].part, said[0].whole, True) if off <= MOST_OFF else None


_CONCLUDES = frozenset({"begitu", "demikian", "artinya", "berarti", "jadi", "persentasenya", "alhasil"})


def _nearest(document: Document, percent: Quantity, shares: Sequence[Share]) -> Rate | None:
    """What it is of by the words of a part, or by following from the sentence before."""
    found = called(document, percent, shares) or concluded(document, percent)
    return Rate(percent, *found, True) if found else None


def _by_digits(percent: Quantity, shares: Sequence[Share]) -> Rate | None:
    """ "Persentasenya 66,7 persen": the last share just told, if it gives these very digits; anything else stays open."""
    if percent.bound or percent.step == 1:
        return None
    for share in reversed(shares):
        close = share.part.start < percent.start and percent.sentence - share.part.sentence <= 5
        if close and share.whole.value and fits(percent, share.part, share.whole):
            return Rate(percent, share.part, share.whole, True)
    return None
