"""The words of all names beside the versions, so that a misspelt one is mended without a look at every record."""

from __future__ import annotations

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

from lumbung.registry.migrations import _sought


class Migration(migrations.Migration):
    dependencies = [("access", "0002_saved_views"), ("registry", "0006_to_count")]

    operations = [
        migrations.CreateModel(
            name="KnownWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=40)),
                (
                    "office",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="access.office",
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["word"], name="word_forgives_typos", opclasses=["gin_trgm_ops"]
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("office", "word"), name="a_word_stands_once")],
            },
        ),
        migrations.RunSQL(_sought.KNOWN_WORDS.format(table="registry_version"), migrations.RunSQL.noop),
        migrations.RunSQL(_sought.KEEPS_WORDS_TOO, _sought.KEEPS_ROWS),
    ]
