"""Bring the one gettext catalogue up to date: `python -m tools.catalogue [merge FRAGMENT.po ...]`.

Collects every marked sentence from Python (`_`, `gettext_noop`, ...), Django templates (`translate`,
`blocktranslate`) and the rule files of `engine/law/rules` (`title`, reasons) and of field policies, then rewrites django.po:
translations are kept, sentences that are gone are dropped, new ones stand with an empty msgstr, and
`merge` fills empty ones from fragments. Says what still needs a translation and exits 1 if anything does.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
LOCALE = Path("src/lumbung/core/locale")
POLICIES = "field_policies.toml"
MARKS = {
    "_": 1,
    "gettext": 1,
    "gettext_noop": 1,
    "gettext_lazy": 1,
    "ngettext": 2,
    "ngettext_lazy": 2,
}  # arguments
TRANSLATE = re.compile(r"""\{%-?\s*(?:translate|trans)\s+(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""")
BLOCK = re.compile(
    r"\{%\s*(?:blocktranslate|blocktrans)\b(?P<options>[^%]*)%\}(?P<body>.*?)\{%\s*endblocktrans(?:late)?\s*%\}",
    re.DOTALL,
)
PLURAL = re.compile(r"\{%\s*plural\s*%\}")
VARIABLE = re.compile(r"\{\{\s*([\w.]+)[^}]*\}\}")

Key = str | tuple[str, str]


def main(arguments: Sequence[str]) -> int:
    """Update every catalogue below core/locale; 1 if a sentence has no translation, 2 for a wrong call."""
    if arguments and arguments[0] != "merge":
        sys.stderr.write(__doc__ or "")
        return 2
    fragments = [_read(Path(name)) for name in arguments[1:]]
    missing = 0
    for po in sorted((ROOT / LOCALE).glob("*/LC_MESSAGES/django.po")):
        catalogue = updated(_read(po), sentences(), fragments)
        po.write_bytes(as_bytes(catalogue))
        untold = [message.id for message in catalogue if message.id and not _translated(message)]
        lines = [f"{po.relative_to(ROOT)}: {len(catalogue)} sentences, {len(untold)} without translation"]
        sys.stdout.write("\n".join([*lines, *(f"  {key!r}" for key in untold)]) + "\n")
        missing += len(untold)
        # As hatch_build.py does at the next set-up, so that new words are seen at once.
        with po.with_suffix(".mo").open("wb") as target:
            write_mo(target, catalogue)
    return 1 if missing else 0


def sentences() -> dict[Key, list[tuple[str, int]]]:
    """Every marked sentence of the source with the places it stands at, in order."""
    found: dict[Key, list[tuple[str, int]]] = {}
    for path in sorted((ROOT / "src").rglob("*")):
        if "tests" in path.relative_to(ROOT).parts or not path.is_file():
            continue
        for line, key in _in_file(path):
            found.setdefault(key, []).append((path.relative_to(ROOT).as_posix(), line))
    return dict(sorted(found.items(), key=lambda item: item[1][0]))


def _in_file(path: Path) -> Iterator[tuple[int, Key]]:
    if path.suffix == ".py":
        yield from in_python(path.read_text("utf-8"))
    elif path.suffix in {".html", ".txt", ".svg"} and "templates" in path.parts:
        yield from in_template(path.read_text("utf-8"))
    elif path.suffix == ".toml" and (path.parent.name == "rules" or path.name == POLICIES):
        text = path.read_text("utf-8")
        for sentence in (in_policies if path.name == POLICIES else in_rules)(tomllib.loads(text)):
            yield _line_of(sentence, text), sentence


def in_python(text: str) -> Iterator[tuple[int, Key]]:
    """(line, sentence) of each marked literal; read as a tree: f-strings hide calls from a tokenizer."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        words = [word.value for word in node.args[: MARKS.get(name, 0)] if isinstance(word, ast.Constant)]
        if words and all(isinstance(word, str) for word in words):
            yield node.lineno, (words[0], words[1]) if len(words) > 1 else words[0]


def in_template(text: str) -> Iterator[tuple[int, Key]]:
    """(line, sentence) of each `translate` and `blocktranslate` in a Django template."""
    hits = [(hit.start(), _plain(hit[1] if hit[1] is not None else hit[2])) for hit in TRANSLATE.finditer(text)]
    hits += [(hit.start(), _block(hit)) for hit in BLOCK.finditer(text)]
    for start, key in sorted(hits, key=lambda hit: hit[0]):
        yield text.count("\n", 0, start) + 1, key


def _plain(literal: str) -> str:
    return re.sub(r"\\(.)", r"\1", literal)


def _block(hit: re.Match[str]) -> Key:
    """The key Django looks up: variables as %(name)s, and one line if the block is `trimmed`."""
    forms = [VARIABLE.sub(r"%(\1)s", form.replace("%", "%%")) for form in PLURAL.split(hit["body"])]
    if "trimmed" in hit["options"].split():
        forms = [" ".join(line.strip() for line in form.strip().splitlines() if line.strip()) for form in forms]
    return (forms[0], forms[1]) if len(forms) > 1 else forms[0]


def in_rules(rule: Mapping[str, Any]) -> Iterator[str]:
    """The title of a rule file, its legal basis, and the sentence of each reason."""
    told = (rule.get("title"), rule.get("legal_basis"), *rule.get("reasons", {}).values())
    yield from (sentence for sentence in told if sentence)


def in_policies(law: Mapping[str, Any]) -> Iterator[str]:
    """The legal basis of each version of the field policies, and every reason in it."""
    for version in law["version"]:
        yield version["legal_basis"]
        for table in ("policy", "list", "register_order"):
            yield from (one["reason"] for one in version.get(table, ()))


def _line_of(sentence: str, text: str) -> int:
    return text.count("\n", 0, max(text.find(sentence[:30]), 0)) + 1


def updated(old: Catalog, found: dict[Key, list[tuple[str, int]]], fragments: Sequence[Catalog] = ()) -> Catalog:
    """A catalogue of exactly the sentences `found`: translations from `old`, else from the first fragment."""
    catalogue = Catalog(locale=old.locale, project="lumbung", charset="utf-8")
    for key, places in found.items():
        files = sorted({file for file, _line in places})  # without lines: a moved line is no change
        told = next((one[key].string for one in (old, *fragments) if key in one and _translated(one[key])), None)
        if told and not isinstance(told, str):  # a fragment may have fewer forms than the catalogue's header asks for
            told = tuple((*told, *[told[0]] * catalogue.num_plurals)[: catalogue.num_plurals])
        catalogue.add(key, told, locations=[(file, None) for file in files])
    return catalogue


def _translated(message: Message) -> bool:
    told = message.string
    return not message.fuzzy and (all(told) if isinstance(told, tuple | list) else bool(told))


def as_bytes(catalogue: Catalog) -> bytes:
    """The .po file; no dates in it, so that the same sentences give the same bytes."""
    target = BytesIO()
    write_po(target, catalogue, width=100, omit_header=True, include_lineno=False)
    return _header(catalogue).encode() + target.getvalue()


def _header(catalogue: Catalog) -> str:
    return (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        f'"Language: {catalogue.locale}\\n"\n"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    )


def _read(po: Path) -> Catalog:
    with po.open("rb") as source:
        return read_po(source, locale="id" if "locale" not in po.parts else po.parts[-3])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
