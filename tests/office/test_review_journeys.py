"""Judging in a browser: two judges, a queue cleared by keyboard, and a reversal, in an office of their own."""

from __future__ import annotations

import time

import pytest

from lumbung.config.tests.browsing import headline, until

pytestmark = [pytest.mark.slow, pytest.mark.browser]


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
