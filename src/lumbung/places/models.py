"""Regions by their Kemendagri codes (no dots), when they were valid, and how they changed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Region(models.Model):
    """A province (2 digits), regency (4), district (6) or village (10)."""

    class Level(models.TextChoices):
        PROVINCE = "province"
        REGENCY = "regency"
        DISTRICT = "district"
        VILLAGE = "village"

    code = models.CharField(max_length=10, primary_key=True)
    level = models.CharField(max_length=8, choices=Level)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="parts")
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    valid_from = models.DateField(null=True)  # null: before our codes begin
    valid_to = models.DateField(null=True)  # last day; null: still valid

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="region_code_has_the_digits_of_its_level",
                condition=Q(level="province", code__regex=r"^\d{2}$")
                | Q(level="regency", code__regex=r"^\d{4}$")
                | Q(level="district", code__regex=r"^\d{6}$")
                | Q(level="village", code__regex=r"^\d{10}$"),
            ),
            models.CheckConstraint(
                name="region_is_valid_from_before_to",
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to")),
            ),
        ]


class RegionEvent(models.Model):
    """A split, merge, rename or new code."""

    class Kind(models.TextChoices):
        SPLIT = "split"
        MERGE = "merge"
        RENAME = "rename"
        RECODE = "recode"

    kind = models.CharField(max_length=8, choices=Kind)
    on = models.DateField()
    before = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="events_from")
    after = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="events_to")
    name_before = models.CharField(max_length=120, blank=True)  # blank: the name `before` has
    legal_basis = models.CharField(max_length=200, blank=True)


class Alias(models.Model):
    """A spelling people use for a region, inside an area."""

    area = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="aliases_inside")
    spelling = models.CharField(max_length=120)
    means = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="aliases")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "spelling"], name="alias_is_unique_in_its_area")]
        verbose_name_plural = "aliases"


class Outline(models.Model):
    """The shape of a region, from a file an office brought in or drawn as a scheme."""

    region = models.OneToOneField(Region, on_delete=models.CASCADE, related_name="outline")
    geojson = models.JSONField()
    source = models.CharField(max_length=200)
    schematic = models.BooleanField(default=False)  # not an official border; pages say so
