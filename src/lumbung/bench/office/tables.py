"""What was found of offices as tables: the same lines for the screen and for the results."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lumbung.bench.calibration import Calibration
from lumbung.bench.office.found import OURS, THEIRS, TRIVIAL, Clicked, Office, Worked
from lumbung.core.language import gettext_noop as _

PAGES = {
    TRIVIAL: _("trivial page, logged in"),
    "dashboard": _("dashboard"),
    "list": _("list, first page"),
    "list_filtered": _("list, two filters"),
    "list_deep": _("list, from the middle"),
    "search_typo": _("search, a letter wrong"),
    "search_number": _("search, a number"),
    "search_short": _("search, an abbreviation"),
    "search_common": _("search, very common words"),
    "record": _("record page"),
    "worklists": _("work lists with their counts"),
}
LIMITED = frozenset(PAGES) - {TRIVIAL}
LIMIT = 0.150  # seconds: nineteen of twenty pages come as fast as this
WEIGHT = 200.0  # KB of a first visit
BY = {OURS: "Lumbung", THEIRS: "Datasette"}
WORK = {
    "first_read": _("a list of as many rows, all new: read, checked, compared"),
    "first_applied": _("… applied"),
    "first_waited": _("… longest wait of somebody who writes meanwhile"),
    "first_undone": _("… taken back"),
    "next_read": _("the next extract of the register, 5% changed: read, checked, compared"),
    "next_applied": _("… applied"),
    "next_waited": _("… longest wait of somebody who writes meanwhile"),
    "next_undone": _("… taken back"),
    "small": _("a list of 587 rows: read, checked, compared, applied"),
    "linked": _("1,000 new rows linked into all"),
    "exported": _("everything as csv"),
    "exported_memory": _("… memory it takes"),
}
MEMORY = {"pages": _("pages"), "worker": _("worker"), "database": _("PostgreSQL")}
MEMORY_LIMIT = 1_500.0  # MB of the whole office
EVERYDAY = 6_000  # cooperatives of the office that this is asked of
_YES, _NO = _("yes"), _("no")
_ALL = _("all")
_WITHOUT = _("Datasette is not installed here, so there is no alternative beside these numbers.")

Lines = list[list[str]]
Decimal = Callable[[float, int], str]


def clicked_heads(say: Callable[[str], str]) -> list[str]:
    """Headings of `clicked_lines`."""
    return [say(_("page")), say(_("by")), "p50 ms", "p95 ms", say(_("p95 normalised")), say(_("× trivial")),
            say(_("asked")), say(_("kept")), "KB", say(_("found what was meant"))]  # fmt: skip


def clicked_lines(office: Office, calibration: Calibration, say: Callable[[str], str], decimal: Decimal) -> Lines:
    """A line for every page, ours before theirs."""

    def line(one: Clicked) -> list[str]:
        limited = one.by == OURS and one.page in LIMITED
        return [
            say(PAGES[one.page]),
            BY[one.by],
            decimal(one.p50 * 1000, 0),
            decimal(one.p95 * 1000, 0),
            decimal(calibration.normalised(one.p95) * 1000, 0),
            decimal(office.times(one), 1),
            f"≤ {decimal(LIMIT * 1000, 0)}" if limited else "",
            _kept(one.p95, LIMIT, say) if limited else "",
            decimal(one.kilobytes, 1),
            "" if one.meant is None else f"{decimal(100 * one.meant, 0)}%",
        ]

    order = list(PAGES)
    return [line(one) for one in sorted(office.clicked, key=lambda one: (order.index(one.page), one.by != OURS))]


def visited_heads(say: Callable[[str], str]) -> list[str]:
    """Headings of `visited_lines`."""
    return [say(_("page")), say(_("first visit, KB")), say(_("asked")), say(_("kept")), say(_("SQL, 5 rows a page")),
            say(_("50 rows"))]  # fmt: skip


def visited_lines(office: Office, say: Callable[[str], str], decimal: Decimal) -> Lines:
    """What a first visit to every page weighs, and how many statements it needs."""
    counted = {one.page: one for one in office.asked}
    return [
        [
            say(PAGES[page]),
            decimal(size / 1000, 1),
            f"≤ {decimal(WEIGHT, 0)}",
            _kept(size / 1000, WEIGHT, say),
            *([str(counted[page].few), str(counted[page].many)] if page in counted else ["", ""]),
        ]
        for page, size in office.weights.items()
    ]


def worked_heads(say: Callable[[str], str]) -> list[str]:
    """Headings of `worked_lines`."""
    return [say(_("work")), say(_("measured")), say(_("normalised")), say(_("asked")), say(_("kept"))]


def worked_lines(office: Office, calibration: Calibration, say: Callable[[str], str], decimal: Decimal) -> Lines:
    """Every piece of work, and the memory of the office's processes."""
    lines = [_worked(one, calibration, say, decimal) for one in office.worked]
    for name, size in office.memory.items():
        told = [f"{say(_('memory after twenty people clicked'))}: {say(MEMORY[name])}", f"{decimal(size / 1e6, 0)} MB"]
        lines.append([*told, "", "", ""])
    if office.memory:
        whole = sum(office.memory.values()) / 1e6
        asked = office.rows <= EVERYDAY
        lines.append(
            [
                f"{say(_('memory after twenty people clicked'))}: {say(_ALL)}",
                f"{decimal(whole, 0)} MB",
                "",
                f"≤ {decimal(MEMORY_LIMIT, 0)} MB" if asked else "",
                _kept(whole, MEMORY_LIMIT, say) if asked else "",
            ]
        )
    return lines


def _worked(one: Worked, calibration: Calibration, say: Callable[[str], str], decimal: Decimal) -> list[str]:
    digits = 0 if one.unit == "MB" else 2 if one.amount < 10 else 1
    limited = one.limit > 0
    return [
        say(WORK[one.work]),
        f"{decimal(one.amount, digits)} {one.unit}",
        f"{decimal(calibration.normalised(one.amount), digits)} s" if one.unit == "s" else "",
        f"≤ {decimal(one.limit, 1 if one.limit < 1 else 0)} {one.unit}" if limited else "",
        _kept(one.amount, one.limit, say) if limited else "",
    ]


def _kept(measured: float, limit: float, say: Callable[[str], str]) -> str:
    return say(_YES if measured <= limit else _NO)


def remarks(office: Office, say: Callable[[str], str]) -> list[str]:
    """What must be said beside the tables."""
    return [say(_WITHOUT)] if office.without else []


def tables(
    office: Office, calibration: Calibration, say: Callable[[str], str], decimal: Decimal
) -> Sequence[tuple[list[str], Lines]]:
    """(headings, lines) of every table that has something in it."""
    every = (
        (clicked_heads(say), clicked_lines(office, calibration, say, decimal)),
        (visited_heads(say), visited_lines(office, say, decimal)),
        (worked_heads(say), worked_lines(office, calibration, say, decimal)),
    )
    return [(heads, lines) for heads, lines in every if lines]
