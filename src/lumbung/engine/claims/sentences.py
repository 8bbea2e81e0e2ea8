"""What is said about published figures: one sentence a verdict and one a likely cause (tables, lists and prose alike).

Figures in the parameters are plain decimals as text ("64.11", made by `telling.plain`); those named in `NUMBERS` are
written in the reader's language by the reports. Words of the source (`subject`, `label`, `claimed`) stay as written.
Every verdict is about the arithmetic; whether a figure is true nobody here can say.
"""

from __future__ import annotations

from lumbung.core.language import gettext_noop as _
from lumbung.core.sentences import Sentence, enter

NUMBERS = frozenset(
    {
        "computed", "published", "difference", "numerator", "denominator", "base", "value", "better", "first_value",
        "second_value", "low", "high", "outside", "times", "each", "came", "gone",
    }
)  # fmt: skip
SERIES = frozenset({"values"})  # several plain decimals, parted by "; "
CELLS = frozenset({"cell", "other_cell"})  # keys of a run's cells, "table/row/column"; the reports write them in words

_FILL = _("Fill in the parts that are empty (a zero as 0), or correct the total.")
_LOOK = _("Look up the parts and the total in the source, and correct the one that is wrong.")

_SUMS = {
    # subject, computed, published, difference (computed minus published)
    "claim.sum.holds": Sentence(_("“%(subject)s”: the parts make %(computed)s, as published.")),
    "claim.sum.rounded": Sentence(
        _("“%(subject)s”: the parts make %(computed)s, published is %(published)s; rounding explains the difference.")
    ),
    "claim.sum.fails": Sentence(
        _("“%(subject)s”: the parts make %(computed)s, published is %(published)s; difference %(difference)s."), _LOOK
    ),
    # and: untold = how many parts are not told
    "claim.sum.fails_untold": Sentence(
        _(
            "“%(subject)s”: the parts that are told make %(computed)s, published is %(published)s; difference "
            "%(difference)s. Parts not told: %(untold)s."
        ),
        _FILL,
    ),
    # the same of a cell that is the total of its row and of its column
    "claim.sum.fails_row": Sentence(
        _(
            "“%(subject)s”, along its row: the parts make %(computed)s, published is %(published)s; difference "
            "%(difference)s."
        ),
        _LOOK,
    ),
    "claim.sum.fails_column": Sentence(
        _(
            "“%(subject)s”, down its column: the parts make %(computed)s, published is %(published)s; difference "
            "%(difference)s."
        ),
        _LOOK,
    ),
    "claim.sum.fails_untold_row": Sentence(
        _(
            "“%(subject)s”, along its row: the parts that are told make %(computed)s, published is %(published)s; "
            "difference %(difference)s. Parts not told: %(untold)s."
        ),
        _FILL,
    ),
    "claim.sum.fails_untold_column": Sentence(
        _(
            "“%(subject)s”, down its column: the parts that are told make %(computed)s, published is %(published)s; "
            "difference %(difference)s. Parts not told: %(untold)s."
        ),
        _FILL,
    ),
    "claim.sum.cannot_tell": Sentence(
        _("“%(subject)s”: it cannot be told whether the parts make %(published)s, because %(untold)s are not told."),
        _("Fill in the parts that are empty; a zero is written as 0."),
    ),
    "claim.sum.unclear": Sentence(
        _("“%(subject)s”: it cannot be told whether the sum adds up, because “%(value_text)s” is no clear number."),
        _("Write that number in digits, and check again."),
    ),
    "claim.sum.uncomputed": Sentence(
        _("“%(subject)s”: it cannot be told whether the sum adds up, because a formula holds no result."),
        _("Open the file in a spreadsheet program, save it there, and check it again."),
    ),
}
_PERCENTS = {
    # subject, numerator, denominator, published, computed (the exact percentage, rounded), difference
    "claim.percent.holds": Sentence(
        _("“%(subject)s”: %(numerator)s of %(denominator)s are %(computed)s percent, as published (%(published)s).")
    ),
    "claim.percent.fails": Sentence(
        _("“%(subject)s”: %(numerator)s of %(denominator)s are %(computed)s percent, published is %(published)s."),
        _("Check both numbers and the percentage; name the base of the percentage."),
    ),
    # claimed = the words as written ("almost half")
    "claim.percent.near_holds": Sentence(
        _("“%(subject)s”: %(numerator)s of %(denominator)s are %(computed)s percent, which fits “%(claimed)s”.")
    ),
    "claim.percent.near_fails": Sentence(
        _("“%(subject)s”: %(numerator)s of %(denominator)s are %(computed)s percent, which is not “%(claimed)s”."),
        _("Check both numbers and the wording."),
    ),
    # subject, published
    "claim.percent.cannot_tell": Sentence(
        _("“%(subject)s”: %(published)s percent cannot be checked, because its base is zero or not told."),
        _("Name the number that is 100 percent."),
    ),
}
_COUNTS = {
    # subject, published (announced), computed (named)
    "claim.count.holds": Sentence(_("“%(subject)s”: %(published)s announced, and as many are named.")),
    "claim.count.fails": Sentence(
        _("“%(subject)s”: %(published)s announced, but %(computed)s are named."),
        _("Name them all, or correct the announced number."),
    ),
    "claim.count.cannot_tell": Sentence(
        _("“%(subject)s”: %(published)s announced; how many are named cannot be told for certain."),
        _("Count them once."),
    ),
}
_ORDERS = {
    "claim.order.holds": Sentence(_("“%(subject)s”: the figures stand in the order that is claimed.")),
    # first, first_value, second, second_value: the first pair that is the wrong way round
    "claim.order.fails": Sentence(
        _(
            "“%(subject)s”: “%(first)s” (%(first_value)s) is named before “%(second)s” (%(second_value)s), "
            "against the order that is claimed."
        ),
        _("Put the names in the order of the figures."),
    ),
    # first, first_value = left out although it belongs before second, second_value
    "claim.order.left_out": Sentence(
        _(
            "“%(subject)s”: “%(first)s” (%(first_value)s) is left out, although it comes before “%(second)s” "
            "(%(second_value)s)."
        ),
        _("Name it at its place, or leave out the words that promise an order."),
    ),
    "claim.order.cannot_tell": Sentence(
        _("“%(subject)s”: the order cannot be checked, because a figure is missing."), _("Tell the figure of each.")
    ),
}
_INSIDES = {
    # part, whole = the labels of numerator and denominator; published = the percentage
    "claim.inside.holds": Sentence(_("“%(part)s” is part of “%(whole)s”, so a percentage may be told of it.")),
    "claim.inside.fails": Sentence(
        _("“%(part)s” is no part of “%(whole)s”, so %(published)s percent is not a share of it."),
        _("Name the base that holds both, or tell the ratio in words (so many for each ...)."),
    ),
    "claim.inside.cannot_tell": Sentence(
        _("Whether “%(part)s” is part of “%(whole)s” cannot be told from the text."), _("Name the base.")
    ),
}
_SAMES = {
    # subject, values
    "claim.same.holds": Sentence(_("“%(subject)s”: told several times, always as %(values)s.")),
    "claim.same.fails": Sentence(
        _("“%(subject)s” is told with different figures: %(values)s."),
        _("Find out which one is right, or say what each of them counts and on which day."),
    ),
    "claim.same.cannot_tell": Sentence(
        _("Whether the figures %(values)s speak of one “%(subject)s” cannot be told."),
        _("Say of each figure what it counts and on which day."),
    ),
}
_BOUNDS = {
    # subject, claimed = the bound as written ("lebih dari 600"), computed
    "claim.bound.holds": Sentence(_("“%(subject)s”: the figures make %(computed)s, which fits “%(claimed)s”.")),
    "claim.bound.fails": Sentence(
        _("“%(subject)s”: the figures make %(computed)s, which is not “%(claimed)s”."),
        _("Correct the figures or the wording, or name the part that is missing."),
    ),
    "claim.bound.cannot_tell": Sentence(
        _("“%(subject)s”: “%(claimed)s” cannot be checked, because a figure is missing."), _("Tell all figures.")
    ),
}
_SERIES = {
    "claim.series.holds": Sentence(_("“%(subject)s”: the figures %(values)s make a series without a break.")),
    # first, first_value, second, second_value: the neighbours between which it breaks
    "claim.series.broken": Sentence(
        _(
            "“%(subject)s”: from %(first_value)s (%(first)s) to %(second_value)s (%(second)s) the series breaks, and "
            "no definition says that both count the same."
        ),
        _("Say how each figure is counted, and put figures of one definition beside each other."),
    ),
    "claim.series.cannot_tell": Sentence(
        _("“%(subject)s”: a series of fewer than two figures cannot be compared."), _("Tell the earlier figure.")
    ),
}
_AGAINST = {
    # subject, published, computed (the run's cell), cell (its name in words)
    "claim.against.holds": Sentence(
        _("“%(subject)s”: published is %(published)s, and the run has %(computed)s (%(cell)s).")
    ),
    # and: low, high of the cell
    "claim.against.inside": Sentence(
        _(
            "“%(subject)s”: published is %(published)s; the run has %(computed)s (%(cell)s) and can reach from "
            "%(low)s to %(high)s while pairs wait for a person."
        )
    ),
    "claim.against.fails": Sentence(
        _("“%(subject)s”: published is %(published)s, but the run has %(computed)s (%(cell)s)."),
        _("Take the figure from the run, or say which other definition the published one follows."),
    ),
    # and: value, other_cell: the second cell that the words leave open
    "claim.against.fails_both": Sentence(
        _(
            "“%(subject)s”: published is %(published)s, but the run has %(computed)s (%(cell)s) or %(value)s "
            "(%(other_cell)s)."
        ),
        _("Take the figure from the run, or say which other definition the published one follows."),
    ),
    "claim.against.nothing_placed": Sentence(
        _("No figure of “%(file)s” could be placed beside the run."),
        _("Name kind, district or state of the cooperatives as the run does."),
    ),
}
# label = the line it points at, value = as published, better = what would make it hold
CULPRITS = {
    "culprit.missing_part": Sentence(_("Perhaps a part is missing: “%(label)s” with %(better)s would make it add up.")),
    "culprit.missing_part_unnamed": Sentence(_("Perhaps a part is missing: %(better)s more would make it add up.")),
    "culprit.swapped_digits": Sentence(
        _("Perhaps two digits are swapped in “%(label)s”: %(better)s instead of %(value)s would make it add up.")
    ),
    "culprit.wrong_digit": Sentence(
        _("Perhaps one digit of “%(label)s” is wrong: %(better)s instead of %(value)s would make it add up.")
    ),
    "culprit.counted_twice": Sentence(
        _("Perhaps “%(label)s” (%(value)s) is counted twice: without it the rest adds up.")
    ),
    # other = the label under which the figure stands a second time
    "culprit.counted_twice_as": Sentence(
        _(
            "Perhaps %(value)s is counted twice, as “%(label)s” and as “%(other)s”: without one of them the rest adds up."
        )
    ),
    # and: first_row, second_row of the two
    "culprit.counted_twice_rows": Sentence(
        _(
            "Perhaps %(value)s is counted twice, as “%(label)s” (row %(first_row)s) and as “%(other)s” (row "
            "%(second_row)s): without one of them the rest adds up."
        )
    ),
    "culprit.twice_in_total": Sentence(_("Perhaps “%(label)s” (%(value)s) is counted twice in the total.")),
    "culprit.not_in_total": Sentence(_("Perhaps “%(label)s” (%(value)s) is not included in the total.")),
    "culprit.sign": Sentence(
        _("Perhaps the sign of “%(label)s” is wrong: %(better)s instead of %(value)s would make it add up.")
    ),
    "culprit.total_as_part": Sentence(_("Perhaps “%(label)s” (%(value)s) is itself a total standing among the parts.")),
    "culprit.crossing": Sentence(
        _("“%(label)s” (%(value)s) is what the sums that fail have in common: %(better)s would make them add up.")
    ),
    "culprit.scale": Sentence(
        _("Perhaps “%(label)s” has a zero too many or too few: %(better)s instead of %(value)s would make it add up.")
    ),
}
_INPUT = {
    "check.unclear_number": Sentence(
        _("“%(value)s” is no clear number."),
        _("Write it in digits (perhaps a letter stands for a digit), or leave the cell empty if nothing is known."),
    ),
    "check.averages": Sentence(
        _("The totals of this column lie between their parts; they were taken for averages and not added up."),
        _("If they are sums, look at them again."),
    ),
    # areas, area = cells as a spreadsheet names them ("A1:C6, E1:G9")
    "check.beside": Sentence(_("Tables beside each other (%(areas)s) were judged each on its own.")),
    "check.runs_on": Sentence(
        _("The list in %(area)s runs on in the columns to the right; it was read as one."),
    ),
    "check.circular": Sentence(
        _("“%(value)s” is, by its parents, a part of itself; its sum was not judged."),
        _("Correct what it is a part of."),
    ),
    # cell = the first of them ("D2")
    "check.uncomputed": Sentence(
        _("%(count)s formulas (the first in %(cell)s) hold no result, so what they make is not told."),
        _("Open the file in a spreadsheet program, save it there, and check it again."),
    ),
    "check.uncomputed_one": Sentence(
        _("The formula in %(cell)s holds no result, so what it makes is not told."),
        _("Open the file in a spreadsheet program, save it there, and check it again."),
    ),
    "check.too_many_cells": Sentence(
        _("The table has more than %(limit)s cells."), _("Divide it, for example by province.")
    ),
    "check.page_without_table": Sentence(
        _("The web page “%(file)s” holds no table."),
        _("To check its text, save it as text (.txt), or copy the text into “lumbung check -”."),
    ),
    "check.no_table": Sentence(
        _("“%(file)s” holds no table with figures."),
        _("Give a table (CSV, Excel, a saved web page), a list of claims, or a text."),
    ),
    "check.nothing_to_check": Sentence(
        _("No total and no percentage was found in “%(file)s”, so there was nothing to check."),
        _("Name totals “Jumlah” or “Total”, or write the claims into a list (docs/reference/claims.md)."),
    ),
    "check.out_is_a_folder": Sentence(
        _("“%(path)s” is a folder, not a file."), _("Name a file after --out, for example result.html.")
    ),
    "check.written": Sentence(_("The result stands in “%(path)s”.")),
    "claims.kind_unknown": Sentence(
        _("“%(value)s” is no kind of claim that is known here."), _("The kinds are: %(kinds)s.")
    ),
    "claims.parts_unreadable": Sentence(
        _("The parts “%(value)s” cannot be read."),
        _('Write them as JSON, for example {"aktif": 440, "tidak aktif": 147}, or as aktif: 440; tidak aktif: 147.'),
    ),
    "claims.published_unreadable": Sentence(
        _("The published figure “%(value)s” is no number."), _("Write it in digits, for example 587 or 64.11.")
    ),
}
CODES = {
    **_SUMS,
    **_PERCENTS,
    **_COUNTS,
    **_ORDERS,
    **_INSIDES,
    **_SAMES,
    **_BOUNDS,
    **_SERIES,
    **_AGAINST,
    **CULPRITS,
    **_INPUT,
}
enter(CODES)
