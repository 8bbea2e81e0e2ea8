"""How lists are sorted, and where a page of one begins: keyset paging over the columns of an index."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.db.models.expressions import Combinable
from django.db.models.functions import Upper

from lumbung.core.language import gettext_noop as _
from lumbung.registry.models import CERTIFICATE_DAY, RAT_DAY

Order = tuple[str, ...]
NAMES: Order = ("upper_name", "pk")  # the order of a list nobody sorted or searched in
SCORES: Order = ("-score", "upper_name", "pk")
SHORTEST: Order = ("length", "upper_name", "pk")  # the same among narrow rows that differ by their length alone
ROWS: Order = ("upper_name", "entry")  # of rows of the register
# Columns of an order that are no columns of `Version`; each stands so in an index of registry or of its numbers.
TOLD: Mapping[str, Combinable] = {
    "upper_name": Upper("name"),
    "serial": F("cooperative__serial"),
    "rat_day": RAT_DAY,
    "certificate_day": CERTIFICATE_DAY,
}


@dataclass(frozen=True, slots=True)
class Sort:
    """One way to sort a list: the value of GET parameter `urut`, its word, the columns."""

    name: str
    word: str  # English catalogue sentence
    order: Order


SORTS: Mapping[str, Sort] = {
    sort.name: sort
    for sort in (
        Sort("nama", _("Name, A to Z"), NAMES),
        Sort("-nama", _("Name, Z to A"), ("-upper_name", "-pk")),
        Sort("nomor", _("Permanent number"), ("serial", "pk")),
        Sort("kecamatan", _("District, then name"), ("district_code", "upper_name", "pk")),
        Sort("-rat", _("Last annual meeting, newest first"), ("-rat_day", "-pk")),
        Sort("rat", _("Last annual meeting, not on record and oldest first"), ("rat_day", "pk")),
        Sort("sertifikat", _("End of certificate, soonest first"), ("certificate_day", "pk")),
    )
}


def turned(order: Order) -> Order:
    """The order from its end."""
    return tuple(column.removeprefix("-") if column.startswith("-") else f"-{column}" for column in order)


def beyond(order: Order, anchor: Mapping[str, Any]) -> Q:
    """Rows behind `anchor` in `order`: an earlier column differs, or all are equal but the last."""
    out, equal, lead = Q(pk__in=[]), Q(), Q()
    for column in order:
        name = column.removeprefix("-")
        side = "lt" if column.startswith("-") else "gt"
        out |= equal & Q(**{f"{name}__{side}": anchor[name]})
        # The first column alone, so that an index over the order is entered at the anchor.
        lead = lead or Q(**{f"{name}__{side}e": anchor[name]})
        equal &= Q(**{name: anchor[name]})
    return lead & out
