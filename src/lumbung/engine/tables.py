"""The engine's tables (design: house.md). Every stage takes and returns Arrow tables of these schemas.

Conventions: keys and codes are text, money is decimal(18,2) rupiah, `_on` is a calendar day, lists are
sorted, null means "not told". `record_id` is the source's letter and the row's ordinal in it (`R000001`
register, `C000001` census, `L000001` counter); `key` is what a person calls the row: the list's own running number if it has
a unique one, else the spreadsheet's row number. Region codes are Kemendagri's without dots: regency 4
digits (`6471`), district 6 (`647101`), village 10 (`6471011001`).
"""

from __future__ import annotations

import pyarrow as pa

MONEY = pa.decimal128(18, 2)
_TEXTS = pa.list_(pa.string())


def _schema(**columns: pa.DataType) -> pa.Schema:
    return pa.schema([pa.field(name, kind) for name, kind in columns.items()])


SOURCES = _schema(
    source=pa.string(),  # register | census
    kind=pa.string(),  # register | census
    file=pa.string(),  # file name without its folder
    sha256=pa.string(),
    as_of=pa.date32(),  # from a title row; null when none says so
    rows=pa.int32(),
)

RECORDS = _schema(
    record_id=pa.string(),
    source=pa.string(),  # register | census | counter (told to the office with a paper, by hand)
    key=pa.string(),
    sheet=pa.string(),
    row=pa.int32(),  # as the spreadsheet counts, 1 = first row
    told_on=pa.date32(),  # the day of the paper, at the counter; null in lists
    # name: raw, and its parts (lumbung.engine.cleaning.names)
    name=pa.string(),
    name_tokens=_TEXTS,  # folded words that carry the name, in order; no legal form, no city name
    name_acronyms=_TEXTS,  # short names given in brackets, quotes or after "disingkat"
    name_group=pa.string(),  # group told by the name itself (kopkar, kpri, ksu, ...), handbook 2.5
    name_kind=pa.string(),  # kind told by the name itself
    name_pattern=pa.string(),  # sharia when the name says KSPPS, BMT, syariah, ...; else null
    host=pa.string(),  # employer, school or institution named in it, folded
    # what it is
    kind=pa.string(),  # produsen | pemasaran | konsumen | jasa | simpan_pinjam
    pattern=pa.string(),  # conventional | sharia, only where the row says so
    form=pa.string(),  # primary | secondary
    membership_area=pa.string(),  # regency | province | national
    group=pa.string(),
    sector=pa.string(),
    # numbers
    legal_number=pa.string(),  # raw
    legal_serial=pa.string(),  # digits of the running number without leading zeros
    legal_issuer=pa.string(),  # folded issuer part: kwk17, mkukm2, ahu0126, diskop, ...
    legal_year=pa.int16(),  # four digits, null when the number has no year
    legal_era=pa.string(),  # kanwil | ministry | district | ahu | other
    legal_on=pa.date32(),
    amendment_number=pa.string(),
    amendment_on=pa.date32(),
    coop_nik=pa.string(),  # digits only, any length; null when digits were lost
    # register status
    ods_status=pa.string(),  # active | inactive
    certificate_status=pa.string(),  # certified | not_certified | expired
    certificate_valid_to=pa.date32(),
    nik_grade=pa.string(),  # A | B | C1 | C2 | D
    kuk_class=pa.string(),
    # place
    address=pa.string(),  # raw
    street=pa.string(),  # folded street or complex name without JL, numbers, RT
    house_number=pa.string(),
    block=pa.string(),  # building or complex with its unit: "ruko bandar e16"
    rt=pa.string(),  # without leading zeros
    village=pa.string(),  # raw
    village_code=pa.string(),
    district=pa.string(),  # raw
    district_code=pa.string(),  # as the row says or its village implies; null when neither is told
    regency_code=pa.string(),
    # people (never in a report)
    chair=pa.string(),  # raw
    officers=_TEXTS,  # folded names without titles: chair, secretary, treasurer, others
    phones=_TEXTS,  # digits in national form: 0812...
    # figures
    members_m=pa.int32(),
    members_f=pa.int32(),
    members=pa.int32(),  # as told; else the sum of the parts
    managers_m=pa.int32(),
    managers_f=pa.int32(),
    managers=pa.int32(),
    employees_m=pa.int32(),
    employees_f=pa.int32(),
    employees=pa.int32(),
    own_capital=MONEY,
    external_capital=MONEY,
    assets=MONEY,
    business_volume=MONEY,
    net_surplus=MONEY,
    last_rat_on=pa.date32(),
    rat_book_years=pa.list_(pa.int16()),  # book years a note or column says a RAT was held for
    # visit
    visited_on=pa.date32(),
    visitor=pa.string(),
    outcome=pa.string(),  # found_operating | found_not_operating | not_found | ceased | refused | closed_at_visit
    moved=pa.bool_(),
    nameplate=pa.bool_(),
    officers_known=pa.bool_(),  # an officer was named or met at the visit
    address_clear=pa.bool_(),  # the visit tells a street or place and a village
    latitude=pa.float64(),
    longitude=pa.float64(),
    note=pa.string(),
    raw=pa.string(),  # JSON object: heading as written -> cell text, every column of the row
)

PROBLEMS = _schema(
    severity=pa.string(),
    source=pa.string(),
    sheet=pa.string(),
    row=pa.int32(),
    column=pa.string(),
    value=pa.string(),
    code=pa.string(),
    params=pa.string(),  # JSON object
    record_id=pa.string(),  # the record it speaks of, where there is one
)

JUDGEMENTS = _schema(
    left=pa.string(),  # record_id, smaller
    right=pa.string(),
    verdict=pa.string(),  # same | different | cannot_tell
    reason=pa.string(),
)

# What a person decided on one field of a cooperative; it leads over every record until it is lifted.
WORDS = _schema(
    cooperative_id=pa.string(),
    source=pa.string(),  # what `field_sources` names: "override:12"
    field=pa.string(),  # a column of COOPERATIVES that resolving picks
    value=pa.string(),  # as text; null = not told
)

# What happened to a legal entity: it ended, left the office's area, or came back (law/endings.toml).
EVENTS = _schema(
    cooperative_id=pa.string(),
    source=pa.string(),  # what proves it: "act:12"
    kind=pa.string(),  # dissolved | merged | amalgamated | divided | branch | moved_out | moved_in
    on=pa.date32(),  # from this day on
    place=pa.int64(),  # of two on one day, the larger came later
)

LINKS = _schema(
    left_id=pa.string(),  # record_id; register before census, else smaller first
    right_id=pa.string(),
    scope=pa.string(),  # register_census | register | census
    probability=pa.float64(),  # 6 decimals
    tier=pa.string(),  # auto | review
    linked=pa.bool_(),  # both stand in one cooperative of this run
    direct=pa.bool_(),  # compared itself; false where it follows from other links
    judged=pa.string(),  # same | different | cannot_tell, where a person has spoken
    evidence=pa.string(),  # JSON list of {field, level, weight}; weight in log2
)

# Which records make one cooperative. Alternatives (issue: intervals) are cooperatives as they would be if
# the review pairs were judged otherwise; they carry `alternative` = true and never count in a table.
MEMBERSHIPS = _schema(cooperative_id=pa.string(), record_id=pa.string(), alternative=pa.bool_())

COOPERATIVES = _schema(
    cooperative_id=pa.string(),
    alternative=pa.bool_(),
    record_ids=_TEXTS,
    register_records=pa.int32(),
    census_records=pa.int32(),
    listed=pa.bool_(),  # stands in the register
    visited=pa.bool_(),  # a census record speaks of it
    name=pa.string(),
    kind=pa.string(),
    pattern=pa.string(),
    category=pa.string(),  # jasa | konsumen | pemasaran | ksp_konvensional | ksp_syariah | produsen | unknown
    form=pa.string(),
    membership_area=pa.string(),
    supervising_level=pa.string(),  # regency | province | national | unknown
    group=pa.string(),
    sector=pa.string(),
    village_code=pa.string(),
    district_code=pa.string(),
    district=pa.string(),  # district_code, or "unknown": what tables group by
    address=pa.string(),
    legal_number=pa.string(),
    coop_nik=pa.string(),
    latitude=pa.float64(),
    longitude=pa.float64(),
    visited_on=pa.date32(),
    visit_outcome=pa.string(),  # after contradictions: outcome or "contradictory"; "unknown" = visited, but no
    #                             visit tells one; null = not visited
    # the register's word, beside and never instead
    kind_register=pa.string(),
    category_register=pa.string(),
    district_code_register=pa.string(),
    village_code_register=pa.string(),
    # figures, register leads
    members_m=pa.int32(),
    members_f=pa.int32(),
    members=pa.int32(),
    managers_m=pa.int32(),
    managers_f=pa.int32(),
    managers=pa.int32(),
    employees_m=pa.int32(),
    employees_f=pa.int32(),
    employees=pa.int32(),
    own_capital=MONEY,
    external_capital=MONEY,
    assets=MONEY,
    business_volume=MONEY,
    net_surplus=MONEY,
    # status words of the register, beside the judgement and never instead
    ods_status=pa.string(),
    certificate_status=pa.string(),
    certificate_valid_to=pa.date32(),
    nik_grade=pa.string(),
    kuk_class=pa.string(),
    last_rat_on=pa.date32(),
    field_sources=pa.string(),  # JSON: field -> record_id (or word, see WORDS) it came from
    # what ended it or took it out of the office's area (EVENTS); null = it is here
    ending=pa.string(),
    ended_on=pa.date32(),
    ending_source=pa.string(),  # source of the event
    seen_after_ending=pa.bool_(),  # true: a visit found it operating after that day; else null
    # filled by assessing and tabulating
    standing=pa.string(),  # result under the chosen rule
    reason=pa.string(),  # its reason code
    position=pa.string(),  # streams: not_visited | not_found | not_operating | active_listed |
    #                        undecided | criterion_not_met | active_field_only | other_field_only |
    #                        active_counter_only | other_counter_only (neither listed nor visited) |
    #                        dissolved | merged | moved_out | branch (listed, with an ending) | gone_unlisted (not listed)
    field_only_reason=pa.string(),  # branch | not_a_legal_entity | registered_elsewhere | new | unmatched
)

FACTS = _schema(
    cooperative_id=pa.string(),
    record_id=pa.string(),
    kind=pa.string(),
    value=pa.string(),
    on=pa.date32(),
    book_year=pa.int16(),
)

STANDINGS = _schema(
    cooperative_id=pa.string(),
    rule=pa.string(),
    version=pa.int16(),
    result=pa.string(),  # active | inactive | unknown | not_applicable
    reason=pa.string(),  # reason code of the rule file
    record_ids=_TEXTS,
)

CELLS = _schema(
    table=pa.string(),
    row=pa.string(),
    column=pa.string(),
    unit=pa.string(),  # cooperative | row | rupiah | person
    count=pa.int64(),
    low=pa.int64(),
    high=pa.int64(),
    exact=pa.bool_(),  # false: low and high are outer bounds, not attained for certain
    predicate=pa.string(),  # JSON object: column of `cooperatives` -> value or list of values (null = not told),
    #                         all must hold; "rule:CODE" = the result in `standings` under that rule
    list_hash=pa.string(),  # SHA-256 over the sorted ids joined by a line feed
)

CHECKS = _schema(
    check=pa.string(),
    table=pa.string(),
    line=pa.string(),  # the row or column of the table it looks at; null = the whole table
    names=pa.string(),  # JSON list: what each part is, in the order of `parts`
    parts=pa.string(),  # JSON list of numbers as they were added
    total=pa.int64(),
    difference=pa.int64(),  # total - sum of the parts
    verdict=pa.string(),  # adds_up | does_not_add_up
    ids=_TEXTS,  # the cooperatives that make the difference or the residual row
)

# Columns that came after the first runs were written; a run without them is read as one where nobody told them.
LATER = {
    "records": ("told_on",),
    "cooperatives": ("ending", "ended_on", "ending_source", "seen_after_ending"),
}

ALL = {
    "sources": SOURCES,
    "records": RECORDS,
    "problems": PROBLEMS,
    "judgements": JUDGEMENTS,
    "links": LINKS,
    "memberships": MEMBERSHIPS,
    "cooperatives": COOPERATIVES,
    "facts": FACTS,
    "standings": STANDINGS,
    "cells": CELLS,
    "checks": CHECKS,
}
