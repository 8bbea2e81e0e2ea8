"""Why two rows may or may not be one cooperative, in words: (field, level) of LINKS.evidence -> a sentence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache

from lumbung.core.language import Language, gettext_noop, translator

SENTENCES: Mapping[tuple[str, str], str] = {
    ("name", "same"): gettext_noop("same name"),
    ("name", "near"): gettext_noop("name spelled almost the same"),
    ("name", "contains"): gettext_noop("one name contains the other"),
    ("name", "acronym"): gettext_noop("one name is the short form of the other"),
    ("name", "partly"): gettext_noop("names share some words"),
    ("name", "differs"): gettext_noop("different names"),
    ("name", "changed"): gettext_noop("name changed"),
    ("name", "missing"): gettext_noop("name missing in one row"),
    ("name", "same_common"): gettext_noop("same name, but many carry it"),
    ("name", "same_rare"): gettext_noop("same rare name"),
    ("name", "contains_common"): gettext_noop("one name contains the other, but many carry it"),
    ("name", "contains_rare"): gettext_noop("one name contains the other, a rare one"),
    ("name", "weak"): gettext_noop("names have little in common"),
    ("name", "conflict"): gettext_noop("names that exclude each other"),
    ("address", "same_block"): gettext_noop("same building or complex"),
    ("address", "same_rt"): gettext_noop("same street and RT"),
    ("officers", "same_two"): gettext_noop("two or more of the same officers"),
    ("group", "same"): gettext_noop("same group of cooperative"),
    ("group", "differs"): gettext_noop("different groups of cooperative"),
    ("group", "missing"): gettext_noop("group missing in one row"),
    ("legal_number", "same"): gettext_noop("same legal-entity number"),
    ("legal_number", "near"): gettext_noop("legal-entity number almost the same"),
    ("legal_number", "partly"): gettext_noop("legal-entity number partly the same"),
    ("legal_number", "same_number"): gettext_noop("same legal-entity number, issuer or year not told"),
    ("legal_number", "reused"): gettext_noop("same legal-entity number, but it was given out several times"),
    ("legal_number", "differs"): gettext_noop("different legal-entity numbers"),
    ("legal_number", "conflict"): gettext_noop("legal-entity numbers contradict each other"),
    ("legal_number", "missing"): gettext_noop("legal-entity number missing in one row"),
    ("coop_nik", "same"): gettext_noop("same cooperative NIK"),
    ("coop_nik", "near"): gettext_noop("cooperative NIK differs in one digit"),
    ("coop_nik", "reused"): gettext_noop("same cooperative NIK, but several rows carry it"),
    ("coop_nik", "differs"): gettext_noop("different cooperative NIK"),
    ("coop_nik", "conflict"): gettext_noop("cooperative NIK contradict each other"),
    ("coop_nik", "missing"): gettext_noop("cooperative NIK missing in one row"),
    ("village", "same"): gettext_noop("same village"),
    ("village", "near"): gettext_noop("neighbouring villages"),
    ("village", "same_district"): gettext_noop("other village of the same district"),
    ("village", "differs"): gettext_noop("different villages"),
    ("village", "missing"): gettext_noop("village missing in one row"),
    ("address", "same"): gettext_noop("same address"),
    ("address", "near"): gettext_noop("almost the same address"),
    ("address", "same_street"): gettext_noop("same street, other or no number"),
    ("address", "same_number"): gettext_noop("same street and number"),
    ("address", "partly"): gettext_noop("address partly the same"),
    ("address", "changed"): gettext_noop("moved, according to the visit"),
    ("address", "differs"): gettext_noop("different addresses"),
    ("address", "missing"): gettext_noop("address missing in one row"),
    ("officers", "same"): gettext_noop("same officer"),
    ("officers", "near"): gettext_noop("officer's name almost the same"),
    ("officers", "partly"): gettext_noop("officer's name partly the same"),
    ("officers", "changed"): gettext_noop("officers changed"),
    ("officers", "differs"): gettext_noop("different officers"),
    ("officers", "missing"): gettext_noop("officers missing in one row"),
    ("phone", "same"): gettext_noop("same phone"),
    ("phone", "differs"): gettext_noop("different phones"),
    ("phone", "missing"): gettext_noop("phone missing in one row"),
    ("kind", "same"): gettext_noop("same kind"),
    ("kind", "changed"): gettext_noop("kind changed"),
    ("kind", "differs"): gettext_noop("different kinds"),
    ("kind", "conflict"): gettext_noop("kinds that exclude each other"),
    ("kind", "missing"): gettext_noop("kind missing in one row"),
    ("members", "same"): gettext_noop("same number of members"),
    ("members", "near"): gettext_noop("similar number of members"),
    ("members", "differs"): gettext_noop("very different numbers of members"),
    ("members", "missing"): gettext_noop("number of members missing in one row"),
    ("position", "same"): gettext_noop("same position"),
    ("position", "near"): gettext_noop("positions close together"),
    ("position", "differs"): gettext_noop("positions far apart"),
    ("position", "missing"): gettext_noop("position missing in one row"),
    ("rivals", "same"): gettext_noop("another row fits just as well"),
    ("rivals", "near"): gettext_noop("another row fits almost as well"),
    ("rivals", "conflict"): gettext_noop("another row fits as well"),
    ("rivals", "missing"): gettext_noop("no other row comes near"),
    ("judgement", "same"): gettext_noop("a person judged: the same cooperative"),
    ("judgement", "differs"): gettext_noop("a person judged: different cooperatives"),
    ("judgement", "missing"): gettext_noop("a person could not tell"),
    ("judgement", "conflict"): gettext_noop("judgements contradict each other"),
}  # fmt: skip

FIELDS: Mapping[str, str] = {
    "name": gettext_noop("name"),
    "legal_number": gettext_noop("legal-entity number"),
    "coop_nik": gettext_noop("cooperative NIK"),
    "village": gettext_noop("village"),
    "address": gettext_noop("address"),
    "officers": gettext_noop("officers"),
    "phone": gettext_noop("phone"),
    "kind": gettext_noop("kind"),
    "group": gettext_noop("group"),
    "members": gettext_noop("number of members"),
    "position": gettext_noop("position"),
    "rivals": gettext_noop("other candidates"),
    "judgement": gettext_noop("judgement"),
}

LEVELS: Mapping[str, str] = {
    "same": gettext_noop("%(field)s: the same"),
    "near": gettext_noop("%(field)s: almost the same"),
    "contains": gettext_noop("%(field)s: one contains the other"),
    "acronym": gettext_noop("%(field)s: short form"),
    "partly": gettext_noop("%(field)s: partly the same"),
    "differs": gettext_noop("%(field)s: different"),
    "conflict": gettext_noop("%(field)s: contradicts"),
    "missing": gettext_noop("%(field)s: missing in one row"),
    "reused": gettext_noop("%(field)s: the same, but used several times"),
    "same_street": gettext_noop("%(field)s: same street"),
    "same_number": gettext_noop("%(field)s: same number"),
    "same_district": gettext_noop("%(field)s: same district"),
    "changed": gettext_noop("%(field)s: changed"),
}


@lru_cache(maxsize=4096)
def phrase(field: str, level: str, language: Language) -> str:
    """One comparison in words; an unknown code is shown as it is rather than kept silent."""
    _ = translator(language)
    sentence = SENTENCES.get((field, level))
    if sentence is not None:
        return _(sentence)
    name = _(FIELDS[field]) if field in FIELDS else field.replace("_", " ")
    if level in LEVELS:
        return _(LEVELS[level]) % {"field": name}
    return f"{name}: {level.replace('_', ' ')}"


def phrases(evidence: str | None, language: Language) -> list[str]:
    """LINKS.evidence in words, what weighs most first; fields missing in a row last; never a person's name.

    Args:
        evidence: JSON list of {"field": str, "level": str, "weight": float in log2}; null or broken gives [].
    """
    try:
        items = json.loads(evidence or "[]")
        pieces = [(str(one["field"]), str(one["level"]), float(one.get("weight") or 0)) for one in items]
    except (ValueError, TypeError, KeyError, AttributeError):
        return []
    pieces.sort(key=lambda piece: (piece[1] == "missing", -abs(piece[2]), piece[0]))
    return [phrase(field, level, language) for field, level, _ in pieces]
