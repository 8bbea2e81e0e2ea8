"""Why two rows are judged different, in the words most verdicts need; free text says the rest."""

from __future__ import annotations

from types import MappingProxyType

from lumbung.core.language import Language, translator
from lumbung.core.language import gettext_noop as _

DIFFERENT = MappingProxyType(
    {
        "other_people": _("Other officers"),
        "other_place": _("Other place"),
        "other_number": _("Other legal-entity number or NIK"),
        "other_members": _("Other members or workplace"),
        "both_exist": _("Both are known to exist"),
    }
)
ASKED_AGAIN = "asked_again"  # a verdict that overrules an earlier one after the rows changed
_OTHER = {ASKED_AGAIN: _("Asked again, because the rows changed")}


def reason_words(reason: str, language: Language) -> str:
    """A verdict's reason as a reader reads it: a known one in words, what somebody wrote as it is."""
    known = DIFFERENT.get(reason) or _OTHER.get(reason)
    return translator(language)(known) if known else reason
