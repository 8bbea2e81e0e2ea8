"""What stops a request before or beside its page: too much is sent, too many send at once, the database is away.

These answers need neither session nor database, so they can be given while both are gone.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from threading import BoundedSemaphore

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.translation import get_language
from django.views.defaults import server_error

from lumbung.core.findings import Finding
from lumbung.core.language import gettext_noop as _
from lumbung.core.language import language_of
from lumbung.core.outages import AWAY, outage_of
from lumbung.core.sentences import Sentence, enter, say
from lumbung.core.uploads import FORM_MB, LANES, takes_of, tells_length, told_bytes, too_large

enter(
    {
        "sent_too_large": Sentence(
            _("What was sent is larger than the %(most)s MB that this page takes."),
            _("Nothing of it was read. Send a smaller file."),
        ),
        "sent_without_length": Sentence(
            _("The sender did not say how large the upload is."),
            _("Nothing of it was read. Upload it with a browser."),
        ),
        "lanes_taken": Sentence(
            _("Several files are being received at this moment."),
            _("Nothing of yours was read. Go back and send it again in a minute."),
        ),
    }
)
SOON, LATER = 10, 60  # seconds until another try is worth it
_LANE_BYTES = 1_000_000  # what is shorter is read at once
_lanes = BoundedSemaphore(LANES)
_log = logging.getLogger(__name__)


class SendingMiddleware:
    """Refuses what is too large before a byte of it is read, and keeps some threads free of slow senders."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not tells_length(request):
            return stopped(request, Finding("sent_without_length"), 411)
        size = told_bytes(request)
        if size <= _LANE_BYTES:
            return self.get_response(request)
        most = _most(request)
        if most is not None and too_large(request, most):
            return stopped(request, Finding("sent_too_large", {"most": most}), 413)
        if not _lanes.acquire(blocking=False):
            return stopped(request, Finding("lanes_taken"), 503, retry=SOON)
        try:
            return self.get_response(request)
        finally:
            _lanes.release()


def _most(request: HttpRequest) -> int | None:
    """MB that the page at this address takes; None: it looks itself, with words of its own."""
    try:
        return takes_of(resolve(request.path_info).func)
    except Resolver404:
        return FORM_MB


def failed(request: HttpRequest) -> HttpResponse:
    """Django's handler of what no page caught: 503 while the database is away or a disk full, else our mistake (500)."""
    trouble = sys.exc_info()[1]
    finding = outage_of(trouble)
    if finding is None:
        return server_error(request)
    response = stopped(request, finding, 503, retry=SOON if finding.code == AWAY else LATER)
    # One line a request: a trace of each would fill the log in a minute without the database.
    _log.error("%s: %s", finding.code, type(trouble).__name__)
    response._has_been_logged = True  # type: ignore[attr-defined]  # django.utils.log.log_response
    return response


def stopped(request: HttpRequest, finding: Finding, status: int, *, retry: int = 0) -> HttpResponse:
    """A page of its own with one sentence and what mends it."""
    told = say(finding, language_of(get_language() or "id"))
    href = request.get_full_path() if request.method in ("GET", "HEAD") else request.path
    page = render_to_string("ui/stopped.html", {"what": told.what, "mend": told.mend, "href": href})
    response = HttpResponse(page, status=status)
    response["Cache-Control"] = "no-store"
    if retry:
        response["Retry-After"] = str(retry)
    return response
