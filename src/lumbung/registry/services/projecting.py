"""Versions: what is held to be true of each cooperative, written only where it changed."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection, transaction
from django.utils import timezone
from psycopg.types.range import TimestamptzRange

from lumbung.access.models import Office
from lumbung.core.copying import copy_in
from lumbung.engine.cleaning.law import law
from lumbung.registry.models import Version
from lumbung.registry.queries import current_versions
from lumbung.registry.rows import origin_of, plain

_TEXT = (
    "kind", "pattern", "form", "group", "district_code", "village_code", "visit_outcome", "ods_status",
    "certificate_status",
)  # fmt: skip
_SAME = (
    "category", "supervising_level", "listed", "visited", "visited_on", "certificate_valid_to", "last_rat_on",
    "latitude", "longitude", "register_records", "census_records",
)  # fmt: skip
_PROGRAMME = "merah_putih"  # among groups
# Written by assessing and tabulating; they have tables of their own.
_ELSEWHERE = ("standing", "reason", "position", "field_only_reason", "alternative", "cooperative_id", "record_ids")


@transaction.atomic
def project_versions(
    office: Office,
    cooperatives: pa.Table,
    records: pa.Table,
    pk_of: Mapping[str, int],
    *,
    beside: Mapping[str, Sequence[str]] = MappingProxyType({}),
    at: datetime | None = None,
) -> int:
    """Write the versions of `office` anew where they changed.

    Args:
        cooperatives: engine.tables.COOPERATIVES under permanent numbers; alternatives are left out.
        records: engine.tables.RECORDS they were resolved from.
        pk_of: permanent number -> primary key.
        beside: permanent number -> numbers that only lists tell of it; the search finds it by them too.
        at: The moment from which they are known; now by default.
    Returns:
        Versions opened. Those of cooperatives that no longer have entries are closed.
    """
    base = cooperatives.filter(pc.invert(cooperatives.column("alternative")))
    words, merah_putih = _search_words(records), merah_putih_rows(records)
    wanted = {pk_of[row["cooperative_id"]]: row for row in base.to_pylist()}
    now = dict(current_versions(office).values_list("cooperative_id", "content_hash"))
    at = at or timezone.now()
    opening = [
        version
        for pk, row in wanted.items()
        if (version := _version(office, pk, row, words, beside, merah_putih, at)).content_hash != now.get(pk)
    ]
    closing = [pk for pk in now if pk not in wanted] + [v.cooperative_id for v in opening if v.cooperative_id in now]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE registry_version SET current = false, known = tstzrange(lower(known), %s)
            WHERE current AND cooperative_id = ANY(%s)
            """,
            [at, closing],
        )
    copy_in(Version, opening)
    return len(opening)


def _version(
    office: Office,
    pk: int,
    row: Mapping[str, Any],
    words: Mapping[str, list[str]],
    beside: Mapping[str, Sequence[str]],
    merah_putih: Container[str],
    at: datetime,
) -> Version:
    fields = {k: plain(v) for k, v in row.items() if v is not None and k not in (*_ELSEWHERE, "field_sources")}
    sources = {f: origin_of(r) for f, r in json.loads(row["field_sources"] or "{}").items()}
    said = dict.fromkeys(word for record_id in row["record_ids"] for word in words[record_id])
    said |= dict.fromkeys(beside.get(row["cooperative_id"], ()))
    search = " ".join([row["cooperative_id"], *said])
    flagged = any(record_id in merah_putih for record_id in row["record_ids"])
    told = [fields, sources, search, *(["merah_putih"] if flagged else [])]
    content = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    place = row["village_code"] or row["district_code"] or ""
    return Version(
        cooperative_id=pk,
        office=office,
        known=TimestamptzRange(at, None),
        current=True,
        name=row["name"] or "",
        search=search,
        regency_code=place[:4],
        merah_putih=flagged,
        fields=fields,
        field_sources=sources,
        content_hash=hashlib.sha256(content.encode()).hexdigest(),
        **{name: row[name] or "" for name in _TEXT},
        **{name: row[name] for name in _SAME},
    )


def merah_putih_rows(records: pa.Table) -> frozenset[str]:
    """record_id of the rows whose name or group says that they are a Merah Putih cooperative (handbook 4.6).

    "KMP" alone does not say so: it is a multi-stakeholder cooperative as well. Its kind says nothing either way.
    """
    said = re.compile(rf"\b(?:{'|'.join(law('merah_putih')['names'])})\b")
    rows = records.select(("record_id", "name", "name_group", "group")).to_pylist()
    return frozenset(
        row["record_id"]
        for row in rows
        if row["group"] == _PROGRAMME
        or (row["name_group"] == _PROGRAMME and said.search(" ".join((row["name"] or "").lower().split())))
    )


def _search_words(records: pa.Table) -> dict[str, list[str]]:
    """record_id -> what the one search box may be asked for: names, short names, numbers."""
    return dict(_said(records))


def _said(records: pa.Table) -> Iterator[tuple[str, list[str]]]:
    columns = ("record_id", "name", "name_tokens", "name_acronyms", "name_group", "host", "legal_number", "coop_nik")
    for row in records.select(columns).to_pylist():
        tokens = " ".join(row["name_tokens"] or ())
        single = (row["name"], tokens, row["name_group"], row["host"], row["legal_number"], row["coop_nik"])
        yield row["record_id"], [text for text in (*single, *(row["name_acronyms"] or ())) if text]
