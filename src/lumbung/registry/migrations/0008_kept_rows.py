"""Rows of many records as the engine reads them, so that a run over a nation need not read each record."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0002_saved_views"), ("registry", "0007_known_words")]

    operations = [
        migrations.CreateModel(
            name="KeptRows",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("shape", models.CharField(max_length=64)),
                ("records", models.BinaryField()),
                ("sealed", models.BinaryField()),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="access.office"
                    ),
                ),
            ],
            options={"verbose_name_plural": "kept rows"},
        ),
    ]
