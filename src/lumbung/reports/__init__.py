"""Engine tables -> HTML, xlsx, CSV, Parquet: written beside and renamed, the same bytes for the same picture."""

from __future__ import annotations

from lumbung.reports.output import check_out, write_outputs

__all__ = ["check_out", "write_outputs"]
