"""Our database in a cluster of our own, and the plain role that owns it.

The office is no superuser: whatever a mistake of ours might let somebody say to the database, it reaches no file, no
program and no setting of the server. Clusters made before that role existed are handed over when they are opened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from lumbung.config.cluster.folder import PORT, Folder
from lumbung.config.cluster.options import OWNER, SUPERUSER
from lumbung.core.findings import Finding, MachineTrouble

if TYPE_CHECKING:
    import psycopg

DATABASE = "lumbung"
_LOCK = 20_261  # one process at a time sees to the role


def address(folder: Folder, *, database: str = DATABASE, role: str = OWNER) -> str:
    """The address of a database of the cluster, as DATABASE_URL writes it."""
    where = urlencode({"host": str(folder.socket), "port": PORT}, quote_via=quote, safe="")
    return f"postgresql://{role}@/{database}?{where}"


def make_database(folder: Folder, *, for_tests: bool = False) -> None:
    """Make role and database unless they are there, and hand over what the superuser still owns; safe to repeat.

    Args:
        for_tests: The role may make databases of its own.
    Raises:
        MachineTrouble: The server refuses.
    """
    import psycopg  # noqa: PLC0415 -- needs libpq; `stop` and `status` do without

    try:
        with psycopg.connect(address(folder, database="postgres", role=SUPERUSER), autocommit=True) as connection:
            # Held by the session, for CREATE DATABASE runs in no transaction: processes that start at once wait here.
            connection.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
            _make(connection, "createdb" if for_tests else "nocreatedb")
            with psycopg.connect(address(folder, role=SUPERUSER)) as inside:
                inside.execute(_HAND_OVER)
    except psycopg.Error as error:
        params = {"reason": " / ".join(str(error).split("\n")), "log": str(folder.log)}
        raise MachineTrouble(Finding("database_statement_failed", params)) from error


def _make(connection: psycopg.Connection[Any], createdb: str) -> None:
    if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [OWNER]).fetchone():
        connection.execute(f"CREATE ROLE {OWNER} LOGIN {createdb}")
        # Sealing the audit trail looks which transactions are open; without this it cannot see those of autovacuum.
        connection.execute(f"GRANT pg_read_all_stats TO {OWNER}")
    found = connection.execute(
        "SELECT datdba::regrole::text FROM pg_database WHERE datname = %s", [DATABASE]
    ).fetchone()
    if not found:
        connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER} TEMPLATE template0 ENCODING 'UTF8'")
    elif found[0] != OWNER:
        connection.execute(f"ALTER DATABASE {DATABASE} OWNER TO {OWNER}")


# Whatever in the schema public is the superuser's: of clusters from before the role, or written by an older Lumbung
# since. What belongs to an extension stays, and so do sequences of columns, which follow their tables.
_HAND_OVER = f"""
DO $$
DECLARE
    one record;
BEGIN
    FOR one IN
        SELECT format('ALTER %s %s OWNER TO {OWNER}', kind, name) AS statement FROM (
            SELECT 'pg_class'::regclass AS catalogue, c.oid, c.oid::regclass::text AS name, c.relowner AS owner,
                CASE c.relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
                    ELSE 'TABLE' END AS kind
                FROM pg_class c WHERE c.relkind IN ('r', 'p', 'S', 'v', 'm') AND c.relnamespace = 'public'::regnamespace
                    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
                        AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i'))
            UNION ALL
            SELECT 'pg_proc'::regclass, p.oid, p.oid::regprocedure::text, p.proowner, 'ROUTINE'
                FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
            UNION ALL
            SELECT 'pg_type'::regclass, t.oid, t.oid::regtype::text, t.typowner, 'TYPE'
                FROM pg_type t WHERE t.typnamespace = 'public'::regnamespace AND t.typtype IN ('e', 'd', 'c', 'r')
                    AND NOT EXISTS (SELECT FROM pg_class c WHERE c.oid = t.typrelid AND c.relkind <> 'c')
        ) object
        WHERE owner = '{SUPERUSER}'::regrole AND NOT EXISTS (
            SELECT FROM pg_depend d WHERE d.classid = catalogue AND d.objid = object.oid AND d.deptype = 'e')
    LOOP
        EXECUTE one.statement;
    END LOOP;
END
$$
"""
