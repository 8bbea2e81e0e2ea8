"""Why an act on an account is refused."""

from __future__ import annotations

from lumbung.access.models import User
from lumbung.access.queries import Standpoint, home_office
from lumbung.access.roles import Act
from lumbung.core.findings import BadInput, Finding, Param
from lumbung.core.language import gettext_noop as _
from lumbung.core.sentences import Sentence, enter

enter(
    {
        "account_not_administrator": Sentence(
            _("Only an administrator manages accounts."), _("Ask the administrator of your office.")
        ),
        "account_own": Sentence(
            _("Nobody appoints themselves, ends their own appointment or closes their own account."),
            _("Ask another administrator of your office."),
        ),
        "account_of_another_office": Sentence(
            _("This account was made by %(office)s."), _("Only that office's administrator may change its login.")
        ),
        "username_taken": Sentence(_("The user name “%(username)s” is taken."), _("Choose another one.")),
        "username_bad": Sentence(
            _("“%(username)s” cannot be a user name."),
            _("Use letters, digits and . _ - without spaces, at most 60, and not 18 digits: that would be a NIP."),
        ),
        "nip_bad": Sentence(_("“%(nip)s” is not a NIP."), _("It has 18 digits.")),
        "nip_taken": Sentence(
            _("A person with the NIP %(nip)s already has an account."), _("Appoint that person instead.")
        ),
        "name_missing": Sentence(_("The person's name is missing."), _("Write it as in the letter of appointment.")),
        "password_weak": Sentence(_("This password will not do: %(reasons)s"), _("Choose a longer one.")),
        "acting_without_letter": Sentence(
            _("An acting appointment (Plh./Plt.) rests on a letter."), _("Write the number of the letter.")
        ),
        "appointment_backwards": Sentence(
            _("The last day, %(last)s, is before the first day, %(first)s."), _("Correct one of the two.")
        ),
        "appointment_overlaps": Sentence(
            _("%(person)s already holds this role in this area from %(first)s to %(last)s."),
            _("End that appointment first, or choose days outside it."),
        ),
        "appointment_overlaps_open": Sentence(
            _("%(person)s already holds this role in this area since %(first)s, without an end."),
            _("End that appointment first."),
        ),
        "appointment_area_outside": Sentence(
            _("The area %(code)s is outside %(office)s."), _("Choose an area of the office.")
        ),
        "appointment_over": Sentence(_("This appointment has ended already."), _("Make a new one.")),
        "appointment_rewritten": Sentence(
            _("An appointment cannot end before yesterday: its rights were in force until today."),
            _("Choose %(yesterday)s or a later day."),
        ),
        "person_inactive": Sentence(_("The account of %(person)s is closed."), _("Open it again first.")),
        "invitation_void": Sentence(
            _("This invitation is no longer valid: it was used, replaced by a newer one, or is older than 7 days."),
            _("Ask the administrator of your office for a new one."),
        ),
        "office_code_bad": Sentence(
            _("“%(code)s” is not the code of an office."),
            _("4 digits for a city or regency (6471), 2 for a province (64), 00 for the ministry."),
        ),
        "office_name_missing": Sentence(
            _("There is no office with the code %(code)s yet."), _("Give its name to make it.")
        ),
    }
)


class AccountRefused(BadInput):
    """What was asked cannot be done to this account."""


def refuse(code: str, /, **params: Param) -> AccountRefused:
    """The refusal with that code, to be raised."""
    return AccountRefused(Finding(code, params))


def check_administrator(by: Standpoint) -> None:
    """Raises AccountRefused unless `by` manages accounts."""
    if not by.may(Act.MANAGE_ACCOUNTS):
        raise refuse("account_not_administrator")


def check_not_oneself(by: Standpoint, person: User) -> None:
    """Raises AccountRefused if `by` would decide about themselves."""
    if by.user.pk == person.pk:
        raise refuse("account_own")


def check_keeps(by: Standpoint, person: User) -> None:
    """Raises AccountRefused unless `by` may change how `person` gets in.

    Only the office that made the account may: else whoever appoints the head of another office here could
    take over that login, and act there.
    """
    check_administrator(by)
    check_not_oneself(by, person)
    office = home_office(person)
    if office is not None and office.pk != by.office.pk:
        raise refuse("account_of_another_office", office=office.name)
