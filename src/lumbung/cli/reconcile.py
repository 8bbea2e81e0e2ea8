"""`lumbung reconcile`: two lists in, one proven picture out."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from lumbung.cli.columns import columns_read
from lumbung.cli.console import tell, write
from lumbung.cli.progress import shown
from lumbung.cli.summary import summary
from lumbung.core.language import Language
from lumbung.engine.pipeline import Request, reconcile
from lumbung.reports.output import check_out, write_outputs

OPTIONS = ("register", "census", "as_of", "rule", "mapping", "judgements", "auto", "review")


def run(arguments: Namespace, language: Language) -> int:
    """Run the main job on the files named and say what came out."""
    told = {name: vars(arguments)[name] for name in OPTIONS if vars(arguments)[name] is not None}
    request = Request(**told)  # what was not said keeps the engine's own default
    carry_out(request, arguments.out, language)
    return 0


def carry_out(request: Request, out: Path, language: Language) -> None:
    """Reconcile, write everything into `out`, and print the summary.

    Raises:
        Refusal: The input, a file or the machine does not allow it; `out` is as it was.
    """
    check_out(out)  # before the long work, not after it
    with shown(language) as progress:
        picture = reconcile(request, progress)
        progress.stage("write")
        files = write_outputs(picture, out, language=language, timings=picture.timings)
    tell(columns_read(picture, language) + "\n")
    write(summary(picture, files, language))
