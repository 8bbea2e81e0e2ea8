"""The alternative for list and search: Datasette on the same rows, in SQLite with its full-text search."""

from __future__ import annotations

import importlib.util
import shutil
import sqlite3
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

from lumbung.access.queries import Standpoint
from lumbung.bench.office.questions import Question
from lumbung.bench.office.running import HOST, free_port, started
from lumbung.dashboards import lists
from lumbung.dashboards.asking import Wanted

TABLE = "koperasi"
COLUMNS = (
    "number", "name", "category", "group", "district_code", "village_code", "standing", "reason", "members", "coop_nik",
    "legal_number", "visited_on", "last_rat_on", "certificate_valid_to", "register_records", "census_records",
)  # fmt: skip


def command() -> list[str]:
    """The words that start Datasette; [] where it is not installed."""
    if importlib.util.find_spec("datasette"):
        return [sys.executable, "-m", "datasette"]
    program = shutil.which("datasette")
    return [program] if program else []


def export(standpoint: Standpoint, path: Path) -> int:
    """The whole list with the columns its page shows, indexed for the same orders and for words. Returns its rows."""
    path.unlink(missing_ok=True)
    rows = lists.lines(lists.selection(standpoint, Wanted("", "", ())))
    names, holes = ", ".join(f'"{name}"' for name in COLUMNS), ", ".join("?" * len(COLUMNS))
    with sqlite3.connect(path) as database:
        database.execute(f"CREATE TABLE {TABLE} ({names}, PRIMARY KEY (number))")
        told = ([_plain(row[name]) for name in COLUMNS] for row in rows)
        count = database.executemany(f"INSERT INTO {TABLE} VALUES ({holes})", told).rowcount
        for name in ("name", "category", "district_code", "standing"):
            database.execute(f"CREATE INDEX {TABLE}_{name} ON {TABLE} ({name})")
        searched = "number, name, coop_nik, legal_number"
        database.execute(f'CREATE VIRTUAL TABLE {TABLE}_fts USING fts5({searched}, content="{TABLE}")')
        database.execute(f"INSERT INTO {TABLE}_fts(rowid, {searched}) SELECT rowid, {searched} FROM {TABLE}")
        database.execute("ANALYZE")
    database.close()
    return count


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, int | float | str) else str(value)


@contextmanager
def serving(words: Sequence[str], path: Path) -> Iterator[int]:
    """Datasette with its own settings on the file; the port it answers at."""
    port = free_port()
    door = ["serve", "--immutable", str(path), "--host", HOST, "--port", str(port)]
    with started([*words, *door], name="datasette", answers_at=f"http://{HOST}:{port}/-/versions.json"):
        yield port


def same(asked: Mapping[str, Sequence[Question]], path: Path) -> dict[str, list[Question]]:
    """The questions Datasette can be asked, as its pages: 50 rows, sorted by name, searched by words."""
    base, sorted_ = f"/{quote(path.stem)}/{TABLE}", {"_size": "50", "_sort": "name"}
    page = Question(f"{base}?{urlencode(sorted_)}")
    deep = [Question(f"{base}?{urlencode(sorted_ | {'_next': token})}") for token in _anchors(path, len(asked["list"]))]
    return {
        "list": [page] * len(asked["list"]),
        "list_deep": deep,
        **{
            name: [_searched(base, question) for question in asked[name]]
            for name in ("search_typo", "search_number", "search_short", "search_common")
            if name in asked
        },
    }


def _searched(base: str, question: Question) -> Question:
    words = " ".join(f'"{word}"' if "-" in word else word for word in question.words.split())
    return Question(f"{base}?{urlencode({'_size': '50', '_search': words})}", words, question.meant)


def _anchors(path: Path, n: int) -> list[str]:
    """`_next` tokens from all over the list, as Datasette writes them: name and primary key."""
    with sqlite3.connect(path) as database:
        every = max(database.execute(f"SELECT count(*) FROM {TABLE}").fetchone()[0] // n, 1)
        found = database.execute(f"SELECT name, number FROM {TABLE} WHERE rowid % ? = 0 LIMIT ?", (every, n)).fetchall()
    database.close()
    tokens = [f"{_tilde(name)},{_tilde(number)}" for name, number in found]
    return (tokens * (n // max(len(tokens), 1) + 1))[:n]


def _tilde(text: str) -> str:
    """Datasette's tilde encoding of one part of a token."""
    kept = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
    return "".join(chr(b) if b in kept else "+" if b == 32 else f"~{b:02X}" for b in text.encode())
