"""The office in a browser: people of the example who log in, and words to wait for."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--disable-quic",
)  # fmt: skip
CLEAN = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_URL", "LUMBUNG_", "DJANGO_"))}


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


def until_ready(port: int, server: subprocess.Popen[str], said: Path) -> None:
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
