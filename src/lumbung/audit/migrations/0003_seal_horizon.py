"""A seal says up to which transaction it reaches."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("audit", "0002_append_only")]

    operations: ClassVar = [
        # No seal was made before this one: nothing sealed lines yet.
        migrations.AddField("seal", "horizon", models.BigIntegerField(default=0), preserve_default=False),
    ]
