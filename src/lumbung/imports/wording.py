"""The words of the import room: fields, states, kinds of sources, kinds of changes (English catalogue sentences)."""

from __future__ import annotations

from lumbung.core.jobs.queries import name_words
from lumbung.core.language import LANGUAGES, Language, translator
from lumbung.core.language import gettext_noop as _
from lumbung.engine.reading import FIELDS
from lumbung.reports.labels import GROUPS

NOTE_HEADING = _("To be mended (Lumbung)")  # of the column that a marked copy has more than the list
KINDS = {
    "register": _("Register extract (ODS)"),
    "census": _("Field census"),
    "certificate": _("List of NIK certificates"),
    "agency": _("List of another agency"),
}
STATES = {
    "uploaded": _("Being read"),
    "staged": _("Waits for you"),
    "refused": _("Cannot be read"),
    "applying": _("Being applied"),
    "applied": _("Applied"),
    "undone": _("Undone"),
    "discarded": _("Discarded"),
}
STATE_MARKS = {  # shape and colour (ui status): amber waits for a person, green counts
    "uploaded": "unknown", "staged": "waiting", "refused": "inactive", "applying": "unknown", "applied": "active",
    "undone": "not_applicable", "discarded": "not_applicable",
}  # fmt: skip
BECAME = {  # what became of a row of a list that speaks of cooperatives (linkage.Attachment.State)
    "alone": _("in no register"),
    "waiting": _("to be examined"),
    "attached": _("joined to a cooperative"),
}
DIFFERENCES = {"new": _("New"), "changed": _("Changed"), "vanished": _("No longer there")}
_MORE_FIELDS = {
    "number": _("Running number"),
    "postal_code": _("Postal code"),
    "chair": _("Chair"),
    "secretary": _("Secretary"),
    "treasurer": _("Treasurer"),
    "internal_supervisor": _("Supervisor (of the cooperative)"),
    "manager": _("Manager"),
    "phone": _("Telephone"),
    "email": _("E-mail"),
    "website": _("Website"),
    "valid_status": _("Status of the data"),
    "visitor": _("Visitor"),
    "officers": _("Officers"),
    "phones": _("Telephone"),
}
name_words(
    {
        "imports.stage": _("Reading and checking"),
        "imports.apply": _("Applying"),
        "imports.read": _("Reading the file"),
        "imports.clean": _("Checking the cells"),
        "imports.compare": _("Comparing with the last list"),
        "imports.write": _("Writing down what was found"),
        "imports.append": _("Writing the rows"),
        "imports.count": _("Making them count"),
    }
)


def field_word(field: str, language: Language) -> str:
    """The word for a field of a list or a column of `records`; empty for parts that only the engine uses."""
    sentence = _MORE_FIELDS.get(field) or GROUPS["field"].get(field, "")
    return translator(language)(sentence) if sentence else ""


def field_choices(language: Language) -> list[tuple[str, str]]:
    """(field, word) of all fields a heading may mean, by word."""
    return sorted(((field, field_word(field, language) or field) for field in FIELDS), key=lambda pair: pair[1])


def is_own_heading(heading: str) -> bool:
    """Whether `heading` is the one that a marked copy adds, in either language."""
    return heading in {translator(language)(NOTE_HEADING) for language in LANGUAGES}
