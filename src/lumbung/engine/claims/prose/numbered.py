""" "Ada lima temuan, yaitu: (1) ...; (2) ...": announced numbers against points that the text itself numbers."""

from __future__ import annotations

from collections.abc import Sequence

from lumbung.engine.claims.model import Figure, Place
from lumbung.engine.claims.prose import lexicon
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.marks import Mark
from lumbung.engine.claims.prose.quantities import Quantity, group_noun

MOST = 20  # points that running text numbers; a bigger number tells of something else
NEAR = 16  # words from the number to the first point: "lima temuan yang wajib dibenahi, yaitu"
_UNLIKE = frozenset({"cooperative", "person"})
_OTHER = frozenset({"(", ")", ";", ".", "berisi", "memuat", "berupa", "oleh", "agar", "setelah", "karena", "sehingga"})
_CLAUSE = frozenset({"dan", "serta", "untuk", "dengan", "dalam", "pada", "bagi", "di"})
_MORE = frozenset({"lain", "lain-lain", "lainnya", "dll", "dsb", "dst", "seterusnya", "sebagainya"})
_PARTIAL = ("antara lain", "di antaranya", "diantaranya", "termasuk", "seperti", "misalnya", "contohnya", "terutama")


def numbered_points(document: Document) -> list[tuple[Quantity, list[Figure]]]:
    """Every announced number with the points behind it, whose number is what follows indeed."""
    found = []
    for row in document.points:
        announced = _announced(document, row)
        if announced is not None and not _goes_on(document, row[-1]):
            found.append((announced, _figures(document, row)))
    return found


def _announced(document: Document, row: Sequence[Mark]) -> Quantity | None:
    """The last number in front of the first point, if it is told of what the points are."""
    at, end = row[0].sentence, row[0].first
    before = [q for q in document.by_sentence[at] if q.last < end]
    if not before and _leads_in(document, row[0]):
        at, end = at - 1, len(document.sentences[at - 1].tokens) - 1
        before = list(document.by_sentence[at])
    if not before:
        return None
    last, lowers = before[-1], document.sentences[at].lowers
    if last.first and lowers[last.first - 1] == "dari":  # "dua dari lima syarat"
        some = before[-2:-1]
        return some[0] if some and some[0].last == last.first - 2 and _plain(some[0]) else None
    return last if _plain(last) and _reaches(last, lowers[last.last + 1 : end]) else None


def _leads_in(document: Document, first: Mark) -> bool:
    """The points open their sentence, or "Butir itu adalah:" does, behind the sentence that tells how many."""
    at = first.sentence - 1
    if at < 0 or document.sentences[at].paragraph != document.sentences[at + 1].paragraph:
        return False
    told = document.by_sentence[at][-1:]
    nouns = {told[0].kind, group_noun(document.sentences[at].lowers, told[0])} if told else set()
    words = document.words(first.sentence, 0, first.first - 1) if first.first else ()
    return set(words) <= nouns | _LEADS | lexicon.words("lists", "anaphors") | {",", ":"}


def _plain(quantity: Quantity) -> bool:
    whole = quantity.role == "count" and not quantity.bound and 1 < quantity.value <= MOST
    return whole and quantity.kind not in _UNLIKE


def _reaches(announced: Quantity, between: Sequence[str]) -> bool:
    """Nothing between the number and its points tells of something else."""
    inner = list(between)
    while inner and (inner[-1] in (",", ":") or inner[-1] in _LEADS):
        inner.pop()
    known = announced.kind == "group" or announced.kind in lexicon.words("lists", "announcers")
    far = len(between) > NEAR or (not known and bool(_CLAUSE & set(inner[2:])))
    text = " ".join(between)
    return not far and "," not in inner and not _OTHER & set(inner) and not any(word in text for word in _PARTIAL)


_LEADS = frozenset({"yaitu", "yakni", "ialah", "adalah", "meliputi", "mencakup", "berikut", "sebagai", "rinciannya"})


def _goes_on(document: Document, last: Mark) -> bool:
    """ "... (3) arsip, dan lain-lain"."""
    return bool(_MORE & set(document.sentences[last.sentence].lowers[last.last + 1 :]))


def _figures(document: Document, row: Sequence[Mark]) -> list[Figure]:
    """The points as parts: what is told behind each mark, up to the next or the end of its sentence."""
    out = []
    for mark, after in zip(row, [*row[1:], None], strict=True):
        tokens = document.sentences[mark.sentence].tokens
        end = after.first - 1 if after is not None and after.sentence == mark.sentence else len(tokens) - 1
        first = min(mark.last + 1, end)
        text = document.excerpt(mark.sentence, first, end).strip(" ,.;")
        text = text.removesuffix(" dan").removesuffix(" serta").strip(" ,.;")
        out.append(Figure(text, None, text, Place(start=tokens[first].start, end=tokens[end].end)))
    return out
