"""Legal-entity numbers taken apart by era and issuer (`law/legal_numbers.toml`, handbook 2.4).

A number is no key: regencies gave the same ones out again, and nothing here is refused.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from lumbung.engine.cleaning.folding import key, lower_ascii
from lumbung.engine.cleaning.law import law
from lumbung.engine.cleaning.trouble import Trouble, trouble
from lumbung.engine.cleaning.vocabularies import told


class LegalNumber(NamedTuple):
    """`serial` without leading zeros, `issuer` folded, `year` with four digits, `era` of the law file."""

    serial: str | None = None
    issuer: str | None = None
    year: int | None = None
    era: str | None = None


class _Rules(NamedTuple):
    eras: tuple[tuple[str, re.Pattern[str]], ...]
    classification: frozenset[str]
    letters: frozenset[str]
    issuers: dict[str, str]
    pivot: int
    first: int
    last: int


@cache
def _rules() -> _Rules:
    data = law("legal_numbers")
    return _Rules(
        tuple((entry["code"], re.compile(entry["pattern"])) for entry in data["era"]),
        frozenset(data["classification"]["codes"]),
        frozenset(data["letter_kinds"]["words"]),
        data["issuers"],
        data["years"]["pivot"],
        data["years"]["first"],
        data["years"]["last"],
    )


_LEAD = re.compile(r"^(?:(?:no(?:mor|mer)?|bh|b\.h\.?|badan hukum)\b[\s.:]*)+(?=[\w(])")
_AHU = re.compile(r"\bahu[\s.\-–/]*0*([0-9]+)[\s.\-/]*ah[\s.\-/]*([0-9]{2})[\s.\-/]*([0-9]{2})(.*)$")
_AHU_CUT = re.compile(r"\bahu[\s.\-–/]*([0-9]{5,7})(?![0-9/])(.*)$")
_YEAR = re.compile(r"\b((?:19|20)[0-9]{2})\b")
_ROMAN = re.compile(r"^(?:x{0,3})(?:ix|iv|v?i{0,3})$")
_ROMAN_YEAR = re.compile(r"^([ivx]+)(?:[\s.\-]+((?:19|20)[0-9]{2})|[\s\-]+([0-9]{2}))$")
_DATE_YEAR = re.compile(r"^(?:[0-9]{1,2}-)?[0-9]{1,2}-((?:19|20)?[0-9]{2})$")
_GLUED_KIND = re.compile(r"^(?:bhp?|pad|pag|kep)[\s.]*(?=kwk|kdk|kankop|di|m\.?kukm)")
_GLUED_MONTH = re.compile(r"^(kdk[.\s]*[0-9]+)\s*[ivx]+$")  # "KDK.1022XII"
_DIGITS_DOTS = re.compile(r"^[0-9.]+$")
_NOT_DIGIT = re.compile(r"[^0-9]")
_SHORT_NUMBER = re.compile(r"^[0-9]{1,2}$")
_TOLD_YEAR = re.compile(r"^(?:tahun|thn|th)[\s.]*([0-9]{4})$")
_WITH_PLACES = re.compile(r"^(kwk|dk|kkk|m?kukm)")
_LACKS_NUMBER = re.compile(r"(?:kukm|kwk|kdk)$")
_CODED = re.compile(r"^(518|519)[\s.\-]+(?=[a-z])")


def read_legal_number(text: str | None) -> tuple[LegalNumber, Trouble | None]:
    """The parts of a legal-entity number. Never raises; what cannot be read stays None, with a warning."""
    clean = told(text)
    if clean is None:
        return LegalNumber(), None
    plain = _LEAD.sub("", lower_ascii(clean).strip())
    number = _read_ahu(plain) or _read_parts(_parts(plain))
    if number.serial is None:
        return number, trouble("clean.legal_number_unread", "warning")
    return number, None


def _read_ahu(plain: str) -> LegalNumber | None:
    """A number of the Ministry of Law; of one cut off behind its serial ("AHU-0004711") the issuer stays open."""
    whole, cut = _AHU.search(plain), _AHU_CUT.search(plain)
    found = whole or cut
    if not found:
        return None
    year = _YEAR.search(found.group(found.re.groups))
    issuer = f"ahu{whole.group(2)}{whole.group(3)}" if whole else None
    return LegalNumber(found.group(1).lstrip("0") or "0", issuer, int(year.group(1)) if year else None, "ahu")


def _parts(plain: str) -> list[str]:
    """The parts between the strokes; a kind of letter glued in front of an office ("pad kwk.10") is cut off."""
    plain = plain.replace("b.h", "bh").replace("?", "/").replace("\\", "/")
    parts = []
    for part in plain.split("/"):
        part = part.strip(" .,-–:")
        part = _GLUED_KIND.sub("", part)
        part = _GLUED_MONTH.sub(r"\1", part)
        if part:
            parts.append(part)
    return parts


def _read_parts(parts: list[str]) -> LegalNumber:
    rules = _rules()
    serial: str | None = None
    code: str | None = None
    year: int | None = None
    months: list[str] = []
    offices: list[str] = []
    for at, part in enumerate(parts):
        last = at == len(parts) - 1
        part = _CODED.sub("", part)
        digits = part.replace(".", "") if _DIGITS_DOTS.match(part) else ""
        if part in rules.letters or part.replace(" ", "") in rules.letters:
            continue
        if part in rules.classification and code is None and serial is None and not last:
            code = part
        elif serial is None and part[0].isdigit() and (digits or at < 2) and not (last and offices):
            serial = _NOT_DIGIT.sub("", part.split()[0]).lstrip("0") or None
        elif offices and _SHORT_NUMBER.match(part) and _LACKS_NUMBER.search(key(offices[-1])):
            offices[-1] += part  # "M.KUKM/2", "KWK/10"
        elif (found := _year_of(part, months, offices, last)) is not None:
            year = found[0]
            months += found[1]
        elif _ROMAN.match(part):
            months.append(part)
        elif digits and offices:
            continue  # the number of an office below the issuer: "KWK.10/22"
        else:
            offices.append(part)
    if serial is None and code:
        serial = _NOT_DIGIT.sub("", code)
    if not offices and months:  # "2823/BH/VII": what looks like a month is all that tells the issuer
        return LegalNumber(serial, months[-1], year, "other")
    return _named(serial, offices, year)


def _year_of(part: str, months: list[str], offices: list[str], last: bool) -> tuple[int | None, list[str]] | None:
    """The year a part tells, or None when it tells none; implausible years come back as (None, ...)."""
    rules = _rules()
    both = _ROMAN_YEAR.match(part)
    dated = _DATE_YEAR.match(part)
    named = _TOLD_YEAR.match(part)
    if both:
        return _full_year(both.group(2) or both.group(3)), [both.group(1)]
    if dated:
        return _full_year(dated.group(1)), []
    if named:
        return _full_year(named.group(1)), []
    if not part.isdigit() or len(part) not in (2, 4):
        return None
    if last and (len(part) == 4 or months or not _is_office_with_places(offices)):
        return _full_year(part), []
    return (_full_year(part), []) if len(part) == 4 and int(part) >= rules.first else None


def _is_office_with_places(offices: list[str]) -> bool:
    return bool(offices) and _WITH_PLACES.match(key(offices[-1])) is not None


def _full_year(digits: str) -> int | None:
    rules = _rules()
    year = int(digits)
    if len(digits) == 2:
        year += 1900 if year >= rules.pivot else 2000
    return year if rules.first <= year <= rules.last else None


def _named(serial: str | None, offices: list[str], year: int | None) -> LegalNumber:
    rules = _rules()
    folded = [key(office) for office in offices]
    issuer = "".join(rules.issuers.get(office, office) for office in folded if office) or None
    if issuer is None:
        return LegalNumber(serial, None, year, "other" if serial else None)
    era = next((code for code, pattern in rules.eras if pattern.search(issuer)), "other")
    return LegalNumber(serial, issuer, year, era)
