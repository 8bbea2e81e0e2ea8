"""Who is who: pairs of rows that are one cooperative, and what waits for a person."""

from lumbung.engine.linking.alternatives import Knot, knots
from lumbung.engine.linking.linkage import AUTO, REVIEW, Linkage, link
from lumbung.engine.linking.tables import links_table, memberships_table
from lumbung.engine.linking.touched import Known, frozen

__all__ = ["AUTO", "REVIEW", "Knot", "Known", "Linkage", "frozen", "knots", "link", "links_table", "memberships_table"]
