"""A file is kept: measured, known by its content, written beside and renamed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import transaction

from lumbung.access.models import Office, User
from lumbung.audit import services as audit
from lumbung.audit.services import Actor
from lumbung.core.findings import Finding
from lumbung.core.uploads import keep_bytes
from lumbung.documents.models import File
from lumbung.documents.refusals import DocumentRefused

MOST_MB = 10
FOLDER = "papers"
_TAIL = 4_096  # bytes in which a whole file says that it ends
_NAME_BYTES = 200
# Type -> (first bytes, what its last bytes hold; empty where cameras write more behind the picture).
_SIGNS = {
    File.Type.PDF: (b"%PDF-", b"%%EOF"),
    File.Type.JPEG: (b"\xff\xd8\xff", b""),
    File.Type.PNG: (b"\x89PNG\r\n\x1a\n", b"IEND"),
}


@transaction.atomic
def keep(office: Office, name: str, chunks: Iterable[bytes], *, retention: str, by: User, actor: Actor) -> File:
    """Keep a file; the very bytes that the office keeps already are that file.

    Args:
        name: As the user calls it.
        chunks: Its bytes, at most `MOST_MB`.
        retention: One of `File.Retention`.
    Raises:
        DocumentRefused: It is empty, too large, of an unknown type or cut off.
        MachineTrouble: It could not be written.
    """
    name = plain_name(name)
    path, sha256, size, kind = _write(name, chunks)
    told = {"size": size, "media_type": kind, "name": name, "path": path, "retention": retention, "kept_by": by}
    file, made = File.objects.get_or_create(office=office, sha256=sha256, defaults=told)
    if made:
        changes = {"sha256": sha256, "bytes": size}
        audit.record("documents.file.kept", actor=actor, subject=f"file:{file.pk}", changes=changes)
    return file


def plain_name(told: str) -> str:
    """`told` without folders and control characters, of a length every file system takes."""
    name = "".join(c for c in Path(told.replace("\\", "/")).name if c.isprintable()).strip(". ")
    stem, dot, ending = name.rpartition(".")
    ending = f"{dot}{ending}" if stem and len(ending) < 8 else ""
    room = _NAME_BYTES - len(ending.encode())
    return (stem if ending else name).encode()[:room].decode("utf-8", "ignore") + ending or "file"


def _write(name: str, chunks: Iterable[bytes]) -> tuple[str, str, int, str]:
    """(path below the documents folder, SHA-256, bytes, type); a file that is refused leaves nothing behind."""
    found: list[str] = []

    def check(path: Path, size: int) -> None:
        if not size:
            raise DocumentRefused(Finding("document_empty", {"file": name}))
        with path.open("rb") as file:
            first = file.read(16)
            file.seek(max(0, size - _TAIL))
            found.append(_kind(name, first, file.read()))

    kept = keep_bytes(Path(settings.MEDIA_ROOT) / FOLDER, _bounded(chunks), check)
    return f"{FOLDER}/{kept.sha256}", kept.sha256, kept.size, found[0]


def _bounded(chunks: Iterable[bytes]) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > MOST_MB * 1_000_000:
            raise DocumentRefused(Finding("document_too_large", {"most": MOST_MB}))
        yield chunk


def _kind(name: str, first: bytes, last: bytes) -> str:
    for kind, (begins, ends) in _SIGNS.items():
        if first.startswith(begins):
            if ends not in last:
                raise DocumentRefused(Finding("document_cut_off", {"file": name}))
            return kind.value
    raise DocumentRefused(Finding("document_unknown", {"file": name}))
