"""Reading background work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from lumbung.core.findings import Finding
from lumbung.core.jobs.models import JobProgress
from lumbung.core.language import Language, translator
from lumbung.core.language import gettext_noop as _
from lumbung.core.outages import DISK, FULL
from lumbung.core.sentences import Sentence, enter, say

enter(
    {
        "job_failed": Sentence(
            _("The work stopped because of a mistake in the program (%(reason)s)."),
            _("Nothing was left half done. Try again; if it stops again, tell the administrator."),
        ),
        "job_falls": Sentence(
            _("The work was cut off again and again and was given up."),
            _("Nothing was left half done. Tell the administrator: memory, disk or the database may be too small."),
        ),
        "job_end_unwritten": Sentence(
            _("The work stopped, and not even its end could be written down; most often the disk is full then."),
            _("Nothing was left half done. Make room on the disk."),
        ),
    }
)
OPEN = (JobProgress.State.WAITING, JobProgress.State.RUNNING)
UNWRITTEN = "job_end_unwritten"
_NO_ROOM = frozenset({FULL, DISK, UNWRITTEN})
_WORDS: dict[str, str] = {}
_RESUMED: dict[str, int] = {}
_SLOW_START = 2.0  # seconds before a rate says anything


def jobs_about(subject: str) -> QuerySet[JobProgress]:
    """The jobs about `subject` ("imports.batch:12"), newest first."""
    return JobProgress.objects.filter(subject=subject).order_by("-pk")


def newest_job_about(subject: str) -> JobProgress | None:
    """The newest job about `subject`, whatever became of it."""
    return jobs_about(subject).first()


def open_job_about(subject: str) -> JobProgress | None:
    """The newest job about `subject` that waits or runs."""
    return jobs_about(subject).filter(state__in=OPEN).first()


def name_words(words: Mapping[str, str]) -> None:
    """A room enters the words (English catalogue sentences) for its kinds of work and their stages."""
    _WORDS.update(words)


def word_of(code: str, language: Language) -> str:
    """A kind or stage in words; a code without one is shown readable."""
    return translator(language)(_WORDS[code]) if code in _WORDS else code.replace("_", " ").replace(".", " ")


# Work that met a full disk


def resume_by_itself(kinds: Mapping[str, int]) -> None:
    """A room enters its kinds of work that are taken up again by themselves, and how often in a row at most.

    Such work is safe to repeat, and whoever asked for it need not be there.
    """
    _RESUMED.update(kinds)


def resumed_kinds() -> list[str]:
    """The kinds of work that are taken up again by themselves."""
    return sorted(_RESUMED)


@dataclass(frozen=True, slots=True)
class Tries:
    """How often work stopped at a full disk in a row, and how often it is tried at most."""

    made: int
    most: int
    last: bool  # this job is the newest of its work

    @property
    def goes_on(self) -> bool:
        """Whether it is taken up again by itself."""
        return self.last and self.made < self.most


def tries_of(job: JobProgress) -> Tries | None:
    """Of work that is taken up again by itself and stopped at a full disk; None of all other."""
    if job.kind not in _RESUMED or not _met_full_disk(job):
        return None
    most = _RESUMED[job.kind]
    same = JobProgress.objects.filter(task=job.task, arguments=job.arguments)
    made = 0
    for one in same.filter(pk__lte=job.pk).order_by("-pk")[:most]:
        if not _met_full_disk(one):
            break
        made += 1
    return Tries(made, most, not same.filter(pk__gt=job.pk).exists())


def _met_full_disk(job: JobProgress) -> bool:
    found = job.result.get("findings", ()) if job.state == JobProgress.State.FAILED else ()
    return any(one["code"] in _NO_ROOM for one in found)


@dataclass(frozen=True, slots=True)
class Shown:
    """A job as a page shows it."""

    job: JobProgress
    title: str
    stage: str
    per_second: int  # 0: not known yet
    seconds_left: int | None
    troubles: list[str]  # why it failed, in words

    @property
    def under_way(self) -> bool:
        """Whether it may still change."""
        return self.job.state in OPEN


def shown(job: JobProgress, language: Language) -> Shown:
    """`job` in words, with its speed and the time that is left as far as they can be told."""
    rate, left = _speed(job)
    stage = word_of(job.message, language) if job.message else ""
    failed = job.state == JobProgress.State.FAILED
    return Shown(job, word_of(job.kind, language), stage, rate, left, _troubles(job, language) if failed else [])


def _speed(job: JobProgress) -> tuple[int, int | None]:
    if job.state != JobProgress.State.RUNNING or job.started_at is None or not job.done or not job.total:
        return 0, None
    took = (timezone.now() - job.started_at).total_seconds()
    if took < _SLOW_START:
        return 0, None
    rate = job.done / took
    return round(rate), round(max(job.total - job.done, 0) / rate)


def _troubles(job: JobProgress, language: Language) -> list[str]:
    if "findings" not in job.result:
        return [str(say(Finding("job_failed", {"reason": job.result.get("trouble", "?")}), language))]
    return [str(say(Finding(one["code"], one["params"]), language)) for one in job.result["findings"]]
