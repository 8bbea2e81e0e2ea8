"""What the pages of the counter show, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.utils import timezone
from django.utils.translation import get_language, gettext

from lumbung.access.queries import Standpoint
from lumbung.access.roles import Act
from lumbung.core.findings import Finding, Refusal
from lumbung.core.language import Language, language_of
from lumbung.core.language import gettext_noop as _
from lumbung.core.sentences import say
from lumbung.counter import queries
from lumbung.counter.forms import ActForm
from lumbung.counter.kinds import KINDS, ON_ONE, PERSONAL, PLACE, field_word, kind_word
from lumbung.counter.models import CounterAct
from lumbung.counter.services import what_stands_upon
from lumbung.engine.cleaning.vocabularies import vocabulary
from lumbung.registry.models import Cooperative, Override, Version
from lumbung.registry.queries import within
from lumbung.registry.services.overrides import FIELDS, in_force
from lumbung.reports.labels import Words

_HIDDEN = _("told; kept encrypted")


def reader() -> Language:
    """The language of the page."""
    return language_of(get_language() or "id")


def said(refusal: Refusal) -> list[str]:
    """What a refusal says, finding by finding."""
    return [str(say(finding, reader())) for finding in refusal.findings]


def enter_refusal(form: Form, refusal: Refusal) -> None:
    """Put each finding beside the field it speaks of, else above the form."""
    for finding in refusal.findings:
        form.add_error(_field_of(form, finding), _without_place(finding))


def _field_of(form: Form, finding: Finding) -> str | None:
    name = "place" if finding.column in PLACE and "place" in form.fields else finding.column
    return name if name in form.fields else None


def _without_place(finding: Finding) -> str:
    spoken = say(finding, reader())
    return f"{spoken.what} {spoken.mend}".strip()


@dataclass(frozen=True, slots=True)
class Line:
    """One act in a list."""

    act: CounterAct
    word: str
    number: str
    fields: str  # what was told, by name


def lines(acts: Iterable[CounterAct]) -> list[Line]:
    """Acts as a list shows them."""
    told = list(acts)
    numbers = queries.numbers_of(told)
    return [Line(act, kind_word(act.kind, reader()), numbers.get(act.pk, ""), _fields(act)) for act in told]


def _fields(act: CounterAct) -> str:
    return ", ".join(dict.fromkeys(gettext(field_word(field)) for field in act.changes))


@dataclass(frozen=True, slots=True)
class Choice:
    """One kind of act that can be told of a cooperative."""

    slug: str
    title: str
    lede: str


def of_cooperative(cooperative: Cooperative) -> dict[str, Any]:
    """One cooperative at the counter."""
    version = Version.objects.get(cooperative=cooperative, current=True)
    shut = CounterAct.Kind.BRANCH_CLOSED
    kinds = (KINDS[code] for code in ON_ONE if code != shut or queries.open_branches(cooperative))
    return {
        "cooperative": cooperative,
        "version": version,
        "place": place_word(version),
        "choices": [Choice(kind.slug, gettext(kind.title), gettext(kind.lede)) for kind in kinds],
        "lines": list(reversed(lines(queries.acts_of(cooperative)))),
        "elsewhere": _elsewhere(version),
        "fields": corrigible(cooperative, version),
    }


@dataclass(frozen=True, slots=True)
class Corrigible:
    """A field that may be corrected by hand: what is held of it today, and the correction in force."""

    field: str
    word: str
    value: str
    override: Override | None


def corrigible(cooperative: Cooperative, version: Version) -> list[Corrigible]:
    """Every field that may be corrected by hand."""
    held = {one.field: one for one in in_force(cooperative).select_related("made_by")}
    return [
        Corrigible(field, correction_word(field), value_word(field, version.fields.get(field)), held.get(field))
        for field in FIELDS
    ]


def correction_word(field: str) -> str:
    """A field's word; the codes of places by the places' own."""
    return gettext(field_word(field.removesuffix("_code")))


def value_word(field: str, value: Any) -> str:
    """A value as a page shows it: codes by their words; "" where nothing is known."""
    words = Words(reader())
    if value in (None, ""):
        return ""
    if field in ("village_code", "district_code"):
        return words.village(value) if field == "village_code" else words.district(value)
    if field in ("group", "sector"):
        return vocabulary(field).labels.get(value, value)
    groups = {"kind": "kind", "pattern": "pattern", "form": "form", "membership_area": "level"}
    return words.label(groups[field], value) if field in groups else str(value)


def _elsewhere(version: Version) -> str:
    """Whose supervision it is under, where that is not the city's own."""
    level = version.supervising_level
    return Words(reader()).label("level", level) if level in ("province", "national") else ""


def place_word(version: Version) -> str:
    """Village and district, as far as they are known."""
    words = Words(reader())
    codes = ((version.village_code, words.village), (version.district_code, words.district))
    return ", ".join(word(code) for code, word in codes if code)


@dataclass(frozen=True, slots=True)
class Alike:
    """A cooperative that may be the one entered as new; `seen`: whether this person may open it."""

    number: str
    name: str
    place: str
    legal_number: str
    seen: bool


def alike(standpoint: Standpoint, versions: list[Version]) -> list[Alike]:
    """What the search found alike. One outside the person's area is named too, or they would enter it twice."""
    inside = within(Version.objects.filter(pk__in=[v.pk for v in versions]), standpoint.area(Act.EDIT_REGISTER))
    seen = set(inside.values_list("pk", flat=True))
    return [
        Alike(v.cooperative.number, v.name, place_word(v), v.fields.get("legal_number") or "", v.pk in seen)
        for v in versions
    ]


def of_form(form: ActForm) -> dict[str, Any]:
    """The form of one act."""
    kind = KINDS[form.kind]
    return {
        "form": form,
        "parts": list(form.parts()),
        "wide": ("name", "address", "chair", "internal_supervisor", "paper", "reason", "others"),
        "title": gettext(kind.title),
        "lede": gettext(kind.lede),
        "cooperative": form.cooperative,
        "name": form.now.get("name", ""),
    }


@dataclass(frozen=True, slots=True)
class Change:
    """One field, before and after."""

    word: str
    before: str
    after: str


def of_act(act: CounterAct) -> dict[str, Any]:
    """One act: what it told, and what stands upon it."""
    upon = [] if act.withdrawn_at else what_stands_upon(act)
    return {
        "act": act,
        "ahead": act.takes_effect > timezone.localdate(),
        "word": kind_word(act.kind, reader()),
        "number": queries.number_of(act),
        "changes": [_change(field, told) for field, told in act.changes.items()],
        "others": _others(act),
        "upon": [_upon(one) for one in upon],
    }


def _others(act: CounterAct) -> list[dict[str, str]]:
    """The other cooperatives of a merger or division, as they are called today or were last."""
    told = {one.pk: one.number for one in act.others.order_by("number")}
    names = dict(Version.objects.filter(cooperative__in=told).order_by("pk").values_list("cooperative", "name"))
    return [{"number": number, "name": names.get(pk, "")} for pk, number in told.items()]


def _change(field: str, told: list[str | None]) -> Change:
    word = gettext(field_word(field))
    if field in PERSONAL:
        return Change(word, "", gettext(_HIDDEN))
    before, after = told
    return Change(word, before or "", after or "")


@dataclass(frozen=True, slots=True)
class Upon:
    """Later work: another act, or a verdict or correction."""

    word: str
    act: CounterAct | None = None


def _upon(one: CounterAct | str) -> Upon:
    if isinstance(one, CounterAct):
        return Upon(kind_word(one.kind, reader()), one)
    kind, _colon, pk = one.partition(":")
    words = {"judgement": gettext("A verdict on a pair of rows"), "override": gettext("A correction")}
    return Upon(f"{words[kind]} ({pk})")
