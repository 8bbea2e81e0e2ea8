"""Every component of the pages with its variants, made with the same templates the pages use: for administrators."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from lumbung.access.rights import require
from lumbung.access.roles import Act
from lumbung.core.language import Language
from lumbung.dashboards.founding import Step
from lumbung.dashboards.language import language_of
from lumbung.dashboards.marks import marked
from lumbung.dashboards.sides import Cell, FieldLine
from lumbung.dashboards.timeline import Event
from lumbung.reports.drawing import interval
from lumbung.reports.labels import GROUPS, Words

_STATUSES = ("active", "unknown", "waiting", "inactive")
_LEVELS = (constants.INFO, constants.SUCCESS, constants.WARNING, constants.ERROR)


class SampleForm(forms.Form):
    """A form in every state a field can have."""

    name = forms.CharField(label=gettext_lazy("Name of cooperative"), help_text=gettext_lazy("As the deed writes it."))
    on = forms.DateField(label=gettext_lazy("Day"), error_messages={
        "invalid": gettext_lazy("Write day/month/year, for example 30/06/2024."),
    })  # fmt: skip
    kind = forms.ChoiceField(label=gettext_lazy("Kind"))
    note = forms.CharField(label=gettext_lazy("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    sure = forms.BooleanField(label=gettext_lazy("I have read it"), required=False)

    def __init__(self, data: dict[str, str] | None = None) -> None:
        super().__init__(data, label_suffix="", auto_id="sample-%s")
        kinds = [(code, gettext(word)) for code, word in GROUPS["kind"].items() if code != "unknown"]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


@require(Act.MANAGE_JOBS)
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """All of them, with invented values."""
    language = language_of(request)
    form = SampleForm({"name": "Koperasi Contoh Sejahtera", "on": "31/02/2024", "kind": "konsumen"})
    form.is_valid()
    context = {
        "figures": _figures(),
        "statuses": _statuses(language),
        "table": _table(),
        "sums": _sums(),
        "facts": [(gettext("Kind"), gettext("Consumer"), ""), (gettext("Village"), "Lamaru", "ODS 30/06/2024")],
        **_differences(language),
        "events": _events(),
        "stages": _stages(),
        "steps": _steps(),
        "sample_messages": [Message(level, _message(level)) for level in _LEVELS],
        "form": form,
    }
    return render(request, "dashboards/components.html", context)


def _number(count: int, low: int | None = None, high: int | None = None, **more: Any) -> dict[str, Any]:
    told: dict[str, Any] = {
        "text": f"{count}",
        "href": "#figure",
        "title": gettext("Opens the list behind it"),
        "zero": not count,
    }
    if low is not None and high is not None:
        help_text = gettext("The least and the most it can be, however the open pairs are judged")
        bar = mark_safe(interval(count, low, high))
        told |= {"bounds": f"{low}–{high}", "reach": f"{low}–{high}", "help": help_text, "bar": bar}
    return told | more


def _figures() -> list[tuple[str, dict[str, Any]]]:
    return [
        (gettext("certain"), _number(587)),
        (gettext("with its interval"), _number(440, 424, 446)),
        (gettext("nothing, and that too opens"), _number(0)),
        (gettext("of a list that cannot be opened"), _number(147, href="")),
    ]


def _statuses(language: Language) -> list[tuple[str, str]]:
    words = Words(language)
    told = {"waiting": gettext("Waits for a person")}
    return [(code, told.get(code) or words.label("result", code)) for code in _STATUSES]


def _table() -> dict[str, Any]:
    columns = [{"name": gettext("Active")}, {"name": gettext("Not active")}, {"name": gettext("Total")}]
    lines = [("Balikpapan Timur", (36, 4, 40), False, False), (gettext("Unknown"), (1, 0, 1), True, False)]
    lines.append((gettext("Total"), (37, 4, 41), False, True))
    return {
        "title": gettext("Cooperatives by district"),
        "columns": columns,
        "interval": False,
        "lines": [
            {"name": name, "numbers": [_number(n) for n in numbers], "residual": residual, "sum": total}
            for name, numbers, residual, total in lines
        ],
    }


def _sums() -> list[dict[str, Any]]:
    return [
        {"ok": True, "text": "19 + 354 + 14 + 15 + 5 + 33 = 440", "difference": 0},
        {"ok": False, "text": "36 + 62 + 143 + 82 + 76 + 40 = 439", "difference": 1},
    ]


def _differences(language: Language) -> dict[str, Any]:
    """Two invented sources side by side; one line differs, one is told by one source alone."""
    sources = [("ODS", "ods-contoh.xlsx"), ("Sensus lapangan", "sensus-contoh.csv")]
    heads = [{"source": name, "day": date(2024, 6, 30), "place": place, "href": ""} for name, place in sources]
    words, lines = Words(language), []
    for field, texts, used in (("name", ("Koperasi Maju Jaya", "Kop. Maju Djaya"), 0), ("village", ("", "Lamaru"), 1)):
        pieces = [[*one] for one in marked(texts)]
        cells = [Cell(sources[n][0], pieces[n], n == used) for n in range(2)]
        lines.append(FieldLine(field, words.label("field", field), cells, "", field == "name"))
    return {"sides": {"heads": heads}, "lines": lines}


def _events() -> list[Event]:
    return [
        Event(
            date(2024, 6, 30), gettext("What people did or saw"), [gettext("with its detail")], "#timeline", strong=True
        ),
        Event(date(2024, 5, 4), gettext("What the house noted")),
    ]


def _steps() -> list[Step]:
    told = [("deed", True, "07/07/2025", "ODS"), ("bank", True, "", "Loket"), ("site", False, "", "")]
    words = {
        "deed": gettext("Deed of establishment"),
        "bank": gettext("Bank account"),
        "site": gettext("Site of the outlet"),
    }
    return [Step(code, words[code], done, on, by) for code, done, on, by in told]


def _stages() -> list[dict[str, Any]]:
    told = [(gettext("Uploaded"), True, False), (gettext("Examined"), False, True), (gettext("Applied"), False, False)]
    return [{"word": word, "done": done, "here": here} for word, done, here in told]


def _message(level: int) -> str:
    return {
        constants.INFO: gettext("For information: the figures follow in a moment."),
        constants.SUCCESS: gettext("571 rows are applied."),
        constants.WARNING: gettext("Two rows wait for a person."),
        constants.ERROR: gettext("The list could not be read. Save it as .xlsx and upload it again."),
    }[level]
