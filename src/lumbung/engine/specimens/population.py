"""The cooperatives behind the two lists: who they really are, before anybody writes them down."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from lumbung.engine.specimens import words
from lumbung.engine.specimens.groups import GROUPS, Group
from lumbung.engine.specimens.hosts import Host, invent_host, sibling_of
from lumbung.engine.specimens.noise import Noise
from lumbung.engine.specimens.numbers import Legal, Numbers
from lumbung.engine.specimens.places import Address, Village, invent_address, next_door


@dataclass(slots=True)
class Draft:
    """What a plan decides about a cooperative before it has a name."""

    position: str  # active | stopped | ceased | not_found | not_visited | field_only
    category: str
    village: Village  # where it really is
    area: str = "regency"  # membership area
    reason: str = ""  # field_only: branch | not_a_legal_entity | registered_elsewhere | new | unmatched


@dataclass(slots=True)
class Cooperative:
    eid: int
    draft: Draft
    group: Group
    prefix: str
    host: Host | None
    own: tuple[str, ...]
    host_shown: bool  # the register's name tells the host
    acronym: str
    acronym_shown: bool
    city_shown: bool
    legal: Legal
    amendment: Legal | None
    nik: str
    address: Address  # where it really is; `listed_*` is where the register believes it to be
    listed_address: Address
    listed_village: Village
    chair: str
    secretary: str
    treasurer: str
    phone: str
    members_m: int
    members_f: int
    rats: tuple[int, ...]  # book years a general meeting was held for
    last_rat: date | None
    certified_to: date | None
    grade: str
    figures: tuple[int, ...]  # employees, own capital, external capital, assets, volume, surplus

    def name(self) -> str:
        """The full name, as the articles have it, without acronym and city."""
        parts = [self.prefix, self.host.text() if self.host and self.host_shown else "", " ".join(self.own)]
        return " ".join(part for part in parts if part)


_BY_CATEGORY: dict[str, list[Group]] = {}
for _group in GROUPS:
    _BY_CATEGORY.setdefault(_group.category, []).append(_group)


@dataclass(slots=True)
class Population:
    """Makes cooperatives one after another from one random source."""

    rng: Random
    noise: Noise
    as_of: date
    numbers: Numbers
    made: int = 0
    seats: set[tuple[str, str]] = field(default_factory=set)  # membership only
    people: deque[str] = field(default_factory=lambda: deque(maxlen=60))
    phones: deque[str] = field(default_factory=lambda: deque(maxlen=60))

    def make(self, draft: Draft, leader: Cooperative | None = None) -> Cooperative:
        """A cooperative for `draft`; with a `leader` one that is easily taken for it."""
        rng = self.rng
        group = self._group(draft, leader)
        host = self._host(draft, group, leader)
        own = self._own(group, host, leader)
        acronym = _acronym(rng, own, host)
        moved = draft.position not in ("not_visited", "not_found", "field_only") and rng.random() < self.noise.moved
        address = next_door(rng, leader.address) if leader else invent_address(rng)
        legal, amendment = self.numbers.legal(draft, group)
        rats = self._rats(draft, legal.on)
        last_rat = self._last_rat(rats)
        certified_to = self._certificate(last_rat)
        self.made += 1
        members = int(20 + rng.expovariate(1 / 90))
        men = round(members * rng.uniform(0.02, 0.2) if group.code == "kopwan" else members * rng.uniform(0.3, 0.8))
        listed_village = draft.village
        if moved and rng.random() < 0.5:
            listed_village = self.numbers.another_village(draft.village)
        return Cooperative(
            eid=self.made,
            draft=draft,
            group=group,
            prefix=rng.choice(group.long),
            host=host,
            own=own,
            host_shown=not own or rng.random() >= self.noise.hidden_host or group.code == "koppas",
            acronym=acronym,
            acronym_shown=rng.random() < 0.22,
            city_shown=rng.random() < 0.12,
            legal=legal,
            amendment=amendment,
            nik=self.numbers.nik(listed_village),
            address=address,
            listed_address=invent_address(rng) if moved else address,
            listed_village=listed_village,
            chair=self.person(sharing=0.03),
            secretary=self.person(sharing=0.02),
            treasurer=self.person(),
            phone=self._phone(),
            members_m=men,
            members_f=members - men,
            rats=rats,
            last_rat=last_rat,
            certified_to=certified_to,
            grade=self._grade(rats, legal.on, certified_to),
            figures=self._figures(members),
        )

    def _group(self, draft: Draft, leader: Cooperative | None) -> Group:
        fitting = [
            group
            for group in _BY_CATEGORY[draft.category]
            if group.since < self.as_of.year or (group.since == self.as_of.year and self.as_of.month > 5)
        ]
        if leader and leader.group in fitting and self.rng.random() < 0.7:
            return leader.group
        if draft.reason in (
            "registered_elsewhere",
            "branch",
        ):  # a village's own cooperative has no branch elsewhere
            fitting = [group for group in fitting if group.code not in ("merah_putih", "kpri")]
        return self.rng.choices(fitting, [group.weight for group in fitting])[0]

    def _host(self, draft: Draft, group: Group, leader: Cooperative | None) -> Host | None:
        if not group.hosts:
            return None
        if leader and leader.host and leader.host.kind in group.hosts:
            return sibling_of(self.rng, leader.host)
        for _ in range(12):  # one office, one address: strangers do not share an employer
            host = invent_host(self.rng, self.rng.choice(group.hosts), draft.village)
            if (seat := (draft.village.code[:4], host.text())) not in self.seats:
                break
        self.seats.add(seat)
        return host

    def _own(self, group: Group, host: Host | None, leader: Cooperative | None) -> tuple[str, ...]:
        rng = self.rng
        if host and rng.random() < 0.35 and not (leader and leader.host == host):
            return ()
        count = rng.choices((1, 2, 3), (25, 60, 15))[0]
        drawn = rng.choices(words.OWN, cum_weights=words.OWN_WEIGHTS, k=count)
        said = "usaha" if group.code == "ksu" else ""  # "Serba Usaha Usaha" is nobody's name
        own = list(dict.fromkeys(word.title() for word in drawn if word != said)) or ["Bersama"]
        if leader and leader.own and rng.random() < 0.5:  # brothers often share a word
            own = list(dict.fromkeys([rng.choice(leader.own), *own]))[:3]
        if leader and tuple(own) == leader.own:
            own.append(str(rng.choice(("II", "Baru", "Muda"))))
        return tuple(own)

    def person(self, sharing: float = 0.0) -> str:
        """A person's name, seldom one who already serves in another cooperative."""
        rng = self.rng
        if self.people and rng.random() < sharing:
            return rng.choice(self.people)
        given = words.MEN if rng.random() < 0.62 else words.WOMEN
        parts = rng.sample(given, 1 if rng.random() < 0.7 else 2)
        parts.append(rng.choices(words.FAMILY, cum_weights=words.FAMILY_WEIGHTS)[0])
        name = " ".join(parts)
        if rng.random() < 0.13:
            title = rng.choice(words.TITLES_BEFORE)
            name = f"{title if title != 'Hj.' or given is words.WOMEN else 'H.'} {name}"
        if rng.random() < 0.16:
            name = f"{name}, {rng.choice(words.TITLES_AFTER)}"
        self.people.append(name)
        return name

    def _phone(self) -> str:
        if self.phones and self.rng.random() < 0.01:
            return self.rng.choice(self.phones)
        self.phones.append(self.new_phone())
        return self.phones[-1]

    def new_phone(self) -> str:
        """A number in 0840, a block no Indonesian operator uses."""
        return f"0840{self.rng.randint(1000, 9999)}{self.rng.randint(1000, 9999)}"

    def _rats(self, draft: Draft, founded: date) -> tuple[int, ...]:
        chance = {"active": 0.72, "field_only": 0.6, "not_visited": 0.35}.get(draft.position, 0.12)
        first = max(founded.year, self.as_of.year - 9)
        held = [year for year in range(first, self.as_of.year - 1) if self.rng.random() < chance]
        if founded.year < self.as_of.year and self.rng.random() < chance * 0.7:
            held.append(self.as_of.year - 1)  # due until the end of June, so some are still to come
        return tuple(year for year in held if date(year, 12, 31) > founded)

    def _last_rat(self, rats: tuple[int, ...]) -> date | None:
        if not rats:
            return None
        latest = min(date(rats[-1] + 1, 6, 25), self.as_of - timedelta(days=3))
        earliest = date(rats[-1] + 1, 1, 15)
        return earliest + timedelta(days=self.rng.randint(0, (latest - earliest).days))

    def _certificate(self, last_rat: date | None) -> date | None:
        # ASSUMPTION: two years from the meeting, as certificates show; nothing is computed from it.
        if last_rat is None or self.rng.random() < 0.3:
            return None
        return last_rat + timedelta(days=730 + self.rng.randint(10, 60))

    def _grade(self, rats: tuple[int, ...], founded: date, certified_to: date | None) -> str:
        if certified_to is None:
            return "-" if rats or self.rng.random() < 0.5 else "D"
        count = len({self.as_of.year - back for back in (1, 2, 3)} & set(rats))
        young = (self.as_of - founded).days < 3 * 365
        return {3: "A", 2: "B", 0: "D"}.get(count, "C1" if young else "C2")

    def _figures(self, members: int) -> tuple[int, ...]:
        rng = self.rng
        own_capital = members * rng.randint(400, 6000) * 1000
        external = round(own_capital * rng.uniform(0, 1.2), -3)
        volume = round(own_capital * rng.uniform(0.3, 2.5), -3)
        surplus = round(volume * rng.uniform(-0.01, 0.09), -3)
        assets = own_capital + external + max(0, surplus)
        return (
            rng.choice((0, 0, 1, 2, 3, 5, 8)),
            own_capital,
            int(external),
            int(assets),
            int(volume),
            int(surplus),
        )


def _acronym(rng: Random, own: tuple[str, ...], host: Host | None) -> str:
    """KO + the first syllables of the own name, or KOP + the host's initials."""
    if own and (rng.random() < 0.7 or host is None):
        return "KO" + "".join(_syllable(word) for word in own).upper()
    return f"KOP{host.initials()}" if host and host.initials() else ""


def _syllable(word: str) -> str:
    for at, letter in enumerate(word):
        if letter.lower() in "aiueo":
            return word[: at + 1]
    return word[:2]
