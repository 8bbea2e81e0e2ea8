"""The dashboard's tables at a moment in the past, counted from the versions known then; each number opens its list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.urls import reverse

from lumbung.access.models import Office
from lumbung.core.language import Language, translator
from lumbung.core.language import gettext_noop as _
from lumbung.dashboards.asking import UNKNOWN, Wanted
from lumbung.dashboards.figures import Told
from lumbung.dashboards.keeping import kept
from lumbung.dashboards.moment import Moment
from lumbung.dashboards.past import ENDINGS
from lumbung.engine.tabulating.contributions import CATEGORIES, RESULTS, TOTAL
from lumbung.reports.labels import Words

Key = tuple[str, str, str, bool]  # district, category, standing, whether it is here
_COUNTED = ("district", "category", "standing", "ended")  # filters, in the order of a key
_TITLES = {"category": _("Active by district and kind"), "standing": _("State by district")}


@dataclass(frozen=True, slots=True)
class Number:
    """One number and the list it opens ("" for who may see no list)."""

    text: str
    href: str
    title: str
    zero: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A cross table, as ui/cross.html prints it."""

    title: str
    columns: list[dict[str, Any]]
    lines: list[dict[str, Any]]
    interval: bool = False


def counted_then(office: Office, picture: Told, moment: Moment) -> Counter[Key]:
    """Cooperatives of `moment` by district, kind, standing under the chosen rule, and whether they were here.

    What was known at a moment never changes, so it is counted once.
    """
    return kept(office, picture, ("figures", moment.text), lambda: _counted(office, picture.rule, moment))


def _counted(office: Office, rule: str, moment: Moment) -> Counter[Key]:
    out: Counter[Key] = Counter()
    # Joined by hand: through the cooperatives it would be one more table of hundreds of thousands. Both sides are read
    # in an index alone.
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT v.district_code, v.category, coalesce(r.result, ''), coalesce(r.reason, '') <> ALL(%s), count(*)
            FROM registry_version v LEFT JOIN standing_result r ON r.cooperative_id = v.cooperative_id
                AND r.office_id = %s AND r.rule = %s AND r.since <= %s AND (r.until IS NULL OR r.until > %s)
            WHERE v.office_id = %s AND v.known @> %s::timestamptz
            GROUP BY 1, 2, 3, 4
            """,
            [list(ENDINGS), office.pk, rule, moment.at, moment.at, office.pk, moment.at],
        )
        for district, category, standing, is_here, n in cursor:
            out[district or UNKNOWN, category, standing or UNKNOWN, is_here] += n
    return out


def counts_then(counted: Counter[Key], asked: Wanted) -> dict[str, int] | None:
    """standing -> cooperatives of a list that asks for nothing but what was counted; None where it asks for more."""
    if asked.query or asked.figure or {name for name, _ in asked.filters} - set(_COUNTED):
        return None
    out: dict[str, int] = {}
    for key, n in counted.items():
        told = dict(zip(_COUNTED, (*key[:3], "no" if key[3] else "yes"), strict=True))
        if all(told[name] in asked.of(name) for name, _ in asked.filters):
            out[key[2]] = out.get(key[2], 0) + n
    return out


def tables_then(counted: Counter[Key], moment: Moment, language: Language, *, opens: bool) -> list[Table]:
    """Active cooperatives by district and kind; all that were here by district and state.

    Args:
        opens: Whether the reader may see the lists.
    """
    active: Counter[tuple[str, str]] = Counter()
    states: Counter[tuple[str, str]] = Counter()
    for (district, category, standing, is_here), n in counted.items():
        if standing == "active":
            active[district, category] += n
        if is_here:
            states[district, standing] += n
    teller = _Teller(moment, language, opens)
    shown = [result for result in RESULTS if result != "not_applicable" or any(s == result for _d, s in states)]
    return [
        teller.table("category", "category", CATEGORIES, active, (("standing", "active"),)),
        teller.table("standing", "result", shown, states, (("ended", "no"),)),
    ]


class _Teller:
    """Counts into tables of one language."""

    def __init__(self, moment: Moment, language: Language, opens: bool) -> None:
        self.moment, self.opens = moment, opens
        self.words, self._ = Words(language), translator(language)
        self.lists = reverse("dashboards:cooperatives")

    def table(
        self,
        across: str,
        group: str,
        columns: Sequence[str],
        counts: Counter[tuple[str, str]],
        base: tuple[tuple[str, str], ...],
    ) -> Table:
        """Districts by `across` (a filter), whose values' words stand in `group`; `base`: filters of every list."""
        districts = sorted({district for district, _c in counts} - {UNKNOWN}, key=lambda d: (self.words.district(d), d))
        columns = [column for column in columns if column != UNKNOWN or any(c == UNKNOWN for _d, c in counts)]
        lines = []
        for row in (*districts, UNKNOWN, TOTAL):
            name = self._word(row, self.words.district(None if row == UNKNOWN else row) if row != TOTAL else "")
            numbers = [self._number(row, column, across, group, counts, base) for column in (*columns, TOTAL)]
            lines.append({"name": name, "numbers": numbers, "residual": row == UNKNOWN, "sum": row == TOTAL})
        told = [{"name": self._word(c, self.words.label(group, c) if c != TOTAL else "")} for c in (*columns, TOTAL)]
        return Table(self._(_TITLES[across]), told, lines)

    def _word(self, code: str, word: str) -> str:
        return self.words.label("recap", TOTAL) if code == TOTAL else word

    def _number(
        self,
        row: str,
        column: str,
        across: str,
        group: str,
        counts: Counter[tuple[str, str]],
        base: tuple[tuple[str, str], ...],
    ) -> Number:
        n = sum(m for (d, c), m in counts.items() if row in (d, TOTAL) and column in (c, TOTAL))
        chosen = [*base, *([("district", row)] if row != TOTAL else [])]
        chosen += [(across, column)] if column != TOTAL else []
        filters = tuple(sorted(dict.fromkeys(chosen)))
        href = self.lists + Wanted("", "", filters, known=self.moment.text).address() if self.opens else ""
        return Number(self.words.number(n), href, "", n == 0)
