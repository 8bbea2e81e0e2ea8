"""axe-core over every page of the office, in light and dark, on a phone and on a desk: nothing serious or critical.

Pages are those of `addresses.txt` that answer 200, each read by the role that sees most of it. They are written by the
office itself and handed to the browser from memory, so no server has to run. axe comes with the package
axe-playwright-python (MIT; axe-core itself MPL-2.0), of which only the script is used.
"""

from __future__ import annotations

import importlib.util
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from lumbung.config.tests.addresses import shown

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.browser]
ABSENT = "axe is not installed: axe-playwright-python stands in the group dev (or name axe.min.js in LUMBUNG_AXE)"
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic")
HOME, STATIC = "http://localhost", f"/{settings.STATIC_URL.strip('/')}/"
WIDTHS = (1440, 360)
SERIOUS = ("serious", "critical")
COLOURS = ["color-contrast", "link-in-text-block"]  # what another theme can change; the rest is the same page
ALL_RULES: dict[str, object] = {"resultTypes": ["violations"]}


@pytest.fixture(scope="module")
def axe() -> str:
    """The script, or the test is skipped."""
    if told := os.environ.get("LUMBUNG_AXE"):
        return Path(told).read_text("utf-8")
    found = importlib.util.find_spec("axe_playwright_python")
    if found is None or found.origin is None:
        pytest.skip(ABSENT)
    return Path(found.origin).with_name("axe.min.js").read_text("utf-8")


def answer(route, told: dict[str, str]) -> None:
    """A page from memory, a file of ours from its folder, nothing else."""
    path = route.request.url.removeprefix(HOME).partition("?")[0]
    static = finders.find(path.removeprefix(STATIC)) if path.startswith(STATIC) else None
    if path in told:
        route.fulfill(body=told[path], content_type="text/html; charset=utf-8")
    elif static:
        route.fulfill(path=static)
    else:
        route.fulfill(status=404)


def findings(page, axe: str, name: str) -> Iterator[str]:
    """What axe says of the page that is open, at both widths and in both themes."""
    page.evaluate(axe)
    for theme in ("light", "dark"):
        for width in WIDTHS:
            page.emulate_media(color_scheme=theme)
            page.set_viewport_size({"width": width, "height": 900})
            asked = ALL_RULES if theme == "light" else {**ALL_RULES, "runOnly": {"type": "rule", "values": COLOURS}}
            told = page.evaluate(f"axe.run(document, {json.dumps(asked)})")
            for found in told["violations"]:
                if found["impact"] in SERIOUS:
                    first = found["nodes"][0]["html"][:160]
                    yield f"{name}, {theme}, {width}: {found['impact']} {found['id']} ×{len(found['nodes'])}: {first}"


def test_no_page_has_a_serious_or_critical_finding(axe, chromium, world):
    # What htmx asks for is a part of a page.
    told = {f"{key} as {reader}": html for key, reader, html in shown(world) if "<html" in html}
    paths = {f"/{n}/": html for n, html in enumerate(told.values())}
    found: list[str] = []
    with sync_api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=list(FLAGS))
        context = browser.new_context(viewport={"width": 1440, "height": 900}, bypass_csp=True)
        context.route("**/*", lambda route: answer(route, paths))
        page = context.new_page()
        for path, name in zip(paths, told, strict=True):
            page.goto(HOME + path)
            found += findings(page, axe, name)
        page.set_content("<html><body><img src='x'><input></body></html>")  # axe finds what is there to be found
        wrong = list(findings(page, axe, "wrong"))
        browser.close()

    assert len(told) > 40
    assert wrong
    assert not found, "\n".join(found)
