"""An upload that is too large is refused before it is read, and never fills the disk."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from lumbung.documents.services import MOST_MB

MOST = MOST_MB * 1_000_000 + 1_000_000  # bytes of a whole request: the file, the other fields, the borders between


def too_large(request: HttpRequest) -> bool:
    """Whether the request says itself that it is larger than allowed; not a byte of it is read for that."""
    told = request.META.get("CONTENT_LENGTH") or "0"
    return not told.isdecimal() or int(told) > MOST


class Within(FileUploadHandler):
    """Counts what arrives, whatever the request said of its length, and stops the stream past the limit."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass the chunk on. Raises StopUpload past the limit."""
        self.received += len(raw_data)
        if self.received > MOST:
            raise StopUpload(connection_reset=True)
        return raw_data

    def file_complete(self, file_size: int) -> Any:
        """The next handler keeps the file."""
        return None
