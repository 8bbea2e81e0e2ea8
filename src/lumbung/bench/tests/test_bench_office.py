"""The office's bench: a small office is made, visited and worked in by the real thing, and what is told of it is true."""

from __future__ import annotations

from datetime import date
from importlib.util import find_spec

import pytest

from lumbung.bench.calibration import calibration_of
from lumbung.bench.machine import Machine
from lumbung.bench.office.clicking import WARM, Answer, Visitor, click
from lumbung.bench.office.found import OURS, THEIRS, TRIVIAL, Asked, Clicked, Office, Worked, as_json, keep, kept
from lumbung.bench.office.questions import Question
from lumbung.bench.office.weighing import named_in, weight
from lumbung.bench.results import sections
from lumbung.bench.suite import Report
from lumbung.bench.telling import Telling
from lumbung.core.findings import MachineTrouble

CALIBRATION = calibration_of({"join": 2.0}, {"join": 1.0})
OFFICE = Office(
    2_000,
    {"cooperatives": 2_065, "register": 2_000, "census": 1_755, "counter": 10},
    (
        Clicked(TRIVIAL, OURS, (0.010,), 0.1),
        Clicked("list", OURS, (0.040, 0.020, 0.200), 7.0),
        Clicked("search_typo", OURS, (0.050,), 7.0, 0.95),
        Clicked("search_typo", THEIRS, (0.030,), 90.0, 0.0),
    ),
    (Asked("list", 15, 15),),
    {"list": 250_000},
    {"pages": 200_000_000, "worker": 100_000_000, "database": 150_000_000},
    (Worked("next_read", 30.0, "s", 60.0), Worked("next_waited", 0.6, "s", 0.5)),
)


def report(*offices: Office) -> Report:
    return Report(date(2026, 11, 24), Machine(2, 0, "Example", "Debian 12", "3.11.2", 0.1), CALIBRATION, office=offices)


def written(office: Office) -> str:
    return sections(report(office))["office"]


def test_quantiles_are_times_that_were_measured():
    one = Clicked("list", OURS, [n / 100 for n in range(100, 0, -1)], 1.0)

    assert (one.p50, one.p95) == (0.50, 0.95)


def test_a_page_stands_beside_the_trivial_one_and_its_limit():
    assert "| list, first page | Lumbung | 40 | 200 | 100 | 4.0 | ≤ 150 | no | 7.0 |  |" in written(OFFICE)


def test_the_alternative_has_no_limit_to_keep():
    assert "| search, a letter wrong | Datasette | 30 | 30 | 15 | 3.0 |  |  | 90.0 | 0% |" in written(OFFICE)


def test_weights_and_statements_stand_together():
    assert "| list, first page | 250.0 | ≤ 200 | no | 15 | 15 |" in written(OFFICE)


def test_work_is_held_against_its_limit():
    told = written(OFFICE)

    assert "read, checked, compared | 30.0 s | 15.0 s | ≤ 60 s | yes |" in told
    assert "| 0.60 s | 0.30 s | ≤ 0.5 s | no |" in told


def test_memory_is_summed_and_asked_of_everyday_offices_alone():
    assert "memory after twenty people clicked: all | 450 MB |  | ≤ 1,500 MB | yes |" in written(OFFICE)
    assert "all | 450 MB |  |  |  |" in written(Office(215_000, memory=OFFICE.memory))


def test_a_missing_alternative_is_said_plainly():
    assert "Datasette is not installed" in written(Office(2_000, without="datasette", clicked=OFFICE.clicked))
    assert "Datasette is not installed" not in written(OFFICE)


def test_the_screen_speaks_indonesian_numbers():
    assert "2.065" in Telling("id").report(report(OFFICE))


def test_what_one_process_found_reaches_the_other(tmp_path):
    keep({"clicked": OFFICE.clicked, "worked": OFFICE.worked, "without": ""}, tmp_path / "a.json")

    told = Office(2_000, **kept(tmp_path / "a.json"))

    assert [c.p95 for c in told.clicked] == [c.p95 for c in OFFICE.clicked]
    assert told.worked == OFFICE.worked
    assert as_json(told)["clicked"][1]["times_trivial"] == pytest.approx(4.0)


class Pages(Visitor):
    """A site of a few addresses, without a server."""

    def __init__(self, pages):
        self.pages, self.asked = pages, []

    def get(self, address):
        self.asked.append(address)
        kind, body = self.pages[address]
        return Answer(200, 0.01, body, body, kind)


def test_a_first_visit_weighs_everything_on_the_site_once():
    page = b"""<link rel="stylesheet" href="/a.css"><link rel="alternate" href="/b.xml"><script src="/a.js"></script>
      <img src="data:x"><use href="#i"/><link rel="icon" href="https://example.org/i.png"><script src="/a.js"></script>"""
    site = Pages(
        {
            "/x/": ("text/html", page),
            "/a.css": ("text/css", b"@font-face{src:url('fonts/inter.woff2')} b{background:url(data:y)}"),
            "/a.js": ("text/javascript", b"1"),
            "/fonts/inter.woff2": ("font/woff2", b"22"),
        }
    )

    assert weight(site, "/x/") == sum(len(body) for _, body in site.pages.values())
    assert sorted(site.asked) == ["/a.css", "/a.js", "/fonts/inter.woff2", "/x/"]
    assert named_in("<img src='b.png'>", "/x/y") == ["/x/b.png"]


def test_pages_are_asked_in_turn_and_only_some_count():
    ours, theirs = (Pages({"/l": ("text/html", b"KOP-1"), "/s": ("text/html", b"nothing")}) for _ in range(2))
    lists, searches = [Question("/l", "kop", "KOP-1")] * 12, [Question("/s", "kop", "KOP-1")] * 12

    told = click({OURS: ours, THEIRS: theirs}, {OURS: {"list": lists, "search": searches}, THEIRS: {"list": lists}}, 12)

    assert {(c.page, c.by): (len(c.seconds), c.meant) for c in told} == {
        ("list", OURS): (12, 1.0),
        ("list", THEIRS): (3, 1.0),
        ("search", OURS): (12, 0.0),
    }
    assert len(ours.asked) == 2 * (12 + WARM)


def test_an_answer_that_is_no_page_stops_the_bench():
    class Broken:
        status = 500

        def read(self):
            return b""

    visitor = Visitor("127.0.0.1", 1)
    visitor._connection.request = lambda *words, **more: None
    visitor._connection.getresponse = Broken

    with pytest.raises(MachineTrouble, match="bench_run_failed"):
        visitor.get("/")


@pytest.mark.slow
@pytest.mark.skipif(find_spec("granian") is None, reason="the office is not installed")
def test_a_small_office_is_made_visited_and_worked_in(tmp_path):
    from lumbung.bench.office.measuring import measure_offices  # noqa: PLC0415

    (office,) = measure_offices([2_000], data=tmp_path, clicks=8, limit=900.0)

    by = {(c.page, c.by): c for c in office.clicked}
    assert office.holds["register"] == 2_000
    assert office.holds["cooperatives"] > office.holds["register"] * 0.9
    assert {page for page, who in by if who == OURS} >= {
        TRIVIAL,
        "dashboard",
        "list",
        "list_deep",
        "search_typo",
        "record",
    }
    assert all(len(c.seconds) == 8 for c in office.clicked if c.by == OURS)
    assert by["search_number", OURS].meant == 1.0
    assert by["search_typo", OURS].meant > 0.5
    assert all(one.few == one.many for one in office.asked)
    assert max(office.weights.values()) <= 200_000
    assert set(office.memory) == {"pages", "worker", "database"}
    assert min(office.memory.values()) > 10_000_000
    assert {w.work for w in office.worked} >= {
        "first_read",
        "next_applied",
        "next_waited",
        "small",
        "linked",
        "exported",
    }
    assert all(w.amount > 0 for w in office.worked if w.unit == "s")
    assert bool(office.without) != any(c.by == THEIRS for c in office.clicked)
