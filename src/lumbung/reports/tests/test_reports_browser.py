"""The report in a browser: every number opens as many lines as it says; keys, addresses, phones and print work."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

import pytest

from lumbung.reports import write_outputs
from lumbung.reports.tests.factories import make_picture
from lumbung.reports.tests.test_reports_page import HOSTILE, with_text

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = pytest.mark.browser

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--disable-quic",
)  # fmt: skip
WIDTHS = (360, 768, 1440)
PLACES = ("", "#sel=kind_by_district/647106/total", "#rec=K000005", "#q=koperasi")


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("browser")
    told = {"en": make_picture(), "id": make_picture(), "hostile": with_text(make_picture(scale=0.1), HOSTILE)}
    for name, picture in told.items():
        write_outputs(picture, folder / name, language="id" if name == "id" else "en", timings={})
    return {name: (folder / name / "report.html").as_uri() for name in told}


@pytest.fixture(scope="module")
def browser(chromium):
    with sync_api.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    opened = context.new_page()
    opened.said = []
    opened.on("console", lambda message: opened.said.append(message.text))
    opened.on("pageerror", lambda error: opened.said.append(str(error)))
    opened.on(
        "request", lambda request: opened.said.append(request.url) if not request.url.startswith("file:") else None
    )
    yield opened
    context.close()


def go(page, address):
    """Open a list or a record by its address and wait until it stands."""
    page.evaluate("address => { location.hash = address; }", address)
    page.wait_for_function("!document.getElementById('view').hidden && document.querySelector('#view h1')")


@pytest.mark.slow
def test_every_number_opens_a_list_of_as_many_lines(files, page):
    page.goto(files["en"])
    links = page.eval_on_selector_all(
        "#report a[href^='#sel=']", "all => all.map(one => [one.getAttribute('href'), one.textContent])"
    )
    told = {href: abs(int(re.sub(r"[^\d]", "", text.split(" ")[-1]))) for href, text in links}
    wrong = {}
    for href, number in told.items():
        go(page, href)
        cell = page.evaluate("key => JSON.parse(document.getElementById('data').textContent).cells[key].u", href[5:])
        shown = page.evaluate("""() => {
            const more = document.querySelector('.lb-more button');
            if (more) more.click();
            return document.querySelectorAll('#view tbody tr').length;
        }""")
        heading = int(re.sub(r"\D", "", page.inner_text("#view h1").split(" ")[0]))
        if cell in {"cooperative", "row"} and not shown == heading == number:
            wrong[href] = (number, heading, shown)

    assert wrong == {}
    assert len(told) > 100
    assert page.said == []


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_nothing_scrolls_sideways_on_any_screen(files, browser, language, scheme):
    for width in WIDTHS:
        opened = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
        for place in PLACES:
            opened.goto("about:blank")
            opened.goto(files[language] + place)
            wide = opened.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, (width, place, wide)
        opened.close()


def test_a_record_shows_its_rows_side_by_side_with_the_one_that_is_followed(files, page):
    page.goto(files["en"] + "#rec=K000005")

    assert page.locator(".lb-sources").first.locator("thead th").all_inner_texts()[1].startswith("ODS row")
    assert page.locator(".lb-sources td.used").count() >= 2
    assert page.locator(".lb-standing").inner_text().startswith("Active")
    assert page.locator(".lb-rules li").count() == 3
    assert page.locator("mark").count() >= 1
    assert page.said == []


def test_escape_and_the_back_button_lead_back_and_focus_follows(files, page):
    page.goto(files["en"])
    first = page.locator("#report a[href='#sel=kind_by_district/647106/total']")
    first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#view h1")
    assert page.evaluate("document.activeElement.tagName") == "H1"
    assert page.inner_text("#announce").startswith("143 cooperatives")
    page.locator("#view a.name").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".lb-standing")
    page.keyboard.press("Escape")
    page.wait_for_selector(".lb-list")
    page.keyboard.press("Escape")
    page.wait_for_function("document.getElementById('view').hidden")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#sel=kind_by_district/647106/total"
    page.go_back()
    page.wait_for_selector(".lb-list")

    assert page.inner_text("#view h1").startswith("143 cooperatives")


def test_an_address_sent_to_a_colleague_opens_the_same_list(files, page):
    page.goto(files["en"] + "#sel=standing_by_district/647101/unknown")

    assert page.inner_text("#view h1").startswith("16 cooperatives")
    assert page.locator("#report").is_hidden()


def test_a_list_is_searched_and_sorted(files, page):
    page.goto(files["en"] + "#sel=kind_by_district/total/total")
    names = page.locator("#view a.name")
    page.locator("#view thead button").first.click()
    up = names.all_inner_texts()
    page.locator("#view thead button").first.click()
    down = names.all_inner_texts()
    page.fill("#view input[type=search]", "balikpapan timur produsen" if names.count() == 0 else up[0])

    assert up[:20] != down[:20]
    assert page.locator("#view thead th").first.get_attribute("aria-sort") == "descending"
    assert up[0] in names.all_inner_texts()
    assert names.count() < len(up)


def test_a_search_without_a_hit_says_so(files, page):
    page.goto(files["en"])
    page.keyboard.press("/")
    page.keyboard.type("no such name")
    page.keyboard.press("Enter")
    page.wait_for_selector("#view h1")

    assert page.locator("#view .lb-empty").is_visible()


def test_a_list_is_downloaded_as_it_is_shown(files, page):
    page.goto(files["hostile"])
    go(page, "#sel=kind_by_district/total/total")
    with page.expect_download() as waiting:
        page.locator("#view .lb-tools button").click()
    with open(waiting.value.path(), encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(io.StringIO(file.read(), newline="")))
    number = int(re.sub(r"\D", "", page.inner_text("#view h1").split(" ")[0]))

    assert waiting.value.suggested_filename.endswith(".csv")
    assert len([row for row in rows if len(row) == len(rows[-1])]) >= number
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_hostile_text_is_only_text_in_lists_and_records(files, page):
    page.goto(files["hostile"])
    go(page, "#sel=kind_by_district/total/total")
    page.locator("#view a.name").first.click()
    page.wait_for_selector(".lb-standing")

    assert page.locator("#view img, #report img, #view script").count() == 0
    assert HOSTILE.split()[0] in page.inner_text("#view h1")
    assert page.said == []


def test_without_a_script_every_number_can_be_read(files, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(files["en"])

    assert page.locator("h1").inner_text().startswith("440 of 594")
    assert page.locator("noscript").count() == 1
    assert page.locator("#find").is_hidden()
    context.close()


def test_print_is_a4_with_the_bridge_and_without_buttons(files, page):
    page.goto(files["en"])
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 794, "height": 1123})

    assert page.locator("#find").is_hidden()
    assert page.locator(".lb-bridge").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") in {
        "rgb(255, 255, 255)",
        "rgba(0, 0, 0, 0)",
    }
    assert page.pdf(format="A4")[:4] == b"%PDF"


def test_small_targets_and_words_keep_their_size(files, page):
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(files["id"])
    small = page.evaluate("""() => [...document.querySelectorAll('#report *, header *, footer *')]
        .filter(one => one.childNodes.length && [...one.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())
            && !one.closest('svg, .visually-hidden, noscript')
            && parseFloat(getComputedStyle(one).fontSize) < 12.9)
        .map(one => one.textContent.trim().slice(0, 40))""")

    assert small == []


def test_a_picture_without_positions_has_no_map(tmp_path, page):
    picture = make_picture(scale=0.1)
    coops = picture.tables["cooperatives"].to_pylist()
    bare = picture.tables["cooperatives"].from_pylist(
        [row | {"latitude": None, "longitude": None} for row in coops], schema=picture.tables["cooperatives"].schema
    )
    write_outputs(
        replace(picture, tables=picture.tables | {"cooperatives": bare}), tmp_path / "o", language="en", timings={}
    )
    page.goto((tmp_path / "o" / "report.html").as_uri())

    assert page.locator("#map").count() == 0
    assert page.said == []
