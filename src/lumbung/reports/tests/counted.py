"""The cells and checks of an invented picture, counted the plain way."""

from __future__ import annotations

import hashlib
import json

from lumbung.reports.tests.invented import ACTIVE, CATEGORIES, DISTRICTS, RULES

RESULTS = ("active", "inactive", "unknown", "not_applicable")
POSITIONS = (
    "not_visited",
    "not_found",
    "not_operating",
    "criterion_not_met",
    "undecided",
    "active_listed",
    "active_field_only",
    "other_field_only",
)
_OUTSIDE = ("active_field_only", "other_field_only")
CROSSES = (  # table, rows, column of `cooperatives` its columns are, their values, and what holds for all
    ("kind_by_district", tuple(ACTIVE), "category", (*CATEGORIES, "unknown"), {"standing": "active"}),
    ("standing_by_district", tuple(ACTIVE), "standing", RESULTS, {}),
    (
        "supervising_level",
        ("regency", "province", "national", "unknown"),
        "position",
        ("active_listed", "active_field_only"),
        {"standing": "active"},
    ),
    (
        "field_only",
        ("branch", "not_a_legal_entity", "registered_elsewhere", "new", "unmatched"),
        "position",
        _OUTSIDE,
        {"position": list(_OUTSIDE)},
    ),
)


def cells_of(kept: list[dict], standings: list[dict]) -> list[dict]:
    def cell(table, row, column, predicate, unit="cooperative", doubt=0, count=None):
        hit = [one for one in kept if all(one[k] in (v if isinstance(v, list) else [v]) for k, v in predicate.items())]
        ids = sorted(one["cooperative_id"] for one in hit)
        number = len(hit) if count is None else count
        return {
            "table": table,
            "row": row,
            "column": column,
            "unit": unit,
            "count": number,
            "low": max(0, number - doubt),
            "high": number + doubt,
            "exact": True,
            "predicate": json.dumps(predicate, sort_keys=True),
            "list_hash": hashlib.sha256("\n".join(ids).encode()).hexdigest(),
        }

    registered = sum(one["register_records"] for one in kept)
    surplus = registered - sum(one["listed"] for one in kept)
    listed = {"listed": True}
    cells = [
        cell("streams", "listed_rows", "total", listed, "row", count=registered),
        cell("streams", "duplicate_rows", "total", listed, "row", count=surplus),
        cell("streams", "listed", "total", listed, doubt=2),
    ]
    for one in POSITIONS:
        cells.append(cell("streams", one, "total", {"position": one}, doubt=one in {"active_listed", "not_visited"}))
    cells += [
        cell("streams", "active", "total", {"standing": "active"}, doubt=2),
        cell("streams", "known", "total", {}, doubt=4),
        cell("streams", "visited", "total", {"visited": True}),
    ]
    for name, rows, columns, values, fixed in CROSSES:
        for row in (*rows, "total"):
            for value in (*values, "total"):
                chosen = {} if row == "total" else {name_of(name): row}
                which = {} if value == "total" else {columns: value}
                doubt = 2 * (value == "total" and name == "kind_by_district" and row in {"647106", "total"})
                cells.append(cell(name, row, value, fixed | chosen | which, doubt=doubt))
    results = {(one["cooperative_id"], one["rule"]): one["result"] for one in standings}
    for rule in RULES:
        for result in RESULTS:
            count = sum(1 for one in kept if results[one["cooperative_id"], rule.code] == result)
            cells.append(cell("rules", rule.code, result, {}, count=count))
            cells[-1]["predicate"] = json.dumps({f"rule:{rule.code}": result})
    cells.append(cell("recap", "jumlahSudahBersertifikat", "total", listed | {"certificate_status": "certified"}))
    cells.append(cell("recap", "jumlahAnggotaPria", "total", listed, "person", count=104_233))
    cells.append(cell("recap", "jumlahAset", "total", listed, "rupiah", count=1_234_567_890_123))
    return cells


def name_of(cross: str) -> str:
    """The column of `cooperatives` that the rows of a cross table are."""
    return {"supervising_level": "supervising_level", "field_only": "field_only_reason"}.get(cross, "district")


def checks_of(cells: list[dict], kept: list[dict]) -> list[dict]:
    by = {(one["table"], one["row"], one["column"]): one["count"] for one in cells}
    names = [*CATEGORIES, "unknown"]
    kinds = [by["kind_by_district", "total", one] for one in names]
    places = [by["kind_by_district", one, "total"] for one in ACTIVE]
    total = by["kind_by_district", "total", "total"]
    lost = [one["cooperative_id"] for one in kept if one["district"] == "unknown"]
    told = (
        ("columns_add_up", None, names, kinds, []),
        ("rows_add_up", None, list(ACTIVE), places, []),
        ("named_districts", "unknown", list(DISTRICTS), places[:-1], lost),
    )
    return [
        {
            "check": check,
            "table": "kind_by_district",
            "line": line,
            "names": json.dumps(parts_of),
            "parts": json.dumps(parts),
            "total": total,
            "difference": total - sum(parts),
            "verdict": "adds_up" if sum(parts) == total else "does_not_add_up",
            "ids": ids,
        }
        for check, line, parts_of, parts, ids in told
    ]
