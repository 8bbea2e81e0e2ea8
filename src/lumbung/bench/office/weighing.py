"""What a first visit to a page costs: the page, and everything it names, as it travels."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from lumbung.bench.office.clicking import Visitor

_IN_STYLES = re.compile(r"""(?:url\(\s*|@import\s+)["']?([^"')\s]+)""")
_NAMED_BY = {"link": "href", "script": "src", "img": "src", "use": "href", "source": "src"}
_RELATIONS = {"stylesheet", "icon", "preload", "modulepreload", "manifest"}


def weight(visitor: Visitor, address: str) -> int:
    """Bytes of the answers that a browser with an empty cache takes to show `address`; other sites are not asked."""
    page = visitor.get(address)
    total, seen = len(page.wire), {address}
    waiting = named_in(page.body.decode("utf-8", "replace"), address)
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        answer = visitor.get(one)
        total += len(answer.wire)
        if answer.kind == "text/css":
            waiting += [
                urljoin(one, there) for there in _IN_STYLES.findall(answer.body.decode("utf-8")) if _near(there)
            ]
    return total


def named_in(page: str, address: str) -> list[str]:
    """The addresses on this site that a page at `address` makes a browser fetch."""
    reader = _Reader()
    reader.feed(page)
    return [urljoin(address, one) for one in reader.named if _near(one)]


def _near(address: str) -> bool:
    told = urlsplit(address)
    return not told.scheme and not told.netloc and bool(told.path)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.named: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "link" and not _RELATIONS & set((told.get("rel") or "").split()):
            return
        if one := told.get(_NAMED_BY.get(tag, "")):
            self.named.append(one)
