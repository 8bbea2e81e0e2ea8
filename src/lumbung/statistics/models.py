"""Stored numbers: one picture of an office, its cells, and where each cooperative stands in it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lumbung.access.models import Office
from lumbung.registry.models import Cooperative


class Picture(models.Model):
    """The newest computation of an office's figures under its chosen rule."""

    office = models.OneToOneField(Office, on_delete=models.CASCADE, related_name="picture")
    as_of = models.DateField()
    rule = models.CharField(max_length=60)
    rule_version = models.IntegerField()
    computed_at = models.DateTimeField()
    records = models.IntegerField()
    waiting = models.IntegerField()  # pairs that wait for a person
    events_until = models.DateField(null=True)  # where events of law after `as_of` count: until when
    changes = models.JSONField(default=dict)  # headline counts before the imports of `changes_by`
    # [moment, key of the batch, "applied" | "undone"]: the newest imports, the oldest first; none: the last computation
    changes_by = models.JSONField(default=list)
    openings = models.JSONField(
        default=dict
    )  # "table/row/column" -> {p: predicate, n: count, u: unit, t: {language: title}}
    sections = models.JSONField(default=dict)  # language -> section -> HTML of the dashboard, made with the numbers


class Cell(models.Model):
    """One number (engine.tables.CELLS)."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="cells")
    ordinal = models.IntegerField()  # printing order
    table = models.CharField(max_length=60)
    row = models.CharField(max_length=120)
    column = models.CharField(max_length=120)
    unit = models.CharField(max_length=12)
    count = models.BigIntegerField()
    low = models.BigIntegerField()
    high = models.BigIntegerField()
    exact = models.BooleanField()
    predicate = models.JSONField()
    list_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "table", "row", "column"], name="a_number_stands_once")
        ]


class Check(models.Model):
    """One sum and whether it adds up (engine.tables.CHECKS)."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="checks")
    ordinal = models.IntegerField()
    check_name = models.CharField(max_length=60)
    table = models.CharField(max_length=60, blank=True)
    line = models.CharField(max_length=120, blank=True)
    names = models.JSONField()
    parts = models.JSONField()
    total = models.BigIntegerField()
    difference = models.BigIntegerField()
    verdict = models.CharField(max_length=20)
    cooperatives = ArrayField(models.CharField(max_length=24), default=list)


class Place(models.Model):
    """Where one cooperative stands in the picture: the streams' position, and what tables group it by."""

    cooperative = models.OneToOneField(Cooperative, on_delete=models.CASCADE, related_name="place")
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    standing = models.CharField(max_length=16)
    reason = models.CharField(max_length=60, blank=True)
    position = models.CharField(max_length=24)
    field_only_reason = models.CharField(max_length=24, blank=True)
    row = models.JSONField()  # every column of engine.tables.COOPERATIVES a predicate may ask for

    class Meta:
        indexes = [
            models.Index(fields=["office", "position"], name="place_in_the_streams"),
            models.Index(fields=["office", "standing"], include=["cooperative"], name="place_by_standing"),
        ]
