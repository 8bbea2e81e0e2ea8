"""The living page of components: it shows every one, made with the templates the pages use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import reverse

import lumbung.dashboards
import lumbung.ui
from lumbung.access.roles import Role

UI = Path(lumbung.ui.__file__).parent / "templates"
SHELL = {"ui/office.html", "ui/brand.html", "ui/icons.html", "ui/icon.html"}  # every page has these
SHELL |= {"ui/stopped.html"}  # a page of its own, when the office cannot answer
PAGES = Path(lumbung.dashboards.__file__).parents[1]


def included(text):
    return set(re.findall(r'\{% include "(ui/[^"]+)"', text))


@pytest.mark.parametrize("language", ["en", "id"])
def test_every_section_shows_something(reader, language):
    page = reader(Role.ADMINISTRATOR, language=language).get(reverse("dashboards:components")).content.decode()

    sections = re.findall(r'<section class="lb-section" id="(\w+)">(.*?)</section>', page, re.DOTALL)
    assert len(sections) == 13
    assert [name for name, body in sections if not re.sub(r"<[^>]+>|\s", "", body.partition("</header>")[2])] == []


def test_every_template_of_a_component_is_on_the_page():
    shown = included((PAGES / "dashboards/templates/dashboards/components.html").read_text("utf-8"))
    there = {path.relative_to(UI).as_posix() for path in (UI / "ui").rglob("*.html")}

    assert there - shown == SHELL


def test_every_template_of_a_component_is_used_by_a_page():
    pages = (p for p in PAGES.rglob("templates/**/*.html") if p.name != "components.html")
    used = set().union(*(included(page.read_text("utf-8")) for page in pages))

    assert included((PAGES / "dashboards/templates/dashboards/components.html").read_text("utf-8")) - used == set()


@pytest.mark.parametrize("role", [Role.DATA_OFFICER, Role.HEAD])
def test_only_the_administrator_sees_it(reader, role):
    assert reader(role).get(reverse("dashboards:components")).status_code == 403
