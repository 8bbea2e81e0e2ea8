"""Cleaning: a list as read becomes typed `records`; raw text is always kept, no row is dropped.

Each module reads one sort of text with a pure function and can be used alone; `clean_records` puts them
together over whole columns. What the words mean stands in `engine/law/*.toml`.
"""

from __future__ import annotations

from lumbung.engine.cleaning.columns import RawLike
from lumbung.engine.cleaning.listed import LISTED, LISTS, clean_listed
from lumbung.engine.cleaning.records import clean_records

__all__ = ["LISTED", "LISTS", "RawLike", "clean_listed", "clean_records"]
