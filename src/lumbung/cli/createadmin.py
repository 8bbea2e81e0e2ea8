"""`lumbung createadmin`: the first administrator of an office, with a password typed here or in LUMBUNG_ADMIN_PASSWORD."""

from __future__ import annotations

import getpass
import os
from argparse import Namespace

from lumbung.cli.console import tell
from lumbung.core.language import Language, gettext_noop, translator

DONE = gettext_noop("The administrator “%(username)s” of %(office)s may log in; a second factor is asked for then.")
ASK = gettext_noop("Password for %s: ")


def run(arguments: Namespace, language: Language) -> int:
    """Make the person, the office if it is new, and the appointment."""
    from lumbung.config import office  # noqa: PLC0415 -- the command alone does without the office's packages

    _ = translator(language)
    with office.opened(arguments.data):
        office.bring_up_to_date()
        from lumbung.access.services import create_administrator  # noqa: PLC0415 -- models, after `opened`

        password = os.environ.get("LUMBUNG_ADMIN_PASSWORD") or getpass.getpass(_(ASK) % arguments.username)
        made = create_administrator(
            arguments.username,
            password=password,
            name=arguments.name,
            office_code=arguments.office,
            office_name=arguments.office_name or "",
        )
    tell(_(DONE) % {"username": made.username, "office": arguments.office})
    return 0
