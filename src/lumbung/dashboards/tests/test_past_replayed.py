"""Any small history, replayed: at every moment the past is what the present was then."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from lumbung.core.findings import Refusal
from lumbung.dashboards import lists
from lumbung.dashboards.asking import Wanted
from lumbung.dashboards.figures import told_of
from lumbung.dashboards.figures_then import counted_then
from lumbung.dashboards.moment import moment_of
from lumbung.dashboards.past_record import PastReader, found_then
from lumbung.dashboards.records import Reader, found
from lumbung.imports.models import Batch
from lumbung.imports.tests.lists import Room, row
from lumbung.linkage.queries import judgement_on
from lumbung.linkage.services import withdraw_judgement
from lumbung.linkage.tests.test_any_order import judge
from lumbung.registry.models import Cooperative, Entry, Version
from lumbung.registry.queries import led_to
from lumbung.registry.services import in_force, lift_override, set_override
from lumbung.statistics.models import Place
from lumbung.statistics.services import recompute

pytestmark = pytest.mark.slow
NAMES = ("", "Koperasi Serba Usaha Maju", "KUD Tani Makmur")
ROWS = st.lists(st.tuples(st.integers(1, 4), st.sampled_from(NAMES)), min_size=1, max_size=4, unique_by=lambda r: r[0])
PAIR = st.tuples(st.integers(0, 3), st.integers(0, 3))
STEPS = st.one_of(
    st.tuples(st.just("bring"), ROWS),
    st.tuples(st.just("undo"), st.none()),
    st.tuples(st.sampled_from(("same", "different", "take back")), PAIR),
    st.tuples(st.sampled_from(("correct", "lift")), st.integers(0, 3)),
)


@dataclass
class History:
    """An office to which things happen, and what its pages said after each."""

    room: Room = field(default_factory=Room)
    seen: list[tuple[datetime, dict]] = field(default_factory=list)

    def happen(self, what: str, told: object) -> None:
        """One thing, where it is possible; then everything is computed and looked at."""
        try:
            getattr(self, f"_{what.replace(' ', '_')}")(told)
        except Refusal:
            return
        recompute(self.room.officer.office)
        self.seen.append((timezone.now(), self.now()))

    def _bring(self, rows: list) -> None:
        self.room.bring([row(n, name) for n, name in rows], title=f"KEADAAN {10 + len(self.seen)} JUNI 2024")

    def _undo(self, _none: None) -> None:
        last = Batch.objects.filter(state=Batch.State.APPLIED).order_by("-applied_at").first()
        if last is not None and Batch.objects.filter(state=Batch.State.APPLIED).count() > 1:
            self.room.undo(last)

    def _ends(self, pair: tuple[int, int]) -> list[int]:
        entries = list(Entry.objects.filter(current__isnull=False).order_by("pk").values_list("pk", flat=True))
        return sorted({entries[one] for one in pair if one < len(entries)})

    def _same(self, pair: tuple[int, int]) -> None:
        if len(ends := self._ends(pair)) == 2:
            judge(ends, "same", self.room.officer)

    def _different(self, pair: tuple[int, int]) -> None:
        if len(ends := self._ends(pair)) == 2:
            judge(ends, "different", self.room.officer)

    def _take_back(self, pair: tuple[int, int]) -> None:
        ends = self._ends(pair)
        if len(ends) == 2 and (judgement := judgement_on(*ends)):
            withdraw_judgement(judgement, by=self.room.officer.user, actor=self.room.officer.actor, reason="keliru")

    def _one(self, n: int) -> Cooperative | None:
        found_ = Version.objects.filter(current=True).order_by("cooperative")[n : n + 1]
        return found_[0].cooperative if found_ else None

    def _correct(self, n: int) -> None:
        if one := self._one(n):
            before = in_force(one).filter(field="name").first()
            by, seen = self.room.officer, before.pk if before else None
            name = f"Koperasi Dibetulkan {len(self.seen)}"
            set_override(one, "name", name, reason="akta", seen=seen, by=by.user, actor=by.actor)

    def _lift(self, n: int) -> None:
        if (one := self._one(n)) and (before := in_force(one).first()):
            lift_override(before, reason="keliru", by=self.room.officer.user, actor=self.room.officer.actor)

    def now(self) -> dict:
        """What the pages of today say, read without any history."""
        officer = self.room.officer
        versions = {
            version.cooperative.number: (version.name, version.district_code, version.fields, version.register_records)
            for version in Version.objects.filter(current=True).select_related("cooperative")
        }
        places = Place.objects.filter(cooperative__versions__current=True)
        return {
            "versions": versions,
            "places": dict(places.values_list("cooperative__number", "position")),
            "leads": {
                one.number: led_to(one).number for one in Cooperative.objects.all() if led_to(one).number in versions
            },
            "rows": {
                number: sorted(record.pk for record in Reader(officer, found(officer, number), "en").now)
                for number in versions
            },
        }

    def then(self, at: datetime) -> dict:
        """The same at a moment, by what pages of the past read."""
        officer = self.room.officer
        moment = moment_of(officer.office, timezone.localtime(at).replace(tzinfo=None).isoformat())
        chosen = lists.selection(officer, Wanted("", "", (), known=moment.text))
        told = chosen.versions.select_related("cooperative")
        versions = {
            version.cooperative.number: (version.name, version.district_code, version.fields, version.register_records)
            for version in told
        }
        assert sum(counted_then(officer.office, told_of(officer.office, ""), moment).values()) == len(versions)
        there = Cooperative.objects.filter(versions__known__startswith__lte=at).distinct()
        carried = {one.number: found_then(officer, one.number, moment) for one in there}
        return {
            "versions": versions,
            "places": {row["number"]: row["position"] for row in lists.lines(chosen)},
            "leads": {n: one.cooperative.number for n, one in carried.items() if one.cooperative.number in versions},
            "rows": {
                number: sorted(record.pk for record in PastReader(officer, carried[number], "en").now)
                for number in versions
            },
        }


class TestAnyHistory(TestCase):
    @given(st.lists(STEPS, min_size=3, max_size=7))
    @settings(max_examples=8, deadline=None)
    def test_at_every_moment_the_past_is_what_the_present_was(self, steps):
        history = History()
        history.happen("bring", [(1, ""), (2, ""), (3, NAMES[1])])

        for what, told in steps:
            history.happen(what, told)

        history.seen.append((timezone.now(), history.seen[-1][1]))
        for at, was in history.seen[:-1]:
            assert history.then(at) == was
