"""For a terminal: the marked text of a press release, or each failing sum of a table with its place and likely cause."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from lumbung.core.language import Language, gettext_noop
from lumbung.engine.claims.model import Examined, Result, Verdict
from lumbung.reports.examined.marking import pieces_of
from lumbung.reports.examined.wording import SIGNS, Wording

_COLOURS: dict[Result | None, str] = {
    "holds": "green",
    "fails": "bold red",
    "broken_series": "bold red",
    "cannot_tell": "yellow",
}
_SHOWN = 500  # claims of one result that are written out; the rest is counted
_MORE = gettext_noop("and %(count)s more (see --format json)")
_INPUT = gettext_noop("About the file:")
_MEND = gettext_noop("What to do:")


def as_text(examined: Examined, language: Language, *, colour: bool = False) -> str:
    """The result as lines; with `colour` they carry the escape codes of a terminal."""
    lines = list(_lines(examined, Wording(language)))
    if not colour:
        return "\n".join(line.plain.rstrip() for line in lines)
    console = Console(force_terminal=True, color_system="standard", highlight=False, soft_wrap=True, width=10_000)
    with console.capture() as captured:
        for line in lines:
            console.print(line, soft_wrap=True)
    return captured.get().rstrip("\n")


def _lines(examined: Examined, words: Wording) -> Iterator[Text]:
    if examined.text is not None:
        yield from _marked(examined)
        yield Text()
    yield Text(words.headline(examined), style="bold")
    for word, counts in words.tallies(examined):
        yield Text(f"  {word}: ").append_text(_counts(counts, words))
    yield from _claims(examined, words)
    yield from _about_input(examined, words)
    yield from _mends(examined, words)
    yield Text()
    yield Text(words.promise(), style="dim")


def _marked(examined: Examined) -> Iterator[Text]:
    """The text as it stands, each judged figure with its sign."""
    whole = Text()
    for piece in pieces_of(examined):
        sign = SIGNS[piece.result] if piece.result else ""
        whole.append(piece.text + sign, style=_COLOURS.get(piece.result, ""))
    yield from whole.split("\n", allow_blank=True)


def _counts(counts: dict[Result, int], words: Wording) -> Text:
    told = Text()
    for result, count in counts.items():
        if told:
            told.append(", ")
        told.append(f"{SIGNS[result]} {words.tally(result, count)}", style=_COLOURS[result])
    return told


def _claims(examined: Examined, words: Wording) -> Iterator[Text]:
    """Failing claims, then those that cannot be told; of a text or a list also those that hold."""
    groups: list[tuple[Result, ...]] = [("fails", "broken_series"), ("cannot_tell",)]
    if examined.kind != "table":
        groups.append(("holds",))
    for results in groups:
        told = [verdict for verdict in examined.verdicts if verdict.result in results]
        if told:
            yield Text()
        for verdict in told[:_SHOWN]:
            yield from _claim(verdict, words)
        if len(told) > _SHOWN:
            yield Text("  " + words._(_MORE) % {"count": len(told) - _SHOWN})


def _claim(verdict: Verdict, words: Wording) -> Iterator[Text]:
    spoken = words.claim(verdict)
    line = Text(SIGNS[verdict.result] + " ", style=_COLOURS[verdict.result])
    if spoken.where:
        line.append(spoken.where + ": ", style="dim")
    yield line.append(spoken.what)
    for cause in words.causes(verdict):
        yield Text("    → " + cause)


def _about_input(examined: Examined, words: Wording) -> Iterator[Text]:
    if examined.findings:
        yield Text()
        yield Text(words._(_INPUT))
    for finding in examined.findings[:_SHOWN]:
        yield Text(f"  ! {words.say(finding)}")
    if len(examined.findings) > _SHOWN:
        yield Text("  " + words._(_MORE) % {"count": len(examined.findings) - _SHOWN})


def _mends(examined: Examined, words: Wording) -> Iterator[Text]:
    """How to mend, each advice once."""
    told = dict.fromkeys(
        mend for verdict in examined.verdicts if verdict.result != "holds" and (mend := words.claim(verdict).mend)
    )
    if told:
        yield Text()
        yield Text(words._(_MEND))
    for mend in told:
        yield Text("  - " + mend)
