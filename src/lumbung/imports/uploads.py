"""An upload that is too large is refused before it is read, and never fills the disk."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

_ROOM = 1_000_000  # bytes for the other fields and the borders between the parts


def most() -> int:
    """The most bytes a request may have, all its files together."""
    return int(settings.UPLOAD_MB) * 1_000_000 + _ROOM


def too_large(request: HttpRequest) -> bool:
    """Whether the request says itself that it is larger than allowed; not a byte of it is read for that."""
    told = request.META.get("CONTENT_LENGTH") or "0"
    return not told.isdecimal() or int(told) > most()


class Within(FileUploadHandler):
    """Counts what arrives, whatever the request said of its length, and stops the stream past the limit."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass the chunk on. Raises StopUpload past the limit."""
        self.received += len(raw_data)
        if self.received > most():
            raise StopUpload(connection_reset=True)
        return raw_data

    def file_complete(self, file_size: int) -> Any:
        """The next handler keeps the file."""
        return None
