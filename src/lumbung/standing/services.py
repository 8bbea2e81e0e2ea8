"""Keeping what the rules say: loaded at migrate, applied after every change of facts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import pyarrow as pa
from django.db import transaction
from django.utils import timezone

from lumbung.access.models import Office
from lumbung.engine.assessing import Rule
from lumbung.engine.assessing.loading import RULES_FOLDER, load_rules
from lumbung.registry.rows import entry_of
from lumbung.standing.models import Result, RuleVersion

CHUNK = 5_000


@transaction.atomic
def keep_rules() -> list[Rule]:
    """Enter every shipped rule version that is not there yet; one that is there never changes.

    Raises:
        RuleChanged: A shipped file has another text than the version adopted under its number.
    """
    rules = load_rules()
    bodies = {rule.code: body for rule in rules for body in [_body(rule)]}
    for rule in rules:
        body = bodies[rule.code]
        digest = hashlib.sha256(body.encode()).hexdigest()
        kept, made = RuleVersion.objects.get_or_create(
            code=rule.code,
            version=rule.version,
            defaults={
                "title": rule.title,
                "body": body,
                "body_hash": digest,
                "valid_from": rule.valid_from or date(1, 1, 1),
                "legal_basis": rule.legal_basis or "",
            },
        )
        if not made and kept.body_hash != digest:
            raise RuleChanged(rule.code, rule.version)
    return rules


class RuleChanged(RuntimeError):  # noqa: N818 -- a refusal, named for what it says
    """A rule file was edited without a new version number."""


def _body(rule: Rule) -> str:
    for file in sorted(RULES_FOLDER.glob("*.toml")):
        text = file.read_text("utf-8")
        if f'code = "{rule.code}"' in text:
            return text
    raise LookupError(rule.code)


@transaction.atomic
def keep_results(office: Office, standings: pa.Table, pk_of: Mapping[str, int], as_of: date) -> int:
    """Write what changed: results that no longer hold are closed, new ones opened.

    Args:
        standings: engine.tables.STANDINGS under permanent numbers; those of alternatives are left out.
        pk_of: permanent number -> primary key.
    Returns:
        Results opened.
    """
    wanted = {
        (pk_of[row["cooperative_id"]], row["rule"]): row
        for row in standings.to_pylist()
        if row["cooperative_id"] in pk_of
    }
    now = {(r.cooperative_id, r.rule): r for r in Result.objects.filter(office=office, until__isnull=True)}
    at = timezone.now()
    opening = [_result(office, key[0], row, as_of, at) for key, row in wanted.items() if _differs(now.get(key), row)]
    closing = [r.pk for key, r in now.items() if key not in wanted or _differs(r, wanted[key])]
    Result.objects.filter(pk__in=closing).update(until=at)
    Result.objects.bulk_create(opening, batch_size=CHUNK)
    return len(opening)


def _differs(kept: Result | None, row: Mapping[str, Any]) -> bool:
    if kept is None:
        return True
    told = (kept.version, kept.result, kept.reason, kept.entries)
    return told != (row["version"], row["result"], row["reason"] or "", _entries(row["record_ids"]))


def _entries(record_ids: Sequence[str] | None) -> list[int]:
    return [entry_of(record_id) for record_id in record_ids or ()]


def _result(office: Office, pk: int, row: Mapping[str, Any], as_of: date, at: datetime) -> Result:
    return Result(
        cooperative_id=pk,
        office=office,
        rule=row["rule"],
        version=row["version"],
        result=row["result"],
        reason=row["reason"] or "",
        entries=_entries(row["record_ids"]),
        as_of=as_of,
        since=at,
    )


def shipped(rules: Sequence[Rule], code: str) -> Rule:
    """The rule of that code among `rules`. Raises LookupError."""
    for rule in rules:
        if rule.code == code:
            return rule
    raise LookupError(code)
