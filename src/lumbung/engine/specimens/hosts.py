"""Employers, schools and agencies a cooperative lives in, and the ways their names are written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from lumbung.engine.specimens.places import Village
from lumbung.engine.specimens.words import (
    AGENCIES,
    COMPANY_END,
    COMPANY_HEAD,
    OWN,
    PESANTREN,
    SCHOOLS,
    TAILS,
    TRADES,
)

_FORMS = {"hospital": "RS", "hotel": "Hotel", "foundation": "Yayasan", "bank": "BPR"}
_LONG_FORMS = {"RS": "Rumah Sakit", "BPR": "Bank Perekonomian Rakyat", "PT": "PT.", "CV": "CV."}


@dataclass(frozen=True, slots=True)
class Host:
    # company | hospital | hotel | foundation | bank | agency | clinic | school | pesantren | market | village
    kind: str
    form: str  # PT, RS, SMP Negeri, Pasar, ...; empty for an agency
    words: tuple[str, ...]
    short: tuple[str, ...] = ()  # how the form, or the whole agency, is abbreviated
    number: int = 0  # of a school
    unit: str = ""  # of a company with several cooperatives

    def text(self) -> str:
        """As the articles write it."""
        parts = [self.form, *self.words, str(self.number) if self.number else "", self.unit]
        return " ".join(part for part in parts if part)

    def initials(self) -> str:
        """The letters its people say: NEP for PT Narwadipa Energi Persada; empty below two words."""
        return "".join(word[0].upper() for word in self.words) if len(self.words) > 1 else ""


def invent_host(rng: Random, kind: str, village: Village) -> Host:
    """A host of this kind; agencies and schools carry generic names, all others invented ones."""
    if kind == "agency":
        full, short = rng.choice(AGENCIES)
        return Host(kind, "", tuple(full.split()), short)
    if kind == "school":
        form, short_forms = rng.choice(SCHOOLS)
        return Host(kind, form, (), short_forms, number=rng.randint(31, 78))
    if kind == "clinic":
        return Host(kind, "Puskesmas", tuple(village.name.split()), ("PKM", "Pusk."))
    if kind == "pesantren":
        return Host(kind, "", tuple(rng.choice(PESANTREN).split()))  # the prefix says what it is
    if kind == "market":
        return Host(kind, "", (rng.choice(OWN[:60]).title(), rng.choice(("Pagi", "Baru", "Lama", "Sari"))))
    if kind == "village":
        return Host(kind, "", tuple(village.name.split()))
    head = rng.choice(COMPANY_HEAD) + rng.choice(COMPANY_END)
    if kind != "company":
        return Host(kind, _FORMS[kind], (head, "Medika") if kind == "hospital" else (head,))
    tail = rng.choice(TAILS)
    words = (head, rng.choice(TRADES), tail) if tail else (head, rng.choice(TRADES))
    return Host(kind, "PT" if rng.random() < 0.85 else "CV", words)


def sibling_of(rng: Random, host: Host) -> Host:
    """A look-alike: the next school, another unit or daughter of the same company, or the very same host."""
    if host.kind == "school":
        return replace(host, number=host.number + rng.choice((-1, 1, 2)))
    if host.kind == "company" and rng.random() < 0.6:
        if rng.random() < 0.5:
            return replace(host, unit=f"Unit {rng.randint(1, 4)}")
        return replace(host, words=(host.words[0], rng.choice(TRADES), *host.words[2:]))
    return host


def write_host(rng: Random, host: Host, noise: float) -> str:
    """The host as a field officer writes it; `noise` is the chance of each liberty."""
    if host.kind == "agency" and rng.random() < noise:
        return host.short[0]
    if host.kind == "school":
        form = rng.choice(host.short) if rng.random() < noise + 0.2 else host.form
        return f"{form} {host.number}"
    words = list(host.words)
    if host.kind == "company" and len(words) == 3 and rng.random() < noise / 3:
        words.pop()  # the tail is what people forget
    if host.unit and rng.random() >= noise / 2:
        words.append(host.unit)
    core = " ".join(words)
    if not host.form:
        return core
    roll = rng.random()
    if host.short and roll < noise:
        return f"{rng.choice(host.short)} {core}"
    if roll < noise * 0.6:
        return core
    if roll < noise * 0.9 and host.kind == "company":
        return f"{core}, {host.form}"
    if roll < noise * 1.3:
        return f"{_LONG_FORMS.get(host.form, host.form)} {core}"
    return f"{host.form} {core}"
