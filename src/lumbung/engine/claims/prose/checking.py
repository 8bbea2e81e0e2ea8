"""One text in, its claims and what became of them out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lumbung.core.findings import BadInput, Finding
from lumbung.engine.claims.model import Examined, Verdict
from lumbung.engine.claims.prose import sentences
from lumbung.engine.claims.prose.clauses import mentions_of
from lumbung.engine.claims.prose.closing import second_totals
from lumbung.engine.claims.prose.comparisons import compared
from lumbung.engine.claims.prose.contradictions import contradicting
from lumbung.engine.claims.prose.counts import counted
from lumbung.engine.claims.prose.differences import differing
from lumbung.engine.claims.prose.dirt import dirt_of, dirty
from lumbung.engine.claims.prose.document import Document, read
from lumbung.engine.claims.prose.enumerations import Enumeration, enumerations_of
from lumbung.engine.claims.prose.equations import multiplied
from lumbung.engine.claims.prose.exceeding import exceeding
from lumbung.engine.claims.prose.flows import flowing, in_steps
from lumbung.engine.claims.prose.further import further
from lumbung.engine.claims.prose.gaps import gaps
from lumbung.engine.claims.prose.growth import grown
from lumbung.engine.claims.prose.insiders import outside_of
from lumbung.engine.claims.prose.orders import ordered
from lumbung.engine.claims.prose.partings import acquitted, known_figures
from lumbung.engine.claims.prose.partitions import partitions_of, rests
from lumbung.engine.claims.prose.ranks import ranked
from lumbung.engine.claims.prose.ratios import judged_rates, rates_of
from lumbung.engine.claims.prose.remains import remaining
from lumbung.engine.claims.prose.serial import serials_of
from lumbung.engine.claims.prose.shares import shares_of
from lumbung.engine.claims.prose.sharing import shared_out
from lumbung.engine.claims.prose.standings import standing
from lumbung.engine.claims.prose.sums import Judged, judge
from lumbung.engine.claims.prose.unsettled import unsettled
from lumbung.engine.claims.prose.wholes import hundreds, products

__all__ = ["MOST_CHARACTERS", "check_text", "sentences"]

MOST_CHARACTERS = 2_000_000  # some thousand pages; more is no press text


def check_text(text: str, name: str) -> Examined:
    """Find the claims of an Indonesian text and try their arithmetic.

    Args:
        text: Plain text, as read from a file; line ends of any kind. Only the first `MOST_CHARACTERS` are checked.
        name: What to call it in findings (a file name).
    Returns:
        Verdicts in the order in which their figures stand in the text; each figure's place counts characters of
        `text`. Findings: numbers that a scanner spoilt, thousands parted by commas, that nothing could be checked.
    Raises:
        BadInput: If `text` is the content of a PDF or another binary file.
    """
    _refuse_binary(text, name)
    document = read(text[:MOST_CHARACTERS])
    verdicts = _verdicts(document)
    findings = [*dirt_of(document, name), *_remarks(document, text, verdicts, name)]
    return Examined(name, "text", tuple(sorted(verdicts, key=_place)), tuple(findings), text)


def _refuse_binary(text: str, name: str) -> None:
    if text[:1024].lstrip("\ufeff \t\r\n").startswith("%PDF-"):
        raise BadInput(Finding("claim.prose.is_pdf", source=name, value=name))
    if "\x00" in text[:4096]:
        raise BadInput(Finding("claim.prose.is_binary", source=name, value=name))


def _verdicts(document: Document) -> list[Verdict]:
    judged = _judged(document)
    shares = shares_of(document, judged)
    rates = rates_of(document, shares)
    found = [one.verdict for one in judged if one.verdict]
    found += second_totals(document, judged)
    found += counted(document, judged)
    found += judged_rates(document, rates)
    found += outside_of(document, shares, rates)
    told = {v.total.place.start for v in found if v.kind == "percent" and v.result == "fails" and v.total}
    found += hundreds(document, told)
    found += products(document)
    found += multiplied(document)
    found += ordered(document, judged)
    found += ranked(document, judged)
    found += standing(document, judged)
    found += compared(document)
    found += exceeding(document)
    found += grown(document)
    found += differing(document)
    found += remaining(document)
    found += contradicting(document, judged, shares)
    return _once(_settled(document, found))


def _settled(document: Document, found: Sequence[Verdict]) -> list[Verdict]:
    """What the phrases found, without what another sum of the text explains, and with what only the figures tell."""
    mentions = mentions_of(document)
    known, by_place = known_figures(mentions), {mention.quantity.start: mention for mention in mentions}
    flows = list(flowing(document, mentions))
    signed = [_starts(flow) for flow in flows]
    kept = [verdict for verdict in found if not acquitted(verdict, by_place, known)]
    kept = [v for v in unsettled(document, mentions, kept) if not _is_of(v, signed)] + flows
    tried = {
        f.place.start for v in kept if v.kind in ("sum", "bound") for f in (*v.parts, *([v.total] if v.total else []))
    }
    taken = {start for start in tried if start is not None}
    kept += [*gaps(document, mentions, taken), *shared_out(document, mentions, taken)]
    kept += further(document, mentions, kept)
    return [verdict for verdict in kept if not in_steps(verdict, mentions)]


def _starts(verdict: Verdict) -> set[int]:
    figures = [*verdict.parts, *([verdict.total] if verdict.total else [])]
    return {figure.place.start for figure in figures if figure.place.start is not None}


def _is_of(verdict: Verdict, signed: Sequence[set[int]]) -> bool:
    """A sum of figures that are told as what came and what left: only the signs say what they make."""
    return verdict.kind == "sum" and verdict.result != "holds" and any(_starts(verdict) <= one for one in signed)


def _judged(document: Document) -> list[Judged]:
    """Every list against its total; a list that only adds up with the rest told behind it is judged with it."""
    lists = enumerations_of(document)
    taken = frozenset(q.start for one in lists for q in one.quantities)
    judged = [_judge(document, one) for one in [*lists, *partitions_of(document, taken)]]
    known = {q.start for one in judged if _told(one) for q in one.enumeration.quantities}
    return judged + [_judge(document, one) for one in serials_of(document, frozenset(known))]


def _told(judged: Judged) -> bool:
    return judged.verdict is not None and judged.verdict.result != "cannot_tell"


def _judge(document: Document, one: Enumeration) -> Judged:
    spoilt = any(dirty(document.sentences[at]) for at in range(one.sentence, one.last_sentence + 1))
    found = judge(document, replace(one, closed=False) if spoilt else one)
    if found.verdict is None or found.verdict.result != "holds":
        longer = next((j for more in rests(document, [one]) if (j := judge(document, more)).verdict), None)
        found = longer or found
    return found


def _once(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """The same figures under the same test are told once; a list found in two ways likewise."""
    seen: set[tuple[str, tuple[int | None, ...]]] = set()
    out = []
    for verdict in verdicts:
        places = tuple(sorted(figure.place.start or 0 for figure in verdict.parts))
        if (verdict.kind, places) not in seen:
            seen.add((verdict.kind, places))
            out.append(verdict)
    return out


def _place(verdict: Verdict) -> tuple[int, str]:
    figures = [*verdict.parts, *([verdict.total] if verdict.total else [])]
    return min((f.place.start for f in figures if f.place.start is not None), default=0), verdict.kind


def _remarks(document: Document, text: str, verdicts: Sequence[Verdict], name: str) -> list[Finding]:
    found = []
    if len(text) > MOST_CHARACTERS:
        params = {"characters": len(text), "most": MOST_CHARACTERS}
        found.append(Finding("claim.prose.cut", params, "warning", name))
    if not document.quantities:
        found.append(Finding("claim.prose.no_numbers", {}, "note", name))
    elif not verdicts:
        numbers = len(document.quantities)
        code = "claim.prose.no_claims_one" if numbers == 1 else "claim.prose.no_claims"
        found.append(Finding(code, {"numbers": numbers}, "note", name))
    return found
