"""Why a batch cannot go on."""

from __future__ import annotations

from collections.abc import Sequence

from lumbung.core.findings import Finding, Refusal
from lumbung.core.language import gettext_noop as _
from lumbung.core.sentences import Sentence, enter

enter(
    {
        "batch_not_open": Sentence(
            _("This import is already settled or being applied, so it cannot be changed this way."),
            _("Open the import again: somebody, or a second click, was faster."),
        ),
        "batch_not_applied": Sentence(
            _("This import does not count, so there is nothing to undo."),
            _("Open the import again: somebody, or a second click, was faster."),
        ),
        "batch_twice": Sentence(
            _("The file “%(file)s” was already applied on %(day)s."),
            _("Nothing needs to be done; upload a newer extract when there is one."),
        ),
        "batch_stale": Sentence(
            _("Another list of this source was applied or undone since this one was compared."),
            _("It is being compared again; look at the differences, then apply it."),
        ),
        "batch_source_busy": Sentence(
            _("Another list of this source is being applied (%(file)s)."),
            _("Wait until it has ended, or cancel it, then try again."),
        ),
        "batch_undated": Sentence(
            _("Neither the list nor anybody has said which day this list speaks of."),
            _("Enter the day under “As of” and apply it again."),
        ),
        "batch_older": Sentence(
            _("This list speaks of %(day)s, but one of %(last)s was applied already."),
            _("Apply it only if the older list is the right one: its values will lead."),
        ),
        "batch_not_whole": Sentence(
            _("%(gone)s of the %(known)s rows known from this source are not in this list."),
            _("Check that the whole list was exported and that it is the right source; else discard it."),
        ),
        "batch_built_upon": Sentence(
            _("This import cannot be undone: later work stands on it (%(count)s)."),
            _("Undo that work first; it is listed below."),
        ),
        "batch_no_reason": Sentence(
            _("Undoing an import needs a reason."), _("Write in a few words why, for example: wrong city.")
        ),
        "batch_too_large": Sentence(
            _("The upload is larger than %(most)s MB."),
            _("Split the list, or ask the administrator to raise LUMBUNG_UPLOAD_MB."),
        ),
        "batch_empty": Sentence(_("The file “%(file)s” is empty."), _("Export or save the list again.")),
        "batch_file_gone": Sentence(
            _("The file of this import is no longer kept."), _("Upload the list again, and discard this import.")
        ),
        "source_of_another_kind": Sentence(
            _("There is already a source “%(name)s” of another kind."), _("Choose it from the list, or another name.")
        ),
    }
)


class BatchRefused(Refusal):
    """The file cannot be taken in, or the batch not go on; the finding says why."""


class WrongState(Refusal):
    """Somebody, or a second click, was faster."""

    def __init__(self, state: str, code: str = "batch_not_open") -> None:
        super().__init__(Finding(code, {"state": state}))
        self.state = state


class Stale(Refusal):
    """What the page showed is no longer what applying would do."""

    def __init__(self) -> None:
        super().__init__(Finding("batch_stale"))


class BuiltUpon(Refusal):
    """Undoing would pull the ground from under later work."""

    def __init__(self, work: Sequence[str]) -> None:
        super().__init__(Finding("batch_built_upon", {"count": len(work)}))
        self.work = tuple(work)
