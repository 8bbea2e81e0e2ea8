"""report.html: what stands on the page, section by section."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from lumbung.reports import proof, sections, verdicts
from lumbung.reports.embed import LIMIT, embedded, labels_for_script, script_json
from lumbung.reports.problems import Group, Problems
from lumbung.reports.script_words import script_words
from lumbung.reports.single import single_page
from lumbung.reports.speaking import Speech
from lumbung.reports.streams import Stream, head, streams_section


def report_html(speech: Speech, problems: Problems, groups: Sequence[Group]) -> str:
    """The whole report as one page in the language of `speech`; `groups` are the problems by kind.

    Numbers open their lists where there are at most LIMIT cooperatives; above that they name the tables.
    """
    return single_page("reports/report.html", _context(speech, problems, groups), speech.language, script="report.js")


def _context(speech: Speech, problems: Problems, groups: Sequence[Group]) -> dict[str, Any]:
    stream = Stream(speech)
    context = {
        "picture": speech.picture,
        "example": speech.picture.example,
        "as_of": speech.as_of(),
        "rule": speech.rule(speech.picture.rule),
        "rule_from": speech.words.short_day(speech.picture.rule.valid_from),
        "base": speech.base_word(),
        "circumstances": speech.circumstances(),
        "head": head(speech, stream),
        "streams": streams_section(speech, stream),
        "kinds": sections.kind_by_district(speech) if stream.judged else None,
        "states": sections.state_by_district(speech),
        "map": sections.map_view(speech, stream),
        "levels": sections.supervising_level(speech) if stream.judged else None,
        "field_only": sections.field_only(speech, stream),
        "rules": sections.other_rules(speech),
        "recap": sections.recap(speech),
        "pairs": proof.waiting_pairs(speech),
        "checks": verdicts.checks(speech),
        "problems": proof.problems(speech, groups),
        "headings": proof.headings(speech),
        "sources": proof.sources(speech),
        "colophon": proof.colophon(speech),
        "embeds": speech.embeds,
        "limit": speech.words.number(LIMIT),
    }
    return context | {"data": _data(speech, problems)}  # last: by now every number has been named


def _data(speech: Speech, problems: Problems) -> SafeString:
    content: dict[str, Any] = {}
    if speech.embeds:
        named = [speech.titles[href] for href in sorted(speech.titles)]
        content = embedded(speech.picture, speech.base, named, speech.language, problems.public())
        content["labels"] = _labels(speech)
        content["words"] = script_words(speech)
        titles = {rule.code: speech.rule(rule) for rule in speech.picture.rules}
        for one in content["rules"]:
            one["t"] = titles[one["c"]]
    return mark_safe(script_json(content))


def _labels(speech: Speech) -> dict[str, dict[str, str]]:
    told, base = labels_for_script(speech.language), speech.base
    codes = {one for column in ("district", "district_code_register") for one in base.coded(column).values if one}
    told["district"] = {code: speech.words.district(code) for code in sorted(codes)}
    for rule in speech.picture.rules:
        for code in sorted({one for one in base.reasons(rule.code) if one}):
            told["reason"][code] = speech.reason(rule.code, code)
    return told
