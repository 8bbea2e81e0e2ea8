"""The sections of the page after the streams: tables, map, rules, recap."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import mark_safe

from lumbung.core.language import gettext_noop
from lumbung.reports.crosses import Cross, cross, cross_view
from lumbung.reports.drawing import Point, chart, stacked
from lumbung.reports.figures import PLACED, Figure
from lumbung.reports.speaking import Speech
from lumbung.reports.streams import Stream

# By the digits of the codes in the rows: rolled up (reports.rolling), a row is a regency or a province.
_KIND_TITLES = {
    6: gettext_noop("Active by district and kind"),
    4: gettext_noop("Active by city or regency and kind"),
    2: gettext_noop("Active by province and kind"),
}
_STATE_TITLES = {
    6: gettext_noop("State by district"),
    4: gettext_noop("State by city or regency"),
    2: gettext_noop("State by province"),
}
_CORNERS = {6: gettext_noop("District"), 4: gettext_noop("City or regency"), 2: gettext_noop("Province")}
_LEVEL_TITLE = gettext_noop("By supervising level")
_RECAP_TITLE = gettext_noop("Ministry recap (ODS)")
_FIELD_ONLY_TITLE = gettext_noop("Found in the field, no counterpart in ODS")
_TONES = {"active": "active", "inactive": "inactive", "unknown": "unknown", "not_applicable": "plain"}
MAPPED = 20_000  # cooperatives; more points than these are a blot
LOST_SHOWN = 5  # cooperatives of a residual row named under the table


def kind_by_district(speech: Speech) -> dict[str, Any] | None:
    """Active cooperatives, district by kind, and who stands in the residual row."""
    told = cross(speech, "kind_by_district", row_group="district", column_group="category")
    if told is None:
        return None
    width = _digits(told)
    view = cross_view(
        speech,
        told,
        speech.say(_KIND_TITLES[width]),
        row_name=speech.district,
        row_title=speech.words.district,
        column_name=lambda code: speech.words.label("category", code),
    )
    lost = _lost(speech, told.cells.get(("unknown", "total")))
    return view | {"corner": speech.say(_CORNERS[width]), "lost": lost}


def _digits(told: Cross) -> int:
    """Digits of the codes in the rows: 6 districts, 4 regencies, 2 provinces."""
    width = next((len(row) for row in told.rows if row.isdecimal()), 6)
    return width if width in _CORNERS else 6


def _lost(speech: Speech, figure: Figure | None) -> list[dict[str, str]]:
    """The cooperatives of the residual row by name, with what ODS says about their place beside, not filled in."""
    if figure is None or not figure.predicate:
        return []
    places = (speech.base.pick(figure.predicate) or [])[:LOST_SHOWN]
    names = speech.base.table.column("name").to_pylist()
    beside = speech.base.told("district_code_register")
    return [
        {
            "name": names[place] or "",
            "href": speech.record_address(speech.base.ids[place]),
            "beside": speech.words.district(beside[place]) if beside[place] else "",
        }
        for place in places
    ]


def state_by_district(speech: Speech) -> dict[str, Any] | None:
    """Active, unknown and inactive by district as bars with their table twin; the finding names the worst."""
    told = cross(speech, "standing_by_district", row_group="district", column_group="result")
    if told is None:
        return None
    title, corner = speech.say(_STATE_TITLES[_digits(told)]), speech.say(_CORNERS[_digits(told)])
    view = cross_view(
        speech,
        told,
        title,
        row_name=speech.district,
        row_title=speech.words.district,
        column_name=lambda code: speech.words.label("result", code),
        interval=False,
    )
    shown = [row for row in told.rows if row != "total"]
    whole = max((told.total(row, "total") or 0 for row in shown), default=0)
    for line, row in zip(view["lines"], told.rows, strict=True):
        parts = [(told.total(row, code) or 0, tone) for code, tone in _TONES.items()]
        line["drawn"] = mark_safe(stacked(parts, whole)) if row != "total" else ""
    worst = sorted(
        ((told.total(row, "unknown") or 0, row) for row in shown if row != "unknown"),
        key=lambda pair: (-pair[0], pair[1]),
    )[:2]
    finding = title
    if len(worst) == 2 and worst[1][0]:
        finding = speech.say(
            gettext_noop("%(first)s and %(second)s have the most cooperatives whose state is not known"),
            first=speech.words.district(worst[0][1]), second=speech.words.district(worst[1][1]),
        )  # fmt: skip
    return view | {"title": finding, "corner": corner}


def map_view(speech: Speech, stream: Stream) -> dict[str, Any] | None:
    """Where the visited cooperatives lie: points and district labels, no outlines."""
    base = speech.base
    if len(base) > MAPPED:
        return None
    standing, district = base.told("standing"), base.told("district")
    gone = any(base.told("ending"))
    around: dict[str, Any] = {"ending": None} if gone else {}  # what ended or moved away is on no map
    here = {PLACED: True} | around
    latitude = base.table.column("latitude").to_pylist()
    longitude = base.table.column("longitude").to_pylist()
    points = [
        Point(place, latitude[place], longitude[place], _tone(standing[place]), district[place])
        for place in base.pick(here) or []
    ]
    drawn = chart(points)
    if drawn is None:
        return None
    active = cross(speech, "standing_by_district", row_group="district", column_group="result")
    labels = []
    for code, (x, y) in sorted(drawn.labels.items()):
        name = speech.district(code)
        figure = active.cells.get((code, "active")) if active else None
        full = f"{speech.words.label('result', 'active')}, {speech.words.district(code)}"
        number = speech.number(figure, full) if figure else None
        labels.append({"name": name, "x": f"{x:.0f}", "y": f"{y:.0f}", "number": number})
    make = speech.figures.make
    keys = []
    for tone, code in (("active", "active"), ("inactive", "inactive"), ("unknown", "unknown")):
        figure = make("map", code, "total", here | {"standing": code})
        if figure.count:
            keys.append(
                {
                    "tone": tone,
                    "word": speech.words.label("result", code),
                    "number": _remembered(speech, figure, code),
                }
            )
    without = make("map", "without", "total", {PLACED: False, "visited": True} | around)
    placed = make("map", "placed", "total", here)
    return {
        "title": speech.sentence(
            gettext_noop("%(n)s cooperatives have a position"),
            n=speech.link(placed, speech.say(gettext_noop("with a position"))),
        ),
        "chart": drawn,
        "shapes": mark_safe(drawn.shapes),
        "labels": labels,
        "keys": keys,
        "without": speech.number(without, speech.say(gettext_noop("visited, without a position"))),
        "far_off": drawn.far_off,
    }


def _remembered(speech: Speech, figure: Figure, code: str) -> Any:
    return speech.number(figure, f"{speech.words.label('result', code)}, {speech.say(gettext_noop('with a position'))}")


def _tone(result: str | None) -> str:
    return result if result in {"active", "inactive"} else "unknown"


def supervising_level(speech: Speech) -> dict[str, Any] | None:
    """Who may act: the cooperatives by the level that supervises them."""
    told = cross(speech, "supervising_level", row_group="level", column_group="position")
    if told is None:
        return None
    view = cross_view(
        speech, told, speech.say(_LEVEL_TITLE),
        row_name=lambda code: speech.words.label("level", code),
        column_name=lambda code: speech.words.label("position", code),
    )  # fmt: skip
    elsewhere = speech.figures.make(
        "page", "supervised_elsewhere", "total",
        {"position": "active_listed", "supervising_level": ["province", "national"]},
    )  # fmt: skip
    whole = speech.figures.make("page", "active_listed", "total", {"position": "active_listed"})
    finding = speech.sentence(
        gettext_noop("%(n)s of the %(whole)s active in ODS belong to the province or the ministry"),
        n=speech.link(elsewhere, speech.say(gettext_noop("active in ODS, under province or ministry"))),
        whole=speech.link(whole, speech.words.label("position", "active_listed")),
    )
    return view | {"finding": finding}


def field_only(speech: Speech, stream: Stream) -> dict[str, Any] | None:
    """Cooperatives the field found and the register does not have, by the reason."""
    told = cross(speech, "field_only", row_group="field_only", column_group="position") if stream.census else None
    if told is None:
        return None
    view = cross_view(
        speech, told, speech.say(_FIELD_ONLY_TITLE),
        row_name=lambda code: speech.words.label("field_only", code),
        column_name=lambda code: speech.words.label("position", code),
    )  # fmt: skip
    finding = speech.sentence(
        gettext_noop("%(n)s active cooperatives were found only in the field"),
        n=speech.link(stream.field_only, speech.words.label("position", "active_field_only")),
    )
    return view | {"finding": finding}


def other_rules(speech: Speech) -> dict[str, Any] | None:
    """The same facts under every rule: results in columns, the chosen rule first."""
    figures = speech.figures.of("rules")
    if not figures:
        return None
    chosen = speech.picture.rule.code
    rules = {rule.code: rule for rule in speech.picture.rules}
    codes = sorted({one.row for one in figures if one.row != "total"}, key=lambda code: (code != chosen, code))
    told = cross(speech, "rules", row_group="rule", column_group="result")
    assert told is not None  # there are figures
    columns, cells = [one for one in told.columns if one != "total"], told.cells
    title = speech.say(gettext_noop("The same facts under other criteria"))
    lines = []
    for code in codes:
        rule = rules.get(code)
        name = speech.rule(rule) if rule else code.replace("_", " ")
        row = [cells.get((code, column)) for column in columns]
        parts = [(one.count, _TONES.get(one.column, "plain")) for one in row if one]
        lines.append(
            {
                "name": name,
                "code": code,
                "chosen": code == chosen,
                "basis": speech.basis(rule) if rule else "",
                "from": speech.words.short_day(rule.valid_from) if rule else "",
                "numbers": [
                    speech.number(one, f"{name}, {speech.words.label('result', one.column)}") if one else None
                    for one in row
                ],
                "drawn": mark_safe(stacked(parts, sum(count for count, _ in parts))),
            }
        )
    return {
        "title": title,
        "columns": [speech.words.label("result", one) for one in columns],
        "lines": lines,
        "legend": [{"tone": _TONES.get(one, "plain"), "word": speech.words.label("result", one)} for one in columns],
    }


def recap(speech: Speech) -> dict[str, Any] | None:
    """The ministry's recap columns that the data can fill: one line a key."""
    figures = speech.figures.of("recap")
    if not figures:
        return None
    lines = []
    for one in figures:
        name = speech.words.label("recap", one.row)
        money = one.unit == "rupiah"
        lines.append(
            {
                "name": name,
                "number": speech.number(one, name),
                "money": money,
                "unit": "" if money else unit(speech, one.unit),
            }
        )
    return {
        "title": speech.say(_RECAP_TITLE),
        "lines": lines,
        "circumstances": speech.circumstances("listed"),
    }


UNITS = {
    "cooperative": gettext_noop("cooperatives"),
    "row": gettext_noop("rows"),
    "rupiah": gettext_noop("rupiah"),
    "person": gettext_noop("persons"),
}


def unit(speech: Speech, code: str) -> str:
    """The word for what a cell counts."""
    return speech.say(UNITS[code]) if code in UNITS else code
