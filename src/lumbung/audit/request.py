"""The request or job a line belongs to."""

from __future__ import annotations

from contextvars import ContextVar

_REQUEST: ContextVar[str] = ContextVar("request", default="")


def current_request_id() -> str:
    """Id of the request or job that runs here, empty outside of one."""
    return _REQUEST.get()


def enter_request(request_id: str) -> None:
    """From here on, lines and logs of this thread carry `request_id`."""
    _REQUEST.set(request_id)
