"""What an administrator fills in about a person, and an invited person about themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from lumbung.access.login_forms import PASSWORD_HELP
from lumbung.access.models import Office
from lumbung.access.roles import ROLE_LABELS, Role
from lumbung.core.findings import Refusal
from lumbung.core.language import language_of
from lumbung.core.sentences import say
from lumbung.places.models import Region

_FIELDS = {  # refusal -> the field beside which it is said
    "username_taken": "username",
    "username_bad": "username",
    "name_missing": "name",
    "nip_bad": "nip",
    "nip_taken": "nip",
    "acting_without_letter": "letter",
    "appointment_backwards": "last_day",
    "appointment_rewritten": "last_day",
    "appointment_area_outside": "region_code",
    "password_weak": "password1",
}


def tell(form: forms.Form, refusal: Refusal) -> None:
    """Put what a service refused beside the field that mends it, else above the form."""
    for finding, sentence in zip(refusal.findings, sentences(refusal), strict=True):
        field = _FIELDS.get(finding.code)
        form.add_error(field if field in form.fields else None, sentence)


def sentences(refusal: Refusal) -> list[str]:
    """What a service refused, in the reader's language."""
    language = language_of(get_language() or "id")
    return [str(say(finding, language)) for finding in refusal.findings]


def day_field(label: Any, *, help_text: Any = "", required: bool = True) -> forms.DateField:
    """A calendar day as people here write it."""
    wrong = _("Write day/month/year, for example 30/06/2024.")
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        input_formats=["%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d"],
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"autocomplete": "off", "inputmode": "text"}),
        error_messages={"invalid": wrong},
    )


class AppointmentForm(forms.Form):
    """A role in the administrator's office for a time."""

    role = forms.ChoiceField(label=_("Role"))
    region_code = forms.ChoiceField(label=_("Area"), required=False)
    first_day = day_field(_("First day"), help_text=_("Day/month/year, for example 30/06/2024."))
    last_day = day_field(_("Last day"), required=False, help_text=_("Empty: until the appointment is ended."))
    acting = forms.BooleanField(label=_("Acting (Plh./Plt.)"), required=False)
    letter = forms.CharField(
        label=_("Number of the letter"),
        max_length=120,
        required=False,
        help_text=_("Needed for an acting appointment."),
    )

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", gettext("Choose a role")), *role_choices()]  # type: ignore[attr-defined]
        self.fields["region_code"].choices = area_choices(office)  # type: ignore[attr-defined]
        self.fields["first_day"].initial = timezone.localdate

    def appointment(self) -> dict[str, Any]:
        """What `services.appoint` takes."""
        told = self.cleaned_data
        names = ("region_code", "first_day", "last_day", "acting", "letter")
        return {"role": Role(told["role"]), **{name: told[name] for name in names}}


class NewPersonForm(AppointmentForm):
    """Somebody who has no account yet, and their first appointment."""

    name = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("With titles, as in the letter of appointment.")
    )
    username = forms.CharField(label=_("User name"), max_length=60, help_text=_("Short, without spaces: ratna.w"))
    nip = forms.CharField(
        label=_("NIP"), max_length=22, required=False, help_text=_("18 digits; empty for non-civil servants.")
    )
    field_order = ("name", "username", "nip")

    def person(self) -> dict[str, str]:
        """What `services.make_person` takes."""
        return {name: self.cleaned_data[name] for name in ("name", "username", "nip")}


class KnownPersonForm(AppointmentForm):
    """Somebody who already has an account, in this office or another."""

    login = forms.CharField(label=_("User name or NIP"), max_length=60, help_text=_("Written out in full."))
    field_order = ("login",)


class ReasonForm(forms.Form):
    """Why; kept in the audit trail."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept in the audit trail."),
    )


class EndForm(ReasonForm):
    """The last day of an appointment, and why."""

    last_day = day_field(_("Last day"), help_text=_("Its rights hold until the end of that day."))
    field_order = ("last_day", "reason")


class InvitationForm(forms.Form):
    """The first password, twice."""

    password1 = forms.CharField(
        label=_("New password"), strip=False, help_text=PASSWORD_HELP,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "autofocus": True}),
    )  # fmt: skip
    password2 = forms.CharField(
        label=_("New password once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        told = super().clean() or {}
        if told.get("password1") and told.get("password2") and told["password1"] != told["password2"]:
            self.add_error("password2", gettext("The two passwords differ. Type the same one twice."))
        return told


def role_choices() -> list[tuple[str, str]]:
    """Every role with its label."""
    return [(role.value, gettext(ROLE_LABELS[role])) for role in Role]


def area_choices(office: Office) -> list[tuple[str, str]]:
    """The whole area of the office, then its parts one level down."""
    level = {"parent_id": office.region_code} if office.region_code else {"level": Region.Level.PROVINCE}
    parts = Region.objects.filter(valid_to=None, **level).order_by("code").values_list("code", "name")
    return [("", gettext("The whole area of the office")), *parts]
