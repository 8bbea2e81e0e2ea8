"""The results drawn: F1 by noise level; seconds and memory by rows, both axes logarithmic. Always the same bytes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lumbung.bench.contenders import ALL, OURS
from lumbung.bench.suite import Report
from lumbung.bench.telling import MEGABYTE, grouped

WIDTH, HEIGHT, DPI = 8.0, 4.2, 120
# Ours in the blue of the house, the others in greys that differ by mark and dash: readable without colour too.
STYLES: dict[str, dict[str, Any]] = {
    OURS: {"color": "#1d4ed8", "marker": "o", "linestyle": "-", "linewidth": 2.4},
    "plain_splink": {"color": "#374151", "marker": "s", "linestyle": "--"},
    "fellegi_sunter": {"color": "#4b5563", "marker": "^", "linestyle": "-."},
    "fuzzy_names": {"color": "#6b7280", "marker": "D", "linestyle": ":"},
    "exact_names": {"color": "#9ca3af", "marker": "v", "linestyle": (0, (1, 3))},
}


def draw_linkage(report: Report, path: Path) -> None:
    """F1 by noise level, a line a linker; the first size that was measured."""
    figure, (axis,) = _figure(1)
    rows = [one for one in report.linkage if one.size == report.linkage[0].size]
    noises = list(dict.fromkeys(one.noise for one in rows))
    for name in dict.fromkeys(one.contender for one in rows):
        scores = {one.noise: one.all_pairs.f1 for one in rows if one.contender == name}
        axis.plot(noises, [scores[noise] for noise in noises], label=ALL[name].title, **STYLES[name])
    axis.set(ylim=(0, 1.02), xlabel="noise level", ylabel="F1 of row pairs")
    _save(figure, axis, path)


def draw_speed(report: Report, path: Path) -> None:
    """Seconds and peak memory by rows of the register, a line a linker; runs that did not finish are left out."""
    figure, (left, right) = _figure(2)
    done = [one for one in report.speed if one.measured.finished]
    for rows in grouped(sorted(done, key=lambda one: list(ALL).index(one.contender)), lambda one: one.contender):
        name, sizes = rows[0].contender, [one.size.register for one in rows]
        left.plot(sizes, [one.measured.seconds for one in rows], label=ALL[name].title, **STYLES[name])
        right.plot(sizes, [one.measured.peak_bytes / MEGABYTE for one in rows], **STYLES[name])
    sizes = sorted({one.size.register for one in done})
    for axis, what in ((left, "seconds, whole command"), (right, "peak memory, MB")):
        axis.set(xscale="log", yscale="log", xlabel="rows of the register", ylabel=what)
        axis.set_xticks(sizes, [f"{size:,}" for size in sizes])
        axis.set_xticks([], minor=True)
        axis.yaxis.set_major_formatter(_plain)
        axis.yaxis.set_minor_formatter(_plain)
    _save(figure, left, path)


def _plain(value: float, at: int) -> str:
    """20 and not 2 x 10^1; only 1, 2 and 5 of each power get a number."""
    number = f"{value:,.10g}"
    return number if number.strip("0.,") in {"1", "2", "5"} else ""


def _figure(count: int) -> tuple[Any, list[Any]]:
    from matplotlib.figure import Figure  # noqa: PLC0415 -- only in the group `bench`; nothing else here needs it

    figure = Figure(figsize=(WIDTH, HEIGHT), dpi=DPI, layout="constrained")
    axes = list(figure.subplots(1, count, squeeze=False)[0])
    for axis in axes:
        axis.grid(visible=True, which="major", color="#e5e7eb")
        axis.spines[["top", "right"]].set_visible(False)
    return figure, axes


def _save(figure: Any, axis: Any, path: Path) -> None:
    figure.legend(*axis.get_legend_handles_labels(), loc="outside lower center", ncols=3, frameon=False, fontsize=8)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, metadata={"Software": None})
