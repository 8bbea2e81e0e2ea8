"""Files that prove something, once an office by their hash."""

from __future__ import annotations

from django.db import models

from lumbung.access.models import Office, User


class File(models.Model):
    """One file as it came; its bytes lie under `path` in the documents folder."""

    class Type(models.TextChoices):
        PDF = "application/pdf"
        JPEG = "image/jpeg"
        PNG = "image/png"

    class Retention(models.TextChoices):
        PROOF = "proof"  # of a change in the register: kept as long as the register itself

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="files")
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()  # bytes
    media_type = models.CharField(max_length=20, choices=Type)  # by content
    name = models.CharField(max_length=255)  # as whoever brought it first calls it
    path = models.CharField(max_length=120)  # below the documents folder
    retention = models.CharField(max_length=20, choices=Retention)
    delete_after = models.DateField(null=True)  # null: stays
    kept_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="files_kept")
    kept_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "sha256"], name="an_office_keeps_a_file_once")]

    def __str__(self) -> str:
        return self.name
