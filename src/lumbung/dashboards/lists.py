"""The list of cooperatives: what is asked for as one query, its counts, and one page of lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Upper
from django.utils import timezone

from lumbung.access.models import Office
from lumbung.access.queries import Standpoint
from lumbung.access.roles import Act
from lumbung.dashboards.asking import PLACE, UNKNOWN, Wanted
from lumbung.dashboards.figures import Opening, Told, condition, told_of
from lumbung.dashboards.figures_then import counted_then, counts_then
from lumbung.dashboards.filtering import filters
from lumbung.dashboards.keeping import MANY, kept
from lumbung.dashboards.moment import Moment, moment_of
from lumbung.dashboards.ordering import NAMES, ROWS, SCORES, SHORTEST, SORTS, TOLD, Order, beyond, turned
from lumbung.dashboards.past import POSITION, REASON, STANDING, condition_then, filters_then, versions_then
from lumbung.dashboards.searching import Answer, found, question
from lumbung.registry.history import seen_then_and_now
from lumbung.registry.models import NAME_LENGTH, Entry, Membership, Sought, Source, Version
from lumbung.registry.queries import current_versions, within

PAGE = 50
_FAR = 20_000  # narrow rows that are looked at for a page of a common word

# What a line shows, by the name it has there.
COLUMNS = {
    "number": "cooperative__number",
    "standing": PLACE + "standing",
    "reason": PLACE + "reason",
    "position": PLACE + "position",
    "coop_nik": "fields__coop_nik",
    "legal_number": "fields__legal_number",
    "members": "fields__members",
    "kind_register": "fields__kind_register",
    "district_register": "fields__district_code_register",
}
THEN = {"standing": STANDING, "reason": REASON, "position": POSITION}  # of COLUMNS, in the past
PLAIN = (
    "pk", "cooperative_id", "name", "category", "kind", "group", "district_code", "village_code", "visited_on", "visited", "listed",
    "last_rat_on", "certificate_valid_to", "register_records", "census_records", "supervising_level",
)  # fmt: skip
EXPORTED = (
    "pattern", "form", "visit_outcome", "certificate_status", "latitude", "longitude",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Selection:
    """What a list holds: versions (with `score` where searched), and how it came about."""

    office: Office
    versions: QuerySet[Version]
    asked: Wanted
    picture: Told | None
    answer: Answer | None = None  # of the search box, where something was asked
    moment: Moment | None = None  # of the past it is read at

    @property
    def searched(self) -> bool:
        """Whether something was asked."""
        return self.answer is not None

    @property
    def hits(self) -> QuerySet[Sought] | None:
        """The narrow rows of what was searched, where nothing else was asked and the nearest come first."""
        return self.answer.hits if self.answer and not self.asked.sort else None

    @property
    def opening(self) -> Opening | None:
        """The figure whose list this is."""
        return self.picture.opening if self.picture else None

    @property
    def of_rows(self) -> bool:
        """Whether its lines are rows of the register; in the past their cooperatives are shown."""
        return self.opening is not None and self.opening.rows and self.moment is None

    @property
    def columns(self) -> dict[str, str]:
        """COLUMNS, where a line reads them from."""
        return COLUMNS | THEN if self.moment else COLUMNS

    @property
    def order(self) -> Order:
        """How its lines are sorted."""
        if self.of_rows:
            return ROWS
        return SORTS[self.asked.sort].order if self.asked.sort else SCORES if self.searched else NAMES

    @property
    def data_day(self) -> date:
        """The day the office's data speaks of; today where nothing was counted yet."""
        return self.picture.as_of if self.picture else timezone.localdate()

    @property
    def rule(self) -> str:
        """Code of the rule its statuses speak of."""
        return self.picture.rule if self.picture else ""


def selection(standpoint: Standpoint, asked: Wanted, *acts: Act) -> Selection:
    """The cooperatives `asked` for, inside the areas of all `acts` (SEE_REGISTER alone by default).

    A figure nobody knows opens an empty list, and so does a list of officers' terms for who may not see officers.

    Raises:
        MomentRefused: It is asked for at a moment that cannot be read.
    """
    office = standpoint.office
    areas = (*(acts or (Act.SEE_REGISTER,)), *asked.needs)
    if moment := moment_of(office, asked.known):
        return _then(standpoint, asked, moment, areas)
    versions = current_versions(office)
    for act in areas:
        versions = within(versions, standpoint.area(act))
    if not all(standpoint.may(act) for act in asked.needs):
        versions = versions.none()
    picture = told_of(office, asked.figure)
    if asked.figure:
        opening = picture.opening if picture else None
        versions = versions.filter(condition(office, opening.predicate)) if opening else versions.none()
    today = timezone.localdate()
    versions = versions.filter(filters(office, asked, picture.as_of if picture else today, today))
    if not asked.query:
        return Selection(office, versions, asked, picture)
    whole = not (asked.figure or asked.filters) and all("" in standpoint.area(act) for act in areas)
    narrow = Sought.objects.filter(office=office) if whole else None
    answer = found(versions, question(asked.query, office), office, narrow)
    return Selection(office, answer.versions, asked, picture, answer)


def _then(standpoint: Standpoint, asked: Wanted, moment: Moment, acts: Sequence[Act]) -> Selection:
    """The same at a moment of the past, under the rule that is chosen today."""
    office = standpoint.office
    picture = told_of(office, asked.figure)
    picture = picture.then(office, moment) if picture else None
    versions = versions_then(office, moment, picture.rule if picture else "")
    for act in acts:
        versions = seen_then_and_now(versions, standpoint.area(act))
    if asked.figure:
        opening = picture.opening if picture else None
        told = condition_then(office, opening.predicate, moment) if opening else None
        versions = versions.none() if told is None else versions.filter(told)
        if opening and opening.surplus:
            versions = versions.filter(register_records__gt=1)
    versions = versions.filter(filters_then(office, asked, moment))
    answer = found(versions, question(asked.query, office), office) if asked.query else None
    return Selection(office, answer.versions if answer else versions, asked, picture, answer, moment)


def sources_of(office: Office) -> dict[str, str]:
    """Primary key as text -> name of the office's sources."""
    found = Source.objects.filter(office=office).order_by("name").values_list("pk", "name")
    return {str(pk): name for pk, name in found}


# Counts


def counts(chosen: Selection, areas: Sequence[str] = ()) -> dict[str, int]:
    """standing -> lines of the list; who was never judged counts as unknown.

    Counting a hundred thousand takes longer than all the rest of the page, so large counts are kept until the office
    is computed anew.

    Args:
        areas: The areas the list was made for, part of what a kept count is kept under.
    """
    if chosen.picture is None or not areas:  # nothing says that a count has grown old
        return _counted(chosen)
    if chosen.moment and "" in areas:
        told = counts_then(counted_then(chosen.office, chosen.picture, chosen.moment), chosen.asked)
        if told is not None:
            return told
    asked = [pair for pair in chosen.asked.pairs() if pair[0] != "urut"]
    return kept(
        chosen.office,
        chosen.picture,
        ("list", sorted(areas), asked),
        lambda: _counted(chosen),
        worth=lambda out: sum(out.values()) >= MANY,
    )


def _counted(chosen: Selection) -> dict[str, int]:
    out: dict[str, int] = {}
    for standing, n in _standings(chosen):
        out[standing or UNKNOWN] = out.get(standing or UNKNOWN, 0) + n
    return out


def _standings(chosen: Selection) -> list[tuple[str | None, int]]:
    """(standing, lines); None and "" are who was never judged."""
    if chosen.hits is None:
        lines: QuerySet[Any] = register_rows(chosen) if chosen.of_rows else chosen.versions
        return list(lines.order_by().values_list(chosen.columns["standing"]).annotate(n=Count("cooperative")))
    # Joined by hand: through the cooperatives it would be one more table of hundreds of thousands.
    try:
        found, values = chosen.hits.order_by().values("cooperative_id").query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT place.standing, count(*) FROM ({found}) found
                LEFT JOIN statistics_place place ON place.cooperative_id = found.cooperative_id AND place.office_id = %s
            GROUP BY place.standing
            """,
            [*values, chosen.office.pk],
        )
        return list(cursor.fetchall())


# Lines


@dataclass(frozen=True, slots=True)
class Page:
    """One page: rows as dictionaries, and the anchors of the pages before and after (None: there is none)."""

    rows: list[dict[str, Any]]
    before: int | None
    after: int | None


def page(chosen: Selection, *, after: int | None = None, before: int | None = None, n: int = 0) -> Page:
    """The lines behind (or before) an anchor, which is a version's (for rows of the register: an entry's) key.

    Keyset paging: the cost does not grow with the place, and a list that changes meanwhile skips nobody.

    Args:
        n: How many lines there are, where that is known.
    """
    source = _source(chosen)
    anchor = _anchor(chosen, source, after or before)
    backwards = bool(before and anchor)
    order = turned(chosen.order) if backwards else chosen.order
    if anchor:
        source = source.filter(beyond(order, anchor))
    rows = _foremost(chosen, anchor) if n >= MANY and not backwards else []
    rows = rows or list(source.order_by(*order)[: PAGE + 1])
    more = len(rows) > PAGE
    rows = rows[:PAGE]
    if backwards:
        rows.reverse()
    if chosen.hits is not None:
        whole = {row["pk"]: row for row in _values(chosen).filter(pk__in=[row["pk"] for row in rows])}
        rows = [whole[row["pk"]] for row in rows if row["pk"] in whole]
    key = chosen.order[-1].removeprefix("-")
    first, last = (rows[0][key], rows[-1][key]) if rows else (None, None)
    return Page(
        rows,
        first if (more if backwards else bool(anchor)) else None,
        last if (backwards or more) else None,
    )


def _foremost(chosen: Selection, anchor: dict[str, Any] | None) -> list[dict[str, Any]]:
    """A full page of those that stand before all others, in the order of an index; [] where they do not soon fill one.

    A common word has tens of thousands of records, of which a page needs the first ones alone.
    """
    foremost = chosen.answer.foremost if chosen.answer else None
    if chosen.hits is None or foremost is None:
        return []
    source: QuerySet[Any] = Sought.objects.filter(office=chosen.office).annotate(length=NAME_LENGTH)
    near = source.order_by(*SHORTEST).values("pk", "upper_name", "length", "text", "group")
    here = near.filter(pk=anchor["pk"]).first() if anchor else None
    if anchor and not (here and foremost.holds(here["text"], here["group"])):
        return []
    looked_at, values = near.filter(beyond(SHORTEST, here) if here else Q())[:_FAR].query.sql_with_params()
    told = "".join(" AND strpos(text, %s) > 0" for _ in foremost.parts)
    with connection.cursor() as cursor:
        # Within a limit: by its own reckoning PostgreSQL would gather and sort all that carry the words.
        cursor.execute(
            f"""
            SELECT pk FROM ({looked_at}) near WHERE "group" = coalesce(nullif(%s, ''), "group") {told}
            ORDER BY {", ".join(SHORTEST)} LIMIT {PAGE + 1}
            """,
            [*values, foremost.group, *foremost.parts],
        )
        rows = [{"pk": pk} for (pk,) in cursor.fetchall()]
    return rows if len(rows) > PAGE else []


def _source(chosen: Selection) -> QuerySet[Any, dict[str, Any]]:
    """The lines with what they are sorted by; what else a line shows is read for those of the page alone, if need be."""
    if chosen.hits is not None:
        hits: QuerySet[Any] = chosen.hits
        return hits.values("pk", "score", "upper_name")
    return _row_values(chosen) if chosen.of_rows else _values(chosen)


def _anchor(chosen: Selection, source: QuerySet[Any, dict[str, Any]], pk: int | None) -> dict[str, Any] | None:
    if pk is None:
        return None
    return source.filter(**{"entry" if chosen.of_rows else "pk": pk}).first()


def _values(chosen: Selection, *more: str) -> QuerySet[Version, dict[str, Any]]:
    score = ("score",) if chosen.searched else ()
    told: dict[str, Any] = {name: F(column) for name, column in chosen.columns.items()}
    told |= {name: TOLD[name] for name in (column.removeprefix("-") for column in chosen.order) if name in TOLD}
    found: QuerySet[Version, dict[str, Any]] = chosen.versions.values(*PLAIN, *more, *score, **told)
    return found.order_by(*chosen.order)


def lines(chosen: Selection, chunk: int = 2_000) -> Iterator[dict[str, Any]]:
    """Every line of the list in its order, a chunk at a time, for exports; cooperatives with EXPORTED besides."""
    source = _row_values(chosen).order_by(*ROWS) if chosen.of_rows else _values(chosen, *EXPORTED)
    yield from source.iterator(chunk_size=chunk)


def register_rows(chosen: Selection) -> QuerySet[Membership]:
    """The rows of the register that stand behind the chosen cooperatives, as memberships in force."""
    mine = Q(known__upper_inf=True, entry__current__isnull=False) & Q(entry__source__kind=Source.Kind.REGISTER)
    rows = Membership.objects.filter(mine, cooperative__in=chosen.versions.order_by().values("cooperative"))
    if chosen.opening and chosen.opening.surplus:
        earlier = Membership.objects.filter(mine, cooperative=OuterRef("cooperative"), entry__lt=OuterRef("entry"))
        rows = rows.filter(Exists(earlier))
    return rows


def _row_values(chosen: Selection) -> QuerySet[Membership, dict[str, Any]]:
    version = "cooperative__versions__"
    current = register_rows(chosen).filter(**{version + "current": True})
    named = {
        "name": "entry__current__clean__name",
        "file": "entry__current__file",
        "sheet": "entry__current__sheet",
        "row": "entry__current__row",
        **{name: version + name for name in PLAIN if name not in ("pk", "cooperative_id", "name")},
        **{
            name: column if column.startswith("cooperative__") else version + column for name, column in COLUMNS.items()
        },
    }
    told: dict[str, Any] = {name: F(column) for name, column in named.items()}
    told["upper_name"] = Upper(version + "name")
    return current.values("entry", "cooperative_id", **told)  # type: ignore[return-value]  # the plugin wants F by F


def entries_counted(office: Office) -> int:
    """Source rows that count: 0 means that nothing was brought in yet."""
    return Entry.objects.filter(source__office=office, current__isnull=False)[:1].count()
