"""How many cooperatives of which fate, kind and district: the margins a specimen is made to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from lumbung.engine.specimens.noise import Noise
from lumbung.engine.specimens.places import Village
from lumbung.engine.specimens.population import Draft

REASONS = ("branch", "not_a_legal_entity", "registered_elsewhere", "new", "unmatched")
_SHARES = {
    "konsumen": 0.79,
    "produsen": 0.08,
    "jasa": 0.05,
    "pemasaran": 0.035,
    "ksp_konvensional": 0.03,
    "ksp_syariah": 0.015,
}


@dataclass(frozen=True, slots=True)
class Plan:
    """Counts of cooperatives, except `register_doubles` and `census_doubles`, which are surplus rows.

    `kinds` and `districts` (6-digit codes) fix the margins of the active cooperatives, `beyond_city` how
    many of the active listed ones have the membership area "province" or "national", `reasons` why the
    field-only ones are not in the register. Whatever is left empty is drawn.
    """

    active: int
    stopped: int  # found, but not operating
    ceased: int
    not_found: int
    not_visited: int
    field_only: int
    register_doubles: int
    census_doubles: int
    kinds: Mapping[str, int] = field(default_factory=dict)
    districts: Mapping[str, int] = field(default_factory=dict)
    beyond_city: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, int] = field(default_factory=dict)

    @property
    def listed(self) -> int:
        return self.active + self.stopped + self.ceased + self.not_found + self.not_visited


def plan_for(rng: Random, register_rows: int, census_rows: int, noise: Noise) -> Plan:
    """A plan with these row counts and shares near those published in July 2024, drawn anew each time."""
    register_doubles = round(register_rows * noise.register_double * rng.uniform(0.8, 1.25))
    census_doubles = round(census_rows * noise.visited_twice * rng.uniform(0.8, 1.25))
    listed, visited = register_rows - register_doubles, census_rows - census_doubles
    field_only = round(visited * noise.field_only * rng.uniform(0.8, 1.25))
    if visited - field_only > listed:  # a census longer than the register: the rest is only in the field
        field_only = visited - listed
    in_both = visited - field_only
    not_found = round(in_both * rng.uniform(0.02, 0.05))
    stopped, ceased = round(in_both * rng.uniform(0.03, 0.07)), round(in_both * rng.uniform(0.03, 0.06))
    return Plan(
        active=in_both - not_found - stopped - ceased,
        stopped=stopped,
        ceased=ceased,
        not_found=not_found,
        not_visited=listed - in_both,
        field_only=field_only,
        register_doubles=register_doubles,
        census_doubles=census_doubles,
    )


def drafts_of(rng: Random, plan: Plan, villages: Sequence[Village]) -> list[Draft]:
    """One draft per cooperative, in random order, exactly as many of each sort as the plan says."""
    live = ["active"] * plan.active + ["field_only"] * plan.field_only
    rest = (
        ["stopped"] * plan.stopped
        + ["ceased"] * plan.ceased
        + ["not_found"] * plan.not_found
        + ["not_visited"] * plan.not_visited
    )
    kinds = _dealt(rng, plan.kinds, len(live)) or _kinds(rng, len(live))
    by_district: dict[str, list[Village]] = {}
    for village in villages:
        by_district.setdefault(village.district_code, []).append(village)
    districts = _dealt(rng, plan.districts, len(live))
    drafts = [
        Draft(position, kind, rng.choice(by_district[districts[at]]) if districts else rng.choice(villages))
        for at, (position, kind) in enumerate(zip(live, kinds, strict=True))
    ]
    drafts += [
        Draft(position, kind, rng.choice(villages)) for position, kind in zip(rest, _kinds(rng, len(rest)), strict=True)
    ]
    _set_areas(rng, plan, drafts)
    _set_reasons(rng, plan, drafts)
    rng.shuffle(drafts)
    return drafts


def _dealt(rng: Random, counts: Mapping[str, int], total: int) -> list[str]:
    """Each key as often as told, shuffled; empty when nothing is told. Raises ValueError on another sum."""
    if not counts:
        return []
    if sum(counts.values()) != total:
        raise ValueError(f"margins {dict(counts)} do not add up to {total}")
    dealt = [key for key, count in counts.items() for _ in range(count)]
    rng.shuffle(dealt)
    return dealt


def _kinds(rng: Random, count: int) -> list[str]:
    return rng.choices(list(_SHARES), list(_SHARES.values()), k=count)


def _set_areas(rng: Random, plan: Plan, drafts: Sequence[Draft]) -> None:
    active = [draft for draft in drafts if draft.position == "active"]
    others = [draft for draft in drafts if draft.position not in ("active", "field_only")]
    if plan.beyond_city:
        dealt = _dealt(rng, {**plan.beyond_city, "regency": len(active) - sum(plan.beyond_city.values())}, len(active))
        for draft, area in zip(active, dealt, strict=True):
            draft.area = area
    else:
        others += active
    for draft in others:
        draft.area = rng.choices(("regency", "province", "national"), (92, 6, 2))[0]


def _set_reasons(rng: Random, plan: Plan, drafts: Sequence[Draft]) -> None:
    alone = [draft for draft in drafts if draft.position == "field_only"]
    dealt = _dealt(rng, plan.reasons, len(alone)) or rng.choices(REASONS, (25, 25, 15, 15, 20), k=len(alone))
    for draft, reason in zip(alone, dealt, strict=True):
        draft.reason = reason
