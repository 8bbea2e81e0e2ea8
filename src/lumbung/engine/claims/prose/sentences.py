"""What only running text makes necessary to say; every other verdict speaks with claims/sentences.py."""

from __future__ import annotations

from lumbung.core.language import gettext_noop as _
from lumbung.core.sentences import Sentence, enter

CODES = {
    # subject, computed, values = the totals on offer
    "claim.prose.two_totals": Sentence(
        _("“%(subject)s”: the parts make %(computed)s; the text offers several totals for them (%(values)s)."),
        _("Say which of them the parts belong to."),
    ),
    # subject, computed, published
    "claim.prose.far_apart": Sentence(
        _(
            "“%(subject)s”: the numbers that follow make %(computed)s, far from %(published)s; whether they are meant as "
            "its parts cannot be told."
        ),
        _("Say in the text what the parts belong to."),
    ),
    "claim.prose.part_fits": Sentence(
        _("“%(subject)s”: the parts that are named make %(computed)s, no more than the whole (%(published)s).")
    ),
    "claim.prose.part_too_big": Sentence(
        _("“%(subject)s”: the parts that are named make %(computed)s, more than the whole (%(published)s)."),
        _("Check the parts and the whole; a part of something cannot be bigger than it."),
    ),
    # numerator, denominator
    "claim.prose.share_too_big": Sentence(
        _("“%(subject)s”: %(numerator)s of %(denominator)s cannot be, for a part is never bigger than its whole."),
        _("Check both numbers."),
    ),
    # part = who, whole = the base, outside = how many of them the text itself puts outside
    "claim.prose.outside": Sentence(
        _(
            "“%(part)s” is told as part of “%(whole)s”, but by the same text %(outside)s of them are not in it: the "
            "one is no share of the other."
        ),
        _("Take only those inside the base for a share of it, and tell the others beside it."),
    ),
    # subject, first_value, second_value
    "claim.prose.headline": Sentence(
        _("“%(subject)s”: the headline says %(first_value)s, the text %(second_value)s."),
        _("Find out which of them is right and use it in both places."),
    ),
    "claim.prose.mention": Sentence(
        _("“%(subject)s”: %(second_value)s is spoken of as if named before, but what was named is %(first_value)s."),
        _("Find out which of them is right and use it in both places."),
    ),
    # claimed = "naik"; first_value, second_value
    "claim.prose.direction": Sentence(
        _("“%(subject)s”: “%(claimed)s” is said, but from %(first_value)s to %(second_value)s it goes the other way."),
        _("Correct the word or the two figures."),
    ),
    # first_value, second_value, computed and published in percent
    "claim.prose.rate_holds": Sentence(
        _("“%(subject)s”: from %(first_value)s to %(second_value)s is a change of %(computed)s percent, as published.")
    ),
    "claim.prose.rate_fails": Sentence(
        _(
            "“%(subject)s”: from %(first_value)s to %(second_value)s is a change of %(computed)s percent, published is "
            "%(published)s."
        ),
        _("Check both figures and the percentage."),
    ),
    # first_value, second_value, computed, published: a difference
    "claim.prose.difference_holds": Sentence(
        _("“%(subject)s”: %(first_value)s and %(second_value)s differ by %(computed)s, as published.")
    ),
    "claim.prose.difference_fails": Sentence(
        _("“%(subject)s”: %(first_value)s and %(second_value)s differ by %(computed)s, published is %(published)s."),
        _("Check both figures and their difference."),
    ),
    # first_value = the stock before, came, gone, computed = the stock afterwards, published
    "claim.prose.flow_holds": Sentence(
        _("“%(subject)s”: %(first_value)s with %(came)s more and %(gone)s less make %(computed)s, as published.")
    ),
    "claim.prose.flow_fails": Sentence(
        _(
            "“%(subject)s”: %(first_value)s with %(came)s more and %(gone)s less make %(computed)s, published is "
            "%(published)s."
        ),
        _("Check the figures before and after, what came and what left."),
    ),
    # computed = what the percentages make
    "claim.prose.hundred_holds": Sentence(_("“%(subject)s”: the percentages make %(computed)s, all of it.")),
    "claim.prose.hundred_fails": Sentence(
        _("“%(subject)s”: the percentages are told as all of it, but make %(computed)s and not 100."),
        _("Check the percentages."),
    ),
    # times, each, computed = their product, published
    "claim.prose.product_holds": Sentence(_("“%(subject)s”: %(times)s times %(each)s are %(computed)s, as published.")),
    "claim.prose.product_fails": Sentence(
        _("“%(subject)s”: %(times)s times %(each)s are %(computed)s, published is %(published)s."),
        _("Check how many there are, how much falls to each, and the total."),
    ),
    # numerator, denominator, computed (the exact percentage), published
    "claim.prose.percent_rounded": Sentence(
        _(
            "“%(subject)s”: %(numerator)s of %(denominator)s are %(computed)s percent; the rounding of the two numbers allows "
            "the %(published)s published."
        )
    ),
    # value = the text as it stands
    "claim.prose.dirt": Sentence(
        _("“%(value)s” looks like a number with a letter in it (l for 1, O for 0); it was left out of all sums."),
        _("Compare it with the original and type the number."),
    ),
    "claim.prose.commas": Sentence(
        _("“%(value)s” was read with the comma as a mark of thousands."),
        _("In Indonesian write a full stop: %(written)s."),
    ),
    "claim.prose.no_numbers": Sentence(_("The text tells no number that could be checked.")),
    "claim.prose.no_claims_one": Sentence(
        _("The text has 1 number, but no sum, share or order that could be checked.")
    ),
    "claim.prose.no_claims": Sentence(
        _("The text has %(numbers)d numbers, but no sum, share or order that could be checked.")
    ),
    "claim.prose.cut": Sentence(
        _("The text has %(characters)d characters; only the first %(most)d were checked."),
        _("Check a long text in pieces."),
    ),
    "claim.prose.is_pdf": Sentence(
        _("“%(value)s” is a PDF file, not text."),
        _("Open it, copy its text into a file of plain text, and check that."),
    ),
    "claim.prose.is_binary": Sentence(
        _("“%(value)s” is not plain text."), _("Save the text as plain text (UTF-8) and check that.")
    ),
}
enter(CODES)
