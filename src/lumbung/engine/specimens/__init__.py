"""Messy lists of invented cooperatives with the truth beside them, for tests, benchmarks and the example."""

from lumbung.engine.specimens.making import Specimen, make_specimen, make_to_plan
from lumbung.engine.specimens.noise import LEVELS, Noise
from lumbung.engine.specimens.plan import Plan
from lumbung.engine.specimens.writing import write_specimen

__all__ = ["LEVELS", "Noise", "Plan", "Specimen", "make_specimen", "make_to_plan", "write_specimen"]
