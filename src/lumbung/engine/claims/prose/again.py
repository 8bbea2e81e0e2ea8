"""One thing named again, with a slip of the pen: "482 anggotanya ... seluruh 428 anggota", "subsidi Rp750 juta ... subsidi Rp570
juta itu".

The later figure must say that it goes back ("seluruh", "itu"), be called like the earlier one, and differ from it by two
neighbouring digits swapped, or by one digit where the name is longer than a word.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations, pairwise

from lumbung.engine.claims.model import Verdict
from lumbung.engine.claims.prose import lexicon
from lumbung.engine.claims.prose.clauses import Mention
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.items import content
from lumbung.engine.claims.prose.moments import timed
from lumbung.engine.claims.prose.quantities import Quantity
from lumbung.engine.claims.prose.shares import label_of
from lumbung.engine.claims.prose.slips import slipped, staged
from lumbung.engine.claims.telling import plain_list, told
from lumbung.engine.cleaning.law import law

MOST = 200  # figures compared
NAME = 2  # words of a name behind a figure
REACH = 8  # words behind a figure up to "itu"
LEAST = 10
YEAR = 4  # digits
MADE_OF = 60  # figures whose sums and differences are tried
_BACK = frozenset({"itu", "tersebut", "tadi", "dimaksud"})
_ALL = frozenset({"seluruh", "semua", "keseluruhan", "segenap", "para"})
_ENDS = frozenset(',.;:()"“”')
_PLACED = frozenset({"di", "pada", "ke", "dari"})
_SAYS = frozenset(
    {
        "berharap",
        "mengatakan",
        "menyebut",
        "menjelaskan",
        "meminta",
        "menegaskan",
        "menambahkan",
        "bahwa",
        "agar",
        "senilai",
        "sebesar",
    }
)
_NOW = frozenset({"kini", "sekarang", "akhirnya", "sejak"})
_HOUSES = frozenset({"cabang", "gerai", "unit", "kelompok", "koperasi", "pasar", "dusun", "kampung"})
_OTHER = frozenset({"lain", "lainnya", "sisanya", "masing-masing", "setiap", "tiap", "per", "target", "rencana", "naik", "turun", "bertambah",
                    "menjadi", "mendatang", "depan", "sebelumnya", "semula", "tahun"})  # fmt: skip


def named_again(document: Document, mentions: Sequence[Mention], tried: Collection[int]) -> Iterator[Verdict]:
    """Every such pair; `tried` are the places of totals that were judged before."""
    known = [m for m in mentions if m.quantity.whole_thing or m.quantity.kind == "group"][:MOST]
    for at, later in enumerate(known):
        back = _goes_back(later)
        if (timed(later.before) & lexicon.words("differences", "before")) or _NOW & set(later.before):
            continue
        if not back or later.quantity.value < LEAST or later.quantity.bound or _OTHER & {*later.before, *later.behind}:
            continue
        name = _name(later)
        earlier = [m for m in known[:at] if _same(m, later, name)]
        values = {m.quantity.value: m for m in earlier}
        if len(values) != 1 or later.quantity.value in values or _elsewhere(document, later, name):
            continue
        (first,) = values.values()
        slip = _slip(first, later, name)
        if slip and not _made(mentions, later, first) and not apart(document, first.quantity, later.quantity):
            yield _told(document, first.quantity, later.quantity)


def _goes_back(mention: Mention) -> bool:
    """ "seluruh 428 anggota", "680 macam barang yang dijual di gerai itu", "anggaran subsidi Rp570 juta itu"."""
    if _ALL & set(mention.before[-1:]):
        return True
    behind = mention.behind[:REACH]
    end = next((at for at, word in enumerate(behind) if word in _ENDS), len(behind))
    return bool(_BACK & set(behind[:end]))


def _name(mention: Mention) -> tuple[str, ...]:
    """Money is named in front ("anggaran subsidi Rp750 juta", "bantuan Rp365 juta"), what is counted behind ("650 macam barang")."""
    if mention.quantity.role != "money":
        return _behind(mention)
    words = [word for word in mention.before if word not in _SAYS]
    end = next((at for at, word in enumerate(reversed(words)) if not word[0].isalpha()), len(words))
    return tuple(content(words[len(words) - end :])[-NAME:])


def _behind(mention: Mention) -> tuple[str, ...]:
    found: list[str] = []
    for word in mention.behind[: NAME + 1]:
        if word in lexicon.words("stop", "words") - {"orang", "unit", "buah"} or not word[0].isalpha():
            break
        found.append(word.removesuffix("nya"))
    return tuple(found[:NAME])


def _same(mention: Mention, later: Mention, name: tuple[str, ...]) -> bool:
    """Called alike, of one role, and no other group of its kind."""
    left, right = mention.quantity, later.quantity
    if left.role != right.role or not name or left.bound or left.value < LEAST:
        return False
    if right.role == "money":
        return set(name[-1:]) <= set(mention.before) and not mention.changed
    mine = _behind(mention)
    of_members = mine[:1] in (("orang",), ("unit",)) and any(name[0] in word for word in mention.before[-3:])
    head = (mine[:1] == name[:1] or of_members) and not mention.back and not mention.rest
    return (
        head
        and (of_members or len(name) == 1 or len(mine) == 1 or mine == name)
        and not mention.changed
        and not mention.elsewhen
    )


def _slip(first: Mention, later: Mention, name: tuple[str, ...]) -> bool:
    """Two digits swapped; or one another, where both are called by the same two words."""
    a, b = first.quantity.value, later.quantity.value
    digits = sorted(str(a).strip("0")) == sorted(str(b).strip("0"))
    whole = _behind(first) == name if later.quantity.role != "money" else set(name) <= set(first.before)
    return slipped(a, b) and (digits or (len(name) == NAME and whole))


def _elsewhere(document: Document, later: Mention, name: tuple[str, ...]) -> bool:
    """The figure stands elsewhere in the text with the same name: it is no slip."""
    return any(q.value == later.quantity.value and q is not later.quantity for q in document.quantities)


def _made(mentions: Sequence[Mention], later: Mention, first: Mention) -> bool:
    """Two other figures make it."""
    values = list({
        m.quantity.value for m in mentions if m.quantity.role == later.quantity.role and m is not later
    })[:MADE_OF]  # fmt: skip
    made = later.quantity.value
    return any(made in (a + b, abs(a - b)) for a, b in combinations(values, 2))


def apart(document: Document, first: Quantity, later: Quantity) -> bool:
    """Each is told of a place, a year or a stage of its own; or the later one of a place that the first does not know."""
    left, right = _marks(document, first), _marks(document, later)
    if (left - right and right - left) or staged(document, first) or staged(document, later):
        return True
    paragraph = document.sentences[first.sentence].paragraph
    known = {w for s in document.sentences[: later.sentence] if s.paragraph == paragraph for w in s.lowers}
    return bool(_marks(document, later, until=later.first) - known)


def _marks(document: Document, quantity: Quantity, until: int | None = None) -> frozenset[str]:
    """Names behind "di" and the like in its sentence, up to the token `until`, and years."""
    tokens = document.sentences[quantity.sentence].tokens[:until]
    months = law("months")["names"]
    found = set()
    for at, (before, token) in enumerate(pairwise(tokens)):
        if before.lower == "koperasi" and at and tokens[at - 1].lower == "dinas":
            continue  # the office that speaks
        large = token.kind == "word" and token.text[0].isupper() and token.lower not in months
        if large and before.lower in _PLACED | lexicon.words("units", "places") | _HOUSES:
            found.add(token.lower)
        if token.kind == "number" and len(token.text) == YEAR and token.text[:2] in ("19", "20"):
            found.add(token.text)
    return frozenset(found)


def _told(document: Document, first: Quantity, second: Quantity) -> Verdict:
    subject = label_of(document, first)
    finding = told("claim.same.fails", "fails", subject=subject, values=plain_list([first.value, second.value]))
    figures = (first.figure(subject), second.figure(label_of(document, second)))
    return Verdict("same", "fails", finding, figures, subject=subject)
