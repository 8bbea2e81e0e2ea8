"""A counter with a small register behind it, and papers to bring to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from lumbung.access.models import Office, User
from lumbung.access.queries import Standpoint
from lumbung.access.roles import Role
from lumbung.access.tests.factories import standpoint_of
from lumbung.audit.services import Actor
from lumbung.counter.models import CounterAct
from lumbung.counter.services import Told, act, undo
from lumbung.documents.models import File
from lumbung.documents.services import keep
from lumbung.imports.tests.lists import Room, row
from lumbung.registry.models import Cooperative, Membership, Version
from lumbung.statistics.services import recompute

PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
DAY = date(2024, 7, 10)
SEPINGGAN_BARU = "6471011004"


def counter_act(office: Office, user: User, cooperative: Cooperative) -> CounterAct:
    """A dissolution that somebody entered, with its paper."""
    actor = Actor(f"user:{user.pk}", str(user), office.pk)
    paper = keep(office, "surat.pdf", [PAPER], retention="proof", by=user, actor=actor)
    told = Told("dissolved", {}, DAY, paper, "surat.pdf", "surat keputusan")
    return act(office, cooperative, told, token=uuid4(), by=user, actor=actor)


@dataclass
class Desk:
    """An office with three cooperatives in ODS, counted, and an officer at its counter."""

    officer: Standpoint = field(default_factory=lambda: standpoint_of(Role.DATA_OFFICER))

    def __post_init__(self) -> None:
        self.office = self.officer.office
        self.room = Room(self.officer)
        self.room.bring([row(1), row(2), row(3)])
        self.count()

    def count(self) -> None:
        """What the worker does after each act."""
        recompute(self.office, by=self.officer.actor)

    def cooperative(self, n: int = 1) -> Cooperative:
        """The cooperative of row `n` of the register."""
        listed = Membership.objects.filter(entry__source__kind="register", known__upper_inf=True)
        held = listed.get(entry__current__clean__coop_nik=f"64710200{n:05d}")
        return held.cooperative

    def version(self, cooperative: Cooperative) -> Version:
        """What is held to be true of it today."""
        return Version.objects.get(cooperative=cooperative, current=True)

    def paper(self, more: bytes = b"") -> File:
        """A paper that was brought."""
        user, actor = self.officer.user, self.officer.actor
        return keep(self.office, "surat.pdf", [PAPER + more + b"%%EOF"], retention="proof", by=user, actor=actor)

    def tell(
        self,
        cooperative: Cooperative | None,
        kind: str,
        /,
        *,
        token: UUID | None = None,
        on: date = DAY,
        others: Sequence[Cooperative] = (),
        village_code: str = "",
        reason: str = "surat ketua",
        effective_on: date | None = None,
        ends: bool | None = None,
        **texts: str,
    ) -> CounterAct:
        """One act with a paper."""
        more = {"others": others, "village_code": village_code, "effective_on": effective_on, "ends": ends}
        told = Told(kind, texts, on, self.paper(), "surat.pdf", reason, "12/KOP/2024", **more)
        user, actor = self.officer.user, self.officer.actor
        return act(self.office, cooperative, told, token=token or uuid4(), by=user, actor=actor)

    def move(self, cooperative: Cooperative, address: str = "Jl. Baru No. 5", **how: object) -> CounterAct:
        """A change of address within the city."""
        place = {"village": "Gunung Bahagia", "district": "Balikpapan Selatan", "regency": "Kota Balikpapan"}
        return self.tell(cooperative, "address", address=address, **place, **how)

    def undo(self, done: CounterAct, reason: str = "salah koperasi") -> CounterAct:
        """Taken back."""
        return undo(done, reason=reason, by=self.officer.user, actor=self.officer.actor)
