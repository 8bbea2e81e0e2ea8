"""One file that opens without a network: Django renders it; nothing else here knows Django's settings."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe

import lumbung.ui
from lumbung.core.language import LOCALE_DIR, Language

UI = Path(lumbung.ui.__file__).parent
STYLES = ("tokens.css", "base.css", "report.css")
FONT = UI / "static" / "vendor" / "inter.woff2"


def single_page(
    template: str, context: Mapping[str, Any], language: Language, *, styles: Sequence[str] = STYLES, script: str = ""
) -> str:
    """`template` as one page with its style and script inside and a policy that lets it load nothing.

    Args:
        context: What the template needs besides `language`, `style`, `script` and `policy`.
        styles: Files of ui/static/ui, in their order.
        script: A file of ui/static/ui, or none.
    """
    _configure()
    style = mark_safe(_style(styles))
    code = mark_safe((UI / "static" / "ui" / script).read_text("utf-8") if script else "")
    whole = {**context, "language": language, "style": style, "script": code, "policy": _policy(style, code)}
    with translation.override(language):
        return str(render_to_string(template, whole))


def _style(styles: Sequence[str]) -> str:
    text = "\n".join((UI / "static" / "ui" / name).read_text("utf-8").strip() for name in styles)
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

    runs = source(script) if script else "'none'"
    return (
        f"default-src 'none'; script-src {runs}; style-src {source(style)}; "
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
