"""A library that is spared cannot be imported."""

from __future__ import annotations

import sys
from importlib import import_module

import pytest

from lumbung.core.spared import spare


def test_a_spared_library_is_not_found(monkeypatch):
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)

    spare("colorsys")

    with pytest.raises(ModuleNotFoundError, match="spared"):
        import_module("colorsys")
