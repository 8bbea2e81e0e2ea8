"""What the register's indexes and constraints stand on; all three ship with PostgreSQL itself."""

from __future__ import annotations

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    operations = [BtreeGistExtension(), TrigramExtension(), UnaccentExtension()]
