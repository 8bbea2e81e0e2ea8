"""A site that ran the version before: its data goes through the newer migrations, and its figures stay."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from lumbung.registry.history import versions_known
from lumbung.registry.models import Cooperative, Membership
from lumbung.statistics.models import Cell
from lumbung.statistics.services import recompute
from lumbung.statistics.tests.factories import office_with_example

pytestmark = pytest.mark.django_db

# The state of the schema before counter work, guidance, saved views, list orders and linking what changed.
BEFORE = [
    ("counter", None),
    ("documents", None),
    ("linkage", "0001_initial"),
    ("registry", "0002_list_indexes"),
    ("standing", "0001_initial"),
    ("access", "0001_initial"),
]


def migrate(targets) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # rows of this very transaction: nothing may be left to check
    executor = MigrationExecutor(connection)
    executor.migrate(targets)


def told() -> tuple:
    numbers = sorted(Cooperative.objects.values_list("number", "leads_to"))
    members = sorted(Membership.objects.filter(known__upper_inf=True).values_list("entry", "cooperative"))
    return numbers, members, dict(Cell.objects.filter(table="streams").values_list("row", "count"))


@pytest.mark.slow
def test_an_office_keeps_its_numbers_and_figures_through_the_migrations():
    office = office_with_example()
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    before = told()
    at = timezone.now()
    known = set(versions_known(office, at).values_list("cooperative", "name"))
    migrate(BEFORE)

    migrate(newest)
    assert told() == before

    recompute(office)
    assert told() == before
    assert before[2]["active"] == 440
    assert set(versions_known(office, at).values_list("cooperative", "name")) == known
    assert len(known) == Cooperative.objects.filter(versions__current=True).count()
