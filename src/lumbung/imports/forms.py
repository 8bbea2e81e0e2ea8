"""What a person says on the pages of imports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from lumbung.access.models import Office
from lumbung.engine.reading.synonyms import IGNORE
from lumbung.imports.models import Batch
from lumbung.imports.queries import sources_of
from lumbung.imports.wording import KINDS
from lumbung.registry.models import Source

OFFERED = ("register", "census", "certificate", "agency")  # kinds of lists that are uploaded


class SeveralFiles(forms.ClearableFileInput):
    """A file input that takes several, by drag too."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Every file as it was chosen; each becomes an import of its own."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        """The files. Empty ones are refused later, with their names."""
        if not data:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return list(data) if isinstance(data, list | tuple) else [data]


class UploadForm(forms.Form):
    """Which source, which files."""

    source = forms.ModelChoiceField(
        Source.objects.none(), required=False, label=_("Source"), empty_label=_("a new source, named below")
    )
    name = forms.CharField(
        max_length=120,
        required=False,
        label=_("Name of the new source"),
        help_text=_("As your office calls it, for example ODS or Sensus lapangan 2024."),
    )
    kind = forms.ChoiceField(required=False, label=_("Kind of the new source"))
    files = FilesField(  # type: ignore[assignment]  # the stubs keep the name for the form's own uploads
        label=_("Files"),
        error_messages={"required": _("Choose a file.")},
        widget=SeveralFiles(
            attrs={"multiple": True, "accept": ".xlsx,.xlsm,.xlsb,.xls,.ods,.csv,.txt,.tsv,.parquet,.htm,.html"}
        ),
        help_text=_("Choose, or drag them here. Excel, OpenDocument, CSV or Parquet; each file is an import."),
    )

    def __init__(self, office: Office, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        known = sources_of(office)
        self.fields["source"].queryset = known  # type: ignore[attr-defined]
        self.fields["kind"].choices = [(kind, _(KINDS[kind])) for kind in OFFERED]  # type: ignore[attr-defined]
        if not known.exists():
            del self.fields["source"]

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """(kind, its word) of every list that can be uploaded; each has a page of its format."""
        return [(kind, str(_(KINDS[kind]))) for kind in OFFERED]

    def clean(self) -> dict[str, Any]:
        """A known source, or the name and kind of a new one."""
        told: dict[str, Any] = super().clean() or {}
        if not told.get("source"):
            if not (told.get("name") or "").strip():
                self.add_error("name", _("Choose a source, or name a new one: for example ODS."))
            elif not told.get("kind"):
                self.add_error("kind", _("Say what kind of list it is."))
        return told


class UndoForm(forms.Form):
    """Why an import is undone."""

    reason = forms.CharField(
        max_length=500, label=_("Reason"), error_messages={"required": _("Say why the import is undone.")}
    )


class DayForm(forms.Form):
    """The day a list speaks of, where its titles tell none."""

    day = forms.DateField(
        label=_("As of"),
        input_formats=["%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"],
        widget=forms.TextInput(attrs={"placeholder": "30/06/2024", "inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Enter the day."), "invalid": _("Write day/month/year, for example 30/06/2024.")},
    )


def columns_chosen(batch: Batch, posted: Mapping[str, str], remembered: Mapping[str, str]) -> dict[str, str]:
    """heading -> field, as a person said it now or before; what the house understands by itself is not written down.

    So a heading that only the house has read stays open to what it learns later.
    """
    told = dict(remembered)
    for n, heading in enumerate(batch.headings):
        choice = posted.get(f"column-{n}", batch.mapping.get(heading, ""))
        if choice != batch.mapping.get(heading, ""):
            told[heading] = choice or IGNORE
    return told
