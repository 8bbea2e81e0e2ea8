"""What lines of the trail say, in words: acts, subjects and fields, by the names the rooms write them with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from lumbung.core.language import Language, translator
from lumbung.core.language import gettext_noop as _
from lumbung.reports.labels import GROUPS

# Every act that any room records; a test holds this list against the source code.
ACTIONS = {
    "access.office.made": _("Office set up"),
    "access.person.made": _("Account made"),
    "access.person.deactivated": _("Account closed"),
    "access.person.reactivated": _("Account opened again"),
    "access.appointment.given": _("Person appointed"),
    "access.appointment.ended": _("End of an appointment set"),
    "access.invitation.made": _("Invitation made"),
    "access.invitation.accepted": _("Invitation accepted"),
    "access.login.succeeded": _("Logged in"),
    "access.logged_out": _("Logged out"),
    "access.login.failed": _("Login failed"),
    "access.login.closed": _("Login closed for some minutes after too many attempts"),
    "access.login.reset": _("Password and second factor taken away"),
    "access.password.changed": _("Own password changed"),
    "access.second_factor.set": _("Second factor set up"),
    "access.second_factor.removed": _("Second factor taken away"),
    "access.sessions.ended": _("Other sessions ended"),
    "registry.source.opened": _("Source opened"),
    "registry.memberships.changed": _("Source rows joined to cooperatives, or parted from them"),
    "registry.personal_data.read": _("Personal data read"),
    "registry.guidance.written": _("History of guidance written"),
    "registry.guidance.withdrawn": _("Entry of the history of guidance taken back"),
    "imports.batch.uploaded": _("List uploaded"),
    "imports.batch.dated": _("Day of a list set"),
    "imports.mapping.changed": _("Columns of a list assigned"),
    "imports.batch.applied": _("Import applied"),
    "imports.batch.apply_cancelled": _("Applying an import cancelled"),
    "imports.batch.discarded": _("Import put aside"),
    "imports.batch.undone": _("Import undone"),
    "linkage.opinion.given": _("Verdict of one judge kept"),
    "linkage.opinion.withdrawn": _("Verdict of one judge taken back"),
    "linkage.weights.proposed": _("Weights of the linkage learned"),
    "linkage.weights.adopted": _("Weights of the linkage adopted"),
    "linkage.weights.passed_over": _("Proposed weights passed over"),
    "linkage.reviewing.set": _("How pairs are judged decided"),
    "linkage.pair.judged": _("Pair of rows judged"),
    "linkage.judgement.withdrawn": _("Judgement of a pair withdrawn"),
    "statistics.asked": _("Linking and counting asked for again"),
    "registry.override.set": _("Field corrected by hand"),
    "registry.override.lifted": _("Correction of a field lifted"),
    "counter.act.done": _("Counter work entered"),
    "counter.act.took_effect": _("Counter work took effect on its day"),
    "counter.act.undone": _("Counter work undone"),
    "documents.file.kept": _("Paper kept"),
    "dashboards.list.exported": _("List downloaded"),
    "dashboards.tables.exported": _("Tables downloaded"),
    "dashboards.export.fetched": _("Prepared file fetched"),
    "places.outlines.imported": _("Outlines of regions brought in"),
}
# For what officers' data may be read; whoever reads says which, and the trail keeps it.
PURPOSES = {
    "service": _("serving the cooperative at the counter"),
    "correction": _("correcting or joining data"),
    "visit": _("preparing or checking a visit"),
    "letter": _("writing a letter or an invitation"),
    "supervision": _("supervision or an examination"),
    "other": _("another task of the office"),
}
# What is written into a cooperative's history of guidance.
GUIDANCE = {
    "visit": _("Visit"),
    "consultation": _("Advice"),
    "training": _("Training"),
    "meeting": _("Meeting of members attended"),
    "contact": _("Letter or telephone"),
    "founding": _("Step of founding"),
    "other": _("Other guidance"),
}
SUBJECTS = {
    "cooperative": _("Cooperative"),
    "batch": _("Import"),
    "source": _("Source"),
    "counter": _("Counter work"),
    "file": _("Paper"),
    "pair": _("Pair"),
    "user": _("Person"),
    "office": _("Office"),
}
ROOMS = {
    "access": _("Accounts"),
    "registry": _("Register"),
    "imports": _("Imports"),
    "counter": _("Counter"),
    "documents": _("Papers"),
    "linkage": _("Pairs"),
    "dashboards": _("Lists"),
    "places": _("Regions"),
    "statistics": _("Figures"),
}
FIELDS = {
    "name": _("name"),
    "username": _("user name"),
    "role": _("role"),
    "office": _("office"),
    "area": _("area"),
    "first_day": _("first day"),
    "last_day": _("last day"),
    "acting": _("acting"),
    "letter": _("letter"),
    "until": _("valid until"),
    "is_active": _("account open"),
    "sessions_ended": _("sessions ended"),
    "sha256": _("fingerprint (SHA-256)"),
    "bytes": _("size in bytes"),
    "kind": _("kind"),
    "columns": _("columns"),
    "cause": _("cause"),
    "cooperatives": _("cooperatives touched"),
    "new": _("new"),
    "led": _("numbers that lead on"),
    "rows": _("rows"),
    "form": _("file format"),
    "list": _("list"),
    "what": _("what"),
    "regions": _("regions"),
    "replaced": _("replaced"),
    "source": _("source"),
    "as_of": _("as of"),
    "effective_on": _("takes effect on"),
    "changed": _("changed"),
    "vanished": _("vanished"),
    "errors": _("cells that cannot be used"),
    "warnings": _("doubtful cells"),
    "rows_with_errors": _("rows with such cells"),
    "same": _("unchanged"),
    "silent": _("visits of earlier lists that are not here"),
    "corrections": _("new rows that may correct an earlier visit"),
    "officers": _("officers"),
    "purpose": _("purpose"),
    "entry": _("entry"),
    "number": _("number"),
    "step": _("step"),
    "verdict": _("verdict"),
    "act": _("act"),
    "fields": _("fields"),
    "field": _("field"),
    "value": _("value"),
    "anew": _("weights learned anew"),
}
# Fields that only the counter's forms have.
COUNTER_FIELDS = {
    "place": _("Village (kelurahan)"),
    "regency_before": _("Where it came from (city or regency)"),
    "branch": _("Name of the branch office"),
    "chair": _("Chair"),
    "secretary": _("Secretary"),
    "treasurer": _("Treasurer"),
    "internal_supervisor": _("Supervisors (of the cooperative)"),
    "manager": _("Manager"),
    "phone": _("Telephone"),
    "term_from": _("Term of the board from"),
    "term_until": _("Term of the board until"),
    "supervisors_from": _("Term of the supervisors from"),
    "supervisors_until": _("Term of the supervisors until"),
}
# What made rows one cooperative or parted them: "linkage.run:3".
CAUSES = {
    "linkage.run": _("linkage, run %(n)s"),
    "judgement": _("judgement %(n)s"),
    "imports.undo": _("an import undone"),
}
# Words of values, by the field they stand in.
VALUES = {
    ("what", "officers"): _("officers"),
    ("what", "password"): _("wrong password"),
    ("what", "code"): _("wrong one-time code"),
    **{("what", kind): word for kind, word in GUIDANCE.items()},
    **{("purpose", purpose): word for purpose, word in PURPOSES.items()},
    **{
        (told, field): word
        for told in ("field", "fields", "columns")
        for field, word in {**COUNTER_FIELDS, **GROUPS["field"]}.items()
    },
    ("what", "terms"): _("work list of ended officers’ terms opened"),
    ("what", "paper"): _("a paper from the counter"),
    ("what", "new"): _("New cooperative"),
    ("what", "address"): _("Changed address"),
    ("what", "name"): _("Changed name"),
    ("what", "articles"): _("Changed articles of association"),
    ("what", "moved_in"): _("Moved in from another city or regency"),
    ("what", "moved_out"): _("Moved to another city or regency"),
    ("what", "dissolved"): _("Dissolved"),
    ("what", "branch_open"): _("Branch office opened"),
    ("what", "branch_shut"): _("Branch office closed"),
    ("what", "merger"): _("Merger of legal entities"),
    ("what", "amalgamation"): _("Amalgamation of legal entities"),
    ("what", "division"): _("Division of a legal entity"),
    ("verdict", "same"): _("one cooperative"),
    ("verdict", "different"): _("two cooperatives"),
    ("verdict", "cannot_tell"): _("cannot tell"),
    ("verdict", "withdrawn"): _("withdrawn"),
}
_YES, _NO, _NOTHING = _("yes"), _("no"), "–"
_EMPTY: tuple[Any, ...] = (None, "", [], {})
_ORDER = {name: place for place, name in enumerate(FIELDS)}
_LONG = 160  # letters of one value a page shows


def action_word(action: str, language: Language) -> str:
    """What was done; an act of a version that is gone keeps its name."""
    return translator(language)(ACTIONS[action]) if action in ACTIONS else action


def subject_word(kind: str, language: Language) -> str:
    """What it was done to."""
    return translator(language)(SUBJECTS[kind]) if kind in SUBJECTS else kind


def room_word(room: str, language: Language) -> str:
    """Where in the house."""
    return translator(language)(ROOMS[room]) if room in ROOMS else room


def changes_in_words(
    changes: Mapping[str, Any], language: Language, known: Mapping[tuple[str, str], str]
) -> list[tuple[str, str, str | None]]:
    """(field, value, value after) of each change; after is None where the line tells one value only.

    A single value that is empty says nothing and is left out.

    Args:
        known: (field, code) -> its word, for codes of rooms above (roles).
    """
    _t = translator(language)
    words = {place: _t(word) for place, word in VALUES.items()} | dict(known)
    out: list[tuple[str, str, str | None]] = []
    for name, told in sorted(changes.items(), key=_place):
        if isinstance(told, list) and len(told) == 2:
            before, after = (_value(name, one, words, language) for one in told)
            out.append((_field(name, language), before, after))
        elif told not in _EMPTY:
            out.append((_field(name, language), _value(name, told, words, language), None))
    return out


def _place(change: tuple[str, Any]) -> tuple[int, str]:
    """The database keeps fields by their length; people read them in the order of `FIELDS`."""
    name, _told = change
    return (_ORDER.get(name, len(_ORDER)), name)


def _field(name: str, language: Language) -> str:
    return translator(language)(FIELDS[name]) if name in FIELDS else name


def _value(name: str, told: Any, words: Mapping[tuple[str, str], str], language: Language) -> str:
    if told in _EMPTY:
        return _NOTHING
    if isinstance(told, bool):
        return translator(language)(_YES if told else _NO)
    if isinstance(told, int):
        return f"{told:,}" if language == "en" else f"{told:,}".replace(",", ".")
    if isinstance(told, dict):
        told = "; ".join(f"{key}: {_value(name, one, words, language)}" for key, one in told.items())
    elif isinstance(told, list):
        told = (" → " if len(told) == 2 else ", ").join(_value(name, one, words, language) for one in told)
    text = words.get((name, str(told))) or (_cause(str(told), language) if name == "cause" else _day(str(told)))
    return text if len(text) <= _LONG else f"{text[: _LONG - 1]}…"


def _cause(text: str, language: Language) -> str:
    kind, _colon, key = text.partition(":")
    return (translator(language)(CAUSES[kind]) % {"n": key}) if kind in CAUSES else text


def _day(text: str) -> str:
    """A moment or a day as people write it; any other text as it is."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    if len(text) == len("2024-07-15"):
        return f"{at:%d/%m/%Y}"
    return f"{timezone.localtime(at):%d/%m/%Y %H.%M}" if at.tzinfo else text
