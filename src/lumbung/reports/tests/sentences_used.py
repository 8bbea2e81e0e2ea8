"""Every catalogue sentence the reports use: marked ones in the code, translated ones in the templates."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import lumbung.core.files
import lumbung.reports
import lumbung.ui

REPORTS = Path(lumbung.reports.__file__).parent
UI = Path(lumbung.ui.__file__).parent
_TRANSLATE = re.compile(r'{%\s*translate\s+"([^"]+)"')
_BLOCK = re.compile(r"{%\s*blocktranslate[^%]*%}(.*?){%\s*endblocktranslate\s*%}", re.DOTALL)
_VARIABLE = re.compile(r"{{\s*(\w+)\s*}}")


def sentences_used() -> dict[str, str]:
    """Sentence -> the file it stands in."""
    found: dict[str, str] = {}
    for path in [Path(lumbung.core.files.__file__), *sorted(REPORTS.glob("*.py"))]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "gettext_noop":
                found[ast.literal_eval(node.args[0])] = path.name
    for path in sorted([*REPORTS.rglob("*.html"), *UI.rglob("*.html")]):
        text = path.read_text("utf-8")
        found |= dict.fromkeys(_TRANSLATE.findall(text), path.name)
        found |= {_VARIABLE.sub(r"%(\1)s", block): path.name for block in _BLOCK.findall(text)}
    return found
