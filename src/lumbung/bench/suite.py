"""One run of the bench and all it found: what is printed, kept as JSON and written into the results."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from lumbung.bench.calibration import REFERENCE_MACHINE, REFERENCE_ON, REFERENCE_SECONDS, Calibration
from lumbung.bench.check import Checked
from lumbung.bench.intervals import Interval, coverage
from lumbung.bench.linkage import Accuracy
from lumbung.bench.machine import Machine
from lumbung.bench.measuring import Measured
from lumbung.bench.office import found
from lumbung.bench.scoring import Score
from lumbung.bench.speed import Speed
from lumbung.core.files import trouble


@dataclass(frozen=True, slots=True)
class Report:
    """Everything of one run; parts that were not measured are empty."""

    on: date
    machine: Machine
    calibration: Calibration
    linkage: tuple[Accuracy, ...] = ()
    speed: tuple[Speed, ...] = ()
    check: tuple[Checked, ...] = ()
    intervals: tuple[Interval, ...] = ()
    office: tuple[found.Office, ...] = ()


def as_json(report: Report) -> dict[str, Any]:
    """The report as plain values: raw and normalised seconds, bytes, shares 0 to 1."""
    return {
        "on": report.on.isoformat(),
        "machine": {**asdict(report.machine), "busy": report.machine.busy},
        "calibration": {
            "seconds": dict(report.calibration.seconds),
            "machine_unit": report.calibration.unit,
            "reference": {"on": REFERENCE_ON, "machine": REFERENCE_MACHINE, "seconds": dict(REFERENCE_SECONDS)},
        },
        "linkage": [
            {
                "rows": asdict(one.size),
                "noise": one.noise,
                "contender": one.contender,
                "lists": one.lists,
                "all_pairs": _score(one.all_pairs),
                "automatic": _score(one.automatic),
            }
            for one in report.linkage
        ],
        "speed": [
            {
                "rows": asdict(one.size),
                "noise": one.noise,
                "contender": one.contender,
                **_measured(one.measured, report.calibration),
                "score": _score(one.score) if one.score else None,
            }
            for one in report.speed
        ],
        "check": [
            {"input": one.input, "contender": one.contender, **_measured(one.measured, report.calibration)}
            for one in report.check
        ],
        "intervals": {
            "lists": [{**asdict(one), "inside": one.inside} for one in report.intervals],
            "coverage": [asdict(one) for one in coverage(report.intervals)],
        },
        "office": [found.as_json(one) for one in report.office],
    }


def write_json(report: Report, path: Path) -> None:
    """Write the report. Raises MachineTrouble where the system does not allow it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(as_json(report), indent=1, ensure_ascii=False) + "\n", "utf-8")
    except OSError as error:
        raise trouble(error, path) from error


def _score(score: Score) -> dict[str, Any]:
    return {**asdict(score), "precision": score.precision, "recall": score.recall, "f1": score.f1}


def _measured(measured: Measured, calibration: Calibration) -> dict[str, Any]:
    return {
        "finished": measured.finished,
        "seconds": measured.seconds,
        "normalised_seconds": calibration.normalised(measured.seconds),
        "peak_bytes": measured.peak_bytes,
        "runs": [asdict(reading) for reading in measured.readings],
    }
