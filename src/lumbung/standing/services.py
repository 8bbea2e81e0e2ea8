"""Keeping what the rules say: loaded at migrate, applied after every change of facts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection, transaction
from django.utils import timezone

from lumbung.access.models import Office
from lumbung.core.copying import copy_beside
from lumbung.engine.assessing import Rule
from lumbung.engine.assessing.loading import RULES_FOLDER, load_rules
from lumbung.standing.models import RuleVersion


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
def keep_results(
    office: Office, standings: pa.Table, pk_of: Mapping[str, int], as_of: date, *, at: datetime | None = None
) -> int:
    """Write what changed: results that no longer hold are closed, new ones opened.

    Args:
        standings: engine.tables.STANDINGS under permanent numbers; those of alternatives are left out.
        pk_of: permanent number -> primary key.
        at: The moment from which they are known; now by default.
    Returns:
        Results opened.
    """
    columns = {
        "cooperative": "bigint", "rule": "text", "version": "int", "result": "text", "reason": "text", "entries": "text",
    }  # fmt: skip
    copy_beside("told", columns, _told(standings, pk_of))
    at = at or timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE told")
        cursor.execute(
            """
            UPDATE standing_result r SET until = %s
            WHERE r.office_id = %s AND r.until IS NULL AND NOT EXISTS (
                SELECT 1 FROM told t WHERE t.cooperative = r.cooperative_id AND t.rule = r.rule AND t.version = r.version
                    AND t.result = r.result AND t.reason = r.reason AND t.entries::bigint[] = r.entries)
            """,
            [at, office.pk],
        )
        cursor.execute(
            """
            INSERT INTO standing_result
                (cooperative_id, office_id, rule, version, result, reason, entries, as_of, since)
            SELECT t.cooperative, %s, t.rule, t.version, t.result, t.reason, t.entries::bigint[], %s, %s
            FROM told t LEFT JOIN standing_result r
                ON r.cooperative_id = t.cooperative AND r.rule = t.rule AND r.until IS NULL
            WHERE r.id IS NULL
            """,
            [office.pk, as_of, at],
        )
        opened: int = cursor.rowcount
        cursor.execute("DROP TABLE told")
    return opened


def _told(standings: pa.Table, pk_of: Mapping[str, int]) -> pa.Table:
    """Standings by primary key, the records they rest on as PostgreSQL writes a list of entries."""
    numbers = standings.column("cooperative_id").combine_chunks().dictionary_encode()
    pks = pa.array([pk_of.get(number) for number in numbers.dictionary.to_pylist()], pa.int64())
    cooperative = pks.take(numbers.indices)
    rests = standings.column("record_ids").combine_chunks()
    entries = pc.utf8_slice_codeunits(rests.flatten(), 1)
    lists = pa.ListArray.from_arrays(rests.offsets, entries)  # null rests are empty: nothing it rests on
    joined = pc.binary_join_element_wise("{", pc.coalesce(pc.binary_join(lists, ","), ""), "}", "")
    table = standings.select(["rule", "version", "result"]).append_column("cooperative", cooperative)
    table = table.append_column("reason", pc.coalesce(standings.column("reason"), ""))
    table = table.append_column("entries", joined)
    return table.filter(pc.is_valid(table.column("cooperative")))


def shipped(rules: Sequence[Rule], code: str) -> Rule:
    """The rule of that code among `rules`. Raises LookupError."""
    for rule in rules:
        if rule.code == code:
            return rule
    raise LookupError(code)
