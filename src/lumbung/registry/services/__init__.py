"""Writing the register: records come in, identities change, versions are projected."""

from __future__ import annotations

from lumbung.registry.services.guidance import (
    GuidanceRefused,
    Note,
    founding_steps,
    note_guidance,
    withdraw_guidance,
)
from lumbung.registry.services.identity import change_memberships
from lumbung.registry.services.keeping import keep_rows
from lumbung.registry.services.overrides import (
    OverrideMoved,
    OverrideRefused,
    ended_overrides,
    in_force,
    lift_override,
    overrides_in_force,
    set_override,
    standing_overrides,
)
from lumbung.registry.services.projecting import project_versions
from lumbung.registry.services.records import NewRecord, append_records, drop_appended, make_count, withdraw

__all__ = [
    "GuidanceRefused",
    "NewRecord",
    "Note",
    "OverrideMoved",
    "OverrideRefused",
    "append_records",
    "change_memberships",
    "drop_appended",
    "ended_overrides",
    "founding_steps",
    "in_force",
    "keep_rows",
    "lift_override",
    "make_count",
    "note_guidance",
    "overrides_in_force",
    "project_versions",
    "set_override",
    "standing_overrides",
    "withdraw",
    "withdraw_guidance",
]
