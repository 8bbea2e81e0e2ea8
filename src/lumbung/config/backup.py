"""One file with all data and documents of an office's database, and the way back.

Tables are copied in one snapshot as PostgreSQL's own text format, which 15 to 18 read alike; so a backup moves between
our own cluster and a real server, and between versions. Left out: the queue of background work and what is only kept
for speed (pages, rows), which mean nothing elsewhere, and the keys, which must not lie beside what they lock.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from lumbung.core.findings import BadInput, Finding
from lumbung.core.language import gettext_noop as _
from lumbung.core.sentences import Sentence, enter

enter(
    {
        "backup_unreadable": Sentence(
            _("“%(file)s” is no whole backup of Lumbung: %(reason)s."),
            _("Use another backup; this one was cut off or changed after it was written."),
        ),
        "backup_no_folder": Sentence(
            _("The folder “%(folder)s” for the backup is not there or may not be written."),
            _("Make it, or name another place."),
        ),
        "backup_newer": Sentence(
            _("The backup was written by Lumbung %(theirs)s with tables that this version (%(ours)s) does not know."),
            _("Install that version or a newer one, then restore."),
        ),
        "restore_not_empty": Sentence(
            _("The database already holds an office (%(offices)s); a backup is only restored into an empty one."),
            _("Name an empty data folder with --data, or an empty database in DATABASE_URL."),
        ),
    }
)
_LEFT_OUT = ("procrastinate_", "cache", "django_session", "usersessions_", "registry_keptrows")
_FORMAT = 1
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Told:
    """What a backup or a restore did."""

    tables: int
    rows: int
    documents: int
    size: int  # bytes of the file


def write_backup(file: Path) -> Told:
    """Write everything to `file`: beside it first, then renamed, so that a cut-off backup never looks whole.

    Raises:
        BadInput: The folder cannot be written.
        OSError: The disk is full; nothing is left behind.
    """
    if not os.access(file.parent, os.W_OK | os.X_OK) or file.is_dir():
        raise BadInput(Finding("backup_no_folder", {"folder": str(file if file.is_dir() else file.parent)}))
    partial = file.with_name(f".{file.name}.partial")
    try:
        with tarfile.open(partial, "w:gz", compresslevel=6) as tar:
            manifest = _manifest()
            with _snapshot():
                for name in _tables():
                    manifest["tables"][name] = _write_table(tar, name)
            manifest["documents"] = dict(_write_documents(tar))
            _add(tar, "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode())
        with partial.open("rb") as done:
            os.fsync(done.fileno())
        partial.chmod(0o600)
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)
    return _told(manifest, file)


def restore(file: Path) -> Told:
    """Bring `file` back into an empty database and its documents into the documents folder, all or nothing.

    Raises:
        BadInput: The file is not whole, was written by a newer version, or the database is not empty.
    """
    with TemporaryDirectory(dir=settings.ENVIRONMENT.data) as folder:
        manifest = _unpack(file, Path(folder))
        _check_known(manifest)
        _check_empty()
        for app, name in manifest["leaves"]:
            call_command("migrate", app, name, verbosity=0, interactive=False)
        _fill(manifest, Path(folder))
        _place_documents(manifest, Path(folder))
        call_command("migrate", verbosity=0, interactive=False)
    # Numbers of transactions begin anew in another cluster; sealing what came over tells later lines apart from it.
    from lumbung.audit.sealing import seal_committed_lines  # noqa: PLC0415 -- models, after `opened`

    seal_committed_lines()
    return _told(manifest, file)


def _manifest() -> dict[str, Any]:
    return {
        "format": _FORMAT,
        "version": version("lumbung"),
        "written_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "migrations": sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()),
        "leaves": sorted(_leaves()),
        "tables": {},
    }


def _leaves() -> list[tuple[str, str]]:
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415 -- reads every migration

    return list(MigrationExecutor(connection).loader.graph.leaf_nodes())


def _tables() -> list[str]:
    return sorted(t for t in connection.introspection.table_names() if not t.startswith(_LEFT_OUT))


@contextmanager
def _snapshot() -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _write_table(tar: tarfile.TarFile, name: str) -> dict[str, Any]:
    """Copied to a file beside first: a tar member says its size before its content."""
    with connection.cursor() as cursor:
        columns = [c.name for c in connection.introspection.get_table_description(cursor, name)]
        listed = ", ".join(map(_quoted, columns))
        with TemporaryDirectory(dir=settings.ENVIRONMENT.data) as folder:
            path = Path(folder) / "table"
            digest = hashlib.sha256()
            # In the order of its key, not of the disk: the same office gives the same bytes.
            key = connection.introspection.get_primary_key_columns(cursor, name) or columns
            ordered = f"SELECT {listed} FROM {_quoted(name)} ORDER BY {', '.join(map(_quoted, key))}"
            with path.open("wb") as out, cursor.copy(f"COPY ({ordered}) TO STDOUT") as copy:
                for block in copy:
                    digest.update(block)
                    out.write(block)
            cursor.execute(f"SELECT count(*) FROM {_quoted(name)}")
            rows = cursor.fetchone()[0]
            tar.add(path, f"tables/{name}.copy", filter=_plain)
    return {"columns": columns, "rows": rows, "sha256": digest.hexdigest()}


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def _write_documents(tar: tarfile.TarFile) -> Iterator[tuple[str, str]]:
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(p for p in root.rglob("*") if p.is_file() and not p.name.startswith(".")):
        name = path.relative_to(root).as_posix()
        tar.add(path, f"documents/{name}", filter=_plain)
        yield name, _digest(path)


def _add(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(data)
    member.mode = 0o600
    tar.addfile(member, io.BytesIO(data))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _unpack(file: Path, folder: Path) -> dict[str, Any]:
    """Unpacked and checked against its own manifest before anything is changed."""
    try:
        with tarfile.open(file, "r:gz") as tar:
            _extract(tar, folder)
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
        if manifest["format"] != _FORMAT:
            raise ValueError(f"format {manifest['format']}")
        _compare(manifest["documents"], folder / "documents")
        _compare({f"{name}.copy": told["sha256"] for name, told in manifest["tables"].items()}, folder / "tables")
    except (tarfile.TarError, OSError, EOFError, ValueError, KeyError) as trouble:
        raise BadInput(Finding("backup_unreadable", {"file": file.name, "reason": str(trouble)[:200]})) from trouble
    return manifest


def _extract(tar: tarfile.TarFile, folder: Path) -> None:
    """Plain files alone, and inside `folder` alone; Debian 12's Python has no filter that sees to it."""
    for member in tar:
        target = (folder / member.name).resolve()
        source = tar.extractfile(member) if member.isfile() else None
        if source is None or not target.is_relative_to(folder.resolve()):
            raise ValueError(member.name)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with source, target.open("wb") as out:
            shutil.copyfileobj(source, out, _BLOCK)


def _compare(told: Mapping[str, str], folder: Path) -> None:
    for name, digest in told.items():
        if _digest(folder / name) != digest:
            raise ValueError(f"{name}: SHA-256")


def _check_known(manifest: Mapping[str, Any]) -> None:
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415 -- reads every migration

    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if set(manifest["migrations"]) - known:
        raise BadInput(Finding("backup_newer", {"theirs": manifest["version"], "ours": version("lumbung")}))


def _check_empty() -> None:
    if "access_office" not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(code, ', ' ORDER BY code) FROM access_office")
        offices = cursor.fetchone()[0]
    if offices:
        raise BadInput(Finding("restore_not_empty", {"offices": offices}))


@transaction.atomic
def _fill(manifest: Mapping[str, Any], folder: Path) -> None:
    """Foreign keys are deferred, so the order of tables does not matter; they are checked at the end."""
    wanted = [name for name in sorted(manifest["tables"]) if name != "django_migrations"]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lumbung.allow_audit_truncate = 'on'")  # an empty office may have lines of its making
        full = [name for name in wanted if _has_rows(cursor, name)]
        if full:
            cursor.execute(f"TRUNCATE {', '.join(map(_quoted, full))} CASCADE")
        for name in wanted:
            columns = ", ".join(map(_quoted, manifest["tables"][name]["columns"]))
            with (
                (folder / "tables" / f"{name}.copy").open("rb") as source,
                cursor.copy(f"COPY {_quoted(name)} ({columns}) FROM STDIN") as copy,
            ):
                _pour(source, copy)
        for sequence in connection.introspection.sequence_list():
            if sequence["table"] in wanted:
                _advance(cursor, sequence["table"], sequence["column"])


def _has_rows(cursor: Any, name: str) -> bool:
    cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {_quoted(name)})")
    return bool(cursor.fetchone()[0])


def _pour(source: IO[bytes], copy: Any) -> None:
    while block := source.read(_BLOCK):
        copy.write(block)


def _advance(cursor: Any, table: str, column: str) -> None:
    """The next number of an identity column comes after the largest that was restored."""
    cursor.execute(
        f"SELECT setval(pg_get_serial_sequence(%s, %s), coalesce(max({_quoted(column)}), 0) + 1, false) "
        f"FROM {_quoted(table)}",
        [_quoted(table), column],
    )


def _place_documents(manifest: Mapping[str, Any], folder: Path) -> None:
    root = Path(settings.MEDIA_ROOT)
    for name in manifest["documents"]:
        target = root / name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / "documents" / name).replace(target)


def _told(manifest: Mapping[str, Any], file: Path) -> Told:
    rows = sum(table["rows"] for table in manifest["tables"].values())
    return Told(len(manifest["tables"]), rows, len(manifest["documents"]), file.stat().st_size)
