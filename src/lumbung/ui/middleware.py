"""Answers travel compressed where that pays."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

_TEXTS = ("text/", "image/svg+xml", "application/json", "application/javascript")


class CompressingMiddleware(GZipMiddleware):
    """Pages, styles, scripts and drawings as gzip for readers that take it; downloads as they are.

    Django hides the length of what it compresses (BREACH), and its CSRF tokens change with every answer. A workbook, a
    zip or Parquet file is compressed already, and a reader wants to see how much of it is still to come.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress texts that are shown, not saved."""
        shown = not response.headers.get("Content-Disposition", "").startswith("attachment")
        if not shown or not response.headers.get("Content-Type", "").startswith(_TEXTS):
            return response
        told = super().process_response(request, response)
        if told.streaming and "Content-Encoding" in told.headers:
            # Who serves our files knows its own tag alone, not the weak one of a compressed answer; the day of the last
            # change, which it also tells, it knows again.
            told.headers.pop("ETag", None)
        return told
