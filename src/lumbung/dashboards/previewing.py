"""What a verdict would change, worked out by doing it and taking it back: figures, numbers, and where cooperatives stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from lumbung.access.models import Office
from lumbung.core.language import Language
from lumbung.dashboards.asking import reason_word
from lumbung.registry.models import Cooperative, Membership, Version
from lumbung.reports.labels import Words
from lumbung.statistics.models import Cell, Picture, Place
from lumbung.statistics.queries import picture_of, titles_of
from lumbung.statistics.services import recompute

# ASSUMPTION: an office with more rows computes for too long to wait for at a page; there the figures follow the verdict.
MOST_ROWS = 20_000
_TABLES = ("streams", "kind_by_district")
_Cell = tuple[int, int, int]  # count, low, high


@dataclass(frozen=True, slots=True)
class Figure:
    """One number before and after."""

    title: str
    before: _Cell
    after: _Cell

    @property
    def ranges(self) -> tuple[str, str]:
        """Both as a reader reads them: the count, and its range where it has one."""
        one, other = (
            str(n) if low == high == n else f"{n} ({low}–{high})" for n, low, high in (self.before, self.after)
        )
        return one, other


@dataclass(frozen=True, slots=True)
class Moved:
    """One cooperative before and after: how many source rows it has, and how it stands ("" where it is not there)."""

    number: str
    name: str
    rows: tuple[int, int]
    standing: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Preview:
    """What would change; `computed` is false where the office is too large to work it out at a page."""

    computed: bool
    figures: list[Figure]
    moved: list[Moved]


@dataclass(frozen=True, slots=True)
class _State:
    cells: dict[str, _Cell]
    members: dict[str, int]  # number -> source rows
    names: dict[str, str]
    standings: dict[str, tuple[str, str]]  # number -> standing, reason


def preview(office: Office, entries: tuple[int, int], act: Callable[[], object], language: Language) -> Preview:
    """Do `act`, compute the figures, note what changed, and take all of it back.

    Args:
        entries: Whose cooperatives, before and after, are told.
        act: A verdict; what it refuses is raised here as well.
    """
    picture = picture_of(office)
    if picture is None or picture.records > MOST_ROWS:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
        return Preview(False, [], [])
    with transaction.atomic():
        concerned = _cooperatives(entries)
        before = _state(office, concerned)
        act()
        recompute(office, rule_code=picture.rule, as_of=None)
        after = _state(office, concerned | _cooperatives(entries))
        titles = _titles(office, before, after, language)
        transaction.set_rollback(True)
    figures = [
        Figure(titles[cell], before.cells.get(cell, (0, 0, 0)), after.cells.get(cell, (0, 0, 0)))
        for cell in _changed(before, after)
        if cell in titles  # what no page opens has no words either
    ]
    return Preview(True, figures, _moved(before, after, picture.rule, language))


def _cooperatives(entries: tuple[int, int]) -> set[int]:
    return set(
        Membership.objects.filter(entry__in=entries, known__upper_inf=True).values_list("cooperative", flat=True)
    )


def _state(office: Office, concerned: set[int]) -> _State:
    cells = Cell.objects.filter(office=office, table__in=_TABLES).order_by("ordinal")
    numbers = dict(Cooperative.objects.filter(pk__in=concerned).values_list("pk", "number"))
    rows = Membership.objects.filter(cooperative__in=concerned, known__upper_inf=True).values_list("cooperative")
    members = dict.fromkeys(numbers.values(), 0)
    for (pk,) in rows:
        members[numbers[pk]] += 1
    versions = Version.objects.filter(cooperative__in=concerned, current=True)
    places = Place.objects.filter(cooperative__in=concerned)
    return _State(
        {f"{c.table}/{c.row}/{c.column}": (c.count, c.low, c.high) for c in cells},
        members,
        {numbers[pk]: name for pk, name in versions.values_list("cooperative", "name")},
        {numbers[pk]: (standing, reason) for pk, standing, reason in places.values_list(
            "cooperative", "standing", "reason"
        )},
    )  # fmt: skip


def _changed(before: _State, after: _State) -> list[str]:
    order = dict.fromkeys((*before.cells, *after.cells))
    return [cell for cell in order if before.cells.get(cell) != after.cells.get(cell)]


def _titles(office: Office, before: _State, after: _State, language: Language) -> dict[str, str]:
    picture = Picture.objects.get(office=office)
    return titles_of(picture, _changed(before, after), language)


def _moved(before: _State, after: _State, rule: str, language: Language) -> list[Moved]:
    words = Words(language)

    def standing(state: _State, number: str) -> str:
        if number not in state.standings:
            return ""
        result, reason = state.standings[number]
        why = reason_word(rule, reason, language) if reason else ""
        return f"{words.label('result', result)}{f' ({why})' if why else ''}"

    return [
        Moved(
            number,
            after.names.get(number) or before.names.get(number, ""),
            (before.members.get(number, 0), after.members.get(number, 0)),
            (standing(before, number), standing(after, number)),
        )
        for number in sorted({*before.members, *after.members})
    ]
