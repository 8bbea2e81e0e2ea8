"""The lists to work through, with how many stand in each: annual meetings, certificates, terms, visits, Merah Putih."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from lumbung.access.models import Office
from lumbung.access.queries import Standpoint
from lumbung.access.roles import Act
from lumbung.core.language import Language, translator
from lumbung.core.language import gettext_noop as _
from lumbung.dashboards import rat, terms
from lumbung.dashboards.asking import TODAY, Wanted, value_word
from lumbung.dashboards.endings import here
from lumbung.dashboards.figures import Told, told_of
from lumbung.dashboards.filtering import filters
from lumbung.dashboards.keeping import MANY, kept
from lumbung.engine.cleaning.gazetteer import regency
from lumbung.registry.queries import current_versions

DAYS = ("30", "90", "365")
MONTHS = "12"
_MANY = 500  # villages
_SEEN = _("Dissolved, merged or moved out, but found operating")
_HERE = ("ended", "no")
_LONG_AGO, _ON_RECORD = _("Not for 12 months, or never"), _("On record as Merah Putih")


@dataclass(frozen=True, slots=True)
class Line:
    """One list: its words, its address, and how many stand in it; None where counting would read sealed data."""

    word: str
    href: str
    n: int | None
    today: int | None = None  # counted on today's date where that differs from the day of the data
    today_href: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Lists of one subject, and what is said about all of them."""

    title: str
    note: str
    lines: list[Line]


class _Asked:
    """The lists of one person's area, counted together in one query."""

    def __init__(self, standpoint: Standpoint, picture: Told, language: Language) -> None:
        self.standpoint, self.picture, self.language = standpoint, picture, language
        self.day = picture.as_of
        self.today, self.say = timezone.localdate(), translator(language)
        self.wanted: dict[str, Wanted] = {}

    def line(
        self, key: str, name: str, *values: str, dated: bool = False, words: str = "", remaining: bool = False
    ) -> tuple[str, str, bool]:
        """A list by one filter, in `words` or those of its chips.

        Args:
            dated: Also counted on today's date.
            remaining: Without those that ended or left the area, as a filter that whoever opens the list can take off.
        """
        told = (*((name, value) for value in values), *((_HERE,) if remaining else ()))
        self.wanted[key] = Wanted("", "", told)
        if dated:
            self.wanted[f"{key}.today"] = Wanted("", "", (*told, ("per", TODAY)))
        words = words or ", ".join(value_word(name, value, self.language, {}) for value in values)
        return key, words[:1].upper() + words[1:], dated

    def counted(self) -> dict[str, int]:
        """Key -> how many; of a large office as of its last computation."""
        areas = self.standpoint.area(Act.SEE_REGISTER)
        asked = [(key, wanted.pairs()) for key, wanted in self.wanted.items()]
        return kept(
            self.standpoint.office,
            self.picture,
            ("work", sorted(areas), asked),
            lambda: self._counted(areas),
            worth=lambda out: max(out.values(), default=0) >= MANY,
        )

    def _counted(self, areas: Sequence[str]) -> dict[str, int]:
        office = self.standpoint.office
        versions = current_versions(office, areas)
        asked = {
            f"n{k}": Count("pk", filter=filters(office, wanted, self.day, self.today) or Q(pk__isnull=False))
            for k, wanted in enumerate(self.wanted.values())
        }
        told = versions.aggregate(**asked)
        return {key: told[f"n{k}"] for k, key in enumerate(self.wanted)}


def worklists(standpoint: Standpoint, language: Language) -> list[Group]:
    """All lists with their counts inside the person's area; empty while the office has no figures."""
    picture = told_of(standpoint.office, "")
    if picture is None:
        return []
    asked = _Asked(standpoint, picture, language)
    drafts = list(_drafts(asked))
    n = asked.counted()
    return [Group(title, note, [_line(asked, n, *draft) for draft in told]) for title, note, told in drafts if told] + [
        _terms(asked)
    ] * standpoint.may(Act.SEE_OFFICERS)


def _line(asked: _Asked, n: dict[str, int], key: str, word: str, dated: bool) -> Line:
    today = f"{key}.today"
    return Line(
        word,
        asked.wanted[key].address(),
        n[key],
        n[today] if dated else None,
        asked.wanted[today].address() if dated else "",
    )


_Draft = tuple[str, str, list[tuple[str, str, bool]]]


def _drafts(asked: _Asked) -> Iterator[_Draft]:
    say, last = asked.say, rat.closed_year(asked.day)
    for year in range(last, last - rat.YEARS, -1):
        until = rat.deadline(year)
        days = {"primary": f"{until.primary:%d/%m/%Y}", "secondary": f"{until.secondary:%d/%m/%Y}"}
        note = (
            say(_("To be held until %(primary)s by primary cooperatives, until %(secondary)s by secondary ones."))
            % days
        )
        yield (
            say(_("Annual meeting of book year %(year)s")) % {"year": year},
            note,
            [asked.line(f"rat{year}{state}", "rat", f"{year}:{state}") for state in rat.STATES],
        )
    ends = ("expired", *DAYS, "untold")
    yield (
        say(_("NIK certificates")),
        say(_("By the end the sources tell, on the day of the data and today.")),
        [asked.line(f"cert{value}", "expiring", value, dated=value != "untold") for value in ends],
    )
    yield say(_("Not visited")), "", [asked.line("visit", "unvisited", MONTHS, dated=True, words=say(_LONG_AGO))]
    yield (
        say(_("Koperasi Kelurahan Merah Putih")),
        _villages(asked),
        [asked.line("kmp", "merah_putih", "yes", words=say(_ON_RECORD), remaining=True)],
    )
    yield (
        say(_("Paper and field contradict each other")),
        say(_("The figures follow the paper.")),
        [asked.line("seen", "ended", "seen", words=say(_SEEN))],
    )
    yield (
        say(_("Supervised by others")),
        say(_("The office sees them and acts through the province or the ministry.")),
        [asked.line(level, "supervising_level", level, remaining=True) for level in ("province", "national")],
    )


def _villages(asked: _Asked) -> str:
    """How many villages of the office have one; which is not known where nothing names its village."""
    office = asked.standpoint.office
    place = regency(office.region_code)
    every = [code for code in place.names if len(code) == 10] if place else []
    known = kept(office, asked.picture, "merah putih", lambda: _told_villages(office), worth=lambda v: len(v) >= _MANY)
    having = set(known) & set(every)
    lacking = [place.names[code] for code in every if code not in having] if place else []
    told = {"having": len(having), "all": len(every), "lacking": ", ".join(sorted(lacking))}
    if not having:
        return asked.say(_("No source names one in any of the %(all)s villages.")) % told
    if not lacking:
        return asked.say(_("All %(all)s villages have one.")) % told
    return asked.say(_("%(having)s of %(all)s villages have one. Not on record: %(lacking)s.")) % told


def _told_villages(office: Office) -> list[str]:
    """Codes of all villages with one on record."""
    known = current_versions(office).filter(here(office), merah_putih=True).exclude(village_code="").order_by()
    return list(known.values_list("village_code", flat=True).distinct())


def _terms(asked: _Asked) -> Group:
    told = terms.cooperatives_told(asked.standpoint.office).values("cooperative").distinct().count()
    note = asked.say(_("%(n)s cooperatives told the end of a term at the counter; of all others it is not known.")) % {
        "n": told
    }
    wanted = Wanted("", "", (("terms", "ended"),))
    return Group(
        asked.say(_("Officers’ terms")),
        note,
        [Line(asked.say(_("Ended; opening the list is logged")), wanted.address(), None)],
    )
