"""The stored sections of the dashboard for those who may see its figures but no records: numbers that open nothing.

Sections are our own HTML, made with the figures. Only the links are taken away; every word stays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

# Attributes are escaped where sections are written, so no ">" stands inside a tag. Links inside the page stay.
_LINK = re.compile(r'<a(?=\s)(?![^>]*\shref="#)([^>]*)>(.*?)</a>', re.DOTALL)


def without_links(sections: Mapping[str, str]) -> dict[str, str]:
    """section -> the same HTML with the links to lists and records as the plain numbers and words they hold."""
    return {name: _LINK.sub(_plain, html) for name, html in sections.items()}


def _plain(link: re.Match[str]) -> str:
    attributes, words = link.groups()
    return f'<span class="v">{words}</span>' if ' class="n' in attributes else words
