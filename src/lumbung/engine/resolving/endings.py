"""What ended a cooperative, or took it out of the office's area: events of law, each with the day it takes effect.

An event speaks of the cooperative as it stands. Were its rows judged to be several, the event would be that of the
one that holds its leading row, so that in every way of judging exactly one cooperative carries it.
"""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from lumbung.engine.cleaning.law import law
from lumbung.engine.sql import conform, database, literal
from lumbung.engine.tables import COOPERATIVES, EVENTS

RETURN = "moved_in"  # takes back an ending that is not lasting
_COLUMNS = ("ending", "ended_on", "ending_source", "seen_after_ending")


class UnknownEvent(ValueError):  # noqa: N818 -- a refusal, named for what it says
    """A kind of event that law/endings.toml does not know."""


def with_endings(
    cooperatives: pa.Table, records: pa.Table, memberships: pa.Table, events: pa.Table | None, on: date | None
) -> pa.Table:
    """`cooperatives` with what ended them by the day `on`; later events have no effect yet.

    Args:
        cooperatives: tables.COOPERATIVES as resolved, alternatives included.
        events: tables.EVENTS in force. Of several lasting ones the first counts, of others the last.
        on: None: every event counts.
    Raises:
        UnknownEvent: A kind that is not in law/endings.toml.
    """
    events = EVENTS.empty_table() if events is None else events
    lasting = {code: told["lasting"] for code, told in law("endings")["ending"].items()}
    if strange := {*events.column("kind").to_pylist()} - {*lasting, RETURN}:
        raise UnknownEvent(", ".join(sorted(strange)))
    if on is not None:
        events = events.filter(pc.less_equal(events.column("on"), pa.scalar(on, pa.date32())))
    if not events.num_rows:
        return cooperatives
    for_good = ", ".join(literal(code) for code, is_so in lasting.items() if is_so)
    with database(cooperatives=cooperatives, records=records, memberships=memberships, events=events) as db:
        db.run(f"CREATE TABLE ended AS {_ended(for_good)}")
        return conform(
            db.table(f"""
                SELECT c.* EXCLUDE ({", ".join(_COLUMNS)}), e.kind AS ending, e."on" AS ended_on,
                    e.source AS ending_source, CASE WHEN s.cooperative_id IS NOT NULL THEN true END AS seen_after_ending
                FROM cooperatives c LEFT JOIN ended e USING (cooperative_id)
                    LEFT JOIN ({_seen_after()}) s USING (cooperative_id)
                ORDER BY cooperative_id
            """),
            COOPERATIVES,
        )


def _ended(for_good: str) -> str:
    """One row for each cooperative that is not here, alternatives among them."""
    return f"""
        WITH foremost AS (  -- the row that stands for it: of the register first, then of a visit
            SELECT cooperative_id, arg_min(record_id,
                (CASE r.source WHEN 'register' THEN 0 WHEN 'census' THEN 1 ELSE 2 END, record_id)) AS record_id
            FROM memberships m JOIN records r USING (record_id)
            WHERE NOT m.alternative AND m.cooperative_id IN (SELECT cooperative_id FROM events)
            GROUP BY cooperative_id
        ), told AS (
            SELECT m.cooperative_id, e.kind, e."on", e.source, e.kind IN ({for_good}) AS lasting,
                row_number() OVER (PARTITION BY m.cooperative_id, lasting ORDER BY e."on", e.place) AS from_first,
                row_number() OVER (PARTITION BY m.cooperative_id, lasting ORDER BY e."on" DESC, e.place DESC) AS from_last
            FROM events e JOIN foremost USING (cooperative_id) JOIN memberships m USING (record_id)
        )
        SELECT cooperative_id, kind, "on", source FROM told
        WHERE (lasting AND from_first = 1 OR NOT lasting AND from_last = 1) AND kind <> {literal(RETURN)}
        QUALIFY row_number() OVER (PARTITION BY cooperative_id ORDER BY lasting DESC) = 1
    """


def _seen_after() -> str:
    """Those that a visit found operating after the day: the paper and the visit contradict each other."""
    endings = law("endings")["ending"].items()
    told = ", ".join(literal(code) for code, one in endings if one.get("seen_contradicts", True))
    return f"""
        SELECT DISTINCT m.cooperative_id FROM memberships m JOIN records r USING (record_id)
            JOIN ended e ON e.cooperative_id = m.cooperative_id
        WHERE r.source = 'census' AND r.outcome = 'found_operating' AND r.visited_on > e."on" AND e.kind IN ({told})
    """
