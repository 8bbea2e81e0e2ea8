"""Take the README's picture of the report anew: `python -m tools.screenshot out/balikpapan/report.html`.

Needs Chromium (Debian's package, or one named in LUMBUNG_CHROMIUM); the picture is docs/pictures/report.png.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURE = Path(__file__).resolve().parents[1] / "docs" / "pictures" / "report.png"
WIDTH, HEIGHT = 1280, 860


def main(arguments: list[str]) -> int:
    """Write the picture; 2 for a wrong call."""
    chromium = os.environ.get("LUMBUNG_CHROMIUM") or shutil.which("chromium")
    if len(arguments) != 1 or not Path(arguments[0]).is_file() or not chromium:
        sys.stderr.write(__doc__ or "")
        return 2
    PICTURE.parent.mkdir(exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        page.goto(Path(arguments[0]).resolve().as_uri())
        page.screenshot(path=PICTURE)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
