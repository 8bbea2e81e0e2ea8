"""Files that come in: refused before they are read where they are too large, kept under the hash of their bytes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, NamedTuple

from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from lumbung.core.files import trouble

_ROOM = 1_000_000  # bytes of a request for the other fields and the borders between the parts


def too_large(request: HttpRequest, megabytes: int) -> bool:
    """Whether the request says itself that its files are larger than allowed; not a byte is read for that."""
    told = request.META.get("CONTENT_LENGTH") or "0"
    return not told.isdecimal() or int(told) > megabytes * 1_000_000 + _ROOM


class Within(FileUploadHandler):
    """Counts what arrives, whatever the request said of its length, and stops the stream past the limit."""

    def __init__(self, request: HttpRequest, megabytes: int) -> None:
        super().__init__(request)
        self.left = megabytes * 1_000_000 + _ROOM

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass the chunk on. Raises StopUpload past the limit."""
        self.left -= len(raw_data)
        if self.left < 0:
            raise StopUpload(connection_reset=True)
        return raw_data

    def file_complete(self, file_size: int) -> Any:
        """The next handler keeps the file."""
        return None


class Kept(NamedTuple):
    """Where bytes lie."""

    sha256: str  # and the name of the file
    size: int


def keep_bytes(folder: Path, chunks: Iterable[bytes], check: Callable[[Path, int], None]) -> Kept:
    """Write bytes beside their place, on the disk before they get their name; what is refused leaves nothing behind.

    Args:
        chunks: May raise what refuses them.
        check: Looks at the whole file and its size, and raises what refuses it.
    Raises:
        MachineTrouble: They could not be written.
    """
    digest, size = hashlib.sha256(), 0
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=folder, prefix=".", delete=False) as file:
            try:
                for chunk in chunks:
                    size += len(chunk)
                    digest.update(chunk)
                    file.write(chunk)
                file.flush()
                check(Path(file.name), size)
                os.fsync(file.fileno())
            except BaseException:
                os.unlink(file.name)
                raise
        Path(file.name).replace(folder / digest.hexdigest())
    except OSError as error:
        raise trouble(error, Path(folder.name)) from error
    return Kept(digest.hexdigest(), size)
