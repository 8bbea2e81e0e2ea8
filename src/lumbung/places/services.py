"""Writing what an office knows of its regions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from lumbung.core.findings import BadInput, Finding
from lumbung.core.language import gettext_noop as _
from lumbung.core.sentences import Sentence, enter
from lumbung.places.geojson import Feature, features_in
from lumbung.places.models import Outline, Region
from lumbung.places.queries import resolve

_NAME_IT = _(
    "Give it a property “kode” with the Kemendagri code, for example 64.71.01.1001, and upload the file again."
)
enter(
    {
        "outline_unnamed": Sentence(_("Feature %(feature)s says neither code nor name of its region."), _NAME_IT),
        "outline_unknown": Sentence(_("Feature %(feature)s: “%(told)s” is no region of %(area)s."), _NAME_IT),
        "outline_ambiguous": Sentence(
            _("Feature %(feature)s: “%(told)s” names several regions of %(area)s (%(codes)s)."), _NAME_IT
        ),
        "outline_twice": Sentence(
            _("Feature %(feature)s is an outline of %(code)s, and so is feature %(first)s."),
            _("Keep one feature a region; several parts of it make one MultiPolygon."),
        ),
    }
)
# How files name the code and the name of a region, beginning with the narrowest; letters are compared without case.
_CODE = re.compile(r"kod|code|^kd|^id$")
_NAMES = (
    "wadmkd", "kelurahan", "desa", "village", "wadmkc", "kecamatan", "district", "wadmkk", "kabupaten", "regency", "namobj",
    "nama", "name",
)  # fmt: skip
_SHAPE = re.compile(r"\d{2}|\d{4}|\d{6}|\d{10}")


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file of outlines brought."""

    codes: tuple[str, ...]  # regions that have their outline from it, in order
    schemes: int  # how many of them had only a scheme before
    replaced: int  # how many had an outline of another file


@transaction.atomic
def import_outlines(data: bytes, *, source: str, inside: str) -> Imported:
    """Take in the outlines of a GeoJSON FeatureCollection, all of them or none; what was there is replaced.

    The caller writes the audit line in the same transaction: this room and the trail do not know each other.

    Args:
        source: Where the outlines come from, as pages will say it.
        inside: Code of the area whose regions may be drawn ("" = the whole country).
    Raises:
        BadInput: All that is wrong with the file, at once.
    """
    features, findings = features_in(data)
    known = _known(features, inside)
    found: dict[str, Feature] = {}
    for feature in features:
        code, fault = _region_of(feature, known, inside)
        if code in found:
            fault = Finding("outline_twice", {"feature": feature.number, "code": code, "first": found[code].number})
        if fault:
            findings.append(fault)
        else:
            found[code] = feature
    if findings:
        raise BadInput(sorted(findings, key=lambda finding: int(finding.params["feature"])))
    return _keep(found, source)


def _keep(found: dict[str, Feature], source: str) -> Imported:
    before = dict(Outline.objects.filter(region__in=found).values_list("region_id", "schematic"))
    Outline.objects.bulk_create(
        [
            Outline(region_id=code, geojson=feature.geometry, source=source, schematic=False)
            for code, feature in found.items()
        ],
        update_conflicts=True,
        unique_fields=["region"],
        update_fields=["geojson", "source", "schematic"],
    )
    schemes = sum(before.values())
    return Imported(tuple(sorted(found)), schemes, len(before) - schemes)


def _known(features: Iterable[Feature], inside: str) -> frozenset[str]:
    """Of everything in the file that looks like a code, what is one, inside the area."""
    told = {code for feature in features for code in _codes(feature.properties)}
    return frozenset(
        Region.objects.filter(pk__in=told, code__startswith=inside, valid_to=None).values_list("code", flat=True)
    )


def _region_of(feature: Feature, known: frozenset[str], inside: str) -> tuple[str, Finding | None]:
    """The code of the region a feature draws, or why there is none."""
    codes = _codes(feature.properties)
    if fitting := [code for code in codes if code in known]:
        return max(fitting, key=len), None  # a village's row names its district and regency too
    area = inside or "Indonesia"
    name = _name(feature.properties)
    if name:
        regions = resolve(name, inside)
        if len(regions) == 1:
            return regions[0].code, None
        if regions:
            several = {"told": name, "area": area, "codes": ", ".join(region.code for region in regions)}
            return "", Finding("outline_ambiguous", {"feature": feature.number, **several})
    if told := name or next(iter(codes), ""):
        return "", Finding("outline_unknown", {"feature": feature.number, "told": told, "area": area})
    return "", Finding("outline_unnamed", {"feature": feature.number})


def _codes(properties: dict[str, Any]) -> list[str]:
    told = (str(value).strip().replace(".", "") for key, value in properties.items() if _CODE.search(key.casefold()))
    return [code for code in told if _SHAPE.fullmatch(code)]


def _name(properties: dict[str, Any]) -> str:
    told = {key.casefold(): value for key, value in properties.items()}
    names = (told[key] for key in _NAMES if isinstance(told.get(key), str))
    return next((name.strip()[:120] for name in names if name.strip()), "")
