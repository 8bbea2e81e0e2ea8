"""What the pipeline and people's judgements say; importing it enters every sentence of the engine."""

from __future__ import annotations

from lumbung.core.language import gettext_noop as _
from lumbung.core.sentences import Sentence, enter
from lumbung.engine.assessing import sentences as assessing
from lumbung.engine.cleaning import sentences as cleaning
from lumbung.engine.reading import sentences as reading
from lumbung.engine.resolving import sentences as resolving

CODES = {
    "same_file_twice": Sentence(
        _("“%(register)s” and “%(census)s” are one and the same file."),
        _("Name the register first and the field census second."),
    ),
    "files_swapped": Sentence(
        _("“%(register)s” looks like a field census and “%(census)s” like a register: they seem to be swapped."),
        _("Name the register first and the field census second."),
    ),
    "no_date": Sentence(
        _("No title of “%(file)s” and no row in it tells a date."),
        _("Tell the date the data stands for, for example --as-of 2024-06-30."),
    ),
    "not_a_share": Sentence(
        _("%(option)s is %(value)s; it must lie between %(least)s and %(most)s."),
        _("Leave the option out to use the usual value."),
    ),
    "judgements_unreadable": Sentence(
        _("The judgements “%(value)s” cannot be read."),
        _("Check the name, and save the file as CSV in UTF-8."),
    ),
    "judgements_columns_missing": Sentence(
        _("The judgements lack the columns %(columns)s."),
        _("Fill in the column “judgement” of the review.csv of a run and leave its other columns as they are."),
    ),
    "judgement_word_unknown": Sentence(
        _("“%(value)s” is not a judgement."),
        _("Write sama (same), beda (different) or tidak tahu (cannot tell), or leave the cell empty."),
    ),
    "judgement_key_unknown": Sentence(
        _("Row “%(value)s” is not in the list “%(list)s” of this run."),
        _("Use the review.csv that was made from these same lists."),
    ),
    "judgement_unknown_record": Sentence(
        _("The judgement on %(left)s and %(right)s names a row that is not in these lists."),
        _("Use the review.csv that was made from these same lists."),
    ),
    "judgements_contradict": Sentence(
        _("%(left)s and %(right)s are judged different, but other judgements make them one cooperative."),
        _("Look at the judgements that lead from one to the other and correct the one that is wrong."),
    ),
    "judgements_read": Sentence(_("%(count)d judgements were taken over.")),
}
enter(CODES)

__all__ = ["CODES", "assessing", "cleaning", "reading", "resolving"]
