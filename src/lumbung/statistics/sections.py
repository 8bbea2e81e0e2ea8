"""The figures of an office in words and drawings, made by the report's own code once per computation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
from django.template.loader import render_to_string
from django.utils import translation

from lumbung.core.language import LANGUAGES, Language
from lumbung.engine.assessing import Rule
from lumbung.reports import sections, verdicts
from lumbung.reports.addresses import Addresses
from lumbung.reports.rolling import SHOWN
from lumbung.reports.speaking import Speech
from lumbung.reports.streams import Stream, head, streams_section

# dashboards.urls owns these addresses; a test there holds the two together.
ADDRESSES = Addresses("/koperasi/?angka=", "/koperasi/{}/", far=True)
_TEMPLATES = {
    "streams": "reports/_streams.html",
    "kinds": "reports/_kinds_and_map.html",
    "states": "reports/_states_and_levels.html",
    "rules": "reports/_rules.html",
}


@dataclass(frozen=True, slots=True)
class Stands:
    """A stream the office has data of; what a report knows as an input."""

    source: str  # register | census


@dataclass(frozen=True, slots=True)
class OfficePicture:
    """What the report's code asks of a picture (reports.picture.Picture), and until when events count."""

    tables: Mapping[str, pa.Table]
    as_of: date
    events_until: date | None  # where events of law after `as_of` count: until when
    rule: Rule
    rules: Sequence[Rule]
    inputs: Sequence[Any]
    example: bool
    place: str


@dataclass(frozen=True, slots=True)
class Told:
    """Sections per language, and what each number in them opens."""

    sections: dict[str, dict[str, str]]  # language -> section -> HTML
    openings: dict[str, dict[str, Any]]  # "table/row/column" -> {p, n, u, t: {language: title}}


def tell(picture: OfficePicture) -> Told:
    """Every section of the dashboard in every language; the openings are the same in all."""
    told = Told({}, {})
    for language in LANGUAGES:
        speech = Speech(picture, language, ADDRESSES, shown=SHOWN)
        with translation.override(language):
            told.sections[language] = _sections(speech)
        _open(speech, language, told.openings)
    return told


def _sections(speech: Speech) -> dict[str, str]:
    stream = Stream(speech)
    judged = stream.judged
    context = {
        "example": speech.picture.example,
        "as_of": speech.as_of(),
        "rule": speech.rule(speech.picture.rule),
        "base": speech.base_word(),
        "circumstances": speech.circumstances(),
        "streams": streams_section(speech, stream),
        "kinds": sections.kind_by_district(speech) if judged else None,
        "states": sections.state_by_district(speech),
        "map": sections.map_view(speech, stream),
        "levels": sections.supervising_level(speech) if judged else None,
        "field_only": sections.field_only(speech, stream),
        "rules": sections.other_rules(speech),
        "checks": verdicts.checks(speech),
    }
    out = {name: str(render_to_string(template, context)) for name, template in _TEMPLATES.items()}
    finding = head(speech, stream)
    return out | {
        "finding": str(finding["finding"]),
        "plain": finding["plain"],
        "lede": " ".join(str(sentence) for sentence in finding["lede"]),
        "circumstances": speech.circumstances(),
    }


def _open(speech: Speech, language: Language, openings: dict[str, dict[str, Any]]) -> None:
    """Enter what the figures named so far open, each under the words that name it."""
    for figure, title in speech.titles.values():
        key = "/".join((figure.table, figure.row, figure.column))
        one = openings.setdefault(key, {"p": figure.predicate, "n": figure.count, "u": figure.unit, "t": {}})
        one["t"][language] = title
