"""Files of the office, kept once by their hash."""

from __future__ import annotations

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Files of the office, kept once by their hash."""

    name = "lumbung.documents"
    label = "documents"
