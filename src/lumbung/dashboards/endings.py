"""What ended a cooperative, or took it out of the area: which it is, in words, and where it went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from lumbung.access.models import Office
from lumbung.access.queries import Standpoint
from lumbung.access.roles import Act
from lumbung.core.language import Language, translator
from lumbung.core.language import gettext_noop as _
from lumbung.counter.kinds import EVENTS, kind_word
from lumbung.counter.models import CounterAct
from lumbung.counter.queries import ACT, events_of
from lumbung.engine.cleaning.law import law
from lumbung.registry.models import Cooperative, Version
from lumbung.registry.queries import led_to, within
from lumbung.reports.labels import Words
from lumbung.statistics.models import Place

GONE = ("dissolved", "merged", "moved_out", "branch", "gone_unlisted")  # positions (engine.tables.COOPERATIVES)
_INTO = (CounterAct.Kind.MERGER, CounterAct.Kind.AMALGAMATION, CounterAct.Kind.BRANCH_OPENED)
_REASONS = {
    "dissolved": _("Dissolved as of %(day)s, according to %(paper)s"),
    "merged": _("Went into %(others)s as of %(day)s, according to %(paper)s"),
    "amalgamated": _("Went into the new %(others)s as of %(day)s, according to %(paper)s"),
    "divided": _("Divided into %(others)s as of %(day)s, according to %(paper)s"),
    "branch": _("A branch office of %(others)s, according to %(paper)s"),
    "moved_out": _("Moved to %(place)s as of %(day)s, according to %(paper)s"),
}
_PAPER = _("a paper of %(day)s")
_BRANCH_NOTE = _("A branch office is no cooperative of its own: it is shown with its cooperative and is not counted.")
_NOTE = _("What ended, or left the area, is active under no criterion and is not counted here.")
_WENT, _BELONGS = _("Where it went:"), _("It belongs to:")
_PENDING = _("%(what)s: takes effect on %(day)s, according to %(paper)s. Until then the figures stay as they are.")
_SEEN = {
    "dissolved": _("Dissolved, but found operating at a later visit."),
    "moved_out": _("Moved out, but found operating here at a later visit."),
    "": _("Ended, but found operating at a later visit."),
}
_SEEN_MORE = _("The figures follow the paper; a person must look which of the two is right.")
_ELSEWHERE = _("another place")


def here(office: Office) -> Q:
    """Versions of cooperatives that neither ended nor left the area."""
    gone = Place.objects.filter(office=office, position__in=GONE)
    return ~Q(cooperative__in=gone.values("cooperative"))


def ended(office: Office, values: list[str]) -> Q:
    """Versions by what the filter `ended` asks: "no", "yes", or "seen": found operating after they ended."""
    out = Q(pk__in=[])
    gone = Place.objects.filter(office=office, position__in=GONE)
    for value in values:
        if value == "no":
            out |= here(office)
        elif value == "yes":
            out |= Q(cooperative__in=gone.values("cooperative"))
        elif value == "seen":
            out |= Q(cooperative__in=gone.values("cooperative"), fields__seen_after_ending=True)
    return out


def ending_word(reason: str, result: str, language: Language) -> str:
    """The status of a cooperative in one word: what ended it, else the result of the criterion."""
    words = Words(language)
    return words.label("ending", reason) if reason in law("endings")["ending"] else words.label("result", result)


@dataclass(frozen=True, slots=True)
class Ending:
    """What ended a cooperative.

    Attributes:
        reason: In one sentence; "" where nothing ended it (yet).
        lead: What `successors` are to it.
        successors: (name, address) of where it went, as far as this person sees them.
        act: Address of the act that proves it; "" for who may not see the counter.
        found: What contradicts it, in a sentence.
        pending: What takes effect on a later day.
    """

    reason: str
    note: str
    lead: str
    successors: list[tuple[str, str]]
    act: str
    found: str
    pending: list[str]


def ending_of(standpoint: Standpoint, version: Version, language: Language) -> Ending | None:
    """What ended the cooperative of `version`, or will; None where nothing did."""
    acts = {act.pk: act for act in events_of(version.cooperative)}
    told = version.fields
    source = str(told.get("ending_source") or "")
    act = acts.get(int(source.removeprefix(ACT))) if source.startswith(ACT) else None
    today = timezone.localdate()
    later = [one for one in acts.values() if one.kind in EVENTS and one.takes_effect > today]
    if act is None and not later:
        return None
    teller = _Teller(standpoint, version, language)
    return Ending(
        reason=teller.reason(act, told) if act else "",
        note=translator(language)(_BRANCH_NOTE if told.get("ending") == "branch" else _NOTE) if act else "",
        lead=translator(language)(_BELONGS if told.get("ending") == "branch" else _WENT),
        successors=teller.successors(act) if act else [],
        act=reverse("counter:done", args=[act.pk]) if act and standpoint.may(Act.EDIT_REGISTER) else "",
        found=teller.found(told) if act else "",
        pending=[teller.pending(one) for one in later],
    )


class _Teller:
    """One cooperative's ending in one language."""

    def __init__(self, standpoint: Standpoint, version: Version, language: Language) -> None:
        self.standpoint, self.version, self.language = standpoint, version, language
        self._ = translator(language)

    def reason(self, act: CounterAct, told: dict[str, Any]) -> str:
        kind = str(told["ending"])
        others = ", ".join(name for name, _href in self.successors(act)) or self._(_ELSEWHERE)
        place = (act.record.raw.get("regency") if act.record else None) or self._(_ELSEWHERE)
        day = _day(date.fromisoformat(str(told["ended_on"])))
        return self._(_REASONS[kind]) % {"day": day, "paper": self._paper(act), "others": others, "place": place}

    def successors(self, act: CounterAct) -> list[tuple[str, str]]:
        """Of a merger the one it went into, of a division those it was divided into."""
        if act.kind in _INTO and act.cooperative:
            return self._named([act.cooperative])
        return self._named(act.others.all()) if act.kind == CounterAct.Kind.DIVISION else []

    def _named(self, cooperatives: Any) -> list[tuple[str, str]]:
        """(name and number, address) of cooperatives as they lead today; without an address outside one's area."""
        leading = dict.fromkeys(led_to(Cooperative.objects.get(pk=one.pk)) for one in cooperatives)
        versions = Version.objects.filter(cooperative__in=leading).order_by("pk")
        names = dict(versions.values_list("cooperative", "name"))
        seen = within(versions, self.standpoint.area(Act.SEE_REGISTER)).values_list("cooperative", flat=True)
        mine = set(seen)
        return [
            (
                f"{names.get(one.pk) or '?'} ({one.number})",
                reverse("dashboards:cooperative", args=[one.number]) if one.pk in mine else "",
            )
            for one in leading
        ]

    def found(self, told: dict[str, Any]) -> str:
        """A visit that found it operating after it ended."""
        if not told.get("seen_after_ending"):
            return ""
        sentence = _SEEN.get(str(told["ending"]), _SEEN[""])
        return f"{self._(sentence)} {self._(_SEEN_MORE)}"

    def pending(self, act: CounterAct) -> str:
        """An event that has no effect yet."""
        told = {"what": kind_word(act.kind, self.language), "day": _day(act.takes_effect), "paper": self._paper(act)}
        return self._(_PENDING) % told

    def _paper(self, act: CounterAct) -> str:
        return act.paper_number or self._(_PAPER) % {"day": _day(act.on)}


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
