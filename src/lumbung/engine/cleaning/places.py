"""Where a row says its cooperative lies: names of village and district read as codes (handbook 12).

A row that tells neither stays without a place: nothing is ever filled in.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from lumbung.engine.cleaning.folding import key, lower_ascii, nearest, nearest_all
from lumbung.engine.cleaning.gazetteer import (
    Regency,
    districts_everywhere,
    divided,
    place_words,
    provinces,
    regencies,
    regency,
)
from lumbung.engine.cleaning.trouble import Trouble, trouble
from lumbung.engine.cleaning.vocabularies import told


class Place(NamedTuple):
    """Codes without dots, and what is to be said about them as (field, trouble)."""

    village_code: str | None = None
    district_code: str | None = None
    troubles: tuple[tuple[str, Trouble], ...] = ()


def read_regency(text: str | None, province: str | None = None) -> str | None:
    """The code of a regency named in a cell or title, or None where none or two are so called."""
    clean = told(text)
    if clean is None:
        return None
    if clean.replace(".", "").isdigit() and len(clean.replace(".", "")) == 4:
        return clean.replace(".", "")
    codes = regencies().get(key(clean)) or regencies().get("".join(place_words(clean, "regency"))) or ()
    for short, long in (("kab", "kabupaten"), ("kotamadya", "kota"), ("kodya", "kota")):
        if key(clean).startswith(short) and key(clean) not in regencies():
            codes = regencies().get(long + "".join(place_words(clean, "regency"))) or codes
    if not codes and (near := nearest(key(clean), tuple(regencies()))):
        codes = regencies()[near]
    within = provinces().get("".join(place_words(province, "province"))) if told(province) and province else None
    if within:
        codes = tuple(code for code in codes if code.startswith(within))
    return codes[0] if len(codes) == 1 else None


def regency_of_list(
    hint: str | None, own: Iterable[str | None], niks: Iterable[str | None], districts: Iterable[str | None]
) -> str | None:
    """The regency a whole list speaks of: its title, else what most rows say, most NIK, most districts' names.

    `own` are the codes the rows tell, `niks` digits, `districts` names as written.
    """
    in_title = read_regency(hint) or _in_title(hint or "")
    if in_title:
        return in_title
    counts: tuple[Callable[[], Counter[str]], ...] = (
        lambda: Counter(code for code in own if code),
        lambda: _by_nik(niks),
        lambda: _by_districts(districts),
    )
    for count in counts:  # the later ones are only asked where the earlier ones do not tell
        best = (counted := count()).most_common(2)
        if best and (len(best) == 1 or best[0][1] > best[1][1]) and best[0][1] * 2 > sum(counted.values()):
            return best[0][0]
    return None


_TITLED = re.compile(r"\b(kota|kabupaten|kab|kotamadya)\b[. ]+([a-z]+(?: [a-z]+){0,3})")


def _in_title(title: str) -> str | None:
    """The regency in a longer title: "Pemerintah Kota Balikpapan, keadaan 30 Juni"."""
    for kind, rest in _TITLED.findall(lower_ascii(title)):
        parts = rest.split()
        for length in range(len(parts), 0, -1):
            name = "".join(place_words(" ".join(parts[:length]), "regency"))
            codes = regencies().get(("kabupaten" if kind.startswith("kab") else "kota") + name, ())
            if len(codes) == 1:
                return codes[0]
    return None


def _by_nik(niks: Iterable[str | None]) -> Counter[str]:
    counted = Counter(nik[:4] for nik in niks if nik and len(nik) == 13)
    return Counter({code: count for code, count in counted.items() if regency(code)})


def _by_districts(districts: Iterable[str | None]) -> Counter[str]:
    keys = Counter("".join(place_words(text, "district")) for text in districts if told(text) and text)
    counted: Counter[str] = Counter()
    everywhere = districts_everywhere() if keys else {}
    for found, count in sorted(keys.items()):
        for code in everywhere.get(found, ()):
            counted[code] += count
    best = counted.most_common(2)
    return Counter({best[0][0]: best[0][1]}) if best and (len(best) == 1 or best[0][1] > best[1][1]) else Counter()


def read_place(village: str | None, district: str | None, regency_code: str | None) -> Place:
    """Village and district of one row inside its regency. Never raises.

    A village alone tells its district. Where both are told and disagree, the district as written stays and a
    warning says so, unless the village once lay in that district (`divided` in the law file).
    """
    place = regency(regency_code) if regency_code else None
    village, district = told(village), told(district)
    if place is None or (village is None and district is None):
        return Place()
    troubles: list[tuple[str, Trouble]] = []
    district_code = _find_district(district, place, troubles) if district else None
    if village is None:
        return Place(None, district_code, tuple(troubles))
    code = _find_village(village, district_code, place, troubles)
    if code is None:
        return Place(None, district_code, tuple(troubles))
    if district_code is None or code[:6] == district_code:
        return Place(code, code[:6], tuple(troubles))
    if _namesakes(code, district_code, place):
        # "Damai" in Selatan: Damai Baru and Damai Bahagia lie there and were once part of it, so the district stands
        # and which village is meant stays open.
        troubles.append(("village", trouble("clean.village_former_name", "note", village=place.names[code])))
        return Place(None, district_code, tuple(troubles))
    if code in divided().get(district_code, frozenset()):
        troubles.append(("district", trouble("clean.district_divided", "note", now=place.names[code[:6]])))
        return Place(code, code[:6], tuple(troubles))
    lies_in = place.names[code[:6]]
    troubles.append(
        (
            "district",
            trouble("clean.village_of_another_district", "warning", village=place.names[code], lies_in=lies_in),
        )
    )
    return Place(code, district_code, tuple(troubles))


def _namesakes(code: str, district: str, place: Regency) -> bool:
    """True when the district told has villages whose names begin with the village's name."""
    name = place.names[code].lower() + " "
    return any(
        own.lower().startswith(name) for other, own in place.names.items() if len(other) == 10 and other[:6] == district
    )


def _find_district(text: str, place: Regency, troubles: list[tuple[str, Trouble]]) -> str | None:
    told_words = place_words(text, "district")
    if told_words and told_words[0] in place.short:
        told_words = [*place.base, *told_words[1:]]
    folded = "".join(told_words)
    code = place.districts.get(folded)
    if code:
        return code
    near = nearest(folded, tuple(place.districts))
    if near is None:
        troubles.append(("district", trouble("clean.district_unknown", "warning", regency=place.name)))
        return None
    code = place.districts[near]
    troubles.append(("district", trouble("clean.place_read_as", "note", read_as=place.names[code])))
    return code


def _find_village(text: str, district: str | None, place: Regency, troubles: list[tuple[str, Trouble]]) -> str | None:
    folded = "".join(place_words(text, "village"))
    codes = place.villages.get(folded) or place.villages.get(key(text))  # torn apart, "ma" is no "muara"
    if codes is None:
        close = {place.villages[near] for near in nearest_all(folded, tuple(place.villages), int(len(folded) > 3))}
        if len(close) != 1:
            troubles.append(("village", trouble("clean.village_unknown", "warning", regency=place.name)))
            return None
        codes = close.pop()
        troubles.append(("village", trouble("clean.place_read_as", "note", read_as=place.names[codes[0]])))
    if len(codes) == 1:
        return codes[0]
    here = [code for code in codes if code[:6] == district]
    if len(here) == 1:
        return here[0]
    if district is None:
        troubles.append(("village", trouble("clean.village_ambiguous", "warning", count=len(codes))))
    return None
