"""While the wheel is built: compile the gettext catalogue, and take the example of `lumbung demo` along."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LOCALE = Path("src/lumbung/core/locale")
EXAMPLE = Path("examples/balikpapan")
SHIPPED = ("README.md", "ods-balikpapan-juni-2024.xlsx", "sensus-lapangan-2024.csv", "siaran-pers.txt")


def compile_catalogues(root: Path) -> list[Path]:
    """Write a .mo beside every .po below `root`/src/lumbung/core/locale; returns the files written."""
    written = []
    for po in sorted((root / LOCALE).glob("*/LC_MESSAGES/*.po")):
        with po.open("rb") as source:
            catalogue = read_po(source, locale=po.parts[-3])
        mo = po.with_suffix(".mo")
        with mo.open("wb") as target:
            write_mo(target, catalogue)
        written.append(mo)
    return written


class CatalogueHook(BuildHookInterface):  # type: ignore[misc]
    """Hatch build hook: the .mo files are made here and never committed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        for mo in compile_catalogues(Path(self.root)):
            build_data["artifacts"].append(str(mo.relative_to(self.root)))
        if version == "editable":  # a clone has its example beside src/; a copy would only grow old
            return
        for name in SHIPPED:
            build_data["force_include"][str(Path(self.root) / EXAMPLE / name)] = f"lumbung/{EXAMPLE}/{name}"
