"""Every request gets an id, which its log lines, its audit lines and its answer carry."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from lumbung.audit.request import enter_request

_GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")  # what a proxy in front may have given


class RequestIdMiddleware:
    """Takes X-Request-ID of a proxy if it looks like one, else makes one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        told = request.headers.get("X-Request-ID", "")
        request_id = told if _GIVEN.fullmatch(told) else secrets.token_hex(8)
        enter_request(request_id)
        response = self.get_response(request)
        response["X-Request-ID"] = request_id
        return response
