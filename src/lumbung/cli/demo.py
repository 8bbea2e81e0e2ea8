"""`lumbung demo`: the main job on the example that ships with Lumbung; all names in it are invented."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import lumbung
from lumbung.cli import office_demo
from lumbung.cli.console import command_name, write
from lumbung.cli.demo_words import DEMO_OUT
from lumbung.cli.reconcile import carry_out
from lumbung.core.findings import BadInput, Finding
from lumbung.core.language import Language, gettext_noop, translator
from lumbung.core.sentences import Sentence, enter, say
from lumbung.engine.claims import check_file
from lumbung.engine.pipeline import Request
from lumbung.reports.labels import Words

PACKAGE = Path(lumbung.__file__).parent
# Inside the wheel first, then beside src/ in a clone.
PLACES = (PACKAGE / "examples" / "balikpapan", PACKAGE.parents[1] / "examples" / "balikpapan")
REGISTER, CENSUS = "ods-balikpapan-juni-2024.xlsx", "sensus-lapangan-2024.csv"
PRESS = "siaran-pers.txt"
SAMPLE = gettext_noop("SAMPLE DATA – NOT OFFICIAL DATA")

enter(
    {
        "no_example": Sentence(
            gettext_noop("The example is missing: “%(path)s” is not there."),
            gettext_noop("Install Lumbung anew, or fetch the source again; your own lists work without it."),
        )
    }
)


def run(arguments: Namespace, language: Language) -> int:
    """Run the main job on the example, then open its office until Ctrl-C."""
    if arguments.logins:
        return office_demo.tell_logins(arguments, language)
    register, census = example()
    if arguments.office_alone:
        return office_demo.open_office(arguments, language, register, census)
    carry_out(Request(register=register, census=census), arguments.out or DEMO_OUT, language)
    write("\n" + press_check(register.with_name(PRESS), language))
    return 0 if arguments.report_only else office_demo.hand_over(arguments, language)


def press_check(press: Path, language: Language) -> str:
    """The example's press text put to the test: one line a sum, then the way to test one's own; empty without it."""
    _ = translator(language)
    if not press.is_file():
        return _(SAMPLE)
    lines = [_(gettext_noop("A press text about these figures, checked before it is published (%s):")) % press.name]
    for verdict in check_file(press).verdicts:
        if verdict.kind == "sum":
            number = Words(language).number
            parts = " + ".join(number(int(p.value)) for p in verdict.parts if p.value is not None)
            mark = {"holds": "✓", "fails": "✗"}.get(verdict.result, "?")
            lines.append(f"  {mark} {number(int(verdict.computed or 0))} = {parts}")
            lines += [f"      {say(verdict.finding, language).what}"] if verdict.result == "fails" else []
    lines.append("  " + _(gettext_noop("Test a text of your own: %s")) % f"{command_name()} check FILE.txt")
    return "\n".join(lines) + "\n\n" + _(SAMPLE)


def example() -> tuple[Path, Path]:
    """Paths of the example's register and census. Raises BadInput if they were not shipped."""
    for folder in PLACES:
        if (folder / REGISTER).exists() and (folder / CENSUS).exists():
            return folder / REGISTER, folder / CENSUS
    raise BadInput(Finding("no_example", {"path": str(PLACES[-1] / REGISTER)}))
