"""`lumbung compare`: the bridge between two runs, on the screen and as files."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from lumbung.cli.console import write
from lumbung.cli.progress import shown
from lumbung.core.findings import BadInput, Finding, Refusal
from lumbung.core.language import Language, gettext_noop
from lumbung.core.sentences import say
from lumbung.engine.comparing import Bridge, Run, compare
from lumbung.reports.bridge import BridgeWords, check_out, warnings, write_bridge
from lumbung.reports.bridge.others import counted, steps
from lumbung.reports.runs import load_run

HEADLINES = ("active", "listed", "known")
_HOLDS, _FAILS = gettext_noop("Sum holds"), gettext_noop("Sum does not hold")


def run(arguments: Namespace, language: Language) -> int:
    """Compare two folders; 0 also where something changed, 1 where a sum of parts does not hold."""
    if arguments.out is not None:
        check_out(arguments.out)
    with shown(language) as progress:
        progress.stage("read")
        old, new = _runs([arguments.old, arguments.new])
        bridge = compare(old, new, progress)
        files: list[Path] = []
        if arguments.out is not None:
            progress.stage("write")
            files = write_bridge(bridge, arguments.out, language=language)
    write(summary(bridge, files, language))
    return 1 if bridge.findings else 0


def _runs(folders: list[Path]) -> list[Run]:
    """Both runs, or everything that is wrong with either."""
    found: list[Run] = []
    wrong: list[Finding] = []
    numbers = [str(one) for one in folders if not one.exists() and _is_number(str(one))]
    if numbers:
        wrong.append(Finding("compare.only_numbers", {"figures": ", ".join(numbers)}))
    for folder in folders:
        if str(folder) in numbers:
            continue
        try:
            if folder.is_file():
                raise BadInput(Finding("compare.no_lists", {"path": str(folder)}))
            found.append(load_run(folder))
        except Refusal as refusal:
            wrong += refusal.findings
    if wrong:
        raise BadInput(wrong)
    return found


def _is_number(word: str) -> bool:
    """ "440", "1.264", "78,5%": a published figure where a folder belongs."""
    return bool(word) and word[0].isdigit() and all(sign.isdigit() or sign in ".,% " for sign in word)


def summary(bridge: Bridge, files: list[Path], language: Language) -> str:
    """Old, parts and new of the headline figures, line by line."""
    words = BridgeWords(bridge, language)
    lines = [f"{words.run(bridge.old)}", f"  → {words.run(bridge.new)}", words.rules()]
    lines += [f"! {say(warning, language)}" for warning in warnings(bridge)] + [""]
    cells = {(c["table"], c["row"]): c for c in bridge.cells.to_pylist() if c["column"] == "total"}
    for row in HEADLINES:
        cell = cells["streams", row]
        parts = steps(bridge, row)
        told = [(words.cause(cause, detail), amount) for cause, detail, amount in parts if amount]
        holds = cell["old"] + sum(amount for _, amount in told) == cell["new"]
        lines.append(f"{_opened(words.axis('streams', 0, row))}")
        lines += [_line(words, words.say(gettext_noop("Earlier")), cell["old"], sign=False)]
        lines += [_line(words, label, amount, sign=True) for label, amount in told]
        lines += [_line(words, words.say(gettext_noop("Later")), cell["new"], sign=False)]
        lines += [f"  {'✓' if holds else '✗'} {words.say(_HOLDS if holds else _FAILS)}"]
        others = words.others(counted(bridge), stays=not parts) if row == "active" else ""
        lines += [f"  {others}", ""] if others else [""]
    lines += [str(say(finding, language)) for finding in bridge.findings[:5]]
    if files:
        lines.append(words.say(gettext_noop("The cooperatives behind every number: %(file)s"), file=files[0]))
    return "\n".join(lines).rstrip()


def _line(words: BridgeWords, label: str, number: int, *, sign: bool) -> str:
    return f"{words.words.number(number, sign=sign):>9}  {label}"


def _opened(label: str) -> str:
    return label[:1].upper() + label[1:]
