"""Reading the stored figures."""

from __future__ import annotations

from lumbung.access.models import Office
from lumbung.statistics.models import Cell, Picture


def picture_of(office: Office) -> Picture | None:
    """The newest computation of `office`; None before its first list was applied."""
    return Picture.objects.filter(office=office).first()


def stream_counts(office: Office) -> dict[str, int]:
    """row of the two streams -> count."""
    return dict(Cell.objects.filter(office=office, table="streams").values_list("row", "count"))


def what_changed(picture: Picture, now: dict[str, int]) -> list[tuple[str, int, int]]:
    """Rows of the streams that differ from the computation before: (row, before, now), in printing order."""
    return [
        (row, picture.changes[row], count) for row, count in now.items() if picture.changes.get(row, count) != count
    ]
