"""What people bring to the office with a paper, entered by hand."""

from __future__ import annotations

from django.apps import AppConfig


class CounterConfig(AppConfig):
    """What people bring to the office with a paper, entered by hand."""

    name = "lumbung.counter"
    label = "counter"
