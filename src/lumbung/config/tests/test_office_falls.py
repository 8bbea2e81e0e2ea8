"""What falls in a running office comes back by itself, and the facts are whole: database, worker, pages."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path

import pytest

from lumbung.config.tests.offices import Served, Visitor, facts, run, served, until
from lumbung.imports.tests.lists import row, sheet

pytestmark = pytest.mark.slow
TITLE = "DATA KOPERASI KOTA BALIKPAPAN KEADAAN 30 JUNI 2025"
ROWS, MANY = 5_000, 10_500  # enough for an apply that can be hit, and for an export in the background
NOTHING_WAITS = "SELECT count(*) = 0 FROM jobs_jobprogress WHERE state IN ('waiting', 'running')"
STATE = "SELECT state FROM imports_batch ORDER BY id DESC LIMIT 1"
APPENDED = "SELECT count(*) FROM registry_record WHERE batch_id = (SELECT max(id) FROM imports_batch)"


@pytest.fixture(scope="module")
def example() -> Iterator[Path]:
    """The example's office with a long list that waits to be applied; stopped, to be copied."""
    with tempfile.TemporaryDirectory(prefix="lum-") as folder:
        os.chmod(folder, 0o711)
        data = Path(folder).resolve() / "example"
        run("demo", "--no-serve", "--data", data, "--out", Path(folder) / "out")
        with served(data) as office:
            bring(office, office.visitor(), ROWS)
        yield data


def bring(office: Served, officer: Visitor, rows: int) -> None:
    """A list that waits to be applied."""
    source = office.value("SELECT id FROM registry_source WHERE name = 'ODS'")
    content = sheet([row(n) for n in range(1, rows + 1)], title=TITLE)
    assert officer.upload(f"ods-{rows}.csv", content, source=source).status == 302
    until(lambda: office.value(STATE) == "staged")


@pytest.fixture
def office(example: Path) -> Iterator[Served]:
    data = example.parent / "office"
    shutil.copytree(example, data, symlinks=True)
    try:
        with served(data) as one:
            yield one
    finally:
        shutil.rmtree(data)


@pytest.fixture(scope="module")
def undisturbed(example: Path) -> str:
    """The facts of an office in which nothing fell."""
    data = example.parent / "undisturbed"
    shutil.copytree(example, data, symlinks=True)
    with served(data) as one:
        apply(one, one.visitor())
        settled(one)
        return facts(one)


def apply(office: Served, officer: Visitor) -> None:
    pk = office.value("SELECT max(id) FROM imports_batch")
    assert officer.send(f"/impor/{pk}/terapkan/", day="30/06/2025").status == 302


def settled(office: Served) -> None:
    until(lambda: office.value(STATE) == "applied", 240)
    until(lambda: office.value(NOTHING_WAITS), 240)
    assert office.value("SELECT count(*) FROM jobs_jobprogress WHERE state = 'failed'") == 0, office.traces()


class Readers:
    """Several who read pages all the time, and what they were answered."""

    def __init__(self, officer: Visitor, several: int = 10) -> None:
        self.answers: Counter[int] = Counter()
        self.odd: list[str] = []
        self._over = False
        self._threads = [threading.Thread(target=self._read, args=(officer,)) for _ in range(several)]
        for thread in self._threads:
            thread.start()

    def _read(self, officer: Visitor) -> None:
        one = Visitor(officer.port, dict(officer.cookies))
        while not self._over:
            for path in ("/", "/koperasi/", "/impor/", "/akun/saya/"):
                with suppress(OSError, HTTPException):  # the pages themselves may be what fell
                    answer = one.get(path)
                    self.answers[answer.status] += 1
                    told = answer.status == 503 and "retry-after" in answer.headers and "database" in answer.text
                    if answer.status != 200 and not told:
                        self.odd.append(f"{path} {answer.status} {answer.text[:300]}")
            time.sleep(0.05)

    def end(self) -> None:
        self._over = True
        for thread in self._threads:
            thread.join()


@pytest.mark.parametrize("how", [signal.SIGQUIT, signal.SIGINT], ids=["immediate", "fast"])
def test_a_database_that_is_restarted_in_an_apply_costs_some_seconds_and_no_fact(office, undisturbed, how):
    officer = office.visitor()
    readers = Readers(officer)
    apply(office, officer)
    until(lambda: 0 < office.value(APPENDED) < ROWS, every=0.01)

    os.kill(office.database(), how)

    settled(office)
    readers.end()
    assert readers.odd == [], office.traces()
    assert readers.answers[503]
    assert facts(office) == undisturbed
    assert officer.get("/").status == 200


@pytest.mark.parametrize("when", ["apply", "count"])
def test_a_worker_that_is_killed_is_followed_by_one_that_completes_its_work(office, undisturbed, when):
    officer = office.visitor()
    apply(office, officer)
    counting = "SELECT count(*) FROM jobs_jobprogress WHERE state = 'running' AND kind = 'statistics.recompute'"
    until(lambda: 0 < office.value(APPENDED) < ROWS if when == "apply" else office.value(counting), every=0.01)
    killed = office.child("lumbung.config.working")

    os.kill(killed, signal.SIGKILL)

    if when == "apply":
        assert office.value("SELECT count(*) FROM registry_record r JOIN registry_entry e ON e.current_id = r.id "
                            "WHERE r.batch_id = (SELECT max(id) FROM imports_batch)") == 0  # fmt: skip
    until(lambda: office.child("lumbung.config.working") not in (0, killed), 30)
    settled(office)
    assert facts(office) == undisturbed


def test_pages_that_are_killed_come_back(office):
    officer = office.visitor()
    killed = office.child("granian")

    os.kill(killed, signal.SIGKILL)

    until(lambda: officer.get("/").status == 200, 60)
    assert office.child("granian") != killed


def test_a_long_export_that_is_stopped_leaves_no_file_and_can_be_asked_for_again(office):
    officer = office.visitor()
    bring(office, officer, MANY)
    apply(office, officer)
    settled(office)
    state = "SELECT state FROM jobs_jobprogress WHERE kind = 'dashboards.export' ORDER BY id DESC LIMIT 1"
    lines = "SELECT coalesce(max(done), 0) FROM jobs_jobprogress WHERE kind = 'dashboards.export' AND state = 'running'"
    first = officer.send("/koperasi/unduh/?bentuk=xlsx").headers["location"]
    until(lambda: office.value(lines), every=0.01)

    with office.held("lumbung.config.working"):
        assert office.value(state) == "running"
        officer.send(f"{first}hentikan/")

    until(lambda: office.value(state) == "cancelled", every=0.02)
    assert list((office.data / "exports").iterdir()) == []
    assert officer.get(f"{first}berkas/").status == 404
    second = officer.send("/koperasi/unduh/?bentuk=xlsx").headers["location"]
    assert second != first
    until(lambda: office.value(state) == "done")
    assert officer.get(f"{second}berkas/").status == 200

    third = officer.send("/koperasi/unduh/?bentuk=xlsx").headers["location"]
    until(lambda: office.value(lines), every=0.01)
    os.kill(office.child("lumbung.config.working"), signal.SIGKILL)
    until(lambda: office.value(state) == "done", 120)
    assert officer.get(f"{third}berkas/").status == 200
    assert sorted(path.suffix for path in (office.data / "exports").iterdir()) == [".xlsx", ".xlsx"]


def at_once(officer: Visitor, send: Callable[[Visitor], object], times: int = 3) -> None:
    """The same form, sent several times at the same moment."""
    together = threading.Barrier(times)

    def one() -> None:
        visitor = Visitor(officer.port, dict(officer.cookies))
        together.wait()
        send(visitor)

    threads = [threading.Thread(target=one) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_forms_that_are_sent_several_times_at_once_have_one_effect(office):
    officer = office.visitor()
    source = office.value("SELECT id FROM registry_source WHERE name = 'ODS'")
    few = sheet([row(n) for n in range(1, 30)], title=TITLE)
    lines = "SELECT count(*) FROM audit_entry WHERE action = '{}'"
    long = office.value("SELECT max(id) FROM imports_batch")

    at_once(officer, lambda one: one.upload("few.csv", few, source=source))
    assert office.value("SELECT count(*) FROM imports_batch WHERE file_name = 'few.csv'") == 1
    pk = until(lambda: office.value("SELECT id FROM imports_batch WHERE file_name = 'few.csv' AND state = 'staged'"))

    at_once(officer, lambda one: one.send(f"/impor/{long}/buang/"))
    assert office.value(lines.format("imports.batch.discarded")) == 1

    at_once(officer, lambda one: one.send(f"/impor/{pk}/terapkan/", day="30/06/2025"))
    settled(office)
    assert office.value("SELECT count(*) FROM jobs_jobprogress WHERE kind = 'imports.apply'") == 1
    assert office.value(f"SELECT count(*) = count(DISTINCT entry_id) FROM registry_record WHERE batch_id = {pk}")

    at_once(officer, lambda one: one.send(f"/impor/{pk}/batalkan/", reason="uji"))
    assert office.value(lines.format("imports.batch.undone")) == 1

    pair = next(iter(re.findall(r"/pasangan/\d+-\d+/", officer.get("/pasangan/").text)))
    hidden = dict(re.findall(r'name="(left_hash|right_hash|over)" value="([^"]*)"', officer.get(pair).text))
    verdicts = "SELECT count(*) FROM linkage_judgement"  # the counter's own work is among them
    before = int(str(office.value(verdicts)))
    at_once(officer, lambda one: one.send(f"{pair}putusan/", verdict="different", reason="uji", **hidden))
    assert office.value(verdicts) == before + 1

    at_once(officer, lambda one: one.send("/koperasi/simpan/?q=abc", name="Uji"))
    assert office.value("SELECT count(*) FROM access_savedview") == 1
    until(lambda: office.value(NOTHING_WAITS))


FALLS = int(os.environ.get("LUMBUNG_FALLS", "3"))  # twenty, before a release


def test_reversals_survive_kills_of_worker_and_database_at_any_moment(office):
    """Facts are those before or after; what is computed from them is complete once the work has resumed."""
    officer = office.visitor()
    ends = office.value(  # two rows of the register, none of the counter's
        """
        SELECT p.left_id || '-' || p.right_id FROM linkage_pair p
            JOIN registry_entry a ON a.id = p.left_id JOIN registry_entry b ON b.id = p.right_id
        WHERE p.scope = 'register' AND p.linked AND a.source_id = b.source_id ORDER BY p.id LIMIT 1
        """
    )
    pair, chance = f"/pasangan/{ends}/", random.Random(6471)

    def hidden() -> dict[str, str]:
        return dict(re.findall(r'name="(left_hash|right_hash|over)" value="([^"]*)"', officer.get(pair).text))

    def reverse(verdict: str) -> None:
        told = until(hidden)  # nothing of it stands on a page that says that the database is away
        form = {"verdict": verdict, "reason": "uji", "confirmed": "yes", **told}
        until(lambda: officer.send(f"{pair}putusan/", form=pair, **form).status == 302)  # sent twice, it is done once

    undisturbed = []
    for verdict in ("different", "withdrawn"):
        reverse(verdict)
        until(lambda: office.value(NOTHING_WAITS))
        undisturbed.append(facts(office))
    assert undisturbed[0] != undisturbed[1]

    for n in range(FALLS):
        reverse(("different", "withdrawn")[n % 2])
        time.sleep(chance.uniform(0, 1.5))
        killed = until(office.database if n % 2 else lambda: office.child("lumbung.config.working"))
        os.kill(killed, signal.SIGKILL)
        until(lambda: officer.get("/").status == 200, 120)
        until(lambda: office.value(NOTHING_WAITS), 120)
        assert facts(office) == undisturbed[n % 2], n
