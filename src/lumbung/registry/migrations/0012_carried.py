"""What stays of a row whose newest list has cells that cannot be used; nothing for the records there are."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0011_history_indexes")]

    operations = [migrations.AddField("record", "carried", models.JSONField(null=True))]
