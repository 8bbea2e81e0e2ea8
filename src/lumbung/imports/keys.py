"""How a source names its rows from one list to the next: by number where it has one, else by content.

A row may lose its NIK Koperasi in one extract (a spreadsheet rounds it) and have it back in the next, or get its
first one. So whatever else a row calls itself is asked too, before it is taken for a new one.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]  # columns of engine.tables.RECORDS (or engine.cleaning.LISTED); days as dates or ISO text
Name = tuple[str, str]  # (key, kind): what a row calls itself
ASKED = (
    "coop_nik", "legal_serial", "legal_issuer", "legal_year", "name", "name_tokens", "name_acronyms", "village_code",
    "district_code", "visited_on", "npwp", "nib",
)  # fmt: skip  # columns that `names_of` reads; lists that make cooperatives lack the last two
_KINDS = ("coop_nik", "legal_number", "npwp", "nib", "content")  # the surest first
_DIGITS = {"npwp": 15, "nib": 13}  # at least so many, or it names nothing
_NIK_DIGITS = 13  # NIK koperasi (handbook 1): anything shorter has lost digits and names nothing


@dataclass(frozen=True, slots=True)
class Known:
    """An entry of the source: the key it has, what its last row called itself, and what that row said."""

    key: str
    kind: str
    names: tuple[Name, ...]
    content: str  # content hash


def names_of(row: Row, *, visits: bool) -> tuple[Name, ...]:
    """What a row calls itself, the surest first; the last one, by content, is always there.

    Args:
        visits: The list holds visits: a cooperative may be visited twice, so the day belongs to the name.
    """
    out: list[Name] = []
    nik = row.get("coop_nik") or ""
    if len(nik) == _NIK_DIGITS and not visits:
        out.append((f"nik:{nik}", "coop_nik"))
    if row.get("legal_serial") and row.get("legal_year") and not visits:
        issuer = row.get("legal_issuer") or ""
        out.append((f"bh:{row['legal_serial']}/{issuer}/{row['legal_year']}", "legal_number"))
    for kind, least in _DIGITS.items():
        digits = "".join(c for c in str(row.get(kind) or "") if c.isdigit())
        if len(digits) >= least:
            # a tax number of 15 digits and that of 16, which only has a zero before it, are one
            out.append((f"{kind}:{digits.removeprefix('0') if len(digits) > least else digits}", kind))
    told = "|".join((" ".join(row.get("name_tokens") or ()), *(row.get("name_acronyms") or ())))
    place = row.get("village_code") or row.get("district_code") or ""
    name = told.strip("|") or (row.get("name") or "").casefold()
    day = f"@{row['visited_on']}" if visits and row.get("visited_on") else ""
    out.append((f"n:{_short(f'{name}|{place}')}{day}", "content"))
    return tuple(out)


def entry_keys(
    rows: Sequence[Row], content_of: Callable[[int], str], *, visits: bool, known: Iterable[Known] = ()
) -> list[Name]:
    """(key, kind) of each row: unique in the list, and that of the same row in the source's last list.

    Args:
        rows: Rows of one list; only the columns `ASKED` are read.
        content_of: Content hash of the row at a place; asked where rows, or entries, call themselves the same.
        known: The source's entries so far.
    """
    named = [names_of(row, visits=visits) for row in rows]
    open_entries = {entry.key: entry for entry in known}
    out: dict[int, Name] = {}
    families = _families(named)
    taken = set(open_entries)
    for base, members in families.items():
        _within(base, members, content_of, open_entries, out)
    for kind in _KINDS:
        _by_other_names(kind, named, open_entries, out)
    for base, members in families.items():
        _new(base, [at for at in members if at not in out], taken, out)
    return [out[at] for at in range(len(rows))]


def _families(named: Sequence[tuple[Name, ...]]) -> dict[Name, list[int]]:
    """Rows by their surest name."""
    found: dict[Name, list[int]] = defaultdict(list)
    for at, names in enumerate(named):
        found[names[0]].append(at)
    return found


def _within(
    base: Name,
    members: list[int],
    content_of: Callable[[int], str],
    open_entries: dict[str, Known],
    out: dict[int, Name],
) -> None:
    """Rows whose surest name an entry has as its key; of several alike, those that say the same go first."""
    keys = [key for key in _numbered_in(base[0], open_entries) if _still_called(base, open_entries[key])]
    if len(keys) == len(members) == 1:
        _match(members[0], keys[0], open_entries, out)
        return
    if not keys:
        return
    said: dict[str, list[str]] = defaultdict(list)  # content -> entries that said just that, the first one last
    for key in reversed(keys):
        said[open_entries[key].content].append(key)
    contents = {at: content_of(at) for at in members}
    rest = []
    for at in sorted(members, key=lambda at: (contents[at], at)):
        if same := said[contents[at]]:
            _match(at, same.pop(), open_entries, out)
        else:
            rest.append(at)
    for at, key in zip(rest, (key for key in keys if key in open_entries), strict=False):
        _match(at, key, open_entries, out)


def _numbered_in(key: str, entries: Mapping[str, Known]) -> list[str]:
    """`key`, `key#2`, ... as far as there are such entries; an entry matched elsewhere leaves a gap of one."""
    out: list[str] = []
    n = misses = 0
    while misses < 2:
        n += 1
        if (one := _numbered(key, n)) in entries:
            out.append(one)
            misses = 0
        else:
            misses += 1
    return out


def _still_called(name: Name, entry: Known) -> bool:
    """Whether the entry's last row calls itself so, or at least nothing else of that kind."""
    same_kind = [key for key, kind in entry.names if kind == name[1]]
    return not same_kind or name[0] in same_kind


def _by_other_names(
    kind: str, named: Sequence[tuple[Name, ...]], open_entries: dict[str, Known], out: dict[int, Name]
) -> None:
    """Rows without an entry, and entries without a row, that share a name which no other of either has."""
    if not open_entries:
        return
    rows: dict[str, list[int]] = defaultdict(list)
    for at, names in enumerate(named):
        if at not in out:
            for key, its_kind in names:
                if its_kind == kind:
                    rows[key].append(at)
    entries: dict[str, list[Known]] = defaultdict(list)
    for entry in open_entries.values():
        for key, its_kind in entry.names:
            if its_kind == kind:
                entries[key].append(entry)
    for key, here in rows.items():
        there = entries.get(key, ())
        if len(here) == len(there) == 1 and not _contradict(named[here[0]], there[0].names, kind):
            _match(here[0], there[0].key, open_entries, out)


def _contradict(left: Sequence[Name], right: Sequence[Name], kind: str) -> bool:
    """Both have a surer name than `kind`, and not the same: two cooperatives of one name."""
    surer = _KINDS[: _KINDS.index(kind)]
    mine, theirs = ({its_kind: key for key, its_kind in names} for names in (left, right))
    return any(mine[k] != theirs[k] for k in surer if k in mine and k in theirs)


def _match(at: int, key: str, open_entries: dict[str, Known], out: dict[int, Name]) -> None:
    entry = open_entries.pop(key)
    out[at] = (entry.key, entry.kind)


def _new(base: Name, members: Sequence[int], taken: set[str], out: dict[int, Name]) -> None:
    """Rows of one name that no entry has: numbered from the first number that is free."""
    n = 1
    for at in members:
        while (key := _numbered(base[0], n)) in taken:
            n += 1
        taken.add(key)
        out[at] = (key, base[1])


def _numbered(key: str, n: int) -> str:
    return f"{key}#{n}" if n > 1 else key


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]
