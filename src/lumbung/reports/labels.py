"""Words for the engine's codes, dates and numbers, in the reader's language (domain/labels.md leads)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from lokal.wilayah import wilayah_name

from lumbung.core.language import Language, gettext_noop, translator
from lumbung.engine.assessing import ending_reasons, reason_sentence

MONTHS = (
    gettext_noop("January"), gettext_noop("February"), gettext_noop("March"), gettext_noop("April"),
    gettext_noop("May"), gettext_noop("June"), gettext_noop("July"), gettext_noop("August"),
    gettext_noop("September"), gettext_noop("October"), gettext_noop("November"), gettext_noop("December"),
)  # fmt: skip

# The order of each group is the order of rows and columns on the page.
GROUPS: Mapping[str, Mapping[str, str]] = {
    "result": {
        "active": gettext_noop("Active"),
        "inactive": gettext_noop("Not active"),
        "unknown": gettext_noop("Not known yet"),
        "not_applicable": gettext_noop("Cannot be judged yet"),
    },
    "category": {
        "jasa": gettext_noop("Services"),
        "konsumen": gettext_noop("Consumer"),
        "pemasaran": gettext_noop("Marketing"),
        "ksp_konvensional": gettext_noop("Savings and loan, conventional"),
        "ksp_syariah": gettext_noop("Savings and loan, sharia"),
        "produsen": gettext_noop("Producer"),
        "unknown": gettext_noop("Unknown"),
    },
    "kind": {
        "jasa": gettext_noop("Services"),
        "konsumen": gettext_noop("Consumer"),
        "pemasaran": gettext_noop("Marketing"),
        "simpan_pinjam": gettext_noop("Savings and loan"),
        "produsen": gettext_noop("Producer"),
        "unknown": gettext_noop("Unknown"),
    },
    "pattern": {
        "conventional": gettext_noop("Conventional"),
        "sharia": gettext_noop("Sharia"),
    },
    "form": {
        "primary": gettext_noop("Primary"),
        "secondary": gettext_noop("Secondary"),
    },
    "level": {
        "regency": gettext_noop("City or regency"),
        "province": gettext_noop("Province"),
        "national": gettext_noop("Ministry"),
        "unknown": gettext_noop("Unknown"),
    },
    "outcome": {
        "found_operating": gettext_noop("Found, operating"),
        "found_not_operating": gettext_noop("Found, not operating"),
        "not_found": gettext_noop("Not found"),
        "ceased": gettext_noop("Ceased or dissolved"),
        "refused": gettext_noop("Did not want to be met"),
        "closed_at_visit": gettext_noop("Office closed at the visit"),
        "contradictory": gettext_noop("Visits contradict each other"),
    },
    "position": {
        "not_visited": gettext_noop("Not visited yet"),
        "not_found": gettext_noop("Not found"),
        "not_operating": gettext_noop("Found but not operating, or ceased"),
        "criterion_not_met": gettext_noop("Criterion not met"),
        "undecided": gettext_noop("Not known yet"),
        "active_listed": gettext_noop("Active in the register"),
        "active_field_only": gettext_noop("Active, found only in the field"),
        "other_field_only": gettext_noop("Found only in the field, not among the active"),
        "active_counter_only": gettext_noop("Active, known only from the counter"),
        "other_counter_only": gettext_noop("Known only from the counter, not among the active"),
        "dissolved": gettext_noop("Has been dissolved"),
        "merged": gettext_noop("Went into others, or was divided"),
        "moved_out": gettext_noop("Moved out of the area"),
        "branch": gettext_noop("Branch office of a cooperative"),
        "gone_unlisted": gettext_noop("Ended, moved out or a branch, never in ODS"),
    },
    "ending": {  # in a word, beside a status
        "dissolved": gettext_noop("Has been dissolved"),
        "merged": gettext_noop("Merged"),
        "amalgamated": gettext_noop("Amalgamated"),
        "divided": gettext_noop("Divided"),
        "moved_out": gettext_noop("Moved away"),
        "branch": gettext_noop("Branch office"),
    },
    "field_only": {
        "branch": gettext_noop("Branch of a cooperative elsewhere"),
        "not_a_legal_entity": gettext_noop("Not a legal entity"),
        "registered_elsewhere": gettext_noop("Registered elsewhere"),
        "new": gettext_noop("New since the extract"),
        "unmatched": gettext_noop("No counterpart found in ODS"),
    },
    "source": {
        "register": gettext_noop("ODS"),
        "census": gettext_noop("Field census"),
        "counter": gettext_noop("Counter"),
    },
    "scope": {
        "register_census": gettext_noop("ODS and field"),
        "register": gettext_noop("twice in ODS"),
        "census": gettext_noop("visited twice"),
        "list": gettext_noop("a row of another list"),
    },
    "tier": {
        "auto": gettext_noop("Matched automatically"),
        "review": gettext_noop("To be examined"),
    },
    "severity": {
        "error": gettext_noop("Could not be used"),
        "question": gettext_noop("Only a person can answer"),
        "warning": gettext_noop("Used, but doubtful"),
        "note": gettext_noop("For information"),
    },
    "base": {
        "known": gettext_noop("all cooperatives known from either source"),
        "listed": gettext_noop("cooperatives in ODS"),
        "visited": gettext_noop("cooperatives visited"),
    },
    "reason": {
        "not_visited": gettext_noop("not visited yet"),
        "not_found": gettext_noop("not found at its address"),
        "found_operating": gettext_noop("found and operating"),
        "found_not_operating": gettext_noop("found, but not operating"),
        "ceased": gettext_noop("has ceased or is dissolved"),
        "refused": gettext_noop("did not want to be met"),
        "closed_at_visit": gettext_noop("the office was closed at the visit"),
        "contradictory": gettext_noop("the visits contradict each other"),
        "no_rat_known": gettext_noop("no annual meeting is on record"),
        "rat_in_time": gettext_noop("annual meeting held in the period"),
        "rat_too_old": gettext_noop("last annual meeting before the period"),
        "no_certificate": gettext_noop("no valid NIK certificate"),
        "certificate_valid": gettext_noop("NIK certificate valid"),
        "no_fact": gettext_noop("nothing on record says so"),
        "not_due": gettext_noop("too young to be judged"),
        **{code: reason_sentence(code) for code in ending_reasons()},
    },
    "field": {
        "name": gettext_noop("Name"),
        "kind": gettext_noop("Kind of cooperative"),
        "pattern": gettext_noop("Management pattern"),
        "form": gettext_noop("Form of cooperative"),
        "membership_area": gettext_noop("Membership area"),
        "group": gettext_noop("Group of cooperative"),
        "sector": gettext_noop("Business sector"),
        "legal_number": gettext_noop("Legal-entity number"),
        "legal_on": gettext_noop("Legal-entity date"),
        "amendment_number": gettext_noop("Amendment number"),
        "amendment_on": gettext_noop("Amendment date"),
        "coop_nik": gettext_noop("Cooperative NIK"),
        "ods_status": gettext_noop("Status in ODS"),
        "certificate_status": gettext_noop("NIK certificate"),
        "certificate_valid_to": gettext_noop("Certificate valid to"),
        "nik_grade": gettext_noop("Grade"),
        "certificate_number": gettext_noop("Certificate number"),
        "certificate_on": gettext_noop("Certificate issued on"),
        "npwp": gettext_noop("Tax number (NPWP)"),
        "nib": gettext_noop("Business number (NIB)"),
        "licence_number": gettext_noop("Number at the other agency"),
        "kuk_class": gettext_noop("KUK class"),
        "address": gettext_noop("Address"),
        "village": gettext_noop("Village"),
        "district": gettext_noop("District"),
        "regency": gettext_noop("City or regency"),
        "province": gettext_noop("Province"),
        "members_m": gettext_noop("Members, men"),
        "members_f": gettext_noop("Members, women"),
        "members": gettext_noop("Members"),
        "managers_m": gettext_noop("Managers, men"),
        "managers_f": gettext_noop("Managers, women"),
        "managers": gettext_noop("Managers"),
        "employees_m": gettext_noop("Employees, men"),
        "employees_f": gettext_noop("Employees, women"),
        "employees": gettext_noop("Employees"),
        "own_capital": gettext_noop("Own capital"),
        "external_capital": gettext_noop("External capital"),
        "assets": gettext_noop("Assets"),
        "business_volume": gettext_noop("Business volume"),
        "net_surplus": gettext_noop("Net surplus (SHU)"),
        "last_rat_on": gettext_noop("Last annual meeting"),
        "visited_on": gettext_noop("Visited on"),
        "outcome": gettext_noop("Result of the visit"),
        "moved": gettext_noop("Moved"),
        "nameplate": gettext_noop("Nameplate"),
        "latitude": gettext_noop("Latitude"),
        "longitude": gettext_noop("Longitude"),
        "position": gettext_noop("Position"),
        "note": gettext_noop("Note"),
    },
    "recap": {  # the ministry's own keys
        "jumlahKoperasiAktif": gettext_noop("Active by the status in ODS"),
        "jumlahSudahBersertifikat": gettext_noop("Certified"),
        "jumlahBelumBersertifikat": gettext_noop("Not certified"),
        "jumlahSertifikatAktif": gettext_noop("Certificates valid"),
        "jumlahSertifikatExpired": gettext_noop("Certificates expired"),
        "jumlahSudahRAT": gettext_noop("Annual meeting held"),
        "jumlahBelumRAT": gettext_noop("Annual meeting not held, or not reported"),
        "jumlahAnggotaPria": gettext_noop("Members, men"),
        "jumlahAnggotaWanita": gettext_noop("Members, women"),
        "jumlahKaryawanPria": gettext_noop("Employees, men"),
        "jumlahKaryawanWanita": gettext_noop("Employees, women"),
        "jumlahManajerPria": gettext_noop("Managers, men"),
        "jumlahManajerWanita": gettext_noop("Managers, women"),
        "jumlahModalSendiri": gettext_noop("Own capital"),
        "jumlahModalLuar": gettext_noop("External capital"),
        "jumlahAset": gettext_noop("Assets"),
        "jumlahVolumeUsaha": gettext_noop("Business volume"),
        "jumlahSisaHasilUsaha": gettext_noop("Net surplus (SHU)"),
        "jumlahGradeA": gettext_noop("Grade A"),
        "jumlahGradeB": gettext_noop("Grade B"),
        "jumlahGradeC1": gettext_noop("Grade C1"),
        "jumlahGradeC2": gettext_noop("Grade C2"),
        "jumlahGradeLainnya": gettext_noop("Other grades"),
        "jumlahKUK1": gettext_noop("KUK class 1"),
        "jumlahKUK2": gettext_noop("KUK class 2"),
        "jumlahKUK3": gettext_noop("KUK class 3"),
        "jumlahKUK4": gettext_noop("KUK class 4"),
    },
}  # fmt: skip

STREAM_ROWS: Mapping[str, str] = {
    "listed_rows": gettext_noop("rows in ODS"),
    "duplicate_rows": gettext_noop("registered twice"),
    "listed": gettext_noop("cooperatives in ODS"),
    "active": gettext_noop("active"),
    "known": gettext_noop("known cooperatives"),
    "visited": gettext_noop("visited cooperatives"),
    "listed_not_active": gettext_noop("in ODS and not active"),
}
_TOTAL = gettext_noop("Total")
_UNKNOWN = gettext_noop("Unknown")
LAST = ("unknown", "total")  # these rows and columns close a table


@lru_cache(maxsize=100_000)
def _place_name(code: str) -> str | None:
    return wilayah_name(code)


class Words:
    """Codes, dates and numbers in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._ = translator(language)

    def label(self, group: str, code: str | None) -> str:
        """The word for `code` of `group`; a code without one is shown readable, never dropped."""
        if code is None:
            return self._(_UNKNOWN)
        if code == "total":
            return self._(_TOTAL)
        sentence = GROUPS.get(group, {}).get(code)
        if sentence is not None:
            return self._(sentence)
        return self._(_UNKNOWN) if code == "unknown" else code.replace("_", " ")

    def district(self, code: str | None) -> str:
        """The district's name by its six-digit code; a name stays a name."""
        if code is None or code in LAST:
            return self.label("district", code)
        return (_place_name(code) if code.isdecimal() else None) or code

    def cell(self, key: str) -> str:
        """What a cell "table/row/column" of active cooperatives counts: "active, Balikpapan Timur, Consumer"."""
        table, _, place = key.partition("/")
        row, _, column = place.partition("/")
        if not column:
            return key  # no cell of a run
        if table == "streams":
            return self._(STREAM_ROWS[row]) if row in STREAM_ROWS else self.label("position", row).lower()
        told = [self._(STREAM_ROWS["active"])]
        told += [self.district(row)] if row != "total" else []
        told += [self.label("category", column)] if column != "total" else []
        return ", ".join(told)

    def village(self, code: str | None) -> str:
        """The village's name by its ten-digit code, or nothing."""
        return (_place_name(code) or "") if code else ""

    def day(self, day: date | None) -> str:
        """A day as written in running text: 30 Juni 2024."""
        return f"{day.day} {self._(MONTHS[day.month - 1])} {day.year}" if day else ""

    def short_day(self, day: date | None) -> str:
        """A day as written in tables: 30/06/2024."""
        return f"{day:%d/%m/%Y}" if day else ""

    def number(self, number: Any, *, sign: bool = False) -> str:
        """1.234 (1,234 in English); a minus is a minus sign, a plus stands where `sign` asks for it."""
        text = f"{abs(number):,}"
        if self.language == "id":
            text = text.replace(",", ".")
        if number < 0:
            return "−" + text
        return "+" + text if sign and number > 0 else text

    def percent(self, part: int, whole: int) -> str:
        """73,4% (73.4% in English); nothing where there is no whole."""
        if not whole:
            return ""
        tenths = (part * 2000 + whole) // (2 * whole)  # rounded half up in whole numbers
        point = "," if self.language == "id" else "."
        return f"{tenths // 10}{point}{tenths % 10}%"


def in_order(codes: set[str], group: str) -> list[str]:
    """`codes` as the page orders them: known ones first, then the rest by code, unknown and total last."""
    known = [code for code in GROUPS.get(group, {}) if code in codes and code not in LAST]
    rest = sorted(codes - set(known) - set(LAST))
    return known + rest + [code for code in LAST if code in codes]
