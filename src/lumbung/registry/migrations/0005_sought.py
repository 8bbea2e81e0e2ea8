"""What the search box looks in, beside the versions; triggers keep it, whoever writes a version."""

from __future__ import annotations

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

from lumbung.registry.migrations._sought import COLUMNS, KEEPS_ROWS, TOLD

TRIGGERS = {
    "insert": "AFTER INSERT ON registry_version REFERENCING NEW TABLE AS came",
    "update": "AFTER UPDATE ON registry_version REFERENCING OLD TABLE AS gone NEW TABLE AS came",
    "delete": "AFTER DELETE ON registry_version REFERENCING OLD TABLE AS gone",
}


class Migration(migrations.Migration):
    dependencies = [("access", "0002_saved_views"), ("registry", "0004_guidance")]

    operations = [
        migrations.CreateModel(
            name="Sought",
            fields=[
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="sought",
                        serialize=False,
                        to="registry.version",
                    ),
                ),
                ("group", models.CharField(blank=True, max_length=40)),
                ("upper_name", models.CharField(max_length=300)),
                ("text", models.TextField()),
                (
                    "cooperative",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.cooperative",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="access.office",
                    ),
                ),
            ],
            options={"verbose_name_plural": "sought"},
        ),
        migrations.RunSQL(
            f"INSERT INTO registry_sought {COLUMNS} SELECT {TOLD} FROM registry_version WHERE current",
            migrations.RunSQL.noop,
        ),
        migrations.AddIndex(
            model_name="sought",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["text"], name="sought_forgives_typos", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.RunSQL(KEEPS_ROWS, "DROP FUNCTION registry_keep_sought()"),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER registry_version_{name}_sought {when}"
                " FOR EACH STATEMENT EXECUTE FUNCTION registry_keep_sought()",
                f"DROP TRIGGER registry_version_{name}_sought ON registry_version",
            )
            for name, when in TRIGGERS.items()
        ),
    ]
