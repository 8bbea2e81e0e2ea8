"""How far a piece of background work is."""

from __future__ import annotations

from django.db import models


class JobProgress(models.Model):
    """One piece of work; `message` is a code of `core.sentences` or a stage name, never a sentence."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    kind = models.CharField(max_length=60)
    task = models.CharField(max_length=120)  # the task's full name, so that failed work can be started again
    arguments = models.JSONField(default=dict)  # ids
    lock = models.CharField(max_length=60, blank=True)
    subject = models.CharField(max_length=120, blank=True)  # "imports.batch:12"
    office_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)  # 0: nobody knows
    message = models.CharField(max_length=60, blank=True)
    parameters = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    asked_by = models.CharField(max_length=80, blank=True)  # actor key
    asked_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    cancel_requested_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-asked_at"], name="job_newest_first")]
        constraints = [
            models.CheckConstraint(
                name="job_ended_at_goes_with_an_end",
                condition=models.Q(ended_at__isnull=True, state__in=["waiting", "running"])
                | models.Q(ended_at__isnull=False, state__in=["done", "failed", "cancelled"]),
            )
        ]
