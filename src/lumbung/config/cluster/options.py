"""How the server is set: for an office machine with some gigabytes of memory, or for tests that forget everything."""

from __future__ import annotations

from pathlib import Path

from lumbung.config.cluster.folder import PORT, Folder

SUPERUSER = "lumbung"  # of the cluster, made by initdb; only the supervisor speaks as it
OWNER = "office"  # of the database; the office speaks as it, and may do nothing outside its database

# Six thousand cooperatives and twenty people on one machine that does other things too: the whole office stays
# below 1.5 GB. A larger office has a server of its own, in DATABASE_URL.
_OFFICE = {
    "max_connections": "60",
    "shared_buffers": "128MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "1GB",
    "random_page_cost": "1.5",
    "jit": "off",  # our queries are short; compiling them costs more than it saves
    # No second server follows this one, so the journal of a batch into a new table can be left out.
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "timezone": "UTC",
    "datestyle": "ISO, DMY",
}

# What the server writes down must not hold people's data: no statements, no values in DETAIL lines.
_LOG = {
    "log_destination": "stderr",
    "logging_collector": "off",
    "log_line_prefix": "%m [%p] ",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_checkpoints": "off",
    "log_autovacuum_min_duration": "-1",
    "lc_messages": "C",
}

# Tests roll back what they write. A vacuum that meets a table at such a moment notes "no rows" for good, and the plans of
# the next test take minutes; without one the planner goes by the size of the table.
_TESTS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "autovacuum": "off"}


def server_words(folder: Folder, *, for_tests: bool) -> list[str]:
    """What stands behind `postgres` on its command line. Nothing listens on the network."""
    quoted = str(folder.socket).replace('"', '""')
    settings = {
        **_OFFICE,
        **_LOG,
        **(_TESTS if for_tests else {}),
        "listen_addresses": "",
        "port": str(PORT),
        "unix_socket_directories": f'"{quoted}"',
        "unix_socket_permissions": "0700",
    }
    return ["-D", str(folder.pg), *(word for name, value in settings.items() for word in ("-c", f"{name}={value}"))]


def initdb_words(pg: Path, *, major: int, for_tests: bool) -> list[str]:
    """What stands behind `initdb`: UTF-8, sorting by code point, the same on every machine and after every upgrade.

    From 17 on PostgreSQL brings its own C.UTF-8; before, the system's must do. No password works on the socket,
    which lies in a private folder.
    """
    if major >= 17:
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    else:
        locale = ["--locale=C.UTF-8", "--lc-messages=C"]
    return [
        f"--pgdata={pg}",
        f"--username={SUPERUSER}",
        "--encoding=UTF8",
        *locale,
        "--data-checksums",
        "--auth-local=trust",
        "--auth-host=reject",
        "--no-instructions",
        *(["--no-sync"] if for_tests else []),
    ]
