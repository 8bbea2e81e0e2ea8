"""Products written as such: "30 orang x Rp7.000.000 = Rp210.000.000"; the factor behind the sign is no part of a sum."""

from __future__ import annotations

from collections.abc import Iterator

from lumbung.engine.claims.model import Verdict
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.products import product
from lumbung.engine.claims.prose.sums import tolerance


def multiplied(document: Document) -> Iterator[Verdict]:
    """Every such line."""
    for times, each, total in document.equations:
        if not times.bound and not each.bound and not total.bound:
            yield product(document, total, times, each, tolerance([total]))
