"""Regions and how they changed."""

from __future__ import annotations

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Regions and how they changed."""

    name = "lumbung.places"
    label = "places"
