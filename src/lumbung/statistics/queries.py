"""Reading the stored figures."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models.fields.json import KeyTransform

from lumbung.access.models import Office
from lumbung.statistics.models import Cell, Picture


def picture_of(office: Office) -> Picture | None:
    """The newest computation of `office`; None before its first list was applied.

    Its drawings and openings are some megabytes in a large office, and read when they are asked for.
    """
    return Picture.objects.filter(office=office).select_related("office").defer("openings", "sections").first()


def sections_of(picture: Picture, language: str) -> dict[str, str]:
    """section -> HTML of the dashboard in one language; the others' stay in the database."""
    told = Picture.objects.filter(pk=picture.pk).values_list(KeyTransform(language, "sections"), flat=True)
    return dict(told.first() or {})


def titles_of(picture: Picture, figures: Sequence[str], language: str) -> dict[str, str]:
    """figure -> its words, of those `figures` ("table/row/column") that open a list."""
    asked = [KeyTransform(figure, "openings") for figure in figures]
    told = Picture.objects.filter(pk=picture.pk).values_list(*asked).first() if asked else None
    found = zip(figures, told or (), strict=False)
    return {figure: str(one["t"].get(language, figure)) for figure, one in found if one}


def stream_counts(office: Office) -> dict[str, int]:
    """row of the two streams -> count."""
    return dict(Cell.objects.filter(office=office, table="streams").values_list("row", "count"))


def what_changed(picture: Picture, now: dict[str, int]) -> list[tuple[str, int, int]]:
    """Rows of the streams that differ from `picture.changes`: (row, before, now), in printing order.

    A row is printed only where it occurs: one that is missing on either side counted nothing. First figures changed
    nothing.
    """
    before = picture.changes
    rows = [*now, *(row for row in before if row not in now)] if before else []
    return [(row, old, new) for row in rows if (old := before.get(row, 0)) != (new := now.get(row, 0))]
