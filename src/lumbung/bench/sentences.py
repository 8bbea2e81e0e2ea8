"""What the bench has to say when it cannot measure."""

from __future__ import annotations

from lumbung.core.language import gettext_noop
from lumbung.core.sentences import Sentence, enter

enter(
    {
        "bench_group_missing": Sentence(
            gettext_noop("The alternatives to measure against are not installed here (missing: %(missing)s)."),
            gettext_noop("In a clone of the source, run “./lumbung bench”, which fetches them once."),
        ),
        "bench_no_folder": Sentence(
            gettext_noop("%(path)s is no folder."),
            gettext_noop("Name a folder with --data, one that need not be there yet, or leave it out."),
        ),
        "bench_office_missing": Sentence(
            gettext_noop("The packages of the office are not installed here (missing: %(missing)s)."),
            gettext_noop("Install “lumbung[office]”, or run “./lumbung bench” in a clone of the source."),
        ),
        "bench_run_failed": Sentence(
            gettext_noop("“%(name)s” stopped while it was measured: %(reason)s."),
            gettext_noop("Mend the cause, or leave it out with --against, and run it again."),
        ),
        "bench_section_open": Sentence(
            gettext_noop("In “%(path)s” the section “%(name)s” begins and does not end; nothing was changed."),
            gettext_noop("Put back its last line “<!-- end of lumbung bench %(name)s -->”."),
        ),
        "bench_rows_wrong": Sentence(
            gettext_noop("“%(value)s” is no number of rows; from 60 to 300,000 can be made."),
            gettext_noop("Write it like 587 or, with the rows of the census too, 200000x150000."),
        ),
        "bench_noise_unknown": Sentence(
            gettext_noop("There is no noise level “%(value)s”."),
            gettext_noop("Choose from: %(levels)s."),
        ),
        "bench_contender_unknown": Sentence(
            gettext_noop("There is no alternative “%(value)s”."),
            gettext_noop("Choose from: %(names)s."),
        ),
    }
)
