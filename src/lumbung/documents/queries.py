"""Where a file lies, and how it is handed out."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import FileResponse

from lumbung.core.findings import Finding
from lumbung.documents.models import File
from lumbung.documents.refusals import DocumentRefused

_ENDINGS = {File.Type.PDF: ".pdf", File.Type.JPEG: ".jpg", File.Type.PNG: ".png"}


def stored(file: File) -> Path:
    """Where its bytes lie.

    Raises:
        DocumentRefused: They are gone.
    """
    path = Path(settings.MEDIA_ROOT) / file.path
    if not path.is_file():
        raise DocumentRefused(Finding("document_gone", {"file": file.name}))
    return path


def as_download(file: File, name: str = "") -> FileResponse:
    """The answer that hands `file` out: never shown inside the office's own pages, never guessed to be another type.

    Whoever calls this has settled that the reader may have it.
    """
    stem = (name or file.name).rpartition(".")[0] or name or file.name
    answer = FileResponse(
        stored(file).open("rb"),
        as_attachment=True,
        filename=f"{stem}{_ENDINGS[File.Type(file.media_type)]}",
        content_type=file.media_type,
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Security-Policy"] = "sandbox"
    return answer
