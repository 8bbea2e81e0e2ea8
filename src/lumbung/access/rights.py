"""Rights at the door of a page: who is not logged in goes to the login, who may not gets a page that says so."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from lumbung.access.middleware import OfficeRequest
from lumbung.access.queries import Standpoint
from lumbung.access.roles import Act

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def require(act: Act) -> Callable[[View[P]], View[P]]:
    """Let only those through whose appointment of today grants `act`; others get 403 or the login."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            standpoint = cast(OfficeRequest, request).standpoint
            if standpoint is None and not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if standpoint is None or not standpoint.may(act):
                raise PermissionDenied(act.value)
            return view(request, *args, **kwargs)

        guarded.required_act = act  # type: ignore[attr-defined]  # read by the test that walks every address
        return cast(View[P], guarded)

    return decorate


def standpoint_of(request: HttpRequest) -> Standpoint:
    """The standpoint of a request that went through `require`."""
    standpoint = cast(OfficeRequest, request).standpoint
    if standpoint is None:
        raise PermissionDenied
    return standpoint
