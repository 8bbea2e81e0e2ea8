"""What every rule said at a moment of the past, read in an index alone."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("standing", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="result",
            index=models.Index(
                fields=["office", "rule", "since"],
                include=("cooperative", "result", "reason", "until"),
                name="result_ever",
            ),
        ),
    ]
