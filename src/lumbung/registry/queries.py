"""Reading the register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import numpy as np
import pyarrow as pa
from django.db import connection
from django.db.models import Max, Q, QuerySet

from lumbung.access.models import Office
from lumbung.registry.kept_rows import Ids, kept_parts
from lumbung.registry.models import Cooperative, Entry, Membership, Record, Source, Version
from lumbung.registry.rows import Stored, records_table

STREAMS = (Source.Kind.REGISTER, Source.Kind.CENSUS, Source.Kind.COUNTER)  # whose rows make cooperatives
LISTS = (Source.Kind.CERTIFICATE, Source.Kind.AGENCY)  # whose rows speak of cooperatives and make none


def entries_that_count(office: Office) -> QuerySet[Entry]:
    """Entries of `office` with a record that counts; the others are only history."""
    return Entry.objects.filter(source__office=office, current__isnull=False)


def records_of(office: Office) -> pa.Table:
    """engine.tables.RECORDS: the current record of every row that makes a cooperative, by record_id.

    Rows of registers, censuses and the counter do. Lists of certificates and of other agencies speak of cooperatives
    that others make, and are left out: as a register they would stand in ODS, where they do not (`listed_records_of`).
    """
    wanted = records_that_count(office)
    parts, lacking = kept_parts(office, wanted)
    return records_table(stored_rows(lacking) if parts else _stored(office, STREAMS), parts)


def records_that_count(office: Office) -> Ids:
    """Keys of the current records of `STREAMS`, ascending."""
    query = """
        SELECT string_agg(int8send(e.current_id), '')
        FROM registry_entry e JOIN registry_source s ON s.id = e.source_id WHERE s.office_id = %s AND s.kind = ANY(%s)"""
    with connection.cursor() as cursor:
        cursor.execute(query, [office.pk, list(STREAMS)])
        return np.sort(np.frombuffer(cursor.fetchone()[0] or b"", ">i8").astype(np.int64))


def listed_records_of(office: Office) -> pa.Table:
    """engine.tables.RECORDS: the current record of every row of a list that speaks of cooperatives, by record_id."""
    return records_table(_stored(office, LISTS))


def _stored(office: Office, kinds: Sequence[str]) -> Iterator[Stored]:
    told = "e.current_id = r.id WHERE s.office_id = %s AND s.kind = ANY(%s)"
    return _copied_out(told, [office.pk, list(kinds)])


def stored_rows(records: Ids) -> Iterator[Stored]:
    """The rows of these records, whether they still are current or not."""
    return _copied_out("e.id = r.entry_id WHERE r.id = ANY(%s)", [records.tolist()])


def _copied_out(which: str, parameters: Sequence[object]) -> Iterator[Stored]:
    told = ("int8", "int8", "text", "date", "text", "int4", "text", "bytea")
    query = f"""
        COPY (
            SELECT r.id, e.id, s.kind, r.observed_on, r.sheet, r.row,
                CASE WHEN r.carried IS NULL THEN r.clean ELSE r.clean || (
                    SELECT jsonb_object_agg(key, value -> 'value') FROM jsonb_each(r.carried)) END::text,
                r.personal_sealed
            FROM registry_entry e JOIN registry_source s ON s.id = e.source_id JOIN registry_record r ON {which}
        ) TO STDOUT (FORMAT binary)"""
    # The inner cursor: Django's own, with LUMBUNG_DEBUG, copies without parameters only.
    with connection.cursor() as outer, outer.cursor.copy(query, parameters) as copy:
        copy.set_types(told)
        for record, entry, kind, day, sheet, row, clean, sealed in copy.rows():
            yield Stored(record, entry, kind, None if day is None else day.isoformat(), sheet, row, clean, sealed)


def newest_observation(office: Office) -> date | None:
    """The newest day that data of a register of `office` speaks of, else of a census or the counter; None without.

    Lists that only speak of cooperatives say nothing of the day the figures are of.
    """
    told = entries_that_count(office).filter(source__kind__in=STREAMS)
    newest: date | None = told.filter(source__kind="register").aggregate(day=Max("current__observed_on"))["day"]
    if newest is None:
        newest = told.aggregate(day=Max("current__observed_on"))["day"]
    return newest


def memberships_in_force(office: Office) -> dict[int, int]:
    """entry -> cooperative."""
    found = Membership.objects.filter(cooperative__office=office, known__upper_inf=True)
    return dict(found.values_list("entry_id", "cooperative_id"))


def memberships_ever(entries: Iterable[int]) -> dict[int, list[int]]:
    """entry -> cooperatives it ever belonged to, the oldest first."""
    out: dict[int, list[int]] = defaultdict(list)
    found = Membership.objects.filter(entry_id__in=list(entries)).order_by("pk")
    for entry, cooperative in found.values_list("entry_id", "cooperative_id"):
        out[entry].append(cooperative)
    return out


def cooperative_by_number(office: Office, number: str) -> Cooperative:
    """The cooperative of that number. Raises Cooperative.DoesNotExist."""
    return Cooperative.objects.select_related("leads_to").get(office=office, number=number)


def led_to(cooperative: Cooperative) -> Cooperative:
    """Where a number leads today: itself, or the end of its chain of mergers of data."""
    seen = {cooperative.pk}
    while cooperative.leads_to is not None and cooperative.leads_to_id not in seen:
        cooperative = cooperative.leads_to
        seen.add(cooperative.pk)
    return cooperative


def within(versions: QuerySet[Version], areas: Sequence[str]) -> QuerySet[Version]:
    """`versions` inside the areas (region codes; "" = the whole office); those without a place count for the office.

    A cooperative whose place nobody told is seen only by those who see the whole office.
    """
    if "" in areas:
        return versions
    inside = Q(pk__in=[])
    for code in areas:
        column = {4: "regency_code", 6: "district_code", 10: "village_code"}.get(len(code))
        inside |= Q(**{column: code}) if column else Q(regency_code__startswith=code)
    return versions.filter(inside)


def current_versions(office: Office, areas: Sequence[str] = ("",)) -> QuerySet[Version]:
    """What is held to be true today, one row per cooperative inside `areas`."""
    return within(Version.objects.filter(office=office, current=True), areas)


def rows_of_lists(office: Office) -> QuerySet[Entry]:
    """Entries of lists that speak of cooperatives, of `office`, with a record that counts."""
    return entries_that_count(office).filter(source__kind__in=LISTS)


def records_behind(cooperative: Cooperative) -> QuerySet[Record]:
    """The records that make `cooperative` today, registers first."""
    return (
        Record.objects.filter(
            pk__in=Entry.objects.filter(
                memberships__cooperative=cooperative, memberships__known__upper_inf=True, current__isnull=False
            ).values("current")
        )
        .select_related("entry__source")
        .order_by("-entry__source__kind", "pk")
    )
