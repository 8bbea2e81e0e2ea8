"""Press texts: their sums, shares, counts and orders put to the test (issue B, item 2).

The grammar finds claims, it does not understand texts. Where it is not sure which number belongs to which, it says so
or stays silent: a false alarm costs more trust than a claim that nobody tested.
"""

from lumbung.engine.claims.prose.checking import check_text

__all__ = ["check_text"]
