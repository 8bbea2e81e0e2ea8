"""Which source leads which field: law/field_policies.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lumbung.engine.cleaning.law import law


@dataclass(frozen=True, slots=True)
class Policy:
    """Who leads one field. `leads`: visit | register; `silent`: unknown | register."""

    leads: str
    silent: str
    reason: str


@dataclass(frozen=True, slots=True)
class Policies:
    """One version of the policy.

    `register_order`: columns whose later date makes a register row lead. `lists`: kind of a list that speaks of
    cooperatives -> the fields it leads in.
    """

    valid_from: date
    fields: Mapping[str, Policy]
    register_order: tuple[str, ...]
    lists: Mapping[str, frozenset[str]]


def policies(on: date | None = None) -> Policies:
    """The policy in force on `on`; the newest one for None, the oldest one for a day before all of them."""
    versions = sorted(law("field_policies")["version"], key=lambda version: version["valid_from"])
    in_force = [version for version in versions if on is None or version["valid_from"] <= on]
    version = in_force[-1] if in_force else versions[0]
    return Policies(
        valid_from=version["valid_from"],
        fields={
            field: Policy(policy["leads"], policy["silent"], policy["reason"])
            for policy in version["policy"]
            for field in policy["fields"]
        },
        register_order=tuple(step["column"] for step in version["register_order"]),
        lists={one["kind"]: frozenset(one["fields"]) for one in version.get("list", ())},
    )
