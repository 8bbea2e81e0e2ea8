"""recordlinkage: Fellegi and Sunter (1969, doi:10.1080/01621459.1969.10501049) with expectation/conditional maximisation.

    python -m lumbung.bench.contenders.fellegi_sunter REGISTER CENSUS LINKS.csv

Looks at pairs that share number, NIK, name, chair or village; compares like the Splink alternative, but in yes and no,
because this classifier knows nothing else. Writes the pairs of at least 0.5.
"""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

import pandas as pd
import recordlinkage

from lumbung.bench.contenders.reading import table_of, write_pairs

AT_LEAST = 0.5


def main(register: Path, census: Path, out: Path) -> None:
    """Link the two files and write the pairs."""
    warnings.simplefilter("ignore")  # recordlinkage 0.16 speaks to an older pandas
    left, right = (table_of(path).to_pandas().set_index("unique_id") for path in (register, census))
    index = recordlinkage.Index()
    for fields in (["legal"], ["nik"], ["name", "regency"], ["chair", "regency"], ["village", "regency"]):
        index.block(fields)
    agreements = comparison().compute(index.index(left, right), left, right)
    classifier = recordlinkage.ECMClassifier()
    classifier.fit(agreements)
    probability: pd.Series = classifier.prob(agreements)
    found = probability[probability >= AT_LEAST]
    write_pairs(out, ((a, b, float(p)) for (a, b), p in found.items()))


def comparison() -> recordlinkage.Compare:
    """Yes and no per field; a missing value agrees with nothing."""
    compare = recordlinkage.Compare()
    for field, threshold in (("name", 0.9), ("address", 0.85), ("chair", 0.92)):
        compare.string(field, field, method="jarowinkler", threshold=threshold, label=field)
    for field in ("legal", "nik", "village"):
        compare.exact(field, field, label=field)
    return compare


if __name__ == "__main__":
    main(*(Path(word) for word in sys.argv[1:4]))
