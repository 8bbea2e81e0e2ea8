"""The dashboard's tables as a file: every number with its words, range, definition, day, rule and base; no records."""

from __future__ import annotations

import json
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import Any

from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase

from lumbung.access.models import Office
from lumbung.access.rights import require, standpoint_of
from lumbung.access.roles import Act
from lumbung.audit import services as audit
from lumbung.core.language import Language, translator
from lumbung.core.language import gettext_noop as _
from lumbung.dashboards.asking import rule_title
from lumbung.dashboards.export_files import FORMS, Column, Form, Job
from lumbung.dashboards.figures import Opening
from lumbung.dashboards.language import language_of
from lumbung.registry.models import Source
from lumbung.reports.labels import Words
from lumbung.statistics.models import Cell, Picture

OFFERED = ("xlsx", "csv")  # one for people, one for machines, with manifest
TABLES = {
    "streams": _("Two streams"),
    "kind_by_district": _("Active by district and kind"),
    "standing_by_district": _("State by district"),
    "supervising_level": _("By supervising level"),
    "field_only": _("Found in the field, not in ODS"),
    "recap": _("Columns of the ministry's recap"),
    "rules": _("Other criteria"),
}
UNITS = {"cooperative": _("cooperatives"), "row": _("rows"), "person": _("persons"), "rupiah": _("rupiah")}
COLUMNS = (
    Column("table", _("Table")),
    Column("name", _("What is counted")),
    Column("row", _("Row of the table (code)"), "identifier"),
    Column("column", _("Column of the table (code)"), "identifier"),
    Column("unit", _("Unit")),
    Column("count", _("Number"), "whole"),
    Column("low", _("At least"), "whole"),
    Column("high", _("At most"), "whole"),
    Column("exact", _("Range is exact"), "yes_no"),
    Column("definition", _("Definition")),
    Column("list_hash", _("Fingerprint of the list"), "identifier"),
    Column("as_of", _("As of"), "day"),
    Column("events_until", _("Events until"), "day"),
    Column("rule", _("Criterion")),
    Column("rule_version", _("Version of the criterion"), "whole"),
    Column("base", _("Counted among"), "base"),
)


@require(Act.EXPORT)
@transaction.atomic
def tables(request: HttpRequest) -> HttpResponseBase:
    """The numbers of today's dashboard as a file; the audit trail keeps who took them."""
    standpoint, language = standpoint_of(request), language_of(request)
    form = FORMS.get(request.GET.get("bentuk", "")) if request.GET.get("bentuk") in OFFERED else None
    picture = Picture.objects.filter(office=standpoint.office).defer("sections").first()
    if form is None or picture is None:
        raise Http404
    target = TemporaryFile()  # noqa: SIM115 -- the answer streams from it and closes it
    count = form.write(_job(standpoint.office, picture, form, language), target)
    audit.record(
        "dashboards.tables.exported",
        actor=standpoint.actor,
        subject=f"office:{standpoint.office.code}",
        changes={"rows": count, "form": form.name},
    )
    target.seek(0)
    sample = "contoh-" if standpoint.office.is_sample else ""
    name = f"{sample}tabel-{picture.as_of:%Y-%m-%d}.{form.suffix}"
    return FileResponse(target, as_attachment=True, filename=name, content_type=form.kind)


def offers(language: Language) -> list[tuple[str, str]]:
    """(words, query of the address) of the kinds of file."""
    return [(translator(language)(FORMS[name].word), f"?bentuk={name}") for name in OFFERED]


def _job(office: Office, picture: Picture, form: Form, language: Language) -> Job:
    told = {
        "as_of": picture.as_of.isoformat(),
        "events_until": picture.events_until.isoformat() if picture.events_until else None,
        "rule": picture.rule,
        "rule_version": picture.rule_version,
    }
    lines = list(_lines(office, picture, language, words=form.name == "xlsx"))
    return Job(COLUMNS, lambda: iter(lines), str(office), office.is_sample, language, title=_("Tables"), told=told)


def _lines(office: Office, picture: Picture, language: Language, *, words: bool) -> Iterator[dict[str, Any]]:
    """One line a number, in the order of the tables; tables and the criterion in words for people, as codes else."""
    translate = translator(language)
    rule = rule_title(picture.rule, language) if words else picture.rule
    visited = Source.objects.filter(office=office, kind=Source.Kind.CENSUS, batches__state="applied").exists()
    for cell in Cell.objects.filter(office=office).order_by("ordinal"):
        yield {
            "table": translate(TABLES[cell.table]) if words and cell.table in TABLES else cell.table,
            "name": _name(picture, cell, language),
            **{name: getattr(cell, name) for name in ("row", "column", "count", "low", "high", "exact")},
            "unit": translate(UNITS[cell.unit]) if words and cell.unit in UNITS else cell.unit,
            "definition": json.dumps(cell.predicate, ensure_ascii=False, sort_keys=True),
            "list_hash": cell.list_hash,
            "as_of": picture.as_of,
            "events_until": picture.events_until,
            "rule": rule,
            "rule_version": picture.rule_version,
            "base": "known" if visited else "listed",
        }


def _name(picture: Picture, cell: Cell, language: Language) -> str:
    """The words that name the number: those of its list, else those of its row and column."""
    key = f"{cell.table}/{cell.row}/{cell.column}"
    opening = picture.openings.get(key, {"t": {}})
    told = Opening(key, cell.predicate, cell.unit, cell.count, opening["t"]).title(language)
    return told or Words(language).label("position", cell.row)
