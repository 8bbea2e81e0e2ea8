"""Does the truth lie inside the interval? Twenty lists of the generator, names and noise of its own.

    python benchmarks/intervals.py [LISTS] [FIRST_SEED]

Prints per list the true "active" and "only in the field" beside count, low and high, then coverage and median width.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from lumbung.engine.pipeline import Request, reconcile
from lumbung.engine.specimens import make_specimen, write_specimen

LEVELS = ("light", "medium", "heavy", "brutal")
FIGURES = {"active": "aktif", "active_field_only": "aktif_hanya_lapangan"}


def measure(seed: int, noise: str) -> dict[str, tuple[int, int, int, int]]:
    """Figure -> true value, count, low, high."""
    with tempfile.TemporaryDirectory() as folder:
        specimen = make_specimen(seed=seed, noise=noise)
        write_specimen(specimen, Path(folder))
        picture = reconcile(Request(Path(folder, "ods.xlsx"), Path(folder, "field.csv")))
    cells = {(c["table"], c["row"]): c for c in picture.tables["cells"].to_pylist() if c["table"] == "streams"}
    out = {}
    for row, name in FIGURES.items():
        cell = cells["streams", row]
        out[row] = (int(str(specimen.summary[name])), cell["count"], cell["low"], cell["high"])
    return out


def main(lists: int, first: int) -> None:
    """Measure and print."""
    inside: dict[str, list[bool]] = {row: [] for row in FIGURES}
    widths: dict[str, list[int]] = {row: [] for row in FIGURES}
    for k in range(lists):
        noise = LEVELS[k % len(LEVELS)]
        for row, (true, count, low, high) in measure(first + k, noise).items():
            inside[row].append(low <= true <= high)
            widths[row].append(high - low)
            mark = "inside" if low <= true <= high else "OUTSIDE"
            print(
                f"seed {first + k} {noise:<7} {row:<18} true {true:>4}  count {count:>4}  [{low}, {high}]  {mark}",
                flush=True,
            )
    for row in FIGURES:
        print(f"{row}: {sum(inside[row])} of {lists} inside, median width {statistics.median(widths[row])}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20, int(sys.argv[2]) if len(sys.argv) > 2 else 500)
