"""Officers of a cooperative: shown to who states for what, role by role, with their terms; the reading is logged first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from lumbung.audit.words import PURPOSES
from lumbung.core.language import Language, translator
from lumbung.core.language import gettext_noop as _
from lumbung.dashboards.officers_followed import Line, in_order_of_lead, lines_of
from lumbung.imports.models import Batch
from lumbung.registry.models import Record
from lumbung.registry.rows import PERSONAL_FIELDS
from lumbung.registry.sealing import unseal

_WORDS = {
    "chair": _("Chair"),
    "secretary": _("Secretary"),
    "treasurer": _("Treasurer"),
    "manager": _("Manager"),
    "phone": _("Phone"),
    "email": _("E-mail"),
    "term": _("Term"),
    "internal_supervisor": _("Supervisor (of the cooperative)"),
}
_SUPERVISORS = frozenset({"internal_supervisor"})
_VISITOR = "visitor"  # somebody of the office
_TERMS = {"board": ("term_from", "term_until"), "supervisors": ("supervisors_from", "supervisors_until")}


class PurposeForm(forms.Form):
    """For what the officers' data is read."""

    purpose = forms.ChoiceField(
        label=gettext_lazy("For what do you need it?"),
        error_messages={
            "required": gettext_lazy("Choose for what: personal data is shown only for a task of the office."),
            "invalid_choice": gettext_lazy("Choose one from the list."),
        },
    )
    detail = forms.CharField(
        label=gettext_lazy("In a few words"),
        required=False,
        max_length=200,
        help_text=gettext_lazy(
            "Needed for another task; for example: number of the letter. It is written into the audit trail."
        ),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="", auto_id="officers-%s")
        told = [(code, gettext(word)) for code, word in PURPOSES.items()]
        self.fields["purpose"].choices = [("", gettext("choose")), *told]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Another task is told in words."""
        told = super().clean() or {}
        if told.get("purpose") == "other" and not told.get("detail", "").strip():
            self.add_error("detail", gettext("Say which task it is."))
        return told


@dataclass(frozen=True, slots=True)
class Told:
    """What one row says of one body of the cooperative."""

    by: str
    row: int
    lines: list[Line]
    act: tuple[str, str] = ("", "")  # of what was told at the counter: which act it was, and its page


@dataclass(frozen=True, slots=True)
class Officers:
    """The management board and the internal supervisors, row by row."""

    board: list[Told]
    supervisors: list[Told]


def named_in(records: Sequence[Record], batches: Mapping[int, Batch]) -> int:
    """How many rows name officers; told without reading any name."""
    return sum(record.personal_sealed is not None and bool(_assigned(record, batches)) for record in records)


def _assigned(record: Record, batches: Mapping[int, Batch]) -> set[str]:
    batch = batches.get(record.batch_id or 0)
    fields = set(batch.mapping.values()) if batch else set(PERSONAL_FIELDS)
    return fields & PERSONAL_FIELDS - {_VISITOR}


def officers(
    records: Sequence[Record],
    batches: Mapping[int, Batch],
    terms: Mapping[int, Sequence[str]],
    language: Language,
    acts: Mapping[int, tuple[str, str]] = MappingProxyType({}),
) -> Officers:
    """Who stands in the rows.

    Args:
        acts: record of the counter -> which act wrote it, in words, and the address of its page ("": not to be seen).
        terms: record -> terms its list tells in a column that is not personal.

    Whoever shows this has logged the reading. Raises MachineTrouble if the key is missing.
    """
    _t = translator(language)
    words = {name: _t(word) for name, word in _WORDS.items()}
    board: list[list[tuple[str, str]]] = []
    supervisors: list[list[tuple[str, str]]] = []
    for record in records:
        told = _of(record, batches)
        first = [(words[name], text) for name, text in told if name in _WORDS and name not in _SUPERVISORS]
        second = [(words[name], text) for name, text in told if name in _SUPERVISORS]
        first += [(words["term"], text) for text in terms.get(record.pk, ())] if first else []
        first += _term(told, "board", words) if first else []
        second += _term(told, "supervisors", words) if second else []
        board.append(first)
        supervisors.append(second)
    order, today = in_order_of_lead(records), timezone.localdate()

    def marked(told: list[list[tuple[str, str]]]) -> list[Told]:
        lines = lines_of(told, order, words["term"], today, language)
        rows = zip(records, lines, strict=True)
        return [Told(r.entry.source.name, r.row, one, acts.get(r.pk, ("", ""))) for r, one in rows if one]

    return Officers(marked(board), marked(supervisors))


def _of(record: Record, batches: Mapping[int, Batch]) -> list[tuple[str, str]]:
    """(field, as written) of one row; what was written by hand is keyed by its field already."""
    if record.personal_sealed is None:
        return []
    raw: dict[str, Any] = unseal(record.personal_sealed)["raw"]
    batch = batches.get(record.batch_id or 0)
    told = [(batch.mapping.get(heading, "") if batch else heading, str(text)) for heading, text in raw.items() if text]
    return [(name, text) for name, text in told if name]


def _term(told: Sequence[tuple[str, str]], body: str, words: Mapping[str, str]) -> list[tuple[str, str]]:
    known = dict(told)
    first, last = (known.get(name, "") for name in _TERMS[body])
    return [(words["term"], f"{first or '…'} – {last or '…'}")] if first or last else []
