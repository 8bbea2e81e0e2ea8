"""Results as sections of a Markdown file: a run replaces the sections it measured and leaves the rest alone.

English, like all reference of the repository. A section stands between `<!-- lumbung bench NAME -->` and
`<!-- end of lumbung bench NAME -->`; a file without them gets it at its end.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import lumbung.bench.sentences  # noqa: F401 -- enters what the refusal below says
from lumbung.bench.calibration import REFERENCE_MACHINE, REFERENCE_ON
from lumbung.bench.check import INPUTS, TITLES
from lumbung.bench.contenders import ALL, OURS
from lumbung.bench.intervals import coverage
from lumbung.bench.office import tables
from lumbung.bench.pictures import draw_linkage, draw_speed
from lumbung.bench.suite import Report
from lumbung.bench.telling import BUSY, FIGURES, Telling, grouped
from lumbung.core.files import trouble
from lumbung.core.findings import BadInput, Finding

PICTURES = Path("docs/pictures")  # in a clone; beside the results elsewhere
GIGABYTE = 1e9


def write_results(report: Report, path: Path) -> list[Path]:
    """Write the sections of what was measured into `path`, and their pictures; returns all files written.

    Raises:
        BadInput: A section in `path` begins and does not end.
        MachineTrouble: The system does not allow to write.
    """
    images = {name: picture_folder(path) / f"bench-{name}.png" for name in DRAWN if getattr(report, name)}
    try:
        text = path.read_text("utf-8") if path.exists() else "# Results\n"
        for name, body in sections(report).items():
            if name in images:
                body += f"\n\n![{TITLED[name]}]({os.path.relpath(images[name], path.resolve().parent)})"
            text = with_section(text, name, body)
        for name, image in images.items():
            DRAWN[name](report, image)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    except OSError as error:
        raise trouble(error, path) from error
    except ValueError as error:
        raise BadInput(Finding("bench_section_open", {"path": str(path), "name": str(error)})) from None
    return [path, *images.values()]


DRAWN = {"linkage": draw_linkage, "speed": draw_speed}
TITLED = {"linkage": "F1 by noise level and linker", "speed": "Seconds and memory by rows and linker"}


def picture_folder(path: Path) -> Path:
    """docs/pictures of the clone that `path` lies in, else its own folder."""
    for above in path.resolve().parents:
        if (above / PICTURES).is_dir():
            return above / PICTURES
    return path.resolve().parent


def with_section(text: str, name: str, body: str) -> str:
    """`text` with the section `name` replaced, or put at its end.

    Raises:
        ValueError: The section begins and does not end; the message is its name.
    """
    first, last = f"<!-- lumbung bench {name} -->", f"<!-- end of lumbung bench {name} -->"
    section = f"{first}\n{body.strip()}\n{last}"
    if first not in text:
        return f"{text.rstrip()}\n\n{section}\n"
    before, _, rest = text.partition(first)
    _, found, after = rest.partition(last)
    if not found:
        raise ValueError(name)
    return f"{before}{section}{after}"


def sections(report: Report) -> dict[str, str]:
    """Name -> Markdown of each part that was measured."""
    written = {
        "linkage": _linkage(report) if report.linkage else "",
        "speed": _speed(report) if report.speed else "",
        "check": _check(report) if report.check else "",
        "intervals": _intervals(report) if report.intervals else "",
        "office": _office(report) if report.office else "",
    }
    return {name: "\n\n".join([body, _circumstances(report)]) for name, body in written.items() if body}


def _circumstances(report: Report) -> str:
    machine, calibration, told = report.machine, report.calibration, Telling("en")
    work = ", ".join(f"{name} {told.decimal(seconds, 2)} s" for name, seconds in calibration.seconds.items())
    busy = f" **{BUSY % told.decimal(machine.load, 1)}**" if machine.busy else ""
    return (
        f"Measured on {report.on.isoformat()}: {machine.cores} cores ({machine.processor}), "
        f"{machine.memory_bytes / GIGABYTE:.0f} GB, {machine.system}, Python {machine.python}. Machine unit "
        f"{told.decimal(calibration.unit, 2)} ({work}; 1 = {REFERENCE_MACHINE}, {REFERENCE_ON}).{busy}"
    )


def _linkage(report: Report) -> str:
    told, parts = Telling("en"), ["## Linkage: how right, by noise level"]
    for size in grouped(report.linkage, lambda one: one.size):
        parts.append(
            f"{told.size(size[0].size)}, lists a level: {size[0].lists}. Pairs of a register row and a census row from a "
            "probability of 0.5; the automatic tier needs no person (for the others: from 0.95)."
        )
        heads = ["noise", "linker", "precision", "recall", "F1", "automatic: precision", "recall", "wrong merges"]
        lines = []
        for one in size:
            every, sure = one.all_pairs, one.automatic
            shares = (every.precision, every.recall, every.f1, sure.precision, sure.recall)
            numbers = [told.decimal(share, 3) for share in shares]
            lines.append([one.noise, ALL[one.contender].title, *numbers, str(sure.wrong_merges)])
        parts.append(table(heads, lines))
    return "\n\n".join(parts)


def _speed(report: Report) -> str:
    told, lines = Telling("en"), []
    for rows in grouped(report.speed, lambda one: one.size):
        ours = next((one.measured for one in rows if one.contender == OURS), None)
        for one in rows:
            numbers = told.timing(one.measured, ours, report.calibration)
            lines.append([told.size(one.size), ALL[one.contender].title, *numbers, told.f1(one.score)])
    heads = ["lists", "linker", *told.timing_heads(), "F1"]
    return "\n\n".join(
        [
            "## Speed and memory of linkers",
            f"Whole processes in turn on the same two files, {report.speed[0].noise} noise; Lumbung writes all its "
            "outputs, the others only pairs. Medians; memory of all processes of a command.",
            table(heads, lines),
        ]
    )


def _check(report: Report) -> str:
    told, lines = Telling("en"), []
    for rows in grouped(report.check, lambda one: one.input):
        ours = next((one.measured for one in rows if one.contender == OURS), None)
        what = INPUTS[rows[0].input] % f"{rows[0].units:,}"
        lines += [[what, TITLES[o.contender], *told.timing(o.measured, ours, report.calibration)] for o in rows]
    return "\n\n".join(["## Checking published figures", table(["input", "checker", *told.timing_heads()], lines)])


def _intervals(report: Report) -> str:
    lines = [[FIGURES[o.figure], f"{o.inside} of {o.lists}", f"{o.width:.1f}"] for o in coverage(report.intervals)]
    return "\n\n".join(["## Intervals: is the truth inside?", table(["figure", "truth inside", "median width"], lines)])


def _office(report: Report) -> str:
    told = Telling("en")
    parts = [
        "## The office: pages, lists and memory",
        "The office as `lumbung serve` starts it, on one core with its PostgreSQL; its visitor on another, over one kept "
        "connection on loopback, logged in; pages in turn, ours and Datasette's alternating on the same rows. “× trivial” "
        "is the median over that of a page that only knows who reads it. Lists go through the services of the upload "
        "page, with all cores.",
    ]
    for office in report.office:
        parts += [f"### {told.holds(office)}"]
        for heads, lines in tables.tables(office, report.calibration, str, told.decimal):
            parts.append(table(heads, lines))
        parts += tables.remarks(office, str)
    return "\n\n".join(parts)


def table(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    rows = [heads, ["---"] * len(heads), *lines]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)
