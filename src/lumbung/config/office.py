"""Opening the office: settings read, keys kept, the database reached, Django set up, tables up to date."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lumbung.config import cluster, environment
from lumbung.config.environment import Environment
from lumbung.core.findings import BadInput, Finding
from lumbung.core.language import gettext_noop as _
from lumbung.core.sentences import Sentence, enter

enter(
    {
        "office_not_there": Sentence(
            _("The data folder %(path)s is not there: no office was opened with these settings."),
            _("Run “lumbung serve” once, or set LUMBUNG_DATA to the folder of your office."),
        ),
        "office_no_tables": Sentence(
            _("There is no office in the database yet."),
            _("Run “lumbung serve” once, or name the database of your office in DATABASE_URL."),
        ),
    }
)
CLUSTER = "postgresql"  # our own cluster's folder, below the data folder


@contextmanager
def opened(data: Path | None = None, *, without_keys: bool = False, existing: bool = False) -> Iterator[Environment]:
    """The office of `data` (LUMBUNG_DATA by default), for as long as the block lasts; children inherit it.

    Args:
        without_keys: Open it even where a key is lost, to look at it (`doctor`).
        existing: Make none where there is none: a mistyped folder is told, not filled with an empty office.
    Raises:
        BadInput, MachineTrouble: A key, a setting, the folder or the database does not allow it.
    """
    if data is not None:
        os.environ["LUMBUNG_DATA"] = str(data.resolve())
    told = environment.read()
    if existing and not told.database_url and not (told.data / CLUSTER).is_dir():
        raise BadInput([Finding("office_not_there", {"path": str(told.data)})])
    if not (told.data / CLUSTER).exists():
        environment.keep_secrets(told.data)
        told = environment.read()  # with the keys that are kept now
    # A lost key is never replaced in silence: what the old one locks would stay shut, and nobody would know.
    if not without_keys and (lost := environment.missing_keys(told.data)):
        raise BadInput([Finding("key_missing", {"file": name}) for name in lost])
    with cluster.running(told.data / CLUSTER, url=told.database_url, programs=told.postgres_bin) as url:
        os.environ["DATABASE_URL"] = url
        os.environ["DJANGO_SETTINGS_MODULE"] = "lumbung.config.settings"
        import django  # noqa: PLC0415 -- reads the settings, which read DATABASE_URL

        django.setup()
        if existing and not _has_tables():
            raise BadInput([Finding("office_no_tables")])
        yield told


def _has_tables() -> bool:
    from django.db import connection  # noqa: PLC0415 -- needs Django set up

    return "access_office" in connection.introspection.table_names()


def bring_up_to_date() -> None:
    """Tables, the shared cache, the rules as shipped, and the country's regions; safe to repeat."""
    from django.core.management import call_command  # noqa: PLC0415 -- needs `opened`

    from lumbung.places import loading  # noqa: PLC0415
    from lumbung.standing.services import keep_rules  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    keep_rules()
    loading.load()
