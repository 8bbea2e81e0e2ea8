"""Why counter work cannot be done, or not be undone."""

from __future__ import annotations

from collections.abc import Sequence

from lumbung.core.findings import Finding, Refusal
from lumbung.core.language import gettext_noop as _
from lumbung.core.sentences import Sentence, enter
from lumbung.counter.models import CounterAct

_UNDO_THE_OTHER = _(
    "A cooperative ends once. If act %(act)s is wrong, undo it first: open it from the history on that cooperative’s "
    "page, choose “Undo” and give the reason. Otherwise check the number and the day of this paper."
)
enter(
    {
        "counter_no_reason": Sentence(_("Counter work needs a reason."), _("Write in a few words what was brought.")),
        "counter_nothing_told": Sentence(_("Nothing was told that could change."), _("Fill in what changed.")),
        "counter_nothing_new": Sentence(
            _("All of this is known from the counter already."), _("Look at the earlier acts of this cooperative.")
        ),
        "counter_future": Sentence(
            _("The paper is of a day that has not come yet."), _("Correct the day of the paper.")
        ),
        "counter_no_others": Sentence(
            _("Neither a merger nor a division happens to one cooperative alone."),
            _("Enter the permanent numbers of the others."),
        ),
        "counter_number_unknown": Sentence(
            _("There is no cooperative with the number %(number)s in this register."),
            _("Copy the number from its page."),
        ),
        "counter_branch_not_open": Sentence(
            _("This branch office is not open, or was closed meanwhile."), _("Choose one that is open.")
        ),
        "counter_end_untold": Sentence(
            _("It is not told whether the divided cooperative ends."), _("Say what the deed of the division says.")
        ),
        "counter_itself": Sentence(
            _("%(number)s is this cooperative itself."), _("Enter the numbers of the others only.")
        ),
        **{
            f"counter_ended_{how}": Sentence(what, _UNDO_THE_OTHER)
            for how, what in {
                "dissolved": _("%(name)s (%(number)s) was dissolved as of %(day)s, by act %(act)s (%(paper)s)."),
                "merged": _("%(name)s (%(number)s) went into another as of %(day)s, by act %(act)s (%(paper)s)."),
                "amalgamated": _(
                    "%(name)s (%(number)s) went into a new one as of %(day)s, by act %(act)s (%(paper)s)."
                ),
                "divided": _("%(name)s (%(number)s) ended by a division as of %(day)s, by act %(act)s (%(paper)s)."),
                "branch": _("%(name)s (%(number)s) is a branch office by act %(act)s (%(paper)s), since %(day)s."),
            }.items()
        },
        "counter_persons_number": Sentence(
            _("There is a person's NIK (16 digits) in what was entered."),
            _("Take it out: the register never keeps the numbers of persons."),
        ),
        "counter_place_unread": Sentence(
            _("The village was not understood as chosen."), _("Choose it again, or tell the administrator.")
        ),
        "counter_term_backwards": Sentence(
            _("The term ends before it begins."), _("Correct the two days of the term.")
        ),
        "counter_withdrawn": Sentence(
            _("This act was already undone."), _("Open it again: somebody, or a second click, was faster.")
        ),
        "counter_stood_upon": Sentence(
            _("This act cannot be undone: later work stands on it (%(count)s)."),
            _("Undo that work first; it is listed below."),
        ),
        "counter_claimed": Sentence(
            _("This form was already sent by somebody else."), _("Open a new form and enter it again.")
        ),
    }
)


class CounterRefused(Refusal):
    """It cannot be done as told; the findings say why, `column` names the field where there is one."""


class Claimed(CounterRefused):
    """The form's token stands for another person's act."""

    def __init__(self) -> None:
        super().__init__(Finding("counter_claimed"))


class StandsUpon(CounterRefused):
    """Undoing would pull the ground from under later work."""

    def __init__(self, work: Sequence[CounterAct | str]) -> None:
        super().__init__(Finding("counter_stood_upon", {"count": len(work)}))
        self.work = tuple(work)
