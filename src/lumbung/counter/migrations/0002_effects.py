import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("counter", "0001_initial")]

    operations = [
        migrations.AddField("counteract", "effective_on", models.DateField(null=True)),
        migrations.AddField("counteract", "ends", models.BooleanField(null=True)),
        migrations.AddField(
            "counteract",
            "branch",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="closings",
                to="counter.counteract",
            ),
        ),
        migrations.AlterField(
            "counteract",
            "kind",
            models.CharField(
                choices=[
                    ("new", "New"),
                    ("officers", "Officers"),
                    ("address", "Address"),
                    ("name", "Name"),
                    ("articles", "Articles"),
                    ("moved_in", "Moved In"),
                    ("moved_out", "Moved Out"),
                    ("dissolved", "Dissolved"),
                    ("merger", "Merger"),
                    ("amalgamation", "Amalgamation"),
                    ("division", "Division"),
                    ("branch_open", "Branch Opened"),
                    ("branch_shut", "Branch Closed"),
                ],
                max_length=12,
            ),
        ),
    ]
