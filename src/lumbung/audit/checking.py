"""The chain computed anew: each line that was changed, taken away or put in later, and each seal that is broken.

What nobody can see from inside: whether the end of the chain was cut off. So the head of the chain is told, to be
written down elsewhere, and `verify` takes one that was written down.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, islice

from django.db import transaction

from lumbung.audit import sealing
from lumbung.audit.models import Entry, Seal, SealedLine
from lumbung.audit.queries import head_of_chain
from lumbung.core.findings import Finding
from lumbung.core.language import gettext_noop as _
from lumbung.core.sentences import Sentence, enter

_ASK = _("Compare it with a backup, and ask who may write to the database past the office.")
enter(
    {
        "audit_line_changed": Sentence(
            _("Line %(line)s of the audit trail was changed after seal %(seal)s of %(day)s."), _ASK
        ),
        "audit_line_missing": Sentence(
            _("Line %(line)s of the audit trail is missing; seal %(seal)s of %(day)s holds its digest."), _ASK
        ),
        "audit_line_late": Sentence(
            _("Line %(line)s of the audit trail stands among sealed ones but no seal holds it: it was put in later."),
            _ASK,
        ),
        "audit_seal_broken": Sentence(
            _("Seal %(seal)s of %(day)s does not fit the digests of its lines (%(lines)s told, %(found)s found)."), _ASK
        ),
        "audit_seal_unlinked": Sentence(
            _("Seal %(seal)s of %(day)s does not follow the seal before it: one in between is missing or was changed."),
            _ASK,
        ),
        "audit_seal_missing": Sentence(_("Seal %(seal)s is missing; the digests of its lines are still there."), _ASK),
        "audit_root_unknown": Sentence(
            _("The head %(root)s that was written down is not in the chain: its end was cut off or made anew."), _ASK
        ),
        "audit_restored": Sentence(
            _("From seal %(seal)s of %(day)s on the chain goes on in another database, as after a restored backup."),
        ),
        "audit_verified": Sentence(
            _("%(lines)s lines under %(seals)s seals were computed anew, %(waiting)s wait for their seal."),
            _("Head of the chain: %(head)s. Write it down elsewhere; it proves later that nothing was cut off."),
        ),
        "audit_empty": Sentence(_("No line of the audit trail is sealed yet, %(waiting)s wait for their seal.")),
    }
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the chain says."""

    lines: int  # sealed ones, computed anew
    waiting: int  # lines not sealed yet
    seals: int
    head: str  # root of the last seal, 64 hexadecimal digits; empty: there is none
    findings: tuple[Finding, ...]  # what does not fit, by seal and line; then one sentence with the counts

    @property
    def broken(self) -> int:
        """How many findings say that something does not fit."""
        return sum(finding.severity == "error" for finding in self.findings)


@transaction.atomic
def verify(known_root: str = "") -> Verdict:
    """Compute the whole chain anew; nothing is written. Sealing waits meanwhile, other work does not.

    After a restore into another database `seal_committed_lines` must have run once.

    Args:
        known_root: A head of the chain that was written down earlier; it must still be in it.
    """
    sealing.hold_the_chain(reading=True)
    findings = list(_faults())
    last = head_of_chain()
    late = _late(last) if last else []
    findings += [Finding("audit_line_late", {"line": pk}) for pk in late]
    if known_root and not Seal.objects.filter(root=known_root).exists():
        findings.append(Finding("audit_root_unknown", {"root": known_root}))
    lines, seals = SealedLine.objects.count(), Seal.objects.count()
    waiting = sealing.unsealed(Entry.objects.all()).count() - len(late)
    head = last.root if last else ""
    told: dict[str, str | int] = {"lines": lines, "seals": seals, "waiting": waiting, "head": head}
    findings.append(Finding("audit_verified" if last else "audit_empty", told, severity="note"))
    return Verdict(lines, waiting, seals, head, tuple(findings))


def _late(last: Seal) -> list[int]:
    below = Entry.objects.filter(transaction__lt=last.horizon)
    return list(sealing.unsealed(below).order_by("pk").values_list("pk", flat=True))


def _faults() -> Iterator[Finding]:
    """Faults of seals and of sealed lines, in the order of the chain."""
    sealed = SealedLine.objects.order_by("seal_id", "entry_id").iterator(chunk_size=sealing.CHUNK)
    groups = groupby(sealed, key=lambda line: line.seal_id)
    group = next(groups, None)
    root, horizon = sealing.START, 0
    for seal in Seal.objects.order_by("pk").iterator(chunk_size=sealing.CHUNK):
        digests: dict[int, str] = {}
        while group and group[0] < seal.pk:
            yield Finding("audit_seal_missing", {"seal": group[0]})
            group = next(groups, None)
        if group and group[0] == seal.pk:
            yield from _faults_of_lines(seal, group[1], digests)
            group = next(groups, None)
        yield from _faults_of_seal(seal, digests, root, horizon)
        root, horizon = seal.root, seal.horizon
    while group:
        yield Finding("audit_seal_missing", {"seal": group[0]})
        group = next(groups, None)


def _faults_of_lines(seal: Seal, lines: Iterator[SealedLine], digests: dict[int, str]) -> Iterator[Finding]:
    """Lines of one seal that differ from what it holds; `digests` is filled with what it holds."""
    while chunk := list(islice(lines, sealing.CHUNK)):
        now = Entry.objects.in_bulk([line.entry_id for line in chunk])
        for line in chunk:
            digests[line.entry_id] = line.digest
            entry = now.get(line.entry_id)
            if entry is None:
                yield Finding("audit_line_missing", {"line": line.entry_id, **_named(seal)})
            elif sealing.digest_of(entry) != line.digest:
                yield Finding("audit_line_changed", {"line": line.entry_id, **_named(seal)})


def _faults_of_seal(seal: Seal, digests: dict[int, str], root: str, horizon: int) -> Iterator[Finding]:
    if seal.previous != root:
        yield Finding("audit_seal_unlinked", _named(seal))
    own = sealing.root_of(
        previous=seal.previous, horizon=seal.horizon, sealed_at=seal.sealed_at, digests=digests.items()
    )
    if seal.root != own or seal.lines != len(digests):
        yield Finding("audit_seal_broken", {**_named(seal), "lines": seal.lines, "found": len(digests)})
    if seal.horizon < horizon:
        yield Finding("audit_restored", _named(seal), severity="note")


def _named(seal: Seal) -> dict[str, str | int]:
    return {"seal": seal.pk, "day": f"{seal.sealed_at:%d/%m/%Y}"}
