"""Background work: asked for in the caller's transaction, told while it runs, ended in good order."""

from __future__ import annotations

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from lumbung.core.findings import BadInput, Finding
from lumbung.core.jobs import services as jobs
from lumbung.core.jobs.models import JobProgress
from lumbung.core.jobs.queries import name_words, newest_job_about, open_job_about, shown, word_of
from lumbung.core.jobs.services import Cancelled, another_waits, ask, ask_again, begin, request_cancel, running

pytestmark = pytest.mark.django_db


def asked(**told):
    usual = {"kind": "test.work", "subject": "thing:1", "lock": "thing:1", "office_id": 7, "asked_by": "user:3"}
    return ask("lumbung.test.work", **(usual | told), thing=1)


def run(job, work=lambda report: None):
    assert begin(job.pk)
    with running(job.pk) as report:
        work(report)
    job.refresh_from_db()
    return job.state, job.result


def test_a_job_is_queued_with_its_ids_and_its_lock():
    job = asked()

    queued = ProcrastinateJob.objects.get()
    assert (queued.task_name, queued.args, queued.lock) == ("lumbung.test.work", {"job": job.pk, "thing": 1}, "thing:1")


def test_a_job_goes_with_the_transaction_that_asked_for_it():
    with transaction.atomic():
        asked()
        transaction.set_rollback(True)

    assert (JobProgress.objects.count(), ProcrastinateJob.objects.count()) == (0, 0)


def test_a_job_tells_how_far_it_is_and_ends_full(monkeypatch):
    monkeypatch.setattr(jobs, "_EVERY", 0)
    job = asked()
    seen = []

    def work(report):
        report.stage("test.count", 10)
        report.advance(4)
        seen.append(JobProgress.objects.values_list("state", "message", "done", "total").get())

    assert run(job, work) == ("done", {})
    assert seen == [("running", "test.count", 4, 10)]
    assert (job.done, job.ended_at is not None) == (10, True)


def test_progress_is_written_at_most_twice_a_second(django_assert_num_queries):
    job = asked()
    begin(job.pk)
    report = jobs.Reporter(job.pk)
    report.stage("test.count", 1_000)

    with django_assert_num_queries(0):
        for _ in range(100):
            report.advance()


def test_refusals_and_mistakes_end_a_job_as_failed_and_say_why():
    refused = asked()

    def refuse(report):
        raise BadInput(Finding("empty_file", {"file": "a.csv"}))

    assert run(refused, refuse)[0] == "failed"
    assert shown(refused, "en").troubles == ["The file “a.csv” is empty. Export or save the list again."]
    broken = asked()
    with pytest.raises(ZeroDivisionError):
        run(broken, lambda report: 1 / 0)
    broken.refresh_from_db()
    assert "(ZeroDivisionError)" in shown(broken, "en").troubles[0]


def test_work_that_waits_is_cancelled_at_once_and_work_that_runs_when_it_next_looks():
    waiting, going = asked(), asked()
    assert request_cancel(waiting)
    assert not begin(waiting.pk)
    begin(going.pk)
    assert request_cancel(going)

    assert run(going, lambda report: report.stage("test.count"))[0] == "cancelled"
    assert not request_cancel(going)


def test_a_killed_job_is_taken_up_again_under_the_same_row():
    job = asked()
    assert begin(job.pk)

    assert run(job) == ("done", {})


def test_work_asked_for_again_is_a_job_of_its_own():
    job = asked()
    request_cancel(job)

    again = ask_again(job, asked_by="user:9")

    assert (again.pk != job.pk, again.arguments, again.asked_by) == (True, {"thing": 1}, "user:9")
    assert newest_job_about("thing:1") == open_job_about("thing:1") == again


def test_only_a_later_job_of_the_same_kind_that_has_not_begun_takes_the_work():
    asked()
    first = ProcrastinateJob.objects.get()
    assert not another_waits("lumbung.test.work", {"thing": 1}, after=first.pk)
    asked()

    assert another_waits("lumbung.test.work", {"thing": 1}, after=first.pk)
    assert not another_waits("lumbung.test.work", {"thing": 2}, after=first.pk)


def test_kinds_have_words_and_unknown_ones_stay_readable():
    name_words({"test.named": "Being tested"})

    assert (word_of("test.named", "en"), word_of("test.not_named", "en")) == ("Being tested", "test not named")


def test_cancelled_is_heard_by_whoever_asks():
    job = asked()
    begin(job.pk)
    request_cancel(job)

    with pytest.raises(Cancelled):
        jobs.Reporter(job.pk).stage("test.count")
