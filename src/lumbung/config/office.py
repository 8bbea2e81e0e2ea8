"""Opening the office: settings read, keys kept, the database reached, Django set up, tables up to date."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lumbung.config import cluster, environment
from lumbung.config.environment import Environment
from lumbung.core.findings import BadInput, Finding

CLUSTER = "postgresql"  # our own cluster's folder, below the data folder


@contextmanager
def opened(data: Path | None = None, *, without_keys: bool = False) -> Iterator[Environment]:
    """The office of `data` (LUMBUNG_DATA by default), for as long as the block lasts; children inherit it.

    Args:
        without_keys: Open it even where a key is lost, to look at it (`doctor`).
    Raises:
        BadInput, MachineTrouble: A key, a setting, the folder or the database does not allow it.
    """
    if data is not None:
        os.environ["LUMBUNG_DATA"] = str(data.resolve())
    told = environment.read()
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
        yield told


def bring_up_to_date() -> None:
    """Tables, the shared cache, the rules as shipped, and the country's regions; safe to repeat."""
    from django.core.management import call_command  # noqa: PLC0415 -- needs `opened`

    from lumbung.places import loading  # noqa: PLC0415
    from lumbung.standing.services import keep_rules  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    keep_rules()
    loading.load()
