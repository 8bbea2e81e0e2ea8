""" "Dari 40 koperasi itu, 46 ...": a part that is bigger than what the text itself calls its whole."""

from __future__ import annotations

from collections.abc import Iterator

from lumbung.engine.claims.model import Verdict
from lumbung.engine.claims.prose import lexicon
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.moments import timed
from lumbung.engine.claims.prose.partitions import says_of
from lumbung.engine.claims.prose.quantities import Quantity
from lumbung.engine.claims.prose.shares import NO_SHARE, label_of, opens
from lumbung.engine.claims.telling import told

BETWEEN = 9  # words from the whole to its part
_GOALS = frozenset({"target", "kuota", "pagu", "kebutuhan", "kapasitas", "rencana", "semula", "awal", "awalnya", "kini",
                    "menjadi", "jadi", "sekarang", "hanya", "baru", "ke", "hingga", "sampai"})  # fmt: skip


_PEOPLE = frozenset({"pelaku", "pendaftar", "pemohon", "penerima", "pengusaha", "penjual", "pembeli", "penjahit", "pengunjung", "pendamping",
                     "penyandang", "pelamar", "undangan", "lulusan", "wirausaha", "tamu", "pencari", "pekebun", "calon"})  # fmt: skip


def exceeding(document: Document) -> Iterator[Verdict]:
    """Every such part, once."""
    for sentence in document.sentences:
        told_of = [q for q in document.by_sentence[sentence.index] if q.whole_thing and not q.bound]
        seen: set[int] = set()
        for place, part in enumerate(told_of):
            before = told_of[place - 1] if place else None
            whole = (
                _opened(document, before, part)
                or _pointed(document, before, part)
                or _including(document, before, part)
            )
            whole = whole or _joined(document, part, told_of[place + 1] if place + 1 < len(told_of) else None)
            whole = whole or (_that(document, part) if not place else None)
            if whole is not None and part.value > whole.value and part.start not in seen:
                seen.add(part.start)
                yield _verdict(document, part, whole)


def _opened(document: Document, whole: Quantity | None, part: Quantity) -> Quantity | None:
    """ "Dari 40 koperasi yang sehat, 46 koperasi sudah ..."."""
    if whole is None or not says_of(document, whole) or not opens(document, whole):
        return None
    between = document.words(part.sentence, whole.last + 1, part.first - 1)
    near = "," in between and len(between) <= BETWEEN and ";" not in between
    return whole if near and _same(document, whole, part) and not _moves(document, whole, part) else None


def _pointed(document: Document, whole: Quantity | None, part: Quantity) -> Quantity | None:
    """ "40 koperasi, 46 di antaranya ..."."""
    if whole is None or part.role != whole.role or whole.kind == "group":
        return None
    after = document.words(part.sentence, part.last + 1, part.last + 3)
    points = "antaranya" in after or "diantaranya" in after
    behind = document.words(whole.sentence, whole.last + 1, whole.last + 2)
    people = (
        part.kind == "person" and not whole.kind and bool(_PEOPLE & set(behind))
    )  # "84 pelaku usaha, 97 orang di antaranya"
    alike = not part.kind or part.kind == whole.kind or people
    return whole if points and alike and not _moves(document, whole, part) else None


def _including(document: Document, whole: Quantity | None, part: Quantity) -> Quantity | None:
    """ "36 orang, termasuk 41 orang warga setempat"."""
    if whole is None or not part.kind or part.kind != whole.kind or part.role != whole.role or whole.kind == "group":
        return None
    between = document.words(part.sentence, whole.last + 1, part.first - 1)
    return whole if between[-1:] == ("termasuk",) and len(between) <= 3 and not _moves(document, whole, part) else None


def _joined(document: Document, part: Quantity, whole: Quantity | None) -> Quantity | None:
    """ "46 koperasi dari 40 koperasi", "46 dari 40 koperasi"."""
    if whole is None or part.role != "count" or whole.role != "count":
        return None
    between = document.words(part.sentence, part.last + 1, whole.first - 1)
    bare = between == ("dari",)
    plain = (
        len(between) <= 4 and between[-1:] == ("dari",) and not set(between) & (NO_SHARE | {",", ";", "(", ")", "dan"})
    )
    same = bool(part.kind) and part.kind == whole.kind and plain
    return whole if (bare or same) and not _moves(document, part, whole) else None


def _that(document: Document, part: Quantity) -> Quantity | None:
    """ "Dari jumlah tersebut, 46 ...": bigger than everything of its kind in the sentence before."""
    head = document.words(part.sentence, 0, part.first - 1)
    refers = head[:1] == ("dari",) and lexicon.words("lists", "anaphors") & set(head[:5]) and len(head) <= BETWEEN
    if not refers or not part.sentence:
        return None
    before = [q for q in document.by_sentence[part.sentence - 1] if q.whole_thing and q.role == part.role]
    if not before or any(q.bound for q in before):
        return None
    biggest = max(before, key=lambda q: q.value)
    return biggest if _same(document, biggest, part) and not _moves(document, biggest, part) else None


def _same(document: Document, whole: Quantity, part: Quantity) -> bool:
    """Both count one kind; a part that names none is followed by what is said of it ("46 sudah", "46 dinyatakan")."""
    if part.role != whole.role or part.role == "amount":
        return False
    if part.kind or part.role == "money":
        return part.kind == whole.kind
    after = document.words(part.sentence, part.last + 1, part.last + 1)
    return bool(after) and (after[0] in _SAID or after[0].startswith(("di", "ber", "me", "ter")))


_SAID = frozenset({"sudah", "telah", "belum", "tidak", "masih", "yang", "aktif", "unit", "orang"})


def _moves(document: Document, whole: Quantity, part: Quantity) -> bool:
    """A change in time, or a goal that may be surpassed: "dari 85 tahun lalu, kini 96", "420 dari target 400"."""
    words = timed(document.sentences[part.sentence].lowers)
    growth = lexicon.words("growth", "up") | lexicon.words("growth", "down")
    left, right = (whole, part) if whole.start < part.start else (part, whole)
    near = set(document.words(whole.sentence, whole.first - 4, whole.first - 1))
    near |= (
        set(document.words(part.sentence, left.last + 1, right.first - 1)) if left.sentence == right.sentence else set()
    )
    return bool(words & (growth | lexicon.words("differences", "before")) or near & _GOALS)


def _verdict(document: Document, part: Quantity, whole: Quantity) -> Verdict:
    subject, base = label_of(document, part), label_of(document, whole)
    finding = told("claim.prose.share_too_big", "fails", subject=subject, numerator=part.value,
                   denominator=whole.value)  # fmt: skip
    return Verdict("inside", "fails", finding, (part.figure(subject), whole.figure(base)), subject=subject)
