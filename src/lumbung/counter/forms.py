"""What a person fills in at the counter; the engine's cleaner judges the texts, these only ask for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from lumbung.access.queries import Standpoint
from lumbung.access.roles import Act
from lumbung.core.language import language_of
from lumbung.counter.kinds import DAYS, FIGURES, KINDS, MONEY, OFFICERS, PLACE, field_word
from lumbung.counter.models import CounterAct
from lumbung.counter.queries import known_texts, open_branches, place_texts, villages
from lumbung.documents.models import File
from lumbung.documents.services import MOST_MB
from lumbung.engine.cleaning.vocabularies import vocabulary
from lumbung.registry.models import Cooperative
from lumbung.registry.queries import cooperative_by_number, led_to
from lumbung.reports.labels import Words

_DAY_FORMATS = ["%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"]
_BAD_DAY = _("Write day/month/year, for example 30/06/2024.")
_HELP = {
    "regency_before": _("For example Kota Samarinda; leave empty if it was always here."),
    "internal_supervisor": _("Several names with a comma or semicolon between them."),
    "coop_nik": _("13 digits. Never a person's NIK."),
    "legal_number": _("As the deed or decree writes it, for example AHU-0001234.AH.01.26."),
    "address": _("Street and number, RT; no names of residents."),
    "name": _("As the deed writes it."),
    "members_m": _("How many; never their names or numbers."),
}
GROUPS = (  # parts of the longest form; a part without fields is left out
    (_("The branch office"), ("branch", "branch_act")),
    (_("The cooperative"), ("name", "kind", "pattern", "form", "legal_number", "legal_on", "coop_nik", "amendment_number", "amendment_on")),
    (_("Where it is"), ("regency_before", "place", "regency", "district", "village", "address")),
    (_("Officers"), (*OFFICERS[:3], "term_from", "term_until", "internal_supervisor", "supervisors_from", "supervisors_until", "manager", "phone")),
    (_("Members and capital"), FIGURES),
    (_("The other cooperatives"), ("others", "ends")),
    (_("The paper"), ("paper", "paper_number", "on", "effective_on", "reason")),
)  # fmt: skip


class ActForm(forms.Form):
    """One act: its own fields, the paper, the day and the reason."""

    def __init__(
        self,
        kind: str,
        standpoint: Standpoint,
        cooperative: Cooperative | None,
        *args: Any,
        kept: File | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.kind, self.standpoint, self.cooperative = kind, standpoint, cooperative
        self.words = Words(language_of(get_language() or "id"))
        self.now = known_texts(cooperative)
        self.branches: dict[str, CounterAct] = {}
        for name in KINDS[kind].fields:
            self._ask(name)
        if KINDS[kind].others:
            self.fields["others"] = forms.CharField(
                label=_("Permanent numbers of the others"),
                help_text=_("One a line or with commas, as their pages write them: 6471-000123-7."),
                widget=forms.Textarea(attrs={"rows": 3}),
            )
        if kind == CounterAct.Kind.BRANCH_OPENED:
            self.fields["others"] = forms.CharField(
                label=_("Its own number in this register"),
                help_text=_(
                    "If a list has the branch as a cooperative: its number. It is then no longer counted as one."
                ),
                required=False,
                widget=_widget("others"),
            )
        if kind == CounterAct.Kind.BRANCH_CLOSED:
            self.branches = {str(act.pk): act for act in open_branches(cooperative)}
            names = [(pk, act.changes["branch"][1]) for pk, act in self.branches.items()]
            self.fields["branch_act"] = forms.ChoiceField(
                label=_("The branch office"),
                choices=[("", gettext("choose")), *names],
                error_messages={"required": _("Choose which one.")},
            )
        if KINDS[kind].asks_end:
            self.fields["ends"] = forms.TypedChoiceField(
                label=_("The cooperative that was divided"),
                choices=[("", gettext("choose")), ("yes", gettext("ends by it")), ("no", gettext("goes on"))],
                coerce=lambda value: value == "yes",
                empty_value=None,
                error_messages={"required": _("Say what the deed says: does it end, or go on?")},
            )
        self._ask_paper(kept)

    def _ask(self, name: str) -> None:
        if name == "place" and not (groups := self._villages()):
            for part in PLACE:
                self._ask(part)
            return
        needed = {*KINDS[self.kind].needed} | ({"regency"} if "place" in KINDS[self.kind].needed else set())
        field: forms.Field
        if name == "place":
            field = forms.ChoiceField(choices=[("", gettext("choose")), *groups])
        elif choices := self._choices(name):
            field = forms.ChoiceField(choices=[("", gettext("not told")), *choices])
        elif name in DAYS:
            field = _day_field()
        else:
            field = forms.CharField(max_length=300, widget=_widget(name))
        field.required, field.label = name in needed, gettext(field_word(name))
        field.help_text = self._help(name)
        self.fields[name] = field

    def _ask_paper(self, kept: File | None) -> None:
        self.fields["paper"] = forms.FileField(
            label=_("The paper itself"),
            required=kept is None,
            help_text=_("PDF, JPEG or PNG, at most %(most)s MB. A photograph is enough if it can be read.")
            % {"most": MOST_MB},
            error_messages={"required": _("Choose the scan or photograph of the paper.")},
            widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        )
        self.fields["paper_number"] = forms.CharField(
            label=_("Its number"),
            max_length=120,
            required=False,
            help_text=_("Of the letter, deed or decree, if it has one."),
        )
        self.fields["on"] = _day_field(label=_("Its day"), required=True)
        if KINDS[self.kind].dated:
            self.fields["effective_on"] = _day_field(
                label=_("Takes effect on"),
                required=False,
                help_text=_(
                    "Only if the paper tells another day than its own; until then the figures stay as they are."
                ),
            )
        self.fields["reason"] = forms.CharField(
            label=_("Reason"),
            max_length=500,
            help_text=_(
                "In a few words, for example: letter of the chair after the annual meeting. It stays in the history."
            ),
            error_messages={"required": _("Say in a few words what was brought.")},
        )

    def _villages(self) -> list[tuple[str, list[tuple[str, str]]]]:
        return villages(self.standpoint.office.region_code, self.standpoint.area(Act.EDIT_REGISTER))

    def _choices(self, name: str) -> list[tuple[str, str]]:
        """(text as a list writes it, word) of fields with a code list."""
        if name == "form":
            areas = vocabulary("membership_area").labels
            return [
                (f"{form} {area}", f"{self.words.label('form', code)} · {self.words.label('level', level)}")
                for code, form in vocabulary("form").labels.items()
                for level, area in areas.items()
            ]
        if name not in ("kind", "pattern"):
            return []
        return [(text, self.words.label(name, code)) for code, text in vocabulary(name).labels.items()]

    def _help(self, name: str) -> str:
        told = str(_HELP.get(name, ""))
        now = "" if KINDS[self.kind].branch else self.now.get("village" if name == "place" else name)
        return " ".join(filter(None, (told, gettext("Now: %(value)s.") % {"value": now} if now else "")))

    def clean_others(self) -> list[Cooperative]:
        """The cooperatives of the numbers told; all that are not there are named at once."""
        found, missing = [], []
        for number in self.cleaned_data["others"].replace(",", " ").replace(";", " ").split():
            try:
                found.append(led_to(cooperative_by_number(self.standpoint.office, number)))
            except Cooperative.DoesNotExist:
                missing.append(number)
        if missing:
            told = gettext("There is no cooperative with the number %(numbers)s in this register.")
            raise forms.ValidationError(told % {"numbers": ", ".join(missing)})
        return list(dict.fromkeys(found))

    def clean(self) -> dict[str, Any]:
        """At least one of the fields that only together would be empty."""
        told: dict[str, Any] = super().clean() or {}
        any_of = KINDS[self.kind].any_of
        if any_of and not any(told.get(name) for name in any_of):
            self.add_error(None, _("Fill in at least one of the officers."))
        return told

    def texts(self) -> dict[str, str]:
        """field -> text as a list's row would write it. A field left empty stays as it was, but for a move."""
        told = {name: self._text(name) for name in KINDS[self.kind].fields if name in self.fields and name != "place"}
        told |= {name: self._text(name) for name in PLACE if name in self.fields}
        if village := self.cleaned_data.get("place"):
            told |= place_texts(village)
        moved = self.kind == CounterAct.Kind.MOVED_OUT
        return {name: text for name, text in told.items() if text or moved}

    def _text(self, name: str) -> str:
        value = self.cleaned_data.get(name)
        return f"{value:%d/%m/%Y}" if value and name in DAYS else " ".join(str(value or "").split())

    def branch(self) -> CounterAct | None:
        """The act that opened the branch which closes."""
        return self.branches.get(self.cleaned_data.get("branch_act", ""))

    def parts(self) -> Iterable[tuple[str, list[forms.BoundField]]]:
        """(heading, fields) in the order of a page."""
        for heading, names in GROUPS:
            fields = [self[name] for name in names if name in self.fields]
            if fields:
                yield str(heading), fields


class CorrectionForm(forms.Form):
    """One field decided by hand. `seen`: the correction in force when the page was read."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        help_text=_("How you know it, for example: seen in the deed. It stays in the history."),
        error_messages={"required": _("Say in a few words how you know it.")},
    )
    until = forms.DateField(
        label=_("Last day"),
        required=False,
        input_formats=_DAY_FORMATS,
        widget=forms.DateInput(
            format="%d/%m/%Y", attrs={"placeholder": "31/12/2026", "inputmode": "numeric", "autocomplete": "off"}
        ),
        help_text=_("Until when it leads over the sources, for example until the next extract is due. Empty: until it is lifted."),
        error_messages={"invalid": _BAD_DAY},
    )  # fmt: skip
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, field: str, standpoint: Standpoint, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        choices = self._choices(field, standpoint)
        told: dict[str, Any] = {"label": _("Right value"), "error_messages": {"required": _("Tell the right value.")}}
        value = (
            forms.ChoiceField(choices=[("", gettext("choose")), *choices], **told)
            if choices
            else forms.CharField(max_length=300, help_text=_HELP.get(field, ""), **told)
        )
        self.fields = {"value": value, **self.fields}

    def _choices(self, field: str, standpoint: Standpoint) -> list[tuple[str, Any]]:
        words = Words(language_of(get_language() or "id"))
        code = standpoint.office.region_code
        if field == "village_code":
            return list(villages(code, standpoint.area(Act.EDIT_REGISTER)))
        if field == "district_code":
            codes = sorted({place[:6] for _name, group in villages(code) for place, _village in group})
            return [(one, words.district(one)) for one in codes]
        if field in ("group", "sector"):
            return list(vocabulary(field).labels.items())
        groups = {"kind": "kind", "pattern": "pattern", "form": "form", "membership_area": "level"}
        return [(one, words.label(groups[field], one)) for one in vocabulary(field).labels] if field in groups else []


class UndoForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(
        max_length=500, label=_("Reason"), error_messages={"required": _("Say in a few words why it is taken back.")}
    )


def _day_field(**told: Any) -> forms.DateField:
    return forms.DateField(
        input_formats=_DAY_FORMATS,
        widget=forms.DateInput(
            format="%d/%m/%Y", attrs={"placeholder": "30/06/2024", "inputmode": "numeric", "autocomplete": "off"}
        ),
        error_messages={"required": _("Enter the day."), "invalid": _BAD_DAY},
        **told,
    )


def _widget(name: str) -> forms.Widget:
    numeric = name in FIGURES or name in MONEY or name == "coop_nik"
    plain = {"autocomplete": "off"} | ({"inputmode": "numeric"} if numeric else {})
    return forms.TextInput(attrs=plain)
