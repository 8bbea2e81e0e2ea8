"""What each rule says of each cooperative; only changes are written."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from lumbung.access.models import Office
from lumbung.registry.models import Cooperative


class RuleVersion(models.Model):
    """One version of a definition of "active", as its file in engine/law/rules says; never changed."""

    code = models.CharField(max_length=60)
    version = models.IntegerField()
    title = models.CharField(max_length=200)  # English catalogue sentence
    body = models.TextField()  # the TOML as loaded
    body_hash = models.CharField(max_length=64)
    valid_from = models.DateField()
    legal_basis = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="rule_version_is_unique")]


class Result(models.Model):
    """One cooperative under one rule, from `since` until the next change."""

    cooperative = models.ForeignKey(Cooperative, on_delete=models.CASCADE, related_name="results")
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    rule = models.CharField(max_length=60)
    version = models.IntegerField()
    result = models.CharField(max_length=16)
    reason = models.CharField(max_length=60)
    entries = ArrayField(models.BigIntegerField(), default=list)  # what it rests on
    as_of = models.DateField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative", "rule"], condition=Q(until__isnull=True), name="one_result_in_force_per_rule"
            )
        ]
        indexes = [
            models.Index(fields=["office", "rule", "result"], name="result_in_force", condition=Q(until__isnull=True)),
            # What a rule said at a moment of the past is read in it alone.
            models.Index(
                fields=["office", "rule", "since"],
                include=["cooperative", "result", "reason", "until"],
                name="result_ever",
            ),
        ]
