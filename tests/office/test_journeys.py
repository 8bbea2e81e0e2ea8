"""A day in the office, in a browser, role by role: the example's office as `lumbung demo` opens it, worker and all."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import psycopg
import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = [pytest.mark.slow, pytest.mark.browser]

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--disable-quic",
)  # fmt: skip
CLEAN = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_URL", "LUMBUNG_", "DJANGO_"))}
SMALL = """Tanggal Kunjungan;Nama Koperasi;Jenis;Alamat Sekretariat;Kelurahan;Kecamatan;Kabupaten/Kota;Status
04/06/2024;Koperasi Konsumen Rintisan Purnama Sentosa;Konsumen;Jl. Melati No. 3;Damai;Balikpapan Kota;Kota Balikpapan;Aktif
05/06/2024;Koperasi Produsen Getah Lestari Wanamarta;Produsen;Jl. Kenanga No. 8;Lamaru;Balikpapan Timur;Kota Balikpapan;Aktif
"""  # two that no other list knows
FIGURE = "440"  # active, as the example has it


@dataclass
class Office:
    """The running office; each role logs in once, since a one-time code counts once."""

    url: str
    data: Path
    environment: dict[str, str]
    browser: object
    states: dict[str, object] = field(default_factory=dict)

    def page(self, user: str):
        """A page of somebody who is logged in, in English, told to the test as it is closed."""
        if user not in self.states:
            self.states[user] = self._log_in(user)
        context = self.browser.new_context(storage_state=self.states[user], viewport={"width": 1440, "height": 900})
        context.add_cookies([{"name": "lumbung_language", "value": "en", "url": self.url}])
        page = context.new_page()
        page.set_default_timeout(30_000)
        return page

    def _log_in(self, user: str) -> object:
        context = self.browser.new_context()
        page = context.new_page()
        page.goto(f"{self.url}/akun/masuk/")
        _role, password, code = self.login(user)
        page.fill("input[name=login]", user)
        page.fill("input[name=password]", password)
        page.press("input[name=password]", "Enter")
        page.wait_for_load_state()
        if code:
            page.fill("input[name=code]", code)
            page.press("input[name=code]", "Enter")
            page.wait_for_load_state()
        assert page.locator("text=Keluar").count() == 1, page.inner_text("main")
        state = context.storage_state()
        context.close()
        return state

    def login(self, user: str) -> tuple[str, str, str]:
        """(role, password, one-time code or nothing) as `demo --logins` tells them now."""
        words = [sys.executable, "-m", "lumbung.cli", "demo", "--logins", "--data", str(self.data), "--lang", "id"]
        said = subprocess.run(words, env=self.environment, capture_output=True, text=True, check=True, timeout=120)
        lines = (re.split(r"\s{2,}", line.strip()) for line in said.stdout.splitlines())
        told = next(parts for parts in lines if len(parts) > 2 and parts[1] == user)
        return told[0], told[2], told[3] if len(told) > 3 else ""


@pytest.fixture(scope="module")
def database(postgres: str) -> Iterator[str]:
    """A database of this module's own in the tests' cluster."""
    name = f"journeys_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    yield urlsplit(postgres)._replace(path=f"/{name}").geturl()
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
def office(database: str, chromium: str) -> Iterator[Office]:
    """The example's office, served; ended with the module."""
    with tempfile.TemporaryDirectory(prefix="lum-") as folder, sync_api.sync_playwright() as driver:
        data, environment, port = Path(folder) / "office", CLEAN | {"DATABASE_URL": database}, _free_port()
        words = ["demo", "--office-alone", "--data", str(data), "--port", str(port)]
        with (Path(folder) / "said").open("w") as said:
            server = subprocess.Popen(
                [sys.executable, "-m", "lumbung.cli", *words], env=environment, stdout=said, stderr=subprocess.STDOUT
            )
        try:
            _until_ready(port, server, Path(folder) / "said")
            browser = driver.chromium.launch(executable_path=chromium, args=list(FLAGS))
            yield Office(f"http://localhost:{port}", data, environment, browser)
            browser.close()
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=60)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _until_ready(port: int, server: subprocess.Popen[str], said: Path) -> None:
    last = time.monotonic() + 240
    while time.monotonic() < last:
        assert server.poll() is None, said.read_text()
        with suppress(URLError, OSError), urlopen(f"http://127.0.0.1:{port}/readyz", timeout=10) as answer:
            if answer.status == 200:
                return
        time.sleep(0.3)
    raise AssertionError(said.read_text())


def until(page, address: str, words: str, where: str = "main") -> None:
    """Look at a page again and again until background work has brought it that far."""
    last = time.monotonic() + 120
    while words not in page.inner_text(where):
        assert time.monotonic() < last, f"never “{words}” on {address}:\n{page.inner_text('main')[:2000]}"
        time.sleep(0.5)
        page.goto(address)


def headline(page) -> str:
    return page.inner_text("h1")


# The head


def test_the_head_opens_a_number_down_to_the_record_and_its_row(office):
    page = office.page("kadis")
    page.goto(office.url)
    assert headline(page).startswith(FIGURE)

    page.locator(".lb-figure-l a.n").click()
    page.wait_for_url(re.compile(r"/koperasi/\?angka="))
    assert FIGURE in headline(page)
    first = page.locator(".lb-coops a.name").first
    name = first.inner_text()
    first.click()

    page.wait_for_url(re.compile(r"/koperasi/6471-\d+-\d/$"))
    assert headline(page) == name
    assert "sensus-lapangan-2024.csv, row" in page.inner_text("#sources")
    assert "Active" in page.inner_text(".lb-standing")


def test_the_head_sees_who_did_what_and_may_not_import(office):
    page = office.page("kadis")
    page.goto(f"{office.url}/jejak-audit/")
    assert "Import applied" in page.inner_text("table")

    assert page.goto(f"{office.url}/impor/unggah/").status == 403
    assert page.locator(".lb-nav a", has_text="Imports").count() == 0


# The data officer


def test_the_data_officer_brings_a_list_to_the_figures_and_undoes_it(office, tmp_path):
    (tmp_path / "sensus-susulan.csv").write_text(SMALL, "utf-8")
    page = office.page("petugas")
    page.goto(f"{office.url}/impor/unggah/")
    page.fill("input[name=name]", "Sensus susulan")
    page.select_option("select[name=kind]", "census")
    page.set_input_files("input[name=files]", tmp_path / "sensus-susulan.csv")
    page.click("main button.btn-primary")
    page.wait_for_url(re.compile(r"/impor/\d+/"))
    batch = page.url.split("?")[0]
    until(page, batch, "2 rows will count")

    page.locator("#apply button.btn-primary").click()
    until(page, batch, "Undo this import")
    page.goto(office.url)
    until(page, office.url, "442 of", "h1")

    page.goto(batch)
    page.fill("input[name=reason]", "Tried out")
    page.locator("#undo button").click()
    until(page, batch, "Undone by")
    page.goto(office.url)
    until(page, office.url, f"{FIGURE} of", "h1")


def drop(page, selector: str, files: list[Path]) -> None:
    """Files dragged from the desktop onto a field: the browser itself is told, as it would tell of a hand's."""
    box = page.locator(selector).bounding_box()
    at = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    data = {"items": [], "files": [str(file) for file in files], "dragOperationsMask": 1}
    browser = page.context.new_cdp_session(page)
    for what in ("dragEnter", "dragOver", "drop"):
        browser.send("Input.dispatchDragEvent", {"type": what, **at, "data": data})


def test_several_lists_dragged_at_once_become_an_import_each(office, tmp_path):
    head, first, second = SMALL.splitlines()
    lists = [tmp_path / "susulan-damai.csv", tmp_path / "susulan-lamaru.csv"]
    for file, line in zip(lists, (first, second), strict=True):
        file.write_text(f"{head}\n{line}\n", "utf-8")
    page = office.page("petugas")
    page.goto(f"{office.url}/impor/unggah/")
    page.fill("input[name=name]", "Sensus yang diseret")
    page.select_option("select[name=kind]", "census")

    drop(page, "input[name=files]", lists)
    page.wait_for_function("document.querySelector('input[name=files]').files.length === 2")
    page.click("main button.btn-primary")

    page.wait_for_load_state()
    page.goto(f"{office.url}/impor/")
    for file in lists:
        link = page.locator("a.name", has_text=file.name).or_(page.get_by_role("link", name=file.name)).first
        batch = office.url + link.get_attribute("href")
        page.goto(batch)
        until(page, batch, "1 row will count")
        page.goto(f"{office.url}/impor/")


def test_officers_are_shown_for_a_purpose_and_the_head_finds_it_in_the_trail(office):
    page = office.page("petugas")
    page.goto(f"{office.url}/koperasi/6471-000001-3/")
    page.locator("#officers button").click()
    assert "Choose for what" in page.inner_text("#officers")
    assert page.locator("#officers table").count() == 0

    page.select_option("#officers select[name=purpose]", "letter")
    page.fill("#officers input[name=detail]", "No. 7/2026")
    page.locator("#officers button").click()
    assert "Chair" in page.inner_text("#officers table")

    head = office.page("kadis")
    head.goto(f"{office.url}/jejak-audit/")
    assert "No. 7/2026" in head.inner_text("table")


def test_guidance_is_written_once_and_taken_back(office):
    page = office.page("pengawas")
    address = f"{office.url}/koperasi/6471-000001-3/"
    page.goto(address)
    page.locator("#guidance summary", has_text="Write an entry").click()
    page.select_option("#guidance select[name=kind]", "consultation")
    page.fill("#guidance textarea", "Buku anggota dilengkapi")
    page.locator("#guidance button.btn-primary").click()
    assert "Buku anggota dilengkapi" in page.inner_text("#guidance")
    assert "Advice" in page.inner_text("#history")

    page.locator("#guidance .lb-guidance summary").first.click()
    page.fill("#guidance input[name=reason]", "Salah koperasi")
    page.locator("#guidance .lb-guidance button").first.click()
    assert "Salah koperasi" in page.inner_text("#guidance")
    assert "Advice" not in page.inner_text("#history")


# The reviewer


def test_the_reviewer_judges_a_pair_and_takes_it_back(office):
    page = office.page("verifikator")
    page.goto(f"{office.url}/pasangan/")
    page.locator("main section a[href*='/pasangan/']").first.click()
    pair = page.url
    assert "one cooperative?" in headline(page)

    page.fill("input[name=reason]", "Dua kantor")
    page.locator("button[value=different]").click()
    page.goto(pair)
    assert headline(page) == "Judged: two cooperatives"
    assert "Bagus Prakoso" in page.inner_text(".lb-lede")

    page.locator("#verdict form button", has_text="Undo").click()
    page.goto(pair)
    assert "one cooperative?" in headline(page)
    assert page.goto(f"{office.url}/impor/").status == 403


# The administrator


def test_the_administrator_invites_and_the_invited_person_comes_in(office):
    page = office.page("admin")
    page.goto(f"{office.url}/akun/orang/baru/")
    page.fill("input[name=name]", "Sri Contoh")
    page.fill("input[name=username]", "sri")
    page.select_option("select[name=role]", "data_steward")
    page.locator("main button.btn-primary").click()
    link = page.input_value("#link")

    invited = office.browser.new_context().new_page()
    invited.goto(link)
    for box in invited.locator("input[type=password]").all():
        box.fill("lumbung-padi-kering-2026")
    invited.locator("main button.btn-primary").click()
    invited.wait_for_load_state()
    invited.fill("input[name=login]", "sri")
    invited.fill("input[name=password]", "lumbung-padi-kering-2026")
    invited.press("input[name=password]", "Enter")
    invited.wait_for_load_state()
    assert "Sri Contoh" in invited.inner_text(".lb-me")
    assert invited.goto(link).status in (404, 410)


def test_the_administrator_sees_every_component_and_no_cooperative(office):
    page = office.page("admin")
    page.goto(f"{office.url}/komponen/")
    parts = page.eval_on_selector_all("main section", "all => all.map(one => one.id)")
    assert {"figure", "status", "differences", "timeline", "chip", "stepper", "progress", "empty"} <= set(parts)

    assert page.goto(f"{office.url}/koperasi/").status == 403


# Those who only look


@pytest.mark.parametrize("user", ["lapangan", "walidata"])
def test_who_only_looks_at_figures_reaches_nothing_else(office, user):
    page = office.page(user)
    assert page.goto(office.url).status == 200
    assert headline(page).startswith(FIGURE)

    rooms = page.eval_on_selector_all(".lb-nav a", "all => all.map(one => one.textContent.trim())")
    assert rooms == ["Dashboard"]
    for address in ("/koperasi/", "/koperasi/6471-000001-3/", "/impor/", "/pasangan/", "/akun/orang/", "/pekerjaan/"):
        assert page.goto(office.url + address).status == 403
    assert "Hasanuddin" not in page.inner_text("main")


PAGES = {
    "petugas": ("/", "/koperasi/", "/koperasi/6471-000001-3/", "/impor/", "/impor/1/", "/pasangan/", "/loket/", "/loket/baru/"),
    "admin": ("/komponen/", "/pekerjaan/", "/wilayah/", "/jejak-audit/", "/akun/orang/", "/akun/saya/"),
}  # fmt: skip


@pytest.mark.parametrize("user", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_scrolls_sideways_on_any_screen_or_asks_for_what_it_may_not(office, user, scheme):
    page, wrong = office.page(user), []
    page.emulate_media(color_scheme=scheme)
    page.on("console", lambda message: wrong.append(message.text))
    page.on("request", lambda asked: wrong.append(asked.url) if not asked.url.startswith(office.url) else None)
    for width in (360, 768, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        for address in PAGES[user]:
            page.goto(office.url + address)
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            wrong += [(address, width, over)] if over else []

    assert wrong == []


def test_the_dark_theme_is_dark_and_the_light_one_light(office):
    page = office.page("petugas")
    page.goto(office.url)
    grounds = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
        grounds[scheme] = sum(map(int, re.findall(r"\d+", colour)[:3])) / 3
    assert grounds["light"] > 220
    assert grounds["dark"] < 60


def test_a_stranger_is_led_to_the_login(office):
    page = office.browser.new_context().new_page()
    page.goto(f"{office.url}/koperasi/6471-000001-3/")

    assert page.url.startswith(f"{office.url}/akun/masuk/")


# Judging: what the office has seen comes last here, for it changes the queue


def test_two_judges_do_not_see_each_other_and_a_third_is_asked(office):
    head = office.page("kabid")
    head.goto(f"{office.url}/mutu-pemadanan/")
    head.select_option("select[name=second]", "always")
    head.locator("#policy button").click()
    assert head.input_value("select[name=second]") == "always"

    first, second = office.page("petugas"), office.page("verifikator")
    first.goto(f"{office.url}/perlu-diperiksa/")
    rows = first.inner_text(".lb-pair thead")
    first.keyboard.press("1")
    first.wait_for_selector("text=another judge has looked")
    second.goto(f"{office.url}/perlu-diperiksa/")
    assert second.inner_text(".lb-pair thead") == rows  # what somebody began comes first
    assert "Mariana" not in second.inner_text("main")
    second.keyboard.press("2")
    second.keyboard.press("2")
    second.wait_for_selector(".lb-last >> text=waits for another judge")
    for page in (first, second):
        page.goto(f"{office.url}/perlu-diperiksa/")
        assert page.inner_text(".lb-pair thead") != rows

    second.keyboard.press("u")
    second.wait_for_selector("text=the pair is before you again")
    assert second.inner_text(".lb-pair thead") == rows
    second.keyboard.press("1")
    second.wait_for_selector("text=The verdict is on record")


def test_the_queue_is_cleared_with_at_most_two_keys_a_pair(office):
    head = office.page("kabid")
    head.goto(f"{office.url}/mutu-pemadanan/")
    head.select_option("select[name=second]", "never")
    head.locator("#policy button").click()

    judges, last = [office.page("verifikator"), office.page("petugas")], time.monotonic() + 120
    judges[0].goto(f"{office.url}/mutu-pemadanan/")
    pairs, keys = 0, 0
    while " 0 pairs waiting" not in judges[0].inner_text("main"):  # a verdict may leave another pair open
        assert time.monotonic() < last
        page = judges[0]  # each may hold one in hand that the other is not given
        page.goto(f"{office.url}/perlu-diperiksa/")
        while page.locator(".lb-judge").count():
            form = page.locator(".lb-judge").get_attribute("action")
            for key in ("2", "3"):  # different, for another number
                page.keyboard.press(key)
                keys += 1
            page.wait_for_function(
                "was => document.querySelector('.lb-judge')?.getAttribute('action') !== was", arg=form
            )
            pairs += 1
        assert headline(page) == "Nothing waits for you"
        judges.reverse()
        judges[0].goto(f"{office.url}/mutu-pemadanan/")

    assert pairs >= 4
    assert keys <= 2 * pairs


def test_an_automatic_link_is_parted_with_a_reason_seen_before_and_undone(office):
    page = office.page("petugas")
    page.goto(f"{office.url}/pasangan/")
    page.locator("#doubles a.name").first.click()
    pair = page.url
    page.locator("button[value=different]").click()
    assert "only with a reason" in page.inner_text(".lb-messages")

    page.fill("#reason", "Dua akta")
    page.locator("button[value=different]").click()
    assert "the number revives" in page.inner_text("#numbers")
    assert "→" in page.inner_text("#numbers")
    page.locator("button", has_text="Do it").click()
    page.goto(pair)
    assert headline(page) == "Judged: two cooperatives"
    page.locator("#verdict form button", has_text="Undo").click()
    until(page, pair, "These two rows are one cooperative", "h1")
