"""Reading: one file becomes a RawList, cells as text, headings mapped to fields, findings with their place.

The formats are told by content: xlsx, xlsm, xlsb, xls, ods, Parquet, HTML tables, text with any separator.
"""

from lumbung.engine.reading import sentences  # noqa: F401 -- enters the sentences of its findings
from lumbung.engine.reading.headings import Column
from lumbung.engine.reading.limits import Limits
from lumbung.engine.reading.lists import RawList, looks_like, read_list
from lumbung.engine.reading.mapping import check_mapping, load_mapping
from lumbung.engine.reading.synonyms import FIELDS

__all__ = ["FIELDS", "Column", "Limits", "RawList", "check_mapping", "load_mapping", "looks_like", "read_list"]
