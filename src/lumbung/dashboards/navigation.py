"""The rooms a person may enter, for the head of every page."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from lumbung.access.roles import Act
from lumbung.core.language import gettext_noop as _

ROOMS = (
    (_("Dashboard"), "dashboards:home", Act.SEE_FIGURES),
    (_("Cooperatives"), "dashboards:cooperatives", Act.SEE_REGISTER),
    (_("Work lists"), "dashboards:worklists", Act.SEE_REGISTER),
    (_("Counter"), "counter:home", Act.EDIT_REGISTER),
    (_("Imports"), "imports:list", Act.IMPORT),
    (_("To be looked at"), "dashboards:queue", Act.JUDGE_PAIRS),
    (_("Accounts"), "access:people", Act.MANAGE_ACCOUNTS),
    (_("Jobs"), "dashboards:jobs", Act.MANAGE_JOBS),
    (_("Regions"), "places:regions", Act.MANAGE_JOBS),
    (_("Audit trail"), "audit:entries", Act.SEE_AUDIT),
)


# Pages of a room that stand at another address.
_PARTS = {"dashboards:worklists": ("dashboards:listed",)}
_TELL_THE_PAST = frozenset({"dashboards:home", "dashboards:cooperatives"})


@dataclass(frozen=True, slots=True)
class Link:
    """One room."""

    word: str
    href: str
    here: bool
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Rooms:
    """What the head of the page shows; `find` is where the one search box asks, empty for those who may not."""

    links: list[Link]
    find: str
    imports: str


def rooms(request: HttpRequest) -> dict[str, Rooms]:
    """Context processor: `rooms`."""
    standpoint = getattr(request, "standpoint", None)
    past = _past(request)
    links = [
        Link(gettext(word), address + (past if name in _TELL_THE_PAST else ""), _here(request.path, name, address))
        for word, name, act in ROOMS
        if standpoint and standpoint.may(act) and (address := _address(name))
    ]
    find = _address("dashboards:cooperatives") if standpoint and standpoint.may(Act.SEE_REGISTER) else ""
    imports = _address("imports:list") if standpoint and standpoint.may(Act.IMPORT) else ""
    return {"rooms": Rooms(links, find, imports)}


def _past(request: HttpRequest) -> str:
    """What addresses of the same moment end in, where the page itself is read at an earlier one."""
    told = request.GET.get("tercatat", "") if request.method == "GET" else ""
    return f"?{urlencode({'tercatat': told})}" if told else ""


def _here(path: str, name: str, address: str) -> bool:
    if address == "/":
        return path == address
    return path.startswith((address, *filter(None, map(_address, _PARTS.get(name, ())))))


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
