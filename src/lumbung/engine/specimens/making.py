"""From a plan to two lists and the truth about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from lumbung.engine.specimens.census import Census
from lumbung.engine.specimens.noise import LEVELS, Noise
from lumbung.engine.specimens.numbers import Numbers
from lumbung.engine.specimens.places import Village, villages_in
from lumbung.engine.specimens.plan import Plan, drafts_of, plan_for
from lumbung.engine.specimens.population import Cooperative, Draft, Population
from lumbung.engine.specimens.register import register_row, second_row

Row = dict[str, object]
UNKNOWN = "tidak diketahui"
STATUS = {
    "active": "aktif",
    "field_only": "aktif",
    "stopped": "tidak_beroperasi",
    "ceased": "tutup",
    "not_found": "tidak_ditemukan",
    "not_visited": "belum_dikunjungi",
}


@dataclass(frozen=True)
class Specimen:
    """Two lists of the same cooperatives, heading -> value per row, and what is true about them.

    `truth` has a row per row of both lists: sumber (ods | lapangan), no, eid, status_benar, jenis_benar,
    kecamatan_benar, kode_kecamatan_benar, n_baris_ods, n_baris_lapangan.
    """

    register: list[Row]
    census: list[Row]
    truth: list[Row]
    summary: Row
    as_of: date


def make_specimen(
    *,
    seed: int,
    register_rows: int = 587,
    census_rows: int = 515,
    noise: str | Noise = "medium",
    regencies: Sequence[str] = ("6471",),
    as_of: date = date(2025, 6, 30),
    figures: bool = False,
) -> Specimen:
    """Two messy lists of invented cooperatives with the truth; the same arguments give the same lists.

    Args:
        seed: Of the one random source.
        register_rows, census_rows: Rows of each list, second registrations and second visits included.
        noise: A level (light, medium, heavy, brutal) or probabilities of your own.
        regencies: Kemendagri codes, 4 digits.
        as_of: The day the register speaks of; visits end two days before.
        figures: Adds the register's status, employees, capital, assets, volume and surplus.
    Raises:
        ValueError: For an unknown level or regency.
    """
    level = noise_of(noise)
    rng = Random(seed)
    plan = plan_for(rng, register_rows, census_rows, level)
    return make_to_plan(plan, rng=rng, noise=level, villages=villages_in(regencies), as_of=as_of, figures=figures)


def noise_of(noise: str | Noise) -> Noise:
    """The level of this name. Raises ValueError if there is none."""
    if isinstance(noise, Noise):
        return noise
    if noise not in LEVELS:
        raise ValueError(f"no noise level {noise!r}; there are {', '.join(LEVELS)}")
    return LEVELS[noise]


def make_to_plan(
    plan: Plan,
    *,
    rng: Random,
    noise: Noise,
    villages: Sequence[Village],
    as_of: date,
    figures: bool = False,
    without_place: str = "",
) -> Specimen:
    """A specimen with exactly the plan's margins.

    `without_place` is a district code: one active cooperative there loses its place in the census, so its
    true district is unknown (and the district counts one active cooperative fewer than planned).
    """
    numbers = Numbers(rng, villages, as_of)
    population = Population(rng, noise, as_of, numbers)
    coops = populate(population, drafts_of(rng, plan, villages))
    placeless = _placeless(coops, without_place)
    register = _register(rng, noise, as_of, population, coops, plan.register_doubles, figures)
    census = _census(rng, noise, as_of, population, coops, plan.census_doubles, placeless)
    truth = _truth(coops, register, census, placeless)
    return Specimen(
        register=[row for row, _ in register],
        census=[row for row, _ in census],
        truth=truth,
        summary=_summary(coops, register, census, placeless, noise),
        as_of=as_of,
    )


def populate(population: Population, drafts: Sequence[Draft]) -> list[Cooperative]:
    """A cooperative per draft; neighbours in one district sometimes become look-alikes of one another."""
    last: dict[str, Cooperative] = {}
    coops = []
    for draft in drafts:
        leader = last.get(draft.village.district_code)
        alone = draft.position == "field_only"
        chance = population.noise.stray_siblings if alone else population.noise.siblings
        follows = (
            leader is not None
            and population.rng.random() < chance
            and leader.draft.position != "field_only"
            and leader.draft.category == draft.category
        )
        if follows and leader is not None:
            draft.village = leader.draft.village
        coop = population.make(draft, leader if follows else None)
        last[draft.village.district_code] = coop
        coops.append(coop)
    return coops


def _placeless(coops: Sequence[Cooperative], district: str) -> int:
    """The eid of the cooperative that loses its place; 0 for none."""
    for coop in coops:
        plain = coop.draft.position == "active" and coop.address is coop.listed_address
        if plain and coop.draft.village.district_code == district:
            return coop.eid
    return 0


def _register(
    rng: Random,
    noise: Noise,
    as_of: date,
    population: Population,
    coops: Sequence[Cooperative],
    doubles: int,
    figures: bool,
) -> list[tuple[Row, int]]:
    listed = [coop for coop in coops if coop.draft.position != "field_only"]
    rows = [(register_row(rng, coop, noise, as_of, figures=figures), coop.eid) for coop in listed]
    old = [coop for coop in listed if coop.legal.era in ("kanwil", "branch", "regency")]
    for coop in rng.sample(old, min(doubles, len(old))):
        later = coop.amendment or population.numbers.later(coop.listed_village)
        nik = population.numbers.nik(coop.listed_village)
        rows.append((second_row(rng, coop, noise, as_of, later=later, nik=nik, figures=figures), coop.eid))
    return _numbered(rng, rows)


def _census(
    rng: Random,
    noise: Noise,
    as_of: date,
    population: Population,
    coops: Sequence[Cooperative],
    doubles: int,
    placeless: int,
) -> list[tuple[Row, int]]:
    last = date.fromordinal(as_of.toordinal() - 2)
    census = Census(rng, noise, population, first=date.fromordinal(last.toordinal() - 140), last=last)
    visited = [coop for coop in coops if coop.draft.position != "not_visited"]
    rows = [(census.row(coop, unknown_place=coop.eid == placeless), coop.eid) for coop in visited]
    again = [coop for coop in visited if coop.draft.position != "not_found" and coop.eid != placeless]
    rows += [(census.row(coop), coop.eid) for coop in rng.sample(again, min(doubles, len(again)))]
    return _numbered(rng, rows)


def _numbered(rng: Random, rows: list[tuple[Row, int]]) -> list[tuple[Row, int]]:
    rng.shuffle(rows)
    for number, (row, _) in enumerate(rows, start=1):
        row["No"] = number
    return rows


def _truth(
    coops: Sequence[Cooperative],
    register: Sequence[tuple[Row, int]],
    census: Sequence[tuple[Row, int]],
    placeless: int,
) -> list[Row]:
    in_register, in_census = Counter(eid for _, eid in register), Counter(eid for _, eid in census)
    by_eid = {coop.eid: coop for coop in coops}
    truth: list[Row] = []
    for source, rows in (("ods", register), ("lapangan", census)):
        for row, eid in rows:
            draft, known = by_eid[eid].draft, eid != placeless
            truth.append(
                {
                    "sumber": source,
                    "no": row["No"],
                    "eid": eid,
                    "status_benar": STATUS[draft.position],
                    "jenis_benar": draft.category,
                    "kecamatan_benar": draft.village.district if known else UNKNOWN,
                    "kode_kecamatan_benar": _dotted(draft.village.district_code) if known else "",
                    "n_baris_ods": in_register[eid],
                    "n_baris_lapangan": in_census[eid],
                }
            )
    return truth


def _dotted(code: str) -> str:
    return f"{code[:2]}.{code[2:4]}.{code[4:6]}"


def _summary(
    coops: Sequence[Cooperative],
    register: Sequence[tuple[Row, int]],
    census: Sequence[tuple[Row, int]],
    placeless: int,
    noise: Noise,
) -> Row:
    positions = Counter(coop.draft.position for coop in coops)
    live = [coop for coop in coops if STATUS[coop.draft.position] == "aktif"]
    in_register, in_census = Counter(eid for _, eid in register), Counter(eid for _, eid in census)
    kinds = Counter(coop.draft.category for coop in live)
    places = Counter(coop.draft.village.district if coop.eid != placeless else UNKNOWN for coop in live)
    return {
        "derau": noise.name,
        "baris_ods": len(register),
        "entitas_ods": len(in_register),
        "baris_lapangan": len(census),
        "entitas_lapangan": len(in_census),
        "entitas": len(coops),
        "aktif": len(live),
        "aktif_di_ods": positions["active"],
        "aktif_hanya_lapangan": positions["field_only"],
        "belum_dikunjungi": positions["not_visited"],
        "tidak_ditemukan": positions["not_found"],
        "tidak_beroperasi_atau_tutup": positions["stopped"] + positions["ceased"],
        "entitas_di_keduanya": len(in_register.keys() & in_census.keys()),
        "pasangan_benar": sum(count * in_census[eid] for eid, count in in_register.items()),
        "pasangan_kembar_ods": sum(count * (count - 1) // 2 for count in in_register.values()),
        "pasangan_kembar_lapangan": sum(count * (count - 1) // 2 for count in in_census.values()),
        "aktif_menurut_jenis": {kind: kinds[kind] for kind in sorted(kinds)},
        "aktif_menurut_kecamatan": {place: places[place] for place in sorted(places)},
    }
