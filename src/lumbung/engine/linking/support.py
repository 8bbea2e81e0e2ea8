"""When may a pair be linked without a person? Never on one office, one employer or one legal number alone."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lumbung.engine.linking.comparing import LEVELS, Compared

OTHER_UNIT = -0.6  # log2 odds (0.4): most that one kind of evidence is worth between two numbered units

_AT = {f: {name: i for i, name in enumerate(names)} for f, names in LEVELS.items()}


def other_unit(compared: Compared) -> npt.NDArray[np.bool_]:
    """True where the names carry different numbers ("SMP Negeri 12", "13") and fewer than two things say otherwise."""
    at = compared.levels
    people = (at["officers"] >= _AT["officers"]["same"]) | (at["phone"] == _AT["phone"]["same"])
    spoken = (
        (at["coop_nik"] == _AT["coop_nik"]["same"]).astype(np.int8)
        + (at["legal_number"] >= _AT["legal_number"]["partly"])
        + people
        + (at["address"] >= _AT["address"]["same_street"])
    )
    other: npt.NDArray[np.bool_] = (at["name"] == _AT["name"]["other_number"]) & (spoken < 2)
    return other


def may_be_automatic(compared: Compared) -> npt.NDArray[np.bool_]:
    """True where kinds of evidence that do not hang together speak for the pair.

    A name that agrees needs one other thing beside it. A name that says nothing or something else needs the NIK and
    one more of number, people and place, or all three of these. Siblings of one employer share office, host and
    now and then a number; numbers of local issuers are given out again (data README): neither is enough.
    """
    at = compared.levels
    name = at["name"] >= _AT["name"]["partly"]
    nik = at["coop_nik"] == _AT["coop_nik"]["same"]
    number = at["legal_number"] >= _AT["legal_number"]["partly"]
    any_number = at["legal_number"] >= _AT["legal_number"]["reused"]
    people = (at["officers"] >= _AT["officers"]["same"]) | (at["phone"] == _AT["phone"]["same"])
    place = at["address"] >= _AT["address"]["same_street"]
    village = at["village"] == _AT["village"]["same"]
    beside = nik | any_number | people | place | (village & (at["name"] >= _AT["name"]["contains"]))
    strangers = (nik & (number | people | place)) | (number & people & place)
    may: npt.NDArray[np.bool_] = np.where(name, beside, strangers)
    return may
