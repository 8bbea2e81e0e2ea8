"""The history of guidance (riwayat pembinaan): what lists tell of visits, and what people of the office wrote down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from lumbung.access.queries import Standpoint
from lumbung.access.roles import Act, Role
from lumbung.audit.words import GUIDANCE
from lumbung.core.language import Language, translator
from lumbung.core.language import gettext_noop as _
from lumbung.dashboards.founding import STEP_WORDS
from lumbung.registry.models import Cooperative, Guidance, Record
from lumbung.registry.services import Note, founding_steps
from lumbung.reports.labels import GROUPS, Words

_VISITED = _("Visit, according to %(source)s")
_TAKEN_BACK = _("taken back by %(who)s: %(why)s")
_DAYS = ["%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was done for the cooperative, or seen of it."""

    on: date
    what: str
    text: str
    by: str
    pk: int | None = None  # of an entry by hand
    removable: bool = False
    gone: str = ""  # who took it back and why


def entries_of(cooperative: Cooperative) -> QuerySet[Guidance]:
    """Entries by hand of a cooperative and of the numbers whose data was joined with it, oldest first."""
    mine, further = {cooperative.pk}, {cooperative.pk}
    while further:
        led = Cooperative.objects.filter(leads_to__in=further).values_list("pk", flat=True)
        further = set(led) - mine
        mine |= further
    found = Guidance.objects.filter(cooperative__in=mine).select_related("made_by", "withdrawn_by", "cooperative")
    return found.order_by("on", "pk")


def lines(
    records: Sequence[Record],
    cells: Mapping[int, Mapping[str, str]],
    entries: Sequence[Guidance],
    standpoint: Standpoint,
    language: Language,
) -> list[Line]:
    """The newest first; what was taken back stays in sight."""
    told = [*_visits(records, cells, language), *(_entry(one, standpoint, language) for one in entries)]
    return sorted(told, key=lambda line: (line.on, line.pk or 0), reverse=True)


def _visits(records: Sequence[Record], cells: Mapping[int, Mapping[str, str]], language: Language) -> list[Line]:
    words, _t = Words(language), translator(language)
    out: dict[tuple[str, str], Line] = {}
    for record in records:
        if not (day := record.clean.get("visited_on")):
            continue
        source, outcome = record.entry.source.name, record.clean.get("outcome")
        told = [words.label("outcome", outcome)] if outcome in GROUPS["outcome"] else []
        note = cells.get(record.pk, {}).get("note", "")
        text = ": ".join(filter(None, [*told, note]))
        out[source, day] = Line(date.fromisoformat(day), _t(_VISITED) % {"source": source}, text, "")
    return list(out.values())


def _entry(one: Guidance, standpoint: Standpoint, language: Language) -> Line:
    _t = translator(language)
    what = _t(GUIDANCE[one.kind]) + (f": {_t(STEP_WORDS.get(one.step, one.step))}" if one.step else "")
    gone = _t(_TAKEN_BACK) % {"who": one.withdrawn_by, "why": one.withdrawn_reason} if one.withdrawn_at else ""
    return Line(one.on, what, one.text, str(one.made_by), one.pk, not gone and may_take_back(standpoint, one), gone)


def may_take_back(standpoint: Standpoint, entry: Guidance) -> bool:
    """Whoever wrote an entry, or the division head, takes it back."""
    theirs = entry.made_by_id == standpoint.user.pk or Role.DIVISION_HEAD in standpoint.roles
    return theirs and standpoint.may(Act.NOTE_GUIDANCE)


class GuidanceForm(forms.Form):
    """One entry by hand; steps of founding are offered only for a Merah Putih cooperative."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=gettext_lazy("What was done"))
    step = forms.ChoiceField(label=gettext_lazy("Which step of founding"), required=False)
    on = forms.DateField(
        label=gettext_lazy("On which day"),
        input_formats=_DAYS,
        widget=forms.DateInput(attrs={"placeholder": "30/06/2024", "inputmode": "numeric"}),
        error_messages={"invalid": gettext_lazy("Write day/month/year, for example 30/06/2024.")},
    )
    text = forms.CharField(
        label=gettext_lazy("What was said or seen"),
        help_text=gettext_lazy("A few sentences; no numbers of persons. It stays in the history under your name."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, data: Any = None, *, merah_putih: bool) -> None:
        today = f"{timezone.localdate():%d/%m/%Y}"
        super().__init__(data, initial={"token": uuid4(), "on": today}, label_suffix="", auto_id="guidance-%s")
        kinds = [(code, gettext(word)) for code, word in GUIDANCE.items() if merah_putih or code != "founding"]
        steps = [(code, gettext(STEP_WORDS[code])) for code in founding_steps()]
        self.fields["kind"].choices = [("", gettext("choose")), *kinds]  # type: ignore[attr-defined]
        self.fields["step"].choices = [("", gettext("none")), *steps]  # type: ignore[attr-defined]
        if not merah_putih:
            del self.fields["step"]

    def note(self) -> Note:
        """What the form was told; only once it is valid."""
        told = self.cleaned_data
        return Note(told["kind"], told["on"], told["text"], told.get("step", ""))
