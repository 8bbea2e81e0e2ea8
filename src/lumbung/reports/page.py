"""report.html: one file that opens without a network. Django renders it; nothing else here knows Django's settings."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

import lumbung.ui
from lumbung.core.language import LOCALE_DIR
from lumbung.reports import proof, sections, verdicts
from lumbung.reports.embed import LIMIT, embedded, labels_for_script, script_json
from lumbung.reports.problems import Group, Problems
from lumbung.reports.script_words import script_words
from lumbung.reports.speaking import Speech
from lumbung.reports.streams import Stream, head, streams_section

UI = Path(lumbung.ui.__file__).parent
STYLES = ("tokens.css", "base.css", "report.css")
FONT = UI / "static" / "vendor" / "inter.woff2"


def report_html(speech: Speech, problems: Problems, groups: Sequence[Group]) -> str:
    """The whole report as one page in the language of `speech`; `groups` are the problems by kind.

    Numbers open their lists where there are at most LIMIT cooperatives; above that they name the tables.
    """
    _configure()
    with translation.override(speech.language):
        return str(render_to_string("reports/report.html", _context(speech, problems, groups)))


def _context(speech: Speech, problems: Problems, groups: Sequence[Group]) -> dict[str, Any]:
    stream = Stream(speech)
    style = mark_safe(_style())
    script = mark_safe((UI / "static" / "ui" / "report.js").read_text("utf-8"))
    context = {
        "language": speech.language,
        "picture": speech.picture,
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
        "style": style,
        "script": script,
        "policy": _policy(style, script),
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


def _style() -> str:
    text = "\n".join((UI / "static" / "ui" / name).read_text("utf-8").strip() for name in STYLES)
    if FONT.is_file():
        data = base64.b64encode(FONT.read_bytes()).decode("ascii")
        text = (
            '@font-face{font-family:"Inter Variable";font-weight:100 900;font-display:swap;'
            f"src:url(data:font/woff2;base64,{data}) format('woff2')}}\n{text}"
        )
    return text + "\n"


def _policy(style: str, script: str) -> str:
    """A content policy that lets this page run its own style and script and nothing else, and load nothing."""

    def source(text: str) -> str:
        return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii") + "'"

    return (
        f"default-src 'none'; script-src {source(script)}; style-src {source(style)}; "
        "img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
    )


def _configure() -> None:
    """Set Django up for rendering, unless the office's own settings already did."""
    if not settings.configured:
        settings.configure(
            USE_I18N=True,
            LANGUAGE_CODE="en",
            LANGUAGES=[("id", "Bahasa Indonesia"), ("en", "English")],
            LOCALE_PATHS=[str(LOCALE_DIR)],
            TEMPLATES=[
                {
                    "BACKEND": "django.template.backends.django.DjangoTemplates",
                    "DIRS": [str(Path(__file__).parent / "templates"), str(UI / "templates")],
                }
            ],
        )
        apps.populate(())  # django.setup() would load the URL and database layers, a third of a second for nothing
