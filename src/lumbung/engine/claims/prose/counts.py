""" "enam kecamatan" against how many are named."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lumbung.engine.claims.model import Figure, Place, Result, Verdict
from lumbung.engine.claims.prose import lexicon
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.enumerations import Trigger, lines_of, triggers_of
from lumbung.engine.claims.prose.items import Chunk, chunks_of
from lumbung.engine.claims.prose.numbered import numbered_points
from lumbung.engine.claims.prose.quantities import Quantity
from lumbung.engine.claims.prose.sums import Judged
from lumbung.engine.claims.prose.tokens import Sentence
from lumbung.engine.claims.telling import told

LONGEST_NAME = 5  # words; longer stretches are clauses, and commas in them part nothing
PHRASE = 3  # words of what is no mere name
NOUN_WORDS = 4  # "lima layanan baru,": more words tell of something else
MOST_ANNOUNCED = 60
HEAD = 7  # words up to the verb of "Ketujuh kelurahan itu ialah ..."; sentences back to where seven were announced
_QUOTES = frozenset('"“”„«».')
_ENDS = frozenset({"kata", "ujar", "yang", "dengan", "untuk", "serta", "namun", "sehingga", "karena", "ucap", "jelas", "tutur",
                   "ungkap", "agar", "guna", "setelah", "masing-masing", "sementara", "sedangkan", "pada"})  # fmt: skip
_PLAIN = frozenset({"yakni", "yaitu", ":", "meliputi", "mencakup", "adalah", "dari", "atas", "menjadi"})


def counted(document: Document, judged: list[Judged]) -> Iterator[Verdict]:
    """Announced numbers of kinds, districts and the like against the lists that follow."""
    seen: set[int] = set()
    for number_told, points in numbered_points(document):
        if number_told.start not in seen:
            seen.add(number_told.start)
            yield _verdict(document, number_told, points, len(points), len(points))
    for one in judged:
        announced = one.enumeration.announced
        if announced is None or announced.start in seen or one.enumeration.grade == "partial":
            continue
        if not _firmly(document, announced, one.enumeration.sentence):
            continue
        seen.add(announced.start)
        number = len(one.items)
        if not one.enumeration.closed and announced.value != number:
            continue
        yield _verdict(document, announced, [item.figure() for item in one.items], number, number)
    for sentence in document.sentences:
        for trigger in triggers_of(document, sentence):
            announced = _announced(document, sentence, trigger)
            if announced is not None and announced.start not in seen:
                yield from _names(document, sentence, trigger, announced)
        copula = _copula(document, sentence)
        announced = _named_before(document, sentence, copula) if copula else None
        if copula is not None and announced is not None and announced.start not in seen:
            seen.add(announced.start)
            yield from _names(document, sentence, copula, announced)


def _firmly(document: Document, announced: Quantity, sentence: int) -> bool:
    return 0 < announced.value <= MOST_ANNOUNCED and 0 <= sentence - announced.sentence <= 1


def _announced(document: Document, sentence: Sentence, trigger: Trigger) -> Quantity | None:
    """The number in front of "yakni": "empat jenis ...", "ada lima, yaitu"; nothing but a few words may stand between."""
    before = [q for q in document.by_sentence[sentence.index] if q.last < trigger.first]
    if not before or trigger.grade == "partial" or (trigger.word not in _PLAIN and trigger.word not in _whole_words()):
        return None
    last = before[-1]
    between = sentence.lowers[last.last + 1 : trigger.first]
    bare = between in ((), (",",)) and last.kind == "" and sentence.lowers[last.first - 1 : last.first] == ("ada",)
    thing = last.kind not in ("", "cooperative", "person") and len(between) <= NOUN_WORDS and last.value > 1
    announcers = lexicon.words("lists", "announcers")
    if (
        last.bound
        or not (
            last.kind == "group"
            or bare
            or thing
            or _heads(sentence, before)
            or (last.kind in announcers and between[-1:] == (",",))
        )
        or not 0 < last.value <= MOST_ANNOUNCED
        or last.role != "count"
    ):
        return None
    if _heads(sentence, before):
        return last
    crossing = {"dan", "serta", "untuk", "agar", "(", ")", ";", "dengan", "setelah", "oleh"}
    inner = between[:-1] if between and between[-1] == "," else between
    return None if set(inner) & crossing or "," in inner else last


def _heads(sentence: Sentence, before: list[Quantity]) -> bool:
    """ "Empat aplikasi disediakan dinas untuk ..., yakni": the number, in words, opens the sentence and is its only one."""
    words = sentence.tokens[before[0].first].kind == "word"
    return len(before) == 1 and before[0].first <= 1 and words and before[0].value > 1 and before[0].kind != "person"


def _copula(document: Document, sentence: Sentence) -> Trigger | None:
    """ "Ketujuh kelurahan itu ialah A, B, ...", "Titik penjualan meliputi ...": the subject's verb, with no number before."""
    known = lexicon.words("lists", "copulas") | _PLAIN - {"dari", "atas", "menjadi"}
    at = next((i for i, w in enumerate(sentence.lowers[: HEAD + 1]) if w in known), 0)
    told_before = [q for q in document.by_sentence[sentence.index] if q.first < at]
    return Trigger(at, at, "complete", sentence.lowers[at]) if at and not told_before else None


def _named_before(document: Document, sentence: Sentence, copula: Trigger) -> Quantity | None:
    """The number that the text has told of what the sentence speaks of: "lima titik" for "Titik penjualan", of its own
    word "Kelima" too."""
    head = sentence.lowers[: copula.first]
    collective = lexicon.table("numbers", "digits").get(head[0].removeprefix("ke").removesuffix("nya"), 0)
    noun = next((w for w in head if w in lexicon.words("units", "groups")), head[0])
    if head[0].startswith("ke") and collective > 1:
        first = sentence.tokens[0]
        return Quantity(Decimal(collective), Decimal(1), "count", "", "group", sentence.index, 0, 0, first.start,
                        first.end, first.text)  # fmt: skip
    points = bool(set(head) & lexicon.words("lists", "anaphors"))
    if not (points or (head[0] == noun and noun in lexicon.words("units", "groups"))):
        return None
    told_of = [
        q for q in document.window(sentence.index, HEAD)
        if q.sentence < sentence.index and q.role == "count" and noun in document.words(q.sentence, q.last + 1, q.last + 2)
    ]  # fmt: skip
    alone = len({q.value for q in told_of}) == 1 and not told_of[-1].bound and 1 < told_of[-1].value <= MOST_ANNOUNCED
    return told_of[-1] if alone else None


def _whole_words() -> frozenset[str]:
    return frozenset(phrase.split()[0] for phrase in lexicon.words("lists", "complete")) - {"masing-masing", "berupa"}


def _names(document: Document, sentence: Sentence, trigger: Trigger, announced: Quantity) -> Iterator[Verdict]:
    following = document.sentences[sentence.index + 1] if sentence.index + 1 < len(document.sentences) else None
    if trigger.last >= len(sentence.tokens) - 2 and following is not None and following.shape == "item":
        lines = lines_of(document, following.index)
        names = [_name(document, at, 0, len(document.sentences[at].tokens) - 1) for at in lines]
        yield _verdict(document, announced, names, len(lines), len(lines))
        return
    end = _end(sentence, trigger.last + 1)
    if any(trigger.last < q.first <= end for q in document.by_sentence[sentence.index]):
        return
    chunks = _names_only(sentence, chunks_of(document, sentence, trigger.last + 1, end))
    alike = len(chunks) > 2 and _alike(sentence, chunks)
    here = announced.sentence == sentence.index  # told far in front, only a clear list tells
    known = announced.kind in lexicon.words("lists", "announcers") | {"group"}
    far = here and not known and trigger.first - announced.last > NOUN_WORDS + 1
    if len(chunks) < 2 or (far and not alike):
        return
    if not alike and not _clean(document, sentence, announced, [(c.first, c.last) for c in chunks]):
        return
    least, most = _range([chunk.joined for chunk in chunks])
    most = least if _of_phrases(sentence, chunks) else most
    figures = [_name(document, sentence.index, c.first, c.last) for c in chunks]
    yield _verdict(document, announced, figures, least, most)


def _names_only(sentence: Sentence, chunks: list[Chunk]) -> list[Chunk]:
    """ "A, B, dan C, sejak awal bulan": what stands behind the last name, in small letters, names nothing."""
    last = next(
        (at for at, chunk in enumerate(chunks) if at > 1 and chunk.joined.split()[-1] in ("dan", "serta")), None
    )
    if last is None or last + 1 >= len(chunks) or chunks[last + 1].joined != ",":
        return chunks
    large = [any(t.text[0].isupper() for t in sentence.tokens[c.first : c.last + 1]) for c in chunks]
    return chunks[: last + 1] if all(large[: last + 1]) and not large[last + 1] else chunks


def _end(sentence: Sentence, first: int) -> int:
    """The last word of the names: a quotation mark or a clause ends them."""
    for at in range(first, len(sentence.tokens)):
        word = sentence.lowers[at]
        if word == "." and at < len(sentence.tokens) - 1 and sentence.lowers[at + 1] not in _QUOTES:
            return -1  # "S.E.": a person's degree, and commas part nothing
        if word == "serta" and sentence.lowers[at - 1] == "," and at > first:
            # "A, B, serta C" goes on, "A, B, serta memberi ..." may do either
            if at + 1 < len(sentence.tokens) and sentence.lowers[at + 1].startswith(("me", "ber", "di")):
                return -1
            continue
        if word in _QUOTES or word in "!?;" or (at > first and sentence.lowers[at - 1] == "," and word in _ENDS):
            return at - (2 if word in _ENDS else 1)
        if word in ("yang", "sehingga", "karena", "(") and at > first:
            return -1
    return len(sentence.tokens) - 1


def _alike(sentence: Sentence, chunks: list[Chunk]) -> bool:
    """ "SiKopi untuk akuntansi, LaporRAT untuk berkas, dan CekSehat untuk ...": a name and what it is for, every one."""
    stop = lexicon.words("stop", "words")
    stretches = [sentence.lowers[c.first : c.last + 1] for c in chunks]
    shared = set(stretches[0][1:]).intersection(*(set(words[1:]) for words in stretches[1:])) & stop
    large = all(sentence.tokens[c.first].text[0].isupper() for c in chunks)
    return large and bool(shared) and chunks[-1].joined.split()[-1] in ("dan", "serta")


def _clean(document: Document, sentence: Sentence, announced: Quantity, chunks: list[tuple[int, int]]) -> bool:
    """Short names only; places are written large."""
    after = sentence.lowers[announced.last + 1 : announced.last + 2]
    places = bool(after) and after[0] in lexicon.words("units", "places")
    for first, last in chunks:
        if last - first + 1 > LONGEST_NAME:
            return False
        if places and not any(token.text[0].isupper() for token in sentence.tokens[first : last + 1]):
            return False
    return True


def _of_phrases(sentence: Sentence, chunks: list[Chunk]) -> bool:
    """ "tugas dan wewenang pengawas, teknik membaca neraca, pemeriksaan kas dan piutang, serta ...": every stretch between
    commas is a phrase, and a "dan" inside one joins a single word to it."""
    if chunks[-1].joined not in (", dan", ", serta"):
        return False
    sizes: list[int] = []
    single = True
    for at, chunk in enumerate(chunks):
        size = chunk.last - chunk.first + 1
        if at and chunk.joined in ("dan", "serta"):
            single = single and (size == 1 or chunks[at - 1].first == chunks[at - 1].last)
            sizes[-1] += size + 1
        else:
            sizes.append(size)
    small = all(t.text[0].islower() for c in chunks for t in sentence.tokens[c.first : c.last + 1])
    return small and single and len(sizes) > 2 and min(sizes) >= PHRASE  # a list of two has no commas


def _range(joined: list[str]) -> tuple[int, int]:
    """How many names there are at least and at most: "A dan B" inside a list may be one name or two."""
    most = len(joined)
    plain = [at for at, sign in enumerate(joined) if at and sign in ("dan", "serta", "&")]
    certain = 1 if plain and plain[-1] == most - 1 and ", dan" not in joined and ", serta" not in joined else 0
    return most - len(plain) + certain, most


def _name(document: Document, sentence: int, first: int, last: int) -> Figure:
    tokens = document.sentences[sentence].tokens[first : last + 1]
    text = document.excerpt(sentence, first, last).strip(" ,.;")
    return Figure(text, None, text, Place(start=tokens[0].start, end=tokens[-1].end))


def _verdict(document: Document, announced: Quantity, named: list[Figure], least: int, most: int) -> Verdict:
    sentence = document.sentences[announced.sentence]
    subject = document.excerpt(sentence.index, announced.first, announced.last + 2).strip(" ,.:;")
    fits = least <= announced.value <= most
    number = int(announced.value) if fits else most if announced.value > most else least
    result: Result = "holds" if fits else "fails"
    finding = told(
        f"claim.count.{result}", result, subject=subject, published=announced.value, computed=Decimal(number)
    )
    return Verdict("count", result, finding, tuple(named), announced.figure(subject), Decimal(number),
                   Decimal(number) - announced.value, subject=subject)  # fmt: skip
