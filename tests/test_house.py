"""Rules of the house that no single room can keep alone."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from lumbung.cli.arguments import parse
from lumbung.core.language import LANGUAGES
from lumbung.engine.assessing import load_rules
from lumbung.engine.reading import FIELDS

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
CATALOGUES = sorted((ROOT / "src/lumbung/core/locale").glob("*/LC_MESSAGES/django.po"))
BIN = Path(sys.executable).parent
PUBLIC_HOSTS = {"pypi.org", "files.pythonhosted.org"}
LINES_AT_MOST = {"module": 400, "test": 500}


def files() -> list[Path]:
    """What a commit would hold: tracked files and new ones that are not ignored."""
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        pytest.skip("this is not a git clone")
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split("\0")  # fmt: skip
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def texts() -> Iterator[tuple[str, str]]:
    """(path, text) of every file that is text."""
    for path in files():
        try:
            yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")
        except UnicodeDecodeError:
            continue


def catalogue_tool():
    """tools.catalogue: a script beside the package, so it is found only from the root."""
    sys.path.insert(0, str(ROOT))
    try:
        from tools import catalogue  # noqa: PLC0415
    finally:
        sys.path.remove(str(ROOT))
    return catalogue


def test_rooms_import_only_what_lies_below():
    done = subprocess.run([BIN / "lint-imports", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def test_no_module_grows_past_what_a_person_reads_at_once():
    long = {
        path.relative_to(ROOT).as_posix(): lines
        for path in sorted((ROOT / "src").rglob("*.py"))
        if (lines := path.read_text("utf-8").count("\n")) > LINES_AT_MOST["test" if "tests" in path.parts else "module"]
    }

    assert long == {}


def test_the_lock_file_names_public_hosts_only():
    lock = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))

    assert {urlsplit(address).hostname for address in _addresses(lock)} == PUBLIC_HOSTS


def _addresses(tree: object) -> Iterator[str]:
    if isinstance(tree, dict):
        yield from (value for key, value in tree.items() if key in {"url", "registry"} and isinstance(value, str))
    if isinstance(tree, dict | list):
        for branch in tree.values() if isinstance(tree, dict) else tree:
            yield from _addresses(branch)


def test_the_only_index_is_the_public_one():
    assert [urlsplit(index["url"]).hostname for index in PROJECT["tool"]["uv"]["index"]] == ["pypi.org"]


def test_no_file_knows_the_machine_it_was_written_on():
    homes = re.compile(r"(?<![\w.])/(?:home|root|Users|work|mnt|opt/wheels|var/folders)/[\w.-]+")

    found = [(path, hit) for path, text in texts() for hit in homes.findall(text) if path != "uv.lock"]

    assert found == []


def test_no_file_holds_a_secret():
    secret = re.compile(
        r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{36}\b|\bpypi-AgEI\w{20,}|://[^/\s:@]+:[^/\s@]{3,}@"
    )

    assert [path for path, text in texts() if path != "tests/test_house.py" and secret.search(text)] == []


@pytest.mark.parametrize("po", CATALOGUES, ids=lambda po: po.parts[-3])
def test_every_sentence_has_its_translation(po):
    with po.open("rb") as source:
        catalogue = read_po(source, locale=po.parts[-3])
    marked = catalogue_tool().sentences()

    told = {message.id for message in catalogue if message.id and message.string and not message.fuzzy}

    assert {
        "untranslated": sorted(map(str, set(marked) - told)),
        "gone": sorted(map(str, told - set(marked))),
    } == {
        "untranslated": [],
        "gone": [],
    }


@pytest.mark.parametrize("po", CATALOGUES, ids=lambda po: po.parts[-3])
def test_translations_keep_their_parameters(po):
    hole = re.compile(r"%\(\w+\)[a-z]|%[a-z%]")
    with po.open("rb") as source:
        catalogue = read_po(source, locale=po.parts[-3])

    wrong = [
        message.id
        for message in catalogue
        if isinstance(message.id, str) and message.string and message.python_format
        and sorted(hole.findall(message.id)) != sorted(hole.findall(message.string))
    ]  # fmt: skip

    assert wrong == []


def flat(told):
    """Singular and plural come as a list, which is no key."""
    return told if isinstance(told, str) else tuple(told)


@pytest.mark.parametrize("po", CATALOGUES, ids=lambda po: po.parts[-3])
def test_the_compiled_catalogue_is_up_to_date(po):
    with po.open("rb") as source, po.with_suffix(".mo").open("rb") as compiled:
        written = {flat(m.id): flat(m.string) for m in read_po(source, locale="id") if m.id and m.string}
        used = {flat(m.id): flat(m.string) for m in read_mo(compiled) if m.id}

    assert used == written, "run ./lumbung once, or python -m tools.catalogue"


def test_the_changelog_speaks_of_this_version():
    heading = rf"^## \[?{re.escape(PROJECT['project']['version'])}\]?\b"

    assert re.search(heading, (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)


def test_every_dependency_has_its_line_in_the_decision():
    groups = PROJECT["dependency-groups"]
    asked = [
        *PROJECT["project"]["dependencies"],
        *(line for extra in PROJECT["project"]["optional-dependencies"].values() for line in extra),
        *groups["dev"],
        *groups["bench"],
        *PROJECT["build-system"]["requires"],
    ]
    names = {re.match(r"[\w.-]+", line)[0] for line in asked}
    decision = (ROOT / "docs/decisions/0002-dependencies.md").read_text("utf-8")

    assert sorted(name for name in names if not re.search(rf"^\| {re.escape(name)} \|", decision, re.MULTILINE)) == []


@pytest.mark.shared
def test_the_glossary_says_what_the_labels_say(shared):
    labels = re.findall(r"`(\w+)` ([^·|]+)", (shared / "domain" / "labels.md").read_text("utf-8"))
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \|", (ROOT / "GLOSSARY.md").read_text("utf-8"), re.MULTILINE)

    glossary = {identifier: label.strip() for identifier, label in rows}

    assert len(labels) > 80
    assert {name: glossary.get(name) for name, _ in labels} == {name: label.strip() for name, label in labels}


@pytest.mark.parametrize("readme", ["README.md", "README.id.md"])
def test_commands_of_the_readme_exist(readme):
    blocks = re.findall(r"^```(?:sh|console|bash)\n(.*?)^```", (ROOT / readme).read_text("utf-8"), re.M | re.S)
    told = {word for block in blocks for word in re.findall(r"\./lumbung (\w+)", block)}
    known = subprocess.run(
        [BIN / "lumbung", "--help"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "LUMBUNG_LANG": "en"},
    ).stdout

    assert {"demo", "test", "reconcile"} <= told
    assert {word for word in told if not re.search(rf"^ +{word}\b", known, re.MULTILINE)} <= {"test", "bench"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_guide_names_every_option_rule_and_field(language, capsys):
    guide = (ROOT / "docs/guides" / language / "reconcile.md").read_text("utf-8")
    with pytest.raises(SystemExit):
        parse(["reconcile", "--help"], language)
    options = set(re.findall(r"--[a-z-]+", capsys.readouterr().out)) - {"--help"}
    words = options | {rule.code for rule in load_rules()} | set(FIELDS)

    assert len(words) > 60
    assert sorted(word for word in words if not re.search(rf"`{word}[` ]", guide)) == []


def test_links_between_documents_lead_somewhere():
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    dead = [
        (page.relative_to(ROOT).as_posix(), link)
        for page in pages
        for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8"))
        if not (page.parent / link).exists()
    ]

    assert dead == []
