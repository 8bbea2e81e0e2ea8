"""What can be told at the counter: each kind of act, the fields its form asks for, and the words for both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from lumbung.audit.words import COUNTER_FIELDS
from lumbung.core.language import Language, translator
from lumbung.core.language import gettext_noop as _
from lumbung.counter.models import CounterAct
from lumbung.reports.labels import GROUPS

_Kind = CounterAct.Kind
PLACE = ("village", "district", "regency")
OFFICERS = ("chair", "secretary", "treasurer", "internal_supervisor", "manager", "phone")
TERMS = ("term_from", "term_until", "supervisors_from", "supervisors_until")
PERSONAL = frozenset((*OFFICERS, *TERMS))  # sealed, and never copied into a history
DAYS = frozenset(("legal_on", "amendment_on", *TERMS))
FIGURES = ("members_m", "members_f", "own_capital", "external_capital", "assets")
MONEY = frozenset(FIGURES[2:])


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of act.

    Attributes:
        fields: What its form asks for, in order; `place` stands for `PLACE`.
        needed: Those that must be told.
        any_of: At least one of them must be told.
        others: Whether it names other cooperatives.
        dated: Whether it may take effect on another day than its paper's.
        asks_end: Whether who enters it must say if the cooperative ends by it.
        branch: Whether it is about an office of the cooperative, so that no record of the cooperative is appended.
    """

    slug: str  # in its address
    title: str
    lede: str
    fields: tuple[str, ...]
    needed: frozenset[str] = frozenset()
    any_of: frozenset[str] = frozenset()
    others: bool = False
    dated: bool = False
    asks_end: bool = False
    branch: bool = False

    @property
    def told(self) -> bool:
        """Whether it changes fields of the register, so that a record is appended."""
        return bool(self.fields) and not self.branch


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        _Kind.NEW.value: Kind(
            "baru",
            _("New cooperative"),
            _("One that the register does not know yet, with the deed or decree that proves it."),
            (
                *("name", "kind", "pattern", "form", "legal_number", "legal_on", "coop_nik", "place", "address"),
                *("regency_before", *OFFICERS[:4], *TERMS, "phone", *FIGURES),
            ),
            frozenset({"name", "place"}),
        ),
        _Kind.ADDRESS.value: Kind(
            "alamat",
            _("Changed address"),
            _("Inside the city. The kelurahan decides in which district it is counted."),
            ("place", "address"),
            frozenset({"place", "address"}),
        ),
        _Kind.OFFICERS.value: Kind(
            "pengurus",
            _("Changed officers"),
            _("Fill in only what changed. Names and terms are kept encrypted; reading them is logged."),
            (*OFFICERS[:3], "term_from", "term_until", "internal_supervisor", *TERMS[2:], "manager", "phone"),
            any_of=frozenset(OFFICERS),
        ),
        _Kind.NAME.value: Kind(
            "nama",
            _("Changed name"),
            _("The name as the amendment of the articles has it; the old one stays in the history."),
            ("name", "amendment_number", "amendment_on"),
            frozenset({"name"}),
        ),
        _Kind.ARTICLES.value: Kind(
            "anggaran-dasar",
            _("Changed articles of association"),
            _("The number and day of the amendment, and what changed by it."),
            ("amendment_number", "amendment_on", "kind", "pattern", "form", "legal_number", "legal_on", "coop_nik"),
            frozenset({"amendment_number", "amendment_on"}),
        ),
        _Kind.MOVED_IN.value: Kind(
            "pindah-masuk",
            _("Moved in from another city or regency"),
            _("Its new address here, and where it came from."),
            ("regency_before", "place", "address"),
            frozenset({"regency_before", "place", "address"}),
            dated=True,
        ),
        _Kind.MOVED_OUT.value: Kind(
            "pindah-keluar",
            _("Moved to another city or regency"),
            _("Where it went. It stays in the register, and is no longer counted in this area."),
            ("regency", "district", "village", "address"),
            frozenset({"regency", "district"}),
            dated=True,
        ),
        _Kind.DISSOLVED.value: Kind(
            "bubar",
            _("Dissolved"),
            _(
                "By the decree that dissolves it. It is no longer counted; the cooperative and its history stay in the "
                "register."
            ),
            (),
            dated=True,
        ),
        _Kind.MERGER.value: Kind(
            "penggabungan",
            _("Merger of legal entities"),
            _(
                "Other cooperatives went into this one and end by it. This is an event of law; double data is joined "
                "elsewhere."
            ),
            (),
            others=True,
            dated=True,
        ),
        _Kind.AMALGAMATION.value: Kind(
            "peleburan",
            _("Amalgamation of legal entities"),
            _("This cooperative was newly made of others that ended."),
            (),
            others=True,
            dated=True,
        ),
        _Kind.DIVISION.value: Kind(
            "pembagian",
            _("Division of a legal entity"),
            _("This cooperative was divided into others."),
            (),
            others=True,
            dated=True,
            asks_end=True,
        ),
        _Kind.BRANCH_OPENED.value: Kind(
            "buka-cabang",
            _("Branch office opened"),
            _("An office of this cooperative elsewhere. It is shown with it, and is no cooperative of its own."),
            ("branch", "regency", "village", "address"),
            frozenset({"branch", "address"}),
            branch=True,
        ),
        _Kind.BRANCH_CLOSED.value: Kind(
            "tutup-cabang",
            _("Branch office closed"),
            _("It stays on the page of this cooperative as closed."),
            (),
            branch=True,
        ),
    }
)
EVENTS = tuple(  # what happened to a legal entity, beside what is told of it
    kind.value
    for kind in (_Kind.MOVED_IN, _Kind.MOVED_OUT, _Kind.DISSOLVED, _Kind.MERGER, _Kind.AMALGAMATION, _Kind.DIVISION,
                 _Kind.BRANCH_OPENED, _Kind.BRANCH_CLOSED)
)  # fmt: skip
ON_ONE = tuple(code for code in KINDS if code != _Kind.NEW.value)  # what can happen to a cooperative that is there
BY_SLUG = {kind.slug: code for code, kind in KINDS.items()}

_MORE = {
    **COUNTER_FIELDS,
    "form": _("Form of cooperative"),
}


def field_word(field: str) -> str:
    """The English catalogue sentence for a field of a form."""
    return _MORE.get(field) or GROUPS["field"].get(field, field)


def kind_word(kind: str, language: Language) -> str:
    """A kind of act in words."""
    return translator(language)(KINDS[kind].title) if kind in KINDS else kind
