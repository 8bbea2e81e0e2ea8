"""One part of the measuring of one office, as a process of its own: an office is set up once in a process.

    python -m lumbung.bench.office.child PART FOLDER ROWS CLICKS ANSWER.json

PART is `made` (the office in FOLDER, if it is not there), `clicked` or `worked`. ANSWER.json gets fields of
`found.Office`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lumbung.bench.office.found import keep
from lumbung.bench.office.running import cores, free_port, on_core

LISTED = "koperasi.db"


def main(part: str, folder: str, rows: str, clicks: str, answer: str) -> None:
    """Do the part and hand over what was found."""
    keep(PARTS[part](Path(folder), int(rows), int(clicks)), Path(answer))


@contextmanager
def opened(folder: Path, *, core: int | None = None) -> Iterator[None]:
    """The office in `folder` with its own PostgreSQL, which stays on `core`."""
    from lumbung.config import office  # noqa: PLC0415 -- the command alone does without the office's packages

    os.environ.pop("DATABASE_URL", None)
    with on_core(core):
        place = office.opened(folder)
        place.__enter__()
    try:
        yield
    finally:
        place.__exit__(*sys.exc_info())


def _made(folder: Path, rows: int, clicks: int) -> Mapping[str, Any]:
    with opened(folder):
        from lumbung.bench.office import making  # noqa: PLC0415 -- models, after Django is set up
        from lumbung.config.office import bring_up_to_date  # noqa: PLC0415

        bring_up_to_date()
        return {"holds": making.holds(making.made(rows, folder).office)}


def _clicked(folder: Path, rows: int, clicks: int) -> Mapping[str, Any]:
    kept_to = cores()
    with opened(folder, core=kept_to.office if kept_to else None):
        from django.db import connection  # noqa: PLC0415

        from lumbung.bench.office import datasette, making, visiting  # noqa: PLC0415
        from lumbung.bench.office.statements import asked  # noqa: PLC0415

        made, port = making.found(rows), free_port()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        listed, words = folder / LISTED, datasette.command()
        if words:
            datasette.export(made.standpoint, listed)
        wanted = visiting.addresses(made.office)
        counted = asked(made.standpoint.user, wanted)
        told = visiting.visited(made, port, listed if words else None, words, clicks, kept_to)
        return {**told, "asked": counted, "without": "" if words else "datasette"}


def _worked(folder: Path, rows: int, clicks: int) -> Mapping[str, Any]:
    with opened(folder):
        from lumbung.bench.office import making, writing  # noqa: PLC0415

        return {"worked": writing.worked(making.found(rows), rows, folder)}


PARTS: Mapping[str, Callable[[Path, int, int], Mapping[str, Any]]] = {
    "made": _made,
    "clicked": _clicked,
    "worked": _worked,
}


if __name__ == "__main__":
    main(*sys.argv[1:])
