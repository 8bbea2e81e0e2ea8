from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """What is told for a later day waits with its act."""

    dependencies = [("counter", "0002_effects")]

    operations = [
        migrations.AddField("counteract", "awaiting", models.JSONField(default=dict)),
        migrations.AddConstraint(
            "counteract",
            models.CheckConstraint(
                name="counter_act_awaits_its_day_or_is_told",
                condition=Q(awaiting={}) | Q(record=None, effective_on__isnull=False),
            ),
        ),
    ]
