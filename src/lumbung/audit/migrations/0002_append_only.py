"""Lines, seals and what they sealed are only ever added: the database itself refuses the rest."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

TABLES = ("audit_entry", "audit_seal", "audit_sealedline")

# By statement, not by row: an UPDATE that meets no row is refused as well, and a COPY costs nothing.
# Tests that commit have to clear their tables behind them, and a restore puts a backup in the place of what is there:
# both say so for their session. It opens TRUNCATE only, which leaves nothing that could pass for the trail.
FUNCTION = """
CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' AND current_setting('lumbung.allow_audit_truncate', true) = 'on' THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'The audit trail only grows: % of table % is refused.', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation',
          HINT = 'Write a new line that tells what was wrong with the old one.';
END $$
"""
TRIGGER = """
CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("audit", "0001_initial")]

    operations: ClassVar = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION audit_only_grows()"),
        *(
            migrations.RunSQL(TRIGGER.format(table=table), f"DROP TRIGGER {table}_only_grows ON {table}")
            for table in TABLES
        ),
    ]
