"""A region that got a new name keeps the one it had."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial")]

    operations = [
        migrations.AddField("regionevent", "name_before", models.CharField(blank=True, max_length=120)),
    ]
