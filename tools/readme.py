"""Write what the demo prints into both READMEs: `python -m tools.readme`. A test holds them to it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
READMES = {"en": ROOT / "README.md", "id": ROOT / "README.id.md"}
SHOWN = slice(1, 6)  # paragraphs of the summary: without the banner, and without the paths of this machine
BLOCK = re.compile(r"^```\n.*?\n```$", re.MULTILINE | re.DOTALL)


def main() -> int:
    """Rewrite the block without a language of each README; CalledProcessError where the demo fails."""
    for language, readme in READMES.items():
        with TemporaryDirectory() as folder:
            done = subprocess.run(
                [sys.executable, "-m", "lumbung.cli", "demo", "--report-only", "--out", f"{folder}/out", "--lang", language],
                env={**os.environ, "PYTHONUTF8": "1"}, capture_output=True, encoding="utf-8", check=True,
            )  # fmt: skip
        block = "```\n" + "\n\n".join(done.stdout.split("\n\n")[SHOWN]) + "\n```"
        text = readme.read_text("utf-8")
        # The first block that says no language; those with one (sh, text) are not ours.
        start = re.search(r"^```\nKota ", text, re.MULTILINE)
        old = BLOCK.match(text, start.start()) if start else None
        if old is None:
            sys.stderr.write(f"{readme.name} has no block that begins with the place of the demo\n")
            return 1
        readme.write_text(text[: old.start()] + block + text[old.end() :], "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
