"""Words of another time, without those that only date the day on which somebody spoke ("Kamis kemarin", "Senin pekan lalu")."""

from __future__ import annotations

from functools import lru_cache

from lumbung.engine.claims.prose import lexicon

REACH = 4  # words from a weekday to its "lalu"


@lru_cache(maxsize=512)
def timed(lowers: tuple[str, ...]) -> frozenset[str]:
    """`lowers` as a set, where "lalu" and its like stand only if they speak of more than a day of the week."""
    days, turns = lexicon.words("dates", "weekdays"), lexicon.words("dates", "turns")
    return frozenset(
        word for at, word in enumerate(lowers)
        if word not in turns or not days & set(lowers[max(0, at - REACH) : at])
    )  # fmt: skip
