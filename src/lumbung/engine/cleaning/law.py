"""The code lists of `engine/law/`, read once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def law(name: str) -> dict[str, Any]:
    """The TOML file `engine/law/<name>.toml`. Raises FileNotFoundError for an unknown name."""
    return tomllib.loads(resources.files("lumbung.engine").joinpath("law", f"{name}.toml").read_text("utf-8"))
