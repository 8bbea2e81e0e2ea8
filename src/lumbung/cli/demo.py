"""`lumbung demo`: the main job on the example that ships with Lumbung; all names in it are invented."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import lumbung
from lumbung.cli.arguments import DEMO_OUT
from lumbung.cli.reconcile import carry_out
from lumbung.core.findings import BadInput, Finding
from lumbung.core.language import Language, gettext_noop
from lumbung.core.sentences import Sentence, enter
from lumbung.engine.pipeline import Request

PACKAGE = Path(lumbung.__file__).parent
# Inside the wheel first, then beside src/ in a clone.
PLACES = (PACKAGE / "examples" / "balikpapan", PACKAGE.parents[1] / "examples" / "balikpapan")
REGISTER, CENSUS = "ods-balikpapan-juni-2024.xlsx", "sensus-lapangan-2024.csv"

enter(
    {
        "no_example": Sentence(
            gettext_noop("The example is missing: “%(path)s” is not there."),
            gettext_noop("Install Lumbung anew, or fetch the source again; your own lists work without it."),
        )
    }
)


def run(arguments: Namespace, language: Language) -> int:
    """Run the main job on the example."""
    register, census = example()
    request = Request(register=register, census=census)
    carry_out(request, arguments.out or DEMO_OUT, language)
    return 0


def example() -> tuple[Path, Path]:
    """Paths of the example's register and census. Raises BadInput if they were not shipped."""
    for folder in PLACES:
        if (folder / REGISTER).exists() and (folder / CENSUS).exists():
            return folder / REGISTER, folder / CENSUS
    raise BadInput(Finding("no_example", {"path": str(PLACES[-1] / REGISTER)}))
