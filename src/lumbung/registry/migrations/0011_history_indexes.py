"""Indexes over the versions of all times, for lists and tables of the past."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models.functions import Upper


class Migration(migrations.Migration):
    dependencies = [("access", "0002_saved_views"), ("registry", "0010_override_until")]

    operations = [
        migrations.AddIndex(
            model_name="version",
            index=models.Index(models.F("office"), Upper("name"), models.F("id"), name="ever_by_upper_name"),
        ),
        migrations.AddIndex(
            model_name="version",
            index=models.Index(
                models.F("office"),
                models.F("district_code"),
                Upper("name"),
                models.F("id"),
                name="ever_by_district_and_name",
            ),
        ),
        migrations.AddIndex(
            model_name="version",
            index=models.Index(
                fields=["office", "district_code", "category", "known"], include=("cooperative",), name="ever_to_count"
            ),
        ),
    ]
