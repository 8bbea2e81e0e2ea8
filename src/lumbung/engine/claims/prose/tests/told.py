"""What the checker says of one text, for tables of texts with a right and a wrong figure."""

from __future__ import annotations

from lumbung.engine.claims.model import Verdict
from lumbung.engine.claims.prose import check_text


def fails(text: str) -> list[str]:
    """Kind and figures of every claim that does not hold: "sum 19+14 -> 73"."""
    return [_told(verdict) for verdict in check_text(f"Kabar Koperasi\n\n{text}\n", "text").fails]


def _told(verdict: Verdict) -> str:
    parts = "+".join(figure.text for figure in verdict.parts)
    return f"{verdict.kind} {parts} -> {verdict.total.text}" if verdict.total else f"{verdict.kind} {parts}"
