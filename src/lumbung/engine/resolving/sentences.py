"""What resolving has to say, in words."""

from __future__ import annotations

from collections.abc import Mapping

from lumbung.core.findings import Severity
from lumbung.core.language import gettext_noop
from lumbung.core.sentences import Sentence, enter

# what is disputed (or settled) -> the finding's code and severity
ABOUT: Mapping[str, tuple[str, Severity]] = {
    "outcome": ("visits_contradict_outcome", "question"),
    "kind": ("visits_contradict_kind", "question"),
    "pattern": ("visits_contradict_pattern", "question"),
    "district_code": ("visits_contradict_district", "question"),
    "overruled": ("visit_overruled", "note"),
    "doubled": ("register_row_leads", "note"),
}
_VISIT_AGAIN = gettext_noop(
    "Find out which visit is right and correct the other in the census list, or visit again; until then it is unknown."
)

enter(
    {
        "visits_contradict_outcome": Sentence(
            gettext_noop(
                "“%(name)s”: the visits in rows %(this)s and %(other)s found different things, and neither has "
                "stronger and later evidence."
            ),
            _VISIT_AGAIN,
        ),
        "visits_contradict_kind": Sentence(
            gettext_noop(
                "“%(name)s”: the visits in rows %(this)s and %(other)s tell different kinds, and neither has stronger "
                "and later evidence."
            ),
            _VISIT_AGAIN,
        ),
        "visits_contradict_pattern": Sentence(
            gettext_noop(
                "“%(name)s”: one of the visits in rows %(this)s and %(other)s tells conventional and the other sharia, "
                "and neither has stronger and later evidence."
            ),
            _VISIT_AGAIN,
        ),
        "visits_contradict_district": Sentence(
            gettext_noop(
                "“%(name)s”: the visits in rows %(this)s and %(other)s tell different districts, and neither has "
                "stronger and later evidence."
            ),
            _VISIT_AGAIN,
        ),
        "visit_overruled": Sentence(
            gettext_noop(
                "“%(name)s”: the visit in row %(this)s leads over the one in row %(other)s, which contradicts it: its "
                "evidence is stronger and not older."
            ),
            gettext_noop("If the other visit is right, correct row %(this)s in the census list."),
        ),
        "register_row_leads": Sentence(
            gettext_noop(
                "“%(name)s” stands twice in the register, in rows %(this)s and %(other)s; row %(this)s leads, because "
                "its certificate, annual meeting or amendment is later or it tells more."
            ),
            gettext_noop(
                "Ask the ministry to remove one of the two; if row %(other)s is the right one, correct it first."
            ),
        ),
    }
)
