"""Published figures under test: a table, a list of claims or a text, and whether its arithmetic holds."""

from lumbung.engine.claims.checking import check_file
from lumbung.engine.claims.model import Examined

__all__ = ["Examined", "check_file"]
