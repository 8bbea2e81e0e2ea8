"""People come, are appointed, get in, change, and leave; each act with its audit line, in one transaction."""

from __future__ import annotations

from lumbung.access.services.appointments import appoint, end_appointment
from lumbung.access.services.founding import create_administrator
from lumbung.access.services.logins import (
    accept_invitation,
    change_password,
    end_other_sessions,
    invitation_of,
    invite,
    note_second_factor,
    reset_login,
)
from lumbung.access.services.people import deactivate, make_person, reactivate
from lumbung.access.services.refusals import AccountRefused
from lumbung.access.services.saved_views import ViewRefused, change_view, delete_view, save_view

__all__ = [
    "AccountRefused", "ViewRefused", "accept_invitation", "appoint", "change_password", "change_view",
    "create_administrator", "deactivate", "delete_view", "end_appointment", "end_other_sessions", "invitation_of", "invite", "make_person", "note_second_factor",
    "reactivate", "reset_login", "save_view",
]  # fmt: skip
