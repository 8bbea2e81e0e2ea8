"""So many times so much, beside what is told as all of it: the verdict of a product, however it was found."""

from __future__ import annotations

from decimal import Decimal

from lumbung.engine.claims.model import Result, Verdict
from lumbung.engine.claims.prose.document import Document
from lumbung.engine.claims.prose.quantities import Quantity
from lumbung.engine.claims.prose.shares import label_of
from lumbung.engine.claims.telling import told


def product(document: Document, total: Quantity, times: Quantity, each: Quantity, slack: Decimal) -> Verdict:
    """Whether `times` of `each` make `total`, give or take `slack`."""
    computed = times.value * each.value
    result: Result = "holds" if abs(computed - total.value) <= slack else "fails"
    subject = label_of(document, total)
    finding = told(f"claim.prose.product_{result}", result, subject=subject, times=times.value, each=each.value,
                   computed=computed, published=total.value)  # fmt: skip
    figures = (times.figure(label_of(document, times)), each.figure(label_of(document, each)))
    return Verdict("sum", result, finding, figures, total.figure(subject), computed, computed - total.value, slack,
                   subject=subject)  # fmt: skip
