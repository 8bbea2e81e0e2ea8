"""What is wrong with an office, in plain words: settings, folder, disk, database, keys, work that failed."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterator

from lumbung.config import cluster
from lumbung.config.environment import Environment, missing_keys
from lumbung.config.office import CLUSTER
from lumbung.core.findings import Finding
from lumbung.core.language import gettext_noop as _
from lumbung.core.sentences import Sentence, enter

enter(
    {
        "doctor_folder_rights": Sentence(
            _("Others on this machine may read the data folder %(path)s."), _("Run: chmod 700 %(path)s")
        ),
        "doctor_disk": Sentence(
            _("Only %(free)s MB are free where the data lies."),
            _("Free some space soon: a full disk stops imports and the database."),
        ),
        "doctor_database": Sentence(
            _("The database does not answer: %(reason)s."),
            _("Start it, or correct DATABASE_URL; for our own cluster “lumbung serve” starts it."),
        ),
        "doctor_superuser": Sentence(
            _("The office speaks to the database as a superuser: a mistake of ours could reach the whole server."),
            _("Name a role in DATABASE_URL that owns the office's database and nothing else."),
        ),
        "doctor_migrations": Sentence(_("%(count)s changes of tables have not run yet."), _("Run “lumbung migrate”.")),
        "doctor_sealed": Sentence(
            _("Personal data in the database does not open with the keys at hand."),
            _("Put the right field-key back into the data folder, or name it in LUMBUNG_FIELD_KEYS."),
        ),
        "doctor_jobs_failed": Sentence(
            _("%(count)s pieces of background work failed in the last seven days."),
            _("The administrator sees them under “Jobs” and can start them again."),
        ),
        "doctor_jobs_waiting": Sentence(
            _("Background work waits since %(minutes)s minutes and nobody takes it."),
            _("Start “lumbung serve” or “lumbung worker”."),
        ),
        "doctor_no_https": Sentence(
            _("The office is reached at %(hosts)s without TLS: passwords travel in the open."),
            _("Put nginx with a certificate in front and set LUMBUNG_HTTPS=1; phones need it too."),
        ),
        "doctor_debug": Sentence(_("LUMBUNG_DEBUG is on: pages show the inside of the program."), _("Switch it off.")),
        "doctor_server_runs": Sentence(_("Our own database server runs (PostgreSQL %(data)s).")),
        "doctor_server_rests": Sentence(
            _("Our own database server rests (PostgreSQL %(data)s); “lumbung serve” starts it.")
        ),
    }
)
_LEAST_FREE_MB = 1_000
_LOCAL = {"localhost", "127.0.0.1", "[::1]"}
_PATIENCE_MINUTES = 10
Check = Callable[[Environment], Iterator[Finding]]


def outside(told: Environment) -> Iterator[Finding]:
    """What can be said without the database."""
    for check in (_folder, _disk, _keys, _door):
        yield from check(told)


def inside(told: Environment) -> Iterator[Finding]:
    """What the database says; Django is set up (`office.opened`)."""
    for check in (_migrations, _role, _sealed, _jobs):
        found = list(check(told))
        yield from found
        if any(finding.severity == "error" for finding in found):
            return  # later checks would fail for the same reason


def _folder(told: Environment) -> Iterator[Finding]:
    path = {"path": str(told.data)}
    if not told.data.is_dir():
        yield Finding("office_not_there", path)
        return
    if stat.S_IMODE(os.stat(told.data).st_mode) & 0o066:
        yield Finding("doctor_folder_rights", path, severity="warning")
    if not told.database_url:
        yield from _server(told)


def _server(told: Environment) -> Iterator[Finding]:
    state = cluster.status(told.data / CLUSTER)
    if state.data is not None:
        code = "doctor_server_rests" if state.server is None else "doctor_server_runs"
        yield Finding(code, {"data": state.data}, severity="note")
    yield from state.findings


def _disk(told: Environment) -> Iterator[Finding]:
    if told.data.is_dir():
        free = shutil.disk_usage(told.data).free // 1_000_000
        if free < _LEAST_FREE_MB:
            yield Finding("doctor_disk", {"free": free}, severity="warning")


def _keys(told: Environment) -> Iterator[Finding]:
    if told.data.is_dir():
        yield from (Finding("key_missing", {"file": name}) for name in missing_keys(told.data))


def _door(told: Environment) -> Iterator[Finding]:
    open_to = sorted(set(told.hosts) - _LOCAL)
    if open_to and not told.https:
        yield Finding("doctor_no_https", {"hosts": ", ".join(open_to)}, severity="warning")
    if told.debug:
        yield Finding("doctor_debug", severity="warning")


def _migrations(told: Environment) -> Iterator[Finding]:
    from django.db import DatabaseError, connection  # noqa: PLC0415 -- after `opened`
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as trouble:
        yield Finding("doctor_database", {"reason": str(trouble).splitlines()[0][:200]})
        return
    if waiting:
        yield Finding("doctor_migrations", {"count": len(waiting)})


def _role(told: Environment) -> Iterator[Finding]:
    from django.db import connection  # noqa: PLC0415 -- after `opened`

    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone()[0]:
            yield Finding("doctor_superuser", severity="warning")


def _sealed(told: Environment) -> Iterator[Finding]:
    from lumbung.core.findings import MachineTrouble  # noqa: PLC0415
    from lumbung.registry.models import Record  # noqa: PLC0415 -- after `opened`
    from lumbung.registry.sealing import unseal  # noqa: PLC0415

    newest = Record.objects.filter(personal_sealed__isnull=False).order_by("-pk").first()
    try:
        if newest and newest.personal_sealed is not None:
            unseal(newest.personal_sealed)
    except MachineTrouble:
        yield Finding("doctor_sealed")


def _jobs(told: Environment) -> Iterator[Finding]:
    from datetime import timedelta  # noqa: PLC0415

    from django.utils import timezone  # noqa: PLC0415 -- after `opened`

    from lumbung.core.jobs.models import JobProgress  # noqa: PLC0415

    now = timezone.now()
    failed = JobProgress.objects.filter(state="failed", ended_at__gte=now - timedelta(days=7)).count()
    if failed:
        yield Finding("doctor_jobs_failed", {"count": failed}, severity="warning")
    oldest = JobProgress.objects.filter(state="waiting").order_by("asked_at").first()
    if oldest:
        minutes = int((now - oldest.asked_at).total_seconds() // 60)
        if minutes >= _PATIENCE_MINUTES:
            yield Finding("doctor_jobs_waiting", {"minutes": minutes}, severity="warning")
