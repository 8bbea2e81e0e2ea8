"""The sentences the page's script puts together; kept here so that they stand in the catalogue like all others."""

from __future__ import annotations

from lumbung.core.language import gettext_noop
from lumbung.reports.speaking import Speech

WORDS = {
    "cooperatives": gettext_noop("{n} cooperatives"),
    "rows": gettext_noop("{n} rows"),
    "of": gettext_noop("{shown} of {n} shown"),
    "back": gettext_noop("Back to the report"),
    "backList": gettext_noop("Back to the list"),
    "list": gettext_noop("List"),
    "search": gettext_noop("Search in this list"),
    "searchResults": gettext_noop("Search: {q}"),
    "download": gettext_noop("Download {n} rows as CSV"),
    "empty": gettext_noop("No cooperative here."),
    "noHit": gettext_noop("No cooperative in this list carries these words."),
    "gone": gettext_noop("This address opens nothing in this report."),
    "name": gettext_noop("Name"),
    "kind": gettext_noop("Kind"),
    "district": gettext_noop("District"),
    "status": gettext_noop("Activity status"),
    "visited": gettext_noop("Visited"),
    "sources": gettext_noop("Source rows"),
    "sourceRow": gettext_noop("{source} row {key}"),
    "place": gettext_noop("{file}, sheet {sheet}, row {row}"),
    "placeBare": gettext_noop("{file}, row {row}"),
    "notYet": gettext_noop("not yet"),
    "noNik": gettext_noop("without cooperative NIK"),
    "nik": gettext_noop("Cooperative NIK"),
    "underRules": gettext_noop("Under other criteria:"),
    "sideBySide": gettext_noop("Sources side by side, {n} fields differ"),
    "rest": gettext_noop("{n} more fields, the same or told by one source only"),
    "oneSource": gettext_noop("One source"),
    "violet": gettext_noop("violet marks letters that differ"),
    "field": gettext_noop("Field"),
    "why": gettext_noop("Why this one is followed"),
    "used": gettext_noop("followed"),
    "visitLeads": gettext_noop("the visit leads for kind and place"),
    "registerLeads": gettext_noop("ODS leads for this field"),
    "onlySource": gettext_noop("only this source tells"),
    "silent": gettext_noop("the visit is silent: unknown; what ODS says stands beside it"),
    "notTold": gettext_noop("not told"),
    "links": gettext_noop("Why these rows are one cooperative"),
    "waiting": gettext_noop("Pairs that wait for a person"),
    "findings": gettext_noop("Findings on these rows"),
    "file": gettext_noop("File"),
    "sheet": gettext_noop("Sheet"),
    "row": gettext_noop("Row"),
    "reason": gettext_noop("Reason"),
    "sortedUp": gettext_noop("sorted, ascending"),
    "sortedDown": gettext_noop("sorted, descending"),
    "dataExample": gettext_noop("SAMPLE DATA – NOT OFFICIAL DATA"),
}


def script_words(speech: Speech) -> dict[str, str]:
    """WORDS in the page's language, with what the script writes above each list."""
    told = {name: speech.say(sentence) if "%" in sentence else speech._(sentence) for name, sentence in WORDS.items()}
    return told | {
        "circumstances": speech.circumstances(),
        "example": told["dataExample"] if speech.picture.example else "",
        "decimals": "," if speech.language == "id" else ".",
        "thousands": "." if speech.language == "id" else ",",
    }
