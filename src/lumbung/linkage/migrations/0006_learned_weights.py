"""Weights are kept by number and decided by people; what is in use today becomes number 1, taken by itself."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KEEP = """
    INSERT INTO linkage_learned
        (office_id, number, engine_version, weights, records, learned_at, learned_for, state, comparison, reason)
    SELECT m.office_id, 1, m.engine_version, m.weights, m.records, r.started_at, 'system', 'taken', '{}', ''
    FROM linkage_model m JOIN linkage_run r ON r.id = m.run_id
"""
NAME = """
    UPDATE linkage_model m SET learned_id = l.id FROM linkage_learned l WHERE l.office_id = m.office_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_daily_summary"),
        ("linkage", "0005_linking_record"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Learned",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.IntegerField()),
                ("engine_version", models.CharField(max_length=20)),
                ("weights", models.JSONField()),
                ("records", models.IntegerField()),
                ("learned_at", models.DateTimeField(auto_now_add=True)),
                ("learned_for", models.CharField(max_length=60)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("taken", "Taken"),
                            ("proposed", "Proposed"),
                            ("adopted", "Adopted"),
                            ("passed_over", "Passed Over"),
                        ],
                        max_length=12,
                    ),
                ),
                ("comparison", models.JSONField(default=dict)),
                ("decided_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="learned_weights",
                        to="access.office",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("office", "number"), name="learned_weights_are_numbered"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by", None), ("state__in", ["taken", "proposed"])),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("state__in", ["adopted", "passed_over"]),
                            ),
                            _connector="OR",
                        ),
                        name="learned_weights_are_decided_by_somebody",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="model",
            name="learned",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="linkage.learned"
            ),
        ),
        migrations.RunSQL(KEEP, migrations.RunSQL.noop),
        migrations.RunSQL(NAME, migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED", migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="model",
            name="learned",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="linkage.learned"
            ),
        ),
        migrations.RemoveField(model_name="model", name="engine_version"),
        migrations.RemoveField(model_name="model", name="records"),
        migrations.RemoveField(model_name="model", name="run"),
        migrations.RemoveField(model_name="model", name="weights"),
        # Back: the version before learns its own again.
        migrations.RunSQL(migrations.RunSQL.noop, "DELETE FROM linkage_model"),
    ]
