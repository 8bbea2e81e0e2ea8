"""A batch remembers how far its source was when it was compared, so that a stale comparison is never applied."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("imports", "0001_initial")]
    operations = [
        migrations.AddField("batch", "compared_after", models.IntegerField(null=True)),
    ]
