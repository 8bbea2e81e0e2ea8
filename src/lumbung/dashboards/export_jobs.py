"""Long exports: made in the background, kept some days in the data folder, opened by nobody but who asked.

A file is named after its job. It is written beside its place and renamed once it is whole, so that what is there is
always whole; a job whose worker was killed is taken up again and writes it anew.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from lumbung.access.models import Office, User
from lumbung.access.queries import Standpoint, standpoints
from lumbung.audit import services as audit
from lumbung.core.findings import Finding, Refusal
from lumbung.core.jobs.models import JobProgress
from lumbung.core.jobs.queries import OPEN, name_words
from lumbung.core.jobs.services import Reporter, ask, request_cancel
from lumbung.core.language import Language, language_of
from lumbung.core.language import gettext_noop as _
from lumbung.core.sentences import Sentence, enter
from lumbung.dashboards import lists, terms
from lumbung.dashboards.asking import Wanted, asked_by
from lumbung.dashboards.export_files import FORMS, Form, Job, Row
from lumbung.dashboards.exports import ACTS, file_name, job_of, record_export

TASK = "lumbung.dashboards.tasks.make_export"
KIND = "dashboards.export"
KEPT = timedelta(hours=72)
_HALF = timedelta(hours=24)  # a half-written file that nobody touched for so long is nobody's
_EVERY = 2_000  # lines between two words on how far it is
name_words({KIND: _("Preparing a file"), "dashboards.write": _("Writing the lines")})
enter(
    {
        "export_not_allowed": Sentence(
            _("You may no longer take these records out."), _("Ask the administrator of your office about your role.")
        )
    }
)


class ExportRefused(Refusal):
    """The person who asked may no longer have the file."""


def folder() -> Path:
    """Where the files lie: beside the documents, so that no backup carries them."""
    return Path(settings.MEDIA_ROOT).parent / "exports"


@dataclass(frozen=True, slots=True)
class Export:
    """A long export as its asker sees it."""

    job: JobProgress

    @property
    def asked(self) -> Wanted:
        """The list it holds."""
        return asked_by(self.job.arguments["address"])

    @property
    def form(self) -> Form:
        """The kind of file."""
        return FORMS[self.job.arguments["form"]]

    @property
    def path(self) -> Path:
        """Where its file is, once it is whole."""
        return folder() / f"{self.job.pk}.{self.form.suffix}"

    @property
    def ready(self) -> bool:
        """Whether its file can be fetched."""
        return self.job.state == JobProgress.State.DONE and timezone.now() < self.until and self.path.is_file()

    @property
    def until(self) -> datetime:
        """When its file is swept away."""
        return (self.job.ended_at or self.job.asked_at) + KEPT

    @property
    def size(self) -> int:
        """Bytes of its file; 0 where there is none."""
        return self.path.stat().st_size if self.path.is_file() else 0

    @property
    def name(self) -> str:
        """What a reader's computer calls the file."""
        return file_name(self.form, self.job.done, sample=bool(self.job.arguments["sample"]), known=self.asked.known)


def exports_of(standpoint: Standpoint) -> QuerySet[JobProgress]:
    """The long exports this person asked for in this office, newest first."""
    mine = JobProgress.objects.filter(kind=KIND, office_id=standpoint.office.pk, asked_by=standpoint.actor.key)
    return mine.order_by("-pk")


def still_theirs(standpoint: Standpoint, export: Export) -> bool:
    """Whether the asker may have today what the file holds: rights and area as they were when it was asked for."""
    acts = (*ACTS, *export.asked.needs)
    return all(map(standpoint.may, acts)) and _area(standpoint, export.asked) == export.job.arguments["area"]


def _area(standpoint: Standpoint, asked: Wanted) -> str:
    return ";".join(",".join(standpoint.area(act)) for act in (*ACTS, *asked.needs))


@transaction.atomic
def ask_export(standpoint: Standpoint, asked: Wanted, form: Form, language: Language) -> JobProgress:
    """Queue the file; asked for again while it waits or runs, the same one is answered."""
    # Two clicks at once follow each other here, and the second finds the first one's job.
    User.objects.select_for_update().get(pk=standpoint.user.pk)
    told: dict[str, int | str] = {
        "user": standpoint.user.pk,
        "office": standpoint.office.pk,
        "address": asked.address(),
        "form": form.name,
        "language": language,
        "area": _area(standpoint, asked),
        "sample": int(standpoint.office.is_sample),
    }
    under_way = exports_of(standpoint).filter(state__in=OPEN, arguments=told).first()
    return under_way or ask(
        TASK,
        kind=KIND,
        subject=f"office:{standpoint.office.pk}",
        lock=f"exports:{standpoint.user.pk}",
        office_id=standpoint.office.pk,
        asked_by=standpoint.actor.key,
        **told,
    )


def cancel(export: Export) -> None:
    """Ask the work to end; nothing of the file stays."""
    request_cancel(export.job)


def make(export: Export, progress: Reporter) -> None:
    """Write the file of a job and say in the trail that it was made.

    Reads outside a transaction: the list is one moment's (a held cursor), and how far it is can be told meanwhile.

    Raises:
        ExportRefused: The asker has lost the right or the area meanwhile.
        Cancelled: Somebody asked the work to end.
    """
    told = export.job.arguments
    standpoint = _standpoint(told["user"], told["office"])
    if standpoint is None or not still_theirs(standpoint, export):
        raise ExportRefused(Finding("export_not_allowed"))
    asked, office = export.asked, standpoint.office
    chosen = lists.selection(standpoint, asked, *ACTS)
    progress.stage("dashboards.write", sum(lists.counts(chosen).values()))
    job = job_of(chosen, office, language_of(told["language"]))
    rows = written(export.path, export.form, replace(job, read=lambda: _counted(job, progress)), progress.heed)
    with transaction.atomic():
        terms.note_reading(standpoint, asked)
        record_export(standpoint, asked, export.form, rows)
    JobProgress.objects.filter(pk=export.job.pk).update(total=rows)  # what `done` becomes at the end


def _standpoint(user: int, office: int) -> Standpoint | None:
    person = User.objects.filter(pk=user).first()
    held = standpoints(person, timezone.localdate()) if person else []
    return next((one for one in held if one.office == Office(pk=office)), None)


def _counted(job: Job, progress: Reporter) -> Iterator[Row]:
    for n, row in enumerate(job.read(), 1):
        yield row
        if n % _EVERY == 0:
            progress.advance(_EVERY)


def written(path: Path, form: Form, job: Job, heed: Callable[[], None] | None = None) -> int:
    """Write a file beside its place, on the disk before it is renamed; `heed` may stop it then. Returns its lines."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.half")
    try:
        with _closed(half) as target:
            rows = form.write(job, target)
            target.flush()
            os.fsync(target.fileno())
        if heed:
            heed()
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
    return rows


def _closed(path: Path) -> IO[bytes]:
    """A new file that nobody but the office's own account opens."""
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")


@transaction.atomic
def note_fetching(standpoint: Standpoint, export: Export) -> None:
    """The line of the trail that says that a prepared file left the house."""
    audit.record(
        "dashboards.export.fetched",
        actor=standpoint.actor,
        subject=f"office:{standpoint.office.code}",
        changes={"rows": export.job.done, "form": export.form.name, "list": export.asked.address()},
    )


def sweep(now: float | None = None) -> int:
    """Remove files whose time is over, and halves that nobody goes on with. Returns how many."""
    at, gone = now or time.time(), 0
    for path in folder().glob("*") if folder().is_dir() else ():
        life = _HALF if path.name.startswith(".") else KEPT
        if path.is_file() and path.stat().st_mtime < at - life.total_seconds():
            path.unlink(missing_ok=True)
            gone += 1
    return gone
