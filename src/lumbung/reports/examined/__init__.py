"""What became of published figures: for a terminal, for a program (JSON), and as one page."""

from lumbung.reports.examined.page import page_html
from lumbung.reports.examined.structured import as_json
from lumbung.reports.examined.terminal import as_text

__all__ = ["as_json", "as_text", "page_html"]
