"""Lines of the audit trail as a page shows them: who, what, to what, with names and addresses of other rooms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from lumbung.access.models import Office, User
from lumbung.access.queries import Standpoint
from lumbung.access.roles import ROLE_LABELS, Act
from lumbung.audit import words
from lumbung.audit.models import Entry
from lumbung.audit.queries import seals_of
from lumbung.core.language import Language, translator
from lumbung.dashboards.sides import import_address
from lumbung.imports.models import Batch
from lumbung.registry.models import Source

Named = Mapping[tuple[str, str], str]  # (kind, key) of a subject -> its name


@dataclass(frozen=True, slots=True)
class Line:
    """One act in words."""

    pk: int
    at: datetime
    actor: str
    actor_key: str
    what: str
    subject: str  # kind and name, or kind and key
    subject_key: str  # as the trail holds it
    href: str  # its page, for those who may open it
    reason: str
    changes: list[tuple[str, str, str | None]]
    request: str
    seal: int | None  # None: waits for its seal


def lines(entries: Sequence[Entry], standpoint: Standpoint, language: Language) -> list[Line]:
    """The entries in words; as many queries for fifty as for one."""
    named, sealed = names_of(entries, standpoint.office), seals_of(entries)
    _t = translator(language)
    known = {("role", role.value): _t(label) for role, label in ROLE_LABELS.items()}
    return [
        Line(
            pk=entry.pk,
            at=entry.at,
            actor=entry.actor_name,
            actor_key=entry.actor_key,
            what=words.action_word(entry.action, language),
            subject=_subject(entry.subject, named, language),
            subject_key=entry.subject,
            href=_href(entry.subject, standpoint),
            reason=entry.reason,
            changes=words.changes_in_words(entry.changes, language, known),
            request=entry.request,
            seal=sealed.get(entry.pk),
        )
        for entry in entries
    ]


def names_of(entries: Sequence[Entry], office: Office) -> Named:
    """Names of people, imports, sources and the office that the lines speak of; others keep their key."""
    keys: dict[str, set[str]] = {}
    for entry in entries:
        kind, _, key = entry.subject.partition(":")
        keys.setdefault(kind, set()).add(key)
    out = {("office", office.code): office.name}
    people = User.objects.filter(pk__in=_numbers(keys.get("user"))).values_list("pk", "name")
    batches = Batch.objects.filter(office=office, pk__in=_numbers(keys.get("batch"))).values_list("pk", "file_name")
    sources = Source.objects.filter(office=office, pk__in=_numbers(keys.get("source"))).values_list("pk", "name")
    for kind, found in (("user", people), ("batch", batches), ("source", sources)):
        out |= {(kind, str(pk)): name for pk, name in found}
    return out


def _numbers(keys: set[str] | None) -> list[int]:
    return [int(key) for key in keys or () if key.isdecimal()]


def _subject(subject: str, named: Named, language: Language) -> str:
    kind, _, key = subject.partition(":")
    if kind == "office" and (kind, key) in named:
        return named[kind, key]  # says itself that it is an office
    return f"{words.subject_word(kind, language)} {named.get((kind, key), key)}"


def _href(subject: str, standpoint: Standpoint) -> str:
    kind, _, key = subject.partition(":")
    if kind == "cooperative" and standpoint.may(Act.SEE_REGISTER):
        return reverse("dashboards:cooperative", args=[key])
    if kind == "user" and key.isdecimal() and standpoint.may(Act.MANAGE_ACCOUNTS):
        return reverse("access:person", args=[key])
    if kind == "pair" and key.replace("-", "").isdecimal() and standpoint.may(Act.JUDGE_PAIRS):
        return reverse("dashboards:pair", args=key.split("-"))
    if kind == "batch" and key.isdecimal() and standpoint.may(Act.IMPORT):
        return import_address(int(key))
    return ""
