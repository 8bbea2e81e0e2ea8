"""The deployment guide tells the same in both languages, and what it tells to type exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lumbung.cli.arguments import parse

GUIDES = Path(__file__).parents[1] / "docs" / "guides"
BLOCK = re.compile(r"^ *```(\w+)\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)


def blocks(language):
    """(kind, lines without comments and without what is a word of the language) of every block."""
    text = (GUIDES / language / "deploy.md").read_text("utf-8")
    return [(kind, [_line(line) for line in body.splitlines() if _line(line)]) for kind, body in BLOCK.findall(text)]


def _line(line):
    told = line.strip()
    path = re.fullmatch(r"# (/etc/\S+)", told)
    told = path[1] if path else re.sub(r"(^| +)# .*", "", told)
    return re.sub(r"PGPASSWORD=.*|FILE|BERKAS|NEW_FOLDER|FOLDER_BARU", "", told).strip()


def test_both_languages_give_the_same_files_and_commands():
    english = blocks("en")

    assert english == blocks("id")
    named = {lines[0] for kind, lines in english if kind == "ini"}
    assert {path.rpartition("/")[2] for path in named} == {
        "lumbung.service", "lumbung-backup.service", "lumbung-backup.timer",
    }  # fmt: skip
    assert "nginx" in {kind for kind, _lines in english}


def test_both_languages_have_the_same_headings_steps_and_rows():
    shapes = [
        [re.match(r"#+|\d+\.|\||- ", line)[0] for line in text.splitlines() if re.match(r"#+ |\d+\. |\||- ", line)]
        for text in ((GUIDES / language / "deploy.md").read_text("utf-8") for language in ("en", "id"))
    ]

    assert shapes[0] == shapes[1]
    assert len(shapes[0]) > 20


@pytest.mark.parametrize("language", ["en", "id"])
def test_every_command_of_the_guide_is_one(language):
    text = (GUIDES / language / "deploy.md").read_text("utf-8")
    told = set(re.findall(r"(?:`|bin/|^)lumbung ([a-z]+)", text, re.MULTILINE))

    assert told >= {"serve", "worker", "backup", "restore", "doctor", "createadmin", "migrate"}
    for command in sorted(told):
        with pytest.raises(SystemExit) as helped:  # a command that is none raises BadCall instead
            parse([command, "--help"], "en")
        assert helped.value.code == 0
