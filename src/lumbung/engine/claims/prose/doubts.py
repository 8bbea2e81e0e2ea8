"""What speaks against taking figures for the parts of a whole: another time, unlike things, the biggest alone."""

from __future__ import annotations

import re

from lumbung.engine.claims.prose.clauses import Mention
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.orders import first_place, marks_of
from lumbung.engine.claims.prose.partings import Parting

SURE = 3  # parts that come near a whole by more than chance


def maximal(document: Document, one: Parting) -> bool:
    """The row leaves out no figure of its kind behind it, and mixes no lines of a list with running text."""
    if len({m.sentence.shape for m in one.parts}) > 1 or one.whole.sentence.shape == "item":
        return False
    if marks_of(one.whole.sentence) or first_place(one.whole.sentence):
        return False  # one of those that are ranked
    if _other_things(one) or _only_the_biggest(one) or len({_in_brackets(m) for m in one.parts}) > 1:
        return False
    sentences = {m.quantity.sentence for m in one.parts}
    kinds = {m.quantity.kind for m in one.parts} - {""}
    if len(sentences) > 1 and len(kinds) > 1:
        return False  # unlike things are a list in one sentence at most
    if len(sentences) not in (1, 2, len(one.parts)):
        return False  # one sentence, or a sentence each
    last = one.parts[-1].quantity
    return one.parts[-1].rest or not any(
        q.role == last.role
        and q.start > last.end
        and q.kind in (last.kind, "")
        and q.whole_thing
        and q is not one.whole.quantity
        for q in document.by_sentence[last.sentence]
    )


def _in_brackets(mention: Mention) -> bool:
    """ "wajib Rp310 juta (2023: Rp285 juta)": what brackets add to a figure is not one more of its row."""
    before = mention.sentence.lowers[: mention.quantity.first]
    return before.count("(") > before.count(")")


def of_two_times(one: Parting) -> bool:
    """Most of the parts are of another time than the whole; what follows a whole of last year right away may be its parts."""
    other = sum(m.elsewhen != one.whole.elsewhen for m in one.parts)
    goes_on = one.whole.elsewhen and one.adjacent and one.parts[0].quantity.start > one.whole.quantity.start
    return 2 * other >= len(one.parts) and not goes_on


def _other_things(one: Parting) -> bool:
    """ "240 koperasi ... 120 tertib administrasi, 96 tertib keuangan": what is said of many, and may overlap."""
    if one.whole.whole or one.parts[-1].rest:
        return False
    verbs = [_verb(m) for m in one.parts if _verb(m)]
    if len(verbs) > 1 and (one.off > 0 or len(set(verbs)) < len(verbs)):
        return True
    kinds = [m.quantity.kind for m in one.parts]
    known = {"", "person", "cooperative", one.whole.quantity.kind}
    return bool(one.whole.quantity.kind) and any(kind not in known and kinds.count(kind) > 1 for kind in kinds)


def _verb(mention: Mention) -> str:
    """ "126 koperasi mengeluhkan modal": others may do so as well."""
    return next((word for word in mention.behind[:2] if VERB.fullmatch(word)), "")


VERB = re.compile(r"me[a-z]{5,}")  # "terhadap 150 koperasi memperlihatkan 18 sehat, ..."


def _only_the_biggest(one: Parting) -> bool:
    """ "Tiga terbesar ialah A 45, B 43, dan C 42": they may make less than all."""
    several = {m.quantity.sentence for m in one.parts if m.more}
    marked = any(marks_of(m.sentence) for m in one.parts if m.quantity.sentence in several)
    goes_on = len({m.quantity.sentence for m in one.parts}) > 1
    return marked and len(one.parts) >= SURE and (one.off < 0 or goes_on)
