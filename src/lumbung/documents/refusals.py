"""Why a file is not kept, or not handed out."""

from __future__ import annotations

from lumbung.core.findings import Refusal
from lumbung.core.language import gettext_noop as _
from lumbung.core.sentences import Sentence, enter

enter(
    {
        "document_empty": Sentence(_("The file “%(file)s” is empty."), _("Scan or photograph the paper again.")),
        "document_too_large": Sentence(
            _("The file is larger than %(most)s MB."),
            _("Scan at 200 dots an inch in grey, or send the pages that matter."),
        ),
        "document_unknown": Sentence(
            _("“%(file)s” is no PDF, JPEG or PNG, whatever its name says."),
            _("Scan the paper to a PDF, or photograph it."),
        ),
        "document_cut_off": Sentence(
            _("“%(file)s” is cut off or damaged."), _("Scan the paper again, or copy the file once more.")
        ),
        "document_gone": Sentence(
            _("The file “%(file)s” is not in the data folder any more."),
            _("Tell the administrator: it can be brought back from a backup."),
        ),
    }
)


class DocumentRefused(Refusal):
    """The file cannot be kept or handed out; the finding says why."""
