"""Whether a row of figures is told as the parts of a whole it misses: how near it comes, and what the words say."""

from __future__ import annotations

from decimal import Decimal

from lumbung.engine.claims.prose import lexicon, numbers
from lumbung.engine.claims.prose.clauses import Mention
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.doubts import SURE, VERB, maximal, of_two_times
from lumbung.engine.claims.prose.enumerations import triggers_of
from lumbung.engine.claims.prose.flows import both_ways
from lumbung.engine.claims.prose.items import Chunk, Item, bare_members, content, item_of
from lumbung.engine.claims.prose.orders import marks_of
from lumbung.engine.claims.prose.partings import Parting
from lumbung.engine.claims.prose.partitions import complementary
from lumbung.engine.claims.prose.quantities import compatible
from lumbung.engine.claims.prose.slips import slipped
from lumbung.engine.claims.prose.totals import NEAR

LEAD = 2  # sentences from a whole to its first part
HALVES = Decimal("0.1")  # by which two halves, or what is called a sum, may miss their whole
WIDE = Decimal("0.15")  # by which parts that are told alike may miss it
HAIR = Decimal("0.01")
FAR = 6  # the same, where other figures stand between
_SUMS = frozenset(
    {"totalnya", "total", "seluruhnya", "keseluruhan", "jumlahnya", "jumlah", "berjumlah", "semuanya", "demikian"}
)


def meant(document: Document, one: Parting) -> bool:
    """True for a row that comes near its whole and stands where its parts would."""
    return (_near(one) or _alike(document, one)) and _placed(document, one)


def _placed(document: Document, one: Parting) -> bool:
    whole, first, last = one.whole, one.parts[0], one.parts[-1]
    if whole.quantity.start > first.quantity.start:
        if not (_says_sum(whole) or _counts_them(one)) or whole.quantity.sentence - last.quantity.sentence > 1:
            return False
    elif first.quantity.sentence - whole.quantity.sentence > (LEAD if one.adjacent else FAR):
        return False
    if not maximal(document, one) or of_two_times(one) or both_ways(one.parts) or _has_bare(document, one):
        return False
    if first.quantity.sentence == whole.quantity.sentence:
        if not opened(document, one):
            return False
    elif not (whole.whole or _says_one(document, one)) or any(_says_sum(m) for m in one.parts):
        return False
    if not one.adjacent and not (_says_one(document, one) and _of_one_kind(one)):
        return False
    return len(one.parts) >= SURE or _parted_in_two(document, one)


def _has_bare(document: Document, one: Parting) -> bool:
    """Members told without a figure make up for what the figures fall short of."""
    sentence, last = one.parts[0].sentence, one.parts[-1].quantity
    if last.sentence != sentence.index or one.off >= 0 or one.whole.quantity.role != "count":
        return False
    before = one.whole.quantity.sentence == sentence.index and one.whole.quantity.start < one.parts[0].quantity.start
    triggers = [t.last + 1 for t in triggers_of(document, sentence) if t.last < one.parts[0].quantity.first]
    first = max([one.whole.quantity.last + 1 if before else one.parts[0].first, *triggers])
    return -one.off <= bare_members(document, sentence, first, len(sentence.tokens) - 1)


def _near(one: Parting) -> bool:
    whole = one.whole.quantity.value
    values = [m.quantity.value * m.times for m in one.parts]
    if abs(one.off) >= sum(values) - max(values):
        return False  # one part is nearly all: that the others come near says nothing
    behind = one.whole.quantity.start > one.parts[-1].quantity.start  # it says that it is their sum
    most = HALVES if len(one.parts) < SURE else WIDE if behind or _of_it(one) else NEAR
    close = abs(one.off) <= most * whole
    return close or slipped(whole + one.off, whole) or any(
        slipped(m.quantity.value, m.quantity.value - one.off) for m in one.parts
    )  # fmt: skip


def _alike(document: Document, one: Parting) -> bool:
    """Parts in one sentence that are told alike, as many as were announced or by their names: then a whole right in front
    is meant, however far off it is."""
    if len(one.parts) < SURE or not one.adjacent or not _alone(document, one):
        return False
    sentences = {m.quantity.sentence for m in one.parts}
    if len(sentences) > 1 or one.parts[0].quantity.sentence - one.whole.quantity.sentence != 1:
        return False
    number = sum(m.times for m in one.parts)
    announced = any(
        q.value == number and q.role == "count" and q.start not in one.starts and q.start < one.parts[0].quantity.start
        for at in (one.whole.quantity.sentence, one.parts[0].quantity.sentence) for q in document.by_sentence[at]
    )  # fmt: skip
    nouns = lexicon.words("units", "groups") | lexicon.words("lists", "dimensions") | lexicon.words("serial", "nouns")
    shared = frozenset.intersection(*(frozenset(content(m.before)) | (m.words & nouns) for m in one.parts))
    shared -= {one.whole.quantity.kind}
    named = all(
        any(t.text[0].isupper() for t in m.sentence.tokens[max(1, m.first) : m.quantity.first]) for m in one.parts
    )
    return announced or ((bool(shared) or named) and abs(one.off) <= WIDE * one.whole.quantity.value)


def _says_one(document: Document, one: Parting) -> bool:
    """Nothing else can be broken down: no other figure stands with the whole, or the row says that it breaks down."""
    return _alone(document, one) or _by_a_hair(one) or _breaks_down(document, one.parts[0])


def _breaks_down(document: Document, first: Mention) -> bool:
    """ "Bila diurai per jenis usaha, ...", "Menurut skala usaha:" over a list."""
    known = lexicon.words("units", "groups") | lexicon.words("lists", "dimensions")
    lead = first.sentence.index - 1
    head = set(first.before) | (set(document.sentences[lead].lowers) if first.sentence.shape == "item" else set())
    return bool(head & lexicon.words("lists", "by")) and bool(
        head & known or {w.removesuffix("nya") for w in head} & known
    )


def _says_sum(mention: Mention) -> bool:
    """ "sehingga totalnya 42"."""
    if mention.quantity.text.lower().startswith("ke-"):
        return True  # "3 KUD, 4 KSP, dan 5 KPRI. Ke-13 koperasi itu ..."
    opens = len(mention.before) <= 1 and {"itu", "tersebut"} & set(mention.behind[:3])
    if opens and mention.first == 0:
        return True  # "Enam puluh dua koperasi itu ..."
    if mention.before[:1] in _SO and not mention.more and mention.first:
        return True  # "38 unit dan ... 64 unit, jadi yang ... 112 unit"
    words = mention.before[-6:]
    anaphors = lexicon.words("lists", "anaphors")  # "dari jumlah tersebut, 287": of it, and no sum itself
    return any(word in _SUMS and not anaphors & set(words[at + 1 : at + 2]) for at, word in enumerate(words))


_SO = {("jadi",), ("sehingga",)}


def _counts_them(one: Parting) -> bool:
    """ "2022 ada 64, 2023 ada 58, dan 2024 ada 71. Dalam tiga tahun berdiri 203": as many as were told."""
    number = sum(m.times for m in one.parts)
    words = [numbers.read_words([word]) for word in one.whole.before if numbers.begins_number(word)]
    return len(one.parts) >= SURE and number in words


def _of_it(one: Parting) -> bool:
    """ "Dari 95 koperasi, 40 sudah ..., 33 dalam proses, dan 32 akan ...": all in its sentence, none told of many."""
    return one.whole.whole and {m.quantity.sentence for m in one.parts} == {one.whole.quantity.sentence}


def _alone(document: Document, one: Parting) -> bool:
    """The whole is the only figure of its role in its sentence, but for its parts."""
    whole = one.whole.quantity
    others = [q for q in document.by_sentence[whole.sentence] if q.role == whole.role and q.whole_thing]
    number = sum(m.times for m in one.parts)
    others = [q for q in others if compatible(q.kind, whole.kind)]
    return all(q.start in one.starts or q.value == number for q in others)  # "87 orang dari tiga kelas"


def _by_a_hair(one: Parting) -> bool:
    """So near that chance is out of the question."""
    return len(one.parts) >= SURE and one.adjacent and abs(one.off) <= HAIR * one.whole.quantity.value


def _of_one_kind(one: Parting) -> bool:
    kinds = {m.quantity.kind for m in (one.whole, *one.parts)} - {""}
    return len(kinds) <= 1 and bool(one.whole.quantity.kind or one.whole.quantity.role != "count")


def opened(document: Document, one: Parting) -> bool:
    """Whole and parts in one sentence: something says that the parts begin."""
    whole, first, last_sentence = one.whole, one.parts[0], one.parts[-1].quantity.sentence
    if whole.quantity.start > first.quantity.start:
        return True
    if whole.whole or (one.parts[-1].rest and last_sentence == whole.quantity.sentence):
        return True
    sentence = whole.sentence
    if len(one.parts) < SURE and _alone(document, one) and _parted_in_two(document, one):
        return True  # "21 koperasi ikut, 13 dari dalam kota dan 9 dari luar kota"
    between = sentence.lowers[whole.quantity.last + 1 : first.quantity.first]
    if len(one.parts) >= SURE and (";" in between or any(VERB.fullmatch(w) for w in between)) and _alone(document, one):
        return True
    if marks_of(sentence):
        return False
    return any(whole.quantity.last < t.first < first.quantity.first for t in triggers_of(document, sentence))


def _parted_in_two(document: Document, one: Parting) -> bool:
    left, right = (item_of_mention(document, m) for m in one.parts[:2])
    joined = one.parts[0].quantity.sentence == one.parts[1].quantity.sentence
    if joined and one.whole.quantity.start > one.parts[1].quantity.start and _first_two(document, one):
        return True  # "9 pengurus dan 3 pengawas, sehingga seluruhnya 13 orang"
    if not joined and one.whole.whole and _not_so(one.parts[1]):
        return True
    return one.parts[-1].rest or complementary(document, left, right)


def _not_so(mention: Mention) -> bool:
    """ "Delapan belas orang harus mengulang": a sentence that opens with a figure and says of it that it is not so."""
    said = set(mention.behind) & (lexicon.words("complements", "negations") | _FAILS)
    return len(mention.before) <= 1 and mention.first == 0 and not mention.back and bool(said)


_FAILS = frozenset({"gagal", "mengulang", "absen", "ditolak", "batal", "mundur", "gugur", "tertunda", "menunggak", "rusak",
                    "kosong", "lagi", "mangkir", "tutup", "lain"})  # fmt: skip


def _first_two(document: Document, one: Parting) -> bool:
    """The parts are the only figures of their sentence, but for the whole."""
    here = document.by_sentence[one.parts[0].quantity.sentence]
    return {q.start for q in here if q.role == one.whole.quantity.role and q.whole_thing} <= one.starts


def item_of_mention(document: Document, mention: Mention) -> Item:
    """The figure with its clause as a part of a list."""
    return item_of(document, Chunk(mention.first, mention.last, "", (mention.quantity,), ()), mention.quantity)
