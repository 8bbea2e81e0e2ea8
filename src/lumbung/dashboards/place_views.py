"""The regions of one's office and their outlines."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from lumbung.access.queries import Standpoint
from lumbung.access.rights import require, standpoint_of
from lumbung.access.roles import Act
from lumbung.audit import services as audit
from lumbung.core.findings import Refusal
from lumbung.core.sentences import say
from lumbung.core.uploads import takes
from lumbung.dashboards.language import language_of
from lumbung.dashboards.place_drawing import drawing
from lumbung.places import geojson
from lumbung.places.models import Outline, Region, RegionEvent
from lumbung.places.queries import children, events_in
from lumbung.places.services import Imported, import_outlines
from lumbung.ui.templatetags.lumbung import number

DRAWN_AT_MOST = 1_000  # outlines of one page


class OutlinesForm(forms.Form):
    """A file of outlines and where it comes from."""

    berkas = forms.FileField(
        label=_("GeoJSON file"),
        help_text=_("Each feature names its region by code (kode) or by name (nama)."),
        widget=forms.ClearableFileInput(attrs={"accept": ".geojson,.json"}),
    )
    sumber = forms.CharField(
        label=_("Where the outlines come from"),
        max_length=200,
        help_text=_("Pages say it under the map, for example: Peta RBI, Badan Informasi Geospasial, 2023."),
    )


@takes(geojson.MAX_MB)
@require(Act.MANAGE_JOBS)
def regions(request: HttpRequest) -> HttpResponse:
    """The regions of the office in two levels with the state of their outlines; a file of outlines is taken in here."""
    standpoint = standpoint_of(request)
    form = OutlinesForm(request.POST or None, request.FILES or None)
    faults: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            done = _take_in(form.cleaned_data["berkas"], form.cleaned_data["sumber"], standpoint)
        except Refusal as refusal:
            faults = [str(say(finding, language_of(request))) for finding in refusal.findings]
        else:
            messages.success(request, _told(done))
            return redirect("places:regions")
    context = _context(standpoint.office.region_code) | {"form": form, "faults": faults}
    return render(request, "dashboards/regions.html", context, status=422 if faults or form.errors else 200)


@transaction.atomic
def _take_in(file: Any, source: str, standpoint: Standpoint) -> Imported:
    """The outlines and the line that tells of them, together; the rooms of both do not know each other."""
    if file.size > geojson.MAX_MB * 2**20:
        raise geojson.too_large(file.size)
    office = standpoint.office
    done = import_outlines(file.read(), source=source, inside=office.region_code)
    audit.record(
        "places.outlines.imported",
        actor=standpoint.actor,
        subject=f"office:{office.code}",
        changes={"regions": len(done.codes), "source": source, "replaced": done.replaced},
    )
    return done


def _told(done: Imported) -> str:
    n = len(done.codes)
    return ngettext(
        "%(n)s region has its outline from this file.", "%(n)s regions have their outlines from this file.", n
    ) % {"n": number(n)}


_HAPPENED = {
    RegionEvent.Kind.SPLIT: _("%(after)s: split off from %(before)s, since %(day)s"),
    RegionEvent.Kind.MERGE: _("%(before)s: merged into %(after)s, since %(day)s"),
    RegionEvent.Kind.RENAME: _("%(after)s: has this name since %(day)s; before that it was %(before)s"),
    RegionEvent.Kind.RECODE: _("%(after)s: has code %(new)s since %(day)s; before that it was %(old)s"),
}


def _events(area: str) -> list[tuple[str, str]]:
    """(what happened in words, legal basis) of the regions of `area`."""
    return [
        (
            str(_HAPPENED[RegionEvent.Kind(one.kind)])
            % {
                "before": one.name_before or one.before.name,
                "after": one.after.name,
                "old": one.before_id,
                "new": one.after_id,
                "day": f"{one.on:%d/%m/%Y}",
            },
            one.legal_basis,
        )
        for one in events_in(area)
    ]


def _context(area: str) -> dict[str, Any]:
    upper = list(children(area))
    lower = list(Region.objects.filter(parent__in=upper, valid_to=None).order_by("code"))
    outlines = {
        outline.region_id: outline
        for outline in Outline.objects.filter(region__in=[*upper, *lower]).defer("geojson")
    }  # fmt: skip
    parts: dict[str, list[dict[str, Any]]] = {region.code: [] for region in upper}
    for region in lower:
        parts[str(region.parent_id)].append({"region": region, "outline": outlines.get(region.code)})
    shown = [*upper, *lower]
    return {
        "area": Region.objects.filter(pk=area).first() if area else None,
        "groups": [{"region": r, "outline": outlines.get(r.code), "parts": parts[r.code]} for r in upper],
        "events": _events(area) if area else [],
        "n": len(shown),
        "official": sum(not outlines[r.code].schematic for r in shown if r.code in outlines),
        "schematic": sum(outlines[r.code].schematic for r in shown if r.code in outlines),
        "drawing": drawing([r.code for r in lower][:DRAWN_AT_MOST], [r.code for r in upper]),
        "sources": sorted({outline.source for outline in outlines.values() if not outline.schematic}),
    }
