"""Lines of who did what, and the seals over them. A trigger (migration 0002) lets nobody change or delete a line."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One act. `changes` is {field: [before, after]} or what else tells the act; never a secret, never raw text of people."""

    at = models.DateTimeField()
    actor_key = models.CharField(max_length=80)  # "user:12", "job", "system"
    actor_name = models.CharField(max_length=200)
    office_id = models.BigIntegerField(null=True)
    action = models.CharField(max_length=80)  # "registry.memberships.changed"
    subject = models.CharField(max_length=120)  # "cooperative:6471-00012-4"
    reason = models.TextField(blank=True)
    request = models.CharField(max_length=64, blank=True)
    changes = models.JSONField(default=dict)
    transaction = models.BigIntegerField()  # PostgreSQL's number of the transaction it was written in

    class Meta:
        indexes = [
            models.Index(fields=["transaction", "id"], name="audit_in_order_of_commit"),
            models.Index(fields=["subject", "-id"], name="audit_of_a_subject"),
            models.Index(fields=["office_id", "-id"], name="audit_of_an_office"),
        ]
        verbose_name_plural = "entries"


class Seal(models.Model):
    """A link of the chain: the root of the lines it seals, hashed with the previous root."""

    horizon = models.BigIntegerField()  # every line of a transaction below it is in this seal or an earlier one
    sealed_at = models.DateTimeField()
    lines = models.IntegerField()
    previous = models.CharField(max_length=64)
    root = models.CharField(max_length=64, unique=True)


class SealedLine(models.Model):
    """The digest of one line as it was when it was sealed; so a changed or missing one can be named."""

    entry_id = models.BigIntegerField(primary_key=True)  # no foreign key: the line may be what is missing
    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="sealed")
    digest = models.CharField(max_length=64)
