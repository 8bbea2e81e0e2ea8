"""Reading counter work: what is known, who is meant, what was done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

import pyarrow as pa
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Upper

from lumbung.access.models import Office
from lumbung.access.queries import Standpoint
from lumbung.access.roles import Act
from lumbung.counter.kinds import EVENTS
from lumbung.counter.models import CounterAct
from lumbung.counter.texts import Texts, read
from lumbung.engine.cleaning.folding import words
from lumbung.engine.cleaning.gazetteer import regency
from lumbung.engine.cleaning.vocabularies import vocabulary
from lumbung.engine.tables import EVENTS as TABLE_OF_EVENTS
from lumbung.registry.models import Cooperative, Entry, Membership, Source, Version
from lumbung.registry.queries import cooperative_by_number, current_versions, led_to, within

# Word similarity (pg_trgm) from which a name may be meant by who looks it up, and by who enters a new one.
_MEANT, _ALIKE = 0.5, 0.65
ACT = "act:"  # what the source of an event of law begins with
_OF_OTHERS: Mapping[str, str] = {
    CounterAct.Kind.MERGER: "merged",
    CounterAct.Kind.AMALGAMATION: "amalgamated",
    CounterAct.Kind.BRANCH_OPENED: "branch",
}
MOST = 8  # cooperatives that a search at the counter shows
_PLAIN = ("name", "address", "legal_number", "coop_nik", "members_m", "members_f", *("own_capital", "external_capital"), "assets")  # fmt: skip


def known_texts(cooperative: Cooperative | None) -> dict[str, str]:
    """field of a form -> what the register holds of it today, as a list would write it; no personal data."""
    version = Version.objects.filter(cooperative=cooperative, current=True).first() if cooperative else None
    if version is None:
        return {}
    told = version.fields
    texts = {field: str(told[field]) for field in _PLAIN if told.get(field) not in (None, "")}
    for field in ("kind", "pattern"):
        if code := told.get(field):
            texts[field] = vocabulary(field).labels.get(code, code)
    if form := told.get("form"):
        area = vocabulary("membership_area").labels.get(told.get("membership_area") or "", "")
        texts["form"] = f"{vocabulary('form').labels.get(form, form)} {area}".strip()
    return texts | place_texts(told.get("village_code") or told.get("district_code") or "")


def place_texts(code: str) -> dict[str, str]:
    """village, district and regency of a code by their official names, as far as it tells them."""
    place = regency(code[:4]) if len(code) >= 4 else None
    if place is None:
        return {}
    told = {"village": place.names.get(code, "") if len(code) == 10 else "", "district": place.names.get(code[:6], "")}
    return {field: name for field, name in (told | {"regency": place.name}).items() if name}


def villages(region_code: str, areas: Sequence[str] = ("",)) -> list[tuple[str, list[tuple[str, str]]]]:
    """(district, [(code, village)]) of a regency inside `areas`, both by name; [] of a province or the country."""
    place = regency(region_code) if len(region_code) == 4 else None
    if place is None:
        return []
    inside = [code for code in place.names if len(code) == 10 and any(code.startswith(area) for area in areas)]
    groups: dict[str, list[tuple[str, str]]] = {}
    for code in sorted(inside, key=lambda one: place.names[one]):
        groups.setdefault(code[:6], []).append((code, place.names[code]))
    return sorted(((place.names[code], found) for code, found in groups.items()), key=lambda group: group[0])


# Who is meant


def cooperative_of(standpoint: Standpoint, number: str) -> Cooperative:
    """The cooperative behind `number`, as it leads today, where `standpoint` does counter work.

    Raises:
        Cooperative.DoesNotExist: There is none, or it lies outside.
    """
    found = led_to(cooperative_by_number(standpoint.office, number.strip().replace("\0", "")))
    versions = Version.objects.filter(office=standpoint.office, cooperative=found, current=True)
    if not within(versions, standpoint.area(Act.EDIT_REGISTER)).exists():
        raise Cooperative.DoesNotExist(number)
    return found


def looked_up(standpoint: Standpoint, text: str) -> list[Version]:
    """The cooperatives that `text` may mean, the likeliest first: by a number, by all its words, or by letters."""
    versions = current_versions(standpoint.office, standpoint.area(Act.EDIT_REGISTER)).select_related("cooperative")
    told = [word for word in words(text) if word != "koperasi"] or words(text)
    if not told:
        return []
    exact = versions.filter(*(Q(search__icontains=word) for word in told)).order_by("name", "pk")[:MOST]
    number = versions.filter(search__icontains=text.strip()).order_by("name", "pk")[:MOST]
    return list(exact) or list(number) or _near(versions, " ".join(told), _MEANT)


def alike(office: Office, told: Texts, on: date) -> list[Version]:
    """What the register's search finds alike to a new cooperative: the same number, or a name close to it."""
    one = read(office, told, on=on, told=on, row=1, file="").clean
    versions = current_versions(office).select_related("cooperative")
    same = Q(pk__in=[])
    if one.get("coop_nik"):
        same |= Q(search__icontains=one["coop_nik"], fields__coop_nik=one["coop_nik"])
    if one.get("legal_serial") and one.get("legal_year"):
        same |= Q(
            cooperative__memberships__known__upper_inf=True,
            cooperative__memberships__entry__current__clean__legal_serial=one["legal_serial"],
            cooperative__memberships__entry__current__clean__legal_year=one["legal_year"],
        )
    numbered = list(versions.filter(same).distinct().order_by("pk")[:MOST])
    name = " ".join(one.get("name_tokens") or ()) or told.get("name", "")  # without "koperasi", which all names share
    known = {version.pk for version in numbered}
    return (numbered + [version for version in _near(versions, name, _ALIKE) if version.pk not in known])[:MOST]


@transaction.atomic
def _near(versions: QuerySet[Version], name: str, least: float) -> list[Version]:
    """Those whose names are alike to `name` by letters, the nearest first."""
    with connection.cursor() as cursor:  # `%>`, which the index knows, holds from here on for this transaction
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(least)])
    near = versions.alias(letters=Upper("search")).filter(letters__trigram_word_similar=name.upper())
    measured = near.annotate(near=TrigramWordSimilarity(name.upper(), Upper("search")))
    return list(measured.order_by("-near", "name", "pk")[:MOST]) if name else []


# What was done


def acts_seen(standpoint: Standpoint, right: Act = Act.EDIT_REGISTER) -> QuerySet[CounterAct]:
    """Acts a person sees who holds `right`: of the cooperatives of their area, the newest first.

    A new one whose number is not given yet shows to those who see the whole office, and to who entered it.
    """
    acts = CounterAct.objects.filter(office=standpoint.office).select_related(
        "made_by", "cooperative", "paper", "entry"
    )
    areas = standpoint.area(right)
    if "" in areas:
        return acts.order_by("-pk")
    mine = current_versions(standpoint.office, areas).values("cooperative")
    of_entry = Q(entry__memberships__cooperative__in=mine, entry__memberships__known__upper_inf=True)
    return acts.filter(Q(cooperative__in=mine) | of_entry | Q(made_by=standpoint.user)).distinct().order_by("-pk")


def acts_of(cooperative: Cooperative) -> QuerySet[CounterAct]:
    """Everything done at the counter about `cooperative`, the oldest first; undone acts too (`withdrawn_at`)."""
    entries = Entry.objects.filter(
        source__kind=Source.Kind.COUNTER, memberships__cooperative=cooperative, memberships__known__upper_inf=True
    )
    about = Q(cooperative=cooperative) | Q(entry__in=entries)
    return CounterAct.objects.filter(about).select_related("made_by", "withdrawn_by", "paper").distinct().order_by("pk")


def events_of(cooperative: Cooperative) -> QuerySet[CounterAct]:
    """What happened to it as a legal entity (`kinds.EVENTS`), also beside others, the earliest paper first.

    Undone ones are left out. `others` are prefetched: of a merger those that went into `cooperative`.
    """
    about = Q(cooperative=cooperative) | Q(others=cooperative)
    acts = CounterAct.objects.filter(about, kind__in=EVENTS, withdrawn_at__isnull=True).distinct()
    return acts.select_related("cooperative", "made_by", "paper").prefetch_related("others").order_by("on", "pk")


def branches_of(cooperative: Cooperative) -> QuerySet[CounterAct]:
    """The branch offices told at the counter, by the act that opened each; `closings` tells which are closed."""
    acts = CounterAct.objects.filter(
        cooperative=cooperative, kind=CounterAct.Kind.BRANCH_OPENED, withdrawn_at__isnull=True
    )
    return acts.prefetch_related("others__leads_to", "closings").order_by("on", "pk")


def open_branches(cooperative: Cooperative | None) -> list[CounterAct]:
    """Those that no act in force closed."""
    told = branches_of(cooperative) if cooperative else []
    return [act for act in told if all(one.withdrawn_at for one in act.closings.all())]


def legal_events(office: Office, at: datetime | None = None) -> pa.Table:
    """engine.tables.EVENTS of `office` in force (`at` a moment of the past), under permanent numbers as they lead today.

    A move inside the office's area (a province's) is none. A division ends the divided one only where the act says so.
    """
    stands = Q(withdrawn_at__isnull=True)
    if at:
        stands = Q(made_at__lte=at) & (stands | Q(withdrawn_at__gt=at))
    acts = CounterAct.objects.filter(stands, office=office, kind__in=EVENTS, cooperative__isnull=False)
    acts = acts.select_related("cooperative__leads_to", "record").prefetch_related("others__leads_to").order_by("pk")
    rows = [
        {
            "cooperative_id": led_to(one).number,
            "source": f"{ACT}{act.pk}",
            "kind": kind,
            "on": act.takes_effect,
            "place": act.pk,
        }
        for act in acts
        for one, kind in _ended_by(act, office)
    ]
    return pa.Table.from_pylist(rows, schema=TABLE_OF_EVENTS)


def events_told_until(events: pa.Table, *, day: date, until: date) -> date | None:
    """`until`, where events of law (`legal_events`) after `day` count: figures of that data speak of both days."""
    return until if any(day < on <= until for on in events.column("on").to_pylist()) else None


def takes_effect(office: Office, *, after: date, until: date) -> bool:
    """Whether an act of `office` that was told ahead takes effect after the one day and until the other."""
    told = CounterAct.objects.filter(office=office, withdrawn_at__isnull=True)
    return told.filter(effective_on__gt=after, effective_on__lte=until).exists()


def awaiting(office: Office, until: date) -> QuerySet[CounterAct]:
    """Acts of `office` whose day has come by `until`, and which the register was not told yet."""
    told = CounterAct.objects.filter(office=office, withdrawn_at__isnull=True, effective_on__lte=until)
    return told.exclude(awaiting={})


def _ended_by(act: CounterAct, office: Office) -> list[tuple[Cooperative, str]]:
    """(cooperative, kind of engine.tables.EVENTS) that an act of law ends, takes away or brings back."""
    assert act.cooperative is not None
    if act.kind in _OF_OTHERS:  # a number whose data was since joined with the successor's is that one
        stays = led_to(act.cooperative)
        return [(one, _OF_OTHERS[act.kind]) for one in act.others.all() if led_to(one) != stays]
    if act.kind == CounterAct.Kind.BRANCH_CLOSED:
        return []
    if act.kind == CounterAct.Kind.DIVISION:
        return [(act.cooperative, "divided")] if act.ends else []
    if act.kind == CounterAct.Kind.MOVED_OUT:
        went = (act.record.clean.get("regency_code") if act.record else None) or ""
        return [] if went.startswith(office.region_code) else [(act.cooperative, act.kind)]
    return [(act.cooperative, act.kind)]


def numbers_of(acts: Iterable[CounterAct]) -> dict[int, str]:
    """Act -> the permanent number it speaks of today; one that is new and waits for its number is left out."""
    told = list(acts)
    fresh = [act.entry_id for act in told if act.cooperative is None]
    held = Membership.objects.filter(entry__in=fresh, known__upper_inf=True)
    by_entry = dict(held.values_list("entry", "cooperative__number"))
    numbers = {act.pk: act.cooperative.number for act in told if act.cooperative is not None}
    return numbers | {act.pk: by_entry[act.entry_id] for act in told if act.entry_id in by_entry}


def number_of(act: CounterAct) -> str:
    """The permanent number an act speaks of today; "" while a new one waits for it."""
    return numbers_of([act]).get(act.pk, "")
