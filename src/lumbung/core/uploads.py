"""Files that come in: refused before they are read where they are too large, kept under the hash of their bytes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, NamedTuple, TypeVar

from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from lumbung.core.files import trouble
from lumbung.core.findings import MachineTrouble
from lumbung.core.outages import outage_of

FORM_MB = 2  # what a page takes that asks for no file
LANES = 3  # large bodies that one process receives at once; twice as many threads answer
_ROOM = 1_000_000  # bytes of a request for the other fields and the borders between the parts
_View = TypeVar("_View", bound=Callable[..., Any])


def takes(megabytes: int | None) -> Callable[[_View], _View]:
    """A view that asks for files of so many MB together; None: it looks at the size itself and has words for it."""

    def decorate(view: _View) -> _View:
        view.takes_mb = megabytes  # type: ignore[attr-defined]
        return view

    return decorate


def takes_of(view: Callable[..., Any]) -> int | None:
    """MB that `view` takes (`takes`)."""
    told: int | None = getattr(view, "takes_mb", FORM_MB)
    return told


def tells_length(request: HttpRequest) -> bool:
    """Whether the request says how long its body is, or has none; a body in pieces of unknown number is never read."""
    told = request.META.get("CONTENT_LENGTH") or ("" if "HTTP_TRANSFER_ENCODING" in request.META else "0")
    return told.isdecimal()


def told_bytes(request: HttpRequest) -> int:
    """The length of the body, as the request tells it."""
    told = request.META.get("CONTENT_LENGTH") or "0"
    return int(told) if told.isdecimal() else 0


def too_large(request: HttpRequest, megabytes: int) -> bool:
    """Whether the request says itself that its files are larger than allowed; not a byte is read for that."""
    return not tells_length(request) or told_bytes(request) > megabytes * 1_000_000 + _ROOM


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
        if outage := outage_of(error):
            raise MachineTrouble(outage) from error
        raise trouble(error, Path(folder.name)) from error
    return Kept(digest.hexdigest(), size)
