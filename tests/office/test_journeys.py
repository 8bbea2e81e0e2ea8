"""A day in the office, in a browser, role by role: the example's office as `lumbung demo` opens it, worker and all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lumbung.config.tests.browsing import headline, until

pytestmark = [pytest.mark.slow, pytest.mark.browser]

SMALL = """Tanggal Kunjungan;Nama Koperasi;Jenis;Alamat Sekretariat;Kelurahan;Kecamatan;Kabupaten/Kota;Status
04/06/2024;Koperasi Konsumen Rintisan Purnama Sentosa;Konsumen;Jl. Melati No. 3;Damai;Balikpapan Kota;Kota Balikpapan;Aktif
05/06/2024;Koperasi Produsen Getah Lestari Wanamarta;Produsen;Jl. Kenanga No. 8;Lamaru;Balikpapan Timur;Kota Balikpapan;Aktif
"""  # two that no other list knows
FIGURE = "440"  # active, as the example has it


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
