"""The lists to work through count what they open, and long exports go their whole way through the pages."""

from __future__ import annotations

import re

import pytest

from lumbung.access.roles import Role
from lumbung.core.jobs.models import JobProgress
from lumbung.dashboards import exports
from lumbung.dashboards.asking import asked_by
from lumbung.dashboards.lists import counts, selection
from lumbung.dashboards.tasks import make_export
from lumbung.dashboards.worklists import worklists


def test_every_count_is_the_length_of_its_list(officer):
    groups = worklists(officer, "id")

    lines = [line for group in groups for line in group.lines if line.n is not None]
    assert len(lines) > 20
    for line in lines:
        assert line.n == sum(counts(selection(officer, asked_by(line.href))).values()), line.word
        if line.today is not None:
            assert line.today == sum(counts(selection(officer, asked_by(line.today_href))).values()), line.word


def test_the_page_names_the_deadlines_and_links_the_lists(reader):
    page = reader(Role.DATA_OFFICER).get("/daftar-kerja/").content.decode()

    assert "31/03/2024" in page
    assert re.search(r'href="/koperasi/\?rat=2023(:|%3A)held"', page)


def test_a_long_list_is_prepared_fetched_by_its_asker_and_by_nobody_else(reader, monkeypatch):
    monkeypatch.setattr(exports, "AT_ONCE", 10)
    mine, other = reader(Role.DATA_OFFICER), reader(Role.DATA_OFFICER)
    address = "/koperasi/unduh/?bentuk=csv"

    asked = mine.get(address)
    assert asked.status_code == 200
    assert not JobProgress.objects.filter(kind="dashboards.export").exists()
    answer = mine.post(address)
    job = JobProgress.objects.get(kind="dashboards.export")
    assert answer.headers["Location"] == f"/koperasi/unduh/{job.pk}/"
    assert mine.get(f"/koperasi/unduh/{job.pk}/berkas/").status_code == 404

    make_export(job=job.pk)

    assert f"/koperasi/unduh/{job.pk}/berkas/" in mine.get(f"/koperasi/unduh/{job.pk}/").content.decode()
    file = mine.get(f"/koperasi/unduh/{job.pk}/berkas/")
    assert file.status_code == 200
    assert "attachment" in file.headers["Content-Disposition"]
    assert [other.get(f"/koperasi/unduh/{job.pk}{rest}").status_code for rest in ("/", "/berkas/")] == [404, 404]


@pytest.mark.parametrize("short", [True, False])
def test_a_short_list_comes_at_once(reader, monkeypatch, short):
    monkeypatch.setattr(exports, "AT_ONCE", 10_000 if short else 1)

    answer = reader(Role.DATA_OFFICER).get("/koperasi/unduh/?bentuk=csv&district=647101")

    assert ("attachment" in answer.headers.get("Content-Disposition", "")) == short
