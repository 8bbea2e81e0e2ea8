"""An uploaded file is kept under its hash; nothing of it is understood yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.db import transaction

from lumbung.access.models import Office, User
from lumbung.audit import services as audit
from lumbung.audit.services import Actor
from lumbung.core.findings import BadInput, Finding
from lumbung.core.uploads import keep_bytes
from lumbung.engine.reading import Limits
from lumbung.engine.reading.kinds import recognise
from lumbung.imports.models import Batch
from lumbung.imports.services.refusals import BatchRefused
from lumbung.registry.models import Source

FOLDER = "lists"
_WAITS = (Batch.State.UPLOADED, Batch.State.STAGED, Batch.State.APPLYING)
_NAME_BYTES = 200  # of a file's name: what every file system takes, with room for ours


@transaction.atomic
def source_named(office: Office, name: str, kind: str, *, actor: Actor) -> Source:
    """The source of `office` with that name, opened if there is none.

    Raises:
        BatchRefused: There is one of another kind.
    """
    name = "".join(c for c in " ".join(name.split()) if c.isprintable())
    source, made = Source.objects.get_or_create(office=office, name=name, defaults={"kind": kind})
    if source.kind != kind:
        raise BatchRefused(Finding("source_of_another_kind", {"name": source.name}))
    if made:
        audit.record(
            "registry.source.opened", actor=actor, subject=f"source:{source.pk}", changes={"name": name, "kind": kind}
        )
    return source


def receive(source: Source, name: str, chunks: Iterable[bytes], *, by: User, actor: Actor) -> Batch:
    """Keep a file for `source`; it waits to be staged. The very file of a batch that waits is that batch.

    Args:
        name: As the user calls the file.
        chunks: Its bytes; at most `LUMBUNG_UPLOAD_MB`.
    Raises:
        BatchRefused: It is empty, too large, or the very file of a batch that counts already.
        BadInput: By its first bytes it is no list at all, is damaged or protected.
        MachineTrouble: It could not be written.
    """
    name = file_name(name)
    path, sha256, size = _keep(name, chunks)
    with transaction.atomic():
        # A double click sends the same file twice at once: the second waits here and finds the first.
        Source.objects.select_for_update(of=("self",)).get(pk=source.pk)
        if twin := _twin(source, name, sha256):
            return twin
        batch = Batch.objects.create(
            office=source.office,
            source=source,
            file_name=name,
            sha256=sha256,
            size=size,
            path=path,
            uploaded_by=by,
        )
        audit.record(
            "imports.batch.uploaded",
            actor=actor,
            subject=f"batch:{batch.pk}",
            changes={"sha256": sha256, "bytes": size},
        )
    return batch


def file_name(told: str) -> str:
    """`told` as a plain name of bearable length: no folder, no control characters."""
    name = "".join(c for c in Path(told.replace("\\", "/")).name if c.isprintable()).strip(". ")
    if len(name.encode()) > _NAME_BYTES:
        stem, dot, ending = name.rpartition(".")
        ending = f"{dot}{ending}" if stem and len(ending) < 8 else ""
        keep = _NAME_BYTES - len(ending.encode())
        name = (stem if ending else name).encode()[:keep].decode("utf-8", "ignore") + ending
    return name or "list"


def stored(batch: Batch) -> Path:
    """Where the bytes of `batch` lie.

    Raises:
        BatchRefused: They were not kept.
    """
    path = Path(settings.MEDIA_ROOT) / batch.path
    if not batch.path or not path.is_file():
        raise BatchRefused(Finding("batch_file_gone"))
    return path


def forget_file(batch: Batch) -> None:
    """Do not keep the bytes of a file with persons' numbers: in the caller's transaction, gone after its commit."""
    path, batch.path = Path(settings.MEDIA_ROOT) / batch.path, ""
    batch.save(update_fields=["path"])
    if not Batch.objects.filter(sha256=batch.sha256).exclude(path="").exists():
        transaction.on_commit(lambda: path.unlink(missing_ok=True))


def _twin(source: Source, name: str, sha256: str) -> Batch | None:
    same = Batch.objects.filter(source=source, sha256=sha256).select_related("source", "office")
    if (applied := same.filter(state=Batch.State.APPLIED).first()) and applied.applied_at:
        day = applied.applied_at.date().strftime("%d/%m/%Y")
        raise BatchRefused(Finding("batch_twice", {"file": name, "day": day}))
    return same.filter(state__in=_WAITS).order_by("-pk").first()


def _keep(name: str, chunks: Iterable[bytes]) -> tuple[str, str, int]:
    """(path below the documents folder, SHA-256, bytes)."""

    def check(path: Path, size: int) -> None:
        if not size:
            raise BatchRefused(Finding("batch_empty", {"file": name}))
        _check_kind(path, name)

    kept = keep_bytes(Path(settings.MEDIA_ROOT) / FOLDER, _bounded(chunks), check)
    return f"{FOLDER}/{kept.sha256}", kept.sha256, kept.size


def _bounded(chunks: Iterable[bytes]) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > settings.UPLOAD_MB * 1_000_000:
            raise BatchRefused(Finding("batch_too_large", {"most": settings.UPLOAD_MB}))
        yield chunk


def _check_kind(path: Path, name: str) -> None:
    """A PDF, a picture or a locked workbook is told at once, in the name its user gave it."""
    try:
        recognise(path, Limits())
    except BadInput as refusal:
        raise BadInput([replace(f, params={"file": name, **f.params}) for f in refusal.findings]) from refusal
