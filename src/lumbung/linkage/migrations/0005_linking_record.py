"""Which record an entry spoke by when it was last linked: what has not moved since need not be read to be known."""

from __future__ import annotations

from django.db import migrations, models

KNOWN = """
    UPDATE linkage_linking l SET record_id = r.id
    FROM registry_entry e JOIN registry_record r ON r.id = e.current_id
    WHERE e.id = l.entry_id AND r.content_hash = l.content_hash
"""


class Migration(migrations.Migration):
    dependencies = [("linkage", "0004_reviewing"), ("registry", "0008_kept_rows")]

    operations = [
        migrations.AddField(model_name="linking", name="record_id", field=models.BigIntegerField(null=True)),
        migrations.RunSQL(KNOWN, migrations.RunSQL.noop),
    ]
