"""Writing the register: records come in, identities change, versions are projected."""

from __future__ import annotations

from lumbung.registry.services.identity import change_memberships
from lumbung.registry.services.projecting import project_versions
from lumbung.registry.services.records import NewRecord, append_records, drop_appended, make_count, withdraw

__all__ = [
    "NewRecord",
    "append_records",
    "change_memberships",
    "drop_appended",
    "make_count",
    "project_versions",
    "withdraw",
]
