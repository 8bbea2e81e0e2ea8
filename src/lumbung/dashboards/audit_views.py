"""The audit trail of one's office."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lumbung.access.forms import day_field
from lumbung.access.models import Office
from lumbung.access.queries import people_of
from lumbung.access.rights import require, standpoint_of
from lumbung.access.roles import Act
from lumbung.audit import queries
from lumbung.audit.services import SYSTEM
from lumbung.audit.words import ACTIONS, action_word, room_word
from lumbung.core.language import Language
from lumbung.dashboards.audit_lines import lines
from lumbung.dashboards.language import language_of
from lumbung.ui.templatetags.lumbung import day

FILTERS = ("orang", "tindakan", "perihal", "dari", "sampai")


class FilterForm(forms.Form):
    """What to look for in the trail."""

    orang = forms.ChoiceField(label=_("Who"), required=False)
    tindakan = forms.ChoiceField(label=_("What was done"), required=False)
    perihal = forms.CharField(
        label=_("To what"), required=False, max_length=120, help_text=_("A number as the line shows it.")
    )
    dari = day_field(_("From the day"), required=False)
    sampai = day_field(_("To the day"), required=False)

    def __init__(self, data: QueryDict, office: Office, language: Language) -> None:
        super().__init__(data)
        self.people = {f"user:{person.pk}": str(person) for person in people_of(office)} | {SYSTEM.key: SYSTEM.name}
        everything = ("", gettext("all"))
        cast(forms.ChoiceField, self.fields["orang"]).choices = [everything, *self.people.items()]
        cast(forms.ChoiceField, self.fields["tindakan"]).choices = [everything, *_grouped(language)]

    def asked(self) -> queries.Asked:
        """What was filled in so that it can be understood; the rest is told beside its field."""
        self.is_valid()
        told = self.cleaned_data
        return queries.Asked(
            actor=told.get("orang", ""),
            action=told.get("tindakan", ""),
            subject=told.get("perihal", ""),
            first=told.get("dari"),
            last=told.get("sampai"),
        )


def _grouped(language: Language) -> list[tuple[str, list[tuple[str, str]]]]:
    rooms: dict[str, list[tuple[str, str]]] = {}
    for action in ACTIONS:
        rooms.setdefault(action.partition(".")[0], []).append((action, action_word(action, language)))
    return [(room_word(room, language), acts) for room, acts in rooms.items()]


@require(Act.SEE_AUDIT)
def entries(request: HttpRequest) -> HttpResponse:
    """The office's lines, newest first, filtered, a page at a time; and the head of the chain over them."""
    standpoint, language = standpoint_of(request), language_of(request)
    form = FilterForm(request.GET, standpoint.office, language)
    asked = form.asked()
    found = queries.entries_of(standpoint.office.pk, asked)
    page = queries.page(found, older_than=_key(request, "sebelum"), newer_than=_key(request, "sesudah"))
    context: dict[str, Any] = {
        "form": form,
        "n": found.count(),
        "lines": lines(page.entries, standpoint, language),
        "chips": _chips(request.GET, form, asked, language),
        "head": queries.head_of_chain(),
        "newer": _address(request.GET, ("sesudah", page.newer)) if page.newer else "",
        "older": _address(request.GET, ("sebelum", page.older)) if page.older else "",
    }
    return render(request, "dashboards/audit.html", context)


def _chips(told: QueryDict, form: FilterForm, asked: queries.Asked, language: Language) -> list[dict[str, Any]]:
    """The filters in force, each with the address of the list without it."""
    values = {
        "orang": form.people.get(asked.actor, ""),
        "tindakan": action_word(asked.action, language),
        "perihal": asked.subject,
        "dari": day(asked.first) if asked.first else "",
        "sampai": day(asked.last) if asked.last else "",
    }
    return [
        {"word": form.fields[name].label, "value": value, "href": _address(told, (name, ""))}
        for name, value in values.items()
        if value
    ]


def _address(told: QueryDict, change: tuple[str, Any]) -> str:
    """The list with its filters, one thing changed; a changed filter begins at the newest line again."""
    name, value = change
    pairs = {key: told[key] for key in FILTERS if told.get(key)} | {name: value}
    return "?" + urlencode({key: one for key, one in pairs.items() if one})


def _key(request: HttpRequest, name: str) -> int | None:
    told = request.GET.get(name, "")
    return int(told) if told.isascii() and told.isdecimal() and len(told) < 19 else None
