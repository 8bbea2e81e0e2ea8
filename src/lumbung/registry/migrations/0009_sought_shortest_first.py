"""What is looked in, by the length of its name: of what carries a common word the first page is read, not all."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import F, Value
from django.db.models.functions import Least, Length


class Migration(migrations.Migration):
    dependencies = [("registry", "0008_kept_rows")]

    operations = [
        migrations.AddIndex(
            model_name="sought",
            index=models.Index(
                F("office"),
                Least(Length("upper_name"), Value(100)),
                F("upper_name"),
                F("version"),
                name="sought_shortest_first",
            ),
        ),
    ]
