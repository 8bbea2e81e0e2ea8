"""Which browser on which system a session runs in, as people call them."""

from __future__ import annotations

# The order matters: nearly every browser also calls itself Chrome, Safari and Mozilla.
_BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser/": "Samsung Internet",
    "UCBrowser/": "UC Browser",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "CriOS/": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
_SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


def device(user_agent: str) -> str:
    """`Chrome, Android`; what is not recognised is told as it was sent, shortened."""
    named = [next((word for mark, word in book.items() if mark in user_agent), "") for book in (_BROWSERS, _SYSTEMS)]
    return ", ".join(filter(None, named)) or user_agent[:40] or "–"
