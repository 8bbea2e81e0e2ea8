"""What assessing has to say: results' reasons, titles of the rules, and what is wrong with a rule file."""

from __future__ import annotations

from collections.abc import Mapping

from lumbung.core.language import gettext_noop
from lumbung.core.sentences import Sentence, enter
from lumbung.engine.cleaning.law import law

# The sentences of the shipped rule files, so that the catalogue has them; a test holds both together.
REASONS: Mapping[str, str] = {
    "not_visited": gettext_noop("not visited yet"),
    "outcome_not_told": gettext_noop("visited, but the visit does not say what it found"),
    "not_found": gettext_noop("not found at its address"),
    "found_not_operating": gettext_noop("found, but not operating"),
    "ceased": gettext_noop("has ceased or is dissolved"),
    "refused": gettext_noop("did not want to be met"),
    "closed_at_visit": gettext_noop("the office was closed at the visit"),
    "contradictory": gettext_noop("the visits contradict each other"),
    "found_operating": gettext_noop("found and operating"),
    "address_not_clear": gettext_noop("operating, but the visit tells no clear address"),
    "address_not_told": gettext_noop("operating, but nobody noted whether its address is clear"),
    "no_officer_known": gettext_noop("operating, but its officers are not known"),
    "officers_not_told": gettext_noop("operating, but nobody noted an officer"),
    "clear_address_officers": gettext_noop("operating, with a clear address and known officers"),
    "operating_officers_known": gettext_noop("found and operating, officers known"),
    "rat_in_time": gettext_noop("annual meeting held in the period"),
    "rat_too_old": gettext_noop("last annual meeting before the period"),
    "rat_old_by_note": gettext_noop("an older annual meeting is noted, but nobody tells whether there was a later one"),
    "rat_never": gettext_noop("told to have never held an annual meeting"),
    "rat_only_later": gettext_noop("the only annual meeting told lies after the date of the data"),
    "no_rat_known": gettext_noop("no annual meeting is on record"),
    "first_book_year_open": gettext_noop("too young to be judged: its first book year has not ended"),
    "rat_not_due": gettext_noop("the annual meeting is not due yet"),
    "rat_held": gettext_noop("has held an annual meeting"),
    "not_alive": gettext_noop("the visit found that it no longer operates"),
    "ods_active": gettext_noop("active by the register's own status"),
    "ods_inactive": gettext_noop("not active by the register's own status"),
    "not_listed": gettext_noop("not in the register, which therefore says nothing"),
    "ods_status_not_told": gettext_noop("the register tells no status"),
    "certificate_valid": gettext_noop("NIK certificate valid"),
    "certificate_expired": gettext_noop("NIK certificate expired"),
    "not_certified": gettext_noop("has no NIK certificate"),
    "certificate_lapsed": gettext_noop("certified with grade D: the certificate has lapsed"),
    "certificate_contradictory": gettext_noop("the certificate's status and its date contradict each other"),
    "certificate_against_grade": gettext_noop("the certificate's date and grade D contradict each other"),
    "certificate_date_not_told": gettext_noop("certified, but the end of validity is not told"),
    "certificate_not_told": gettext_noop("nothing is told about a NIK certificate"),
    "grade_with_rat": gettext_noop("grade A to C: an annual meeting reported in three book years"),
    "grade_d": gettext_noop("grade D: no annual meeting reported in three book years"),
    "grade_not_told": gettext_noop("the register tells no grade"),
    "grade_unclear": gettext_noop("it is not known what its grade means"),
    # of law/endings.toml, before every rule
    "dissolved": gettext_noop("dissolved"),
    "merged": gettext_noop("went into another cooperative"),
    "amalgamated": gettext_noop("went into a new cooperative, together with others"),
    "divided": gettext_noop("was divided into others"),
    "moved_out": gettext_noop("moved out of the office's area"),
    "branch": gettext_noop("branch office of a cooperative"),
}

TITLES: Mapping[str, str] = {
    "FIELD_MET_OPERATING": gettext_noop("Field criterion of July 2024: met and operating"),
    "FIELD_CLEAR_ADDRESS_OFFICERS": gettext_noop("Field criterion of November 2024: clear address and officers"),
    "FIELD_FOUND_OPERATING": gettext_noop("Field criterion of October 2025: found, officers known, operating"),
    "RAT_1_IN_3": gettext_noop("Annual meeting at least once in three book years"),
    "RAT_BOOK_YEAR": gettext_noop("Annual meeting held for the last book year"),
    "ODS_STATUS": gettext_noop("Active by the register's own status"),
    "HAS_VALID_CERT": gettext_noop("Holds a valid NIK certificate"),
    "GRADE_NOT_D": gettext_noop("NIK grade A, B or C: an annual meeting reported in three book years"),
    "NEVER_RAT": gettext_noop("Has ever held an annual meeting"),
}


def reason_sentence(reason: str, rule_reasons: Mapping[str, str] | None = None) -> str:
    """The English catalogue sentence of a reason code; of a rule given as a file, the sentence it carries."""
    return (rule_reasons or {}).get(reason) or REASONS.get(reason, reason.replace("_", " "))


def ending_reasons() -> list[str]:
    """Reason codes of what ends a cooperative (law/endings.toml), which go before those of every rule."""
    return [told["reason"] for told in law("endings")["ending"].values()]


CODES = {
    "rule_unreadable": Sentence(
        gettext_noop("The rule file cannot be read: %(why)s."),
        gettext_noop("Write it as TOML in UTF-8; the shipped rules in engine/law/rules are examples."),
    ),
    "rule_twice": Sentence(
        gettext_noop("The rule %(code)s stands in two files."), gettext_noop("Give one of them another code.")
    ),
    "rule_unknown": Sentence(
        gettext_noop("There is no rule “%(value)s”, neither shipped nor as a file."),
        gettext_noop("Name a file, or one of: %(known)s."),
    ),
    "rule_key_missing": Sentence(gettext_noop("The rule lacks “%(key)s”."), gettext_noop("Add it.")),
    "rule_key_kind": Sentence(
        gettext_noop("“%(key)s” of the rule is “%(value)s”, which is not of the kind %(kind)s."),
        gettext_noop("Write it as the shipped rules do."),
    ),
    "rule_confidence": Sentence(
        gettext_noop("The rule's confidence is “%(value)s”."),
        gettext_noop("Write %(known)s; what nobody has seen in a source is not made a rule."),
    ),
    "rule_input_unknown": Sentence(
        gettext_noop("The rule asks for “%(value)s”, which is not known about cooperatives."),
        gettext_noop("Ask for: %(known)s."),
    ),
    "rule_input_not_listed": Sentence(
        gettext_noop("The clause asks for “%(value)s”, which is not among the rule's inputs."),
        gettext_noop("Add it to “inputs”, or correct its name."),
    ),
    "rule_result_unknown": Sentence(
        gettext_noop("The clause's result is “%(value)s”."), gettext_noop("Write one of: %(known)s.")
    ),
    "rule_reason_unknown": Sentence(
        gettext_noop("The clause's reason “%(value)s” has no sentence."),
        gettext_noop("Add its sentence under [reasons]."),
    ),
    "rule_test_unreadable": Sentence(
        gettext_noop("The test of “%(input)s” is “%(value)s”, which cannot be read."),
        gettext_noop("Write a text, a list of texts, { told = true }, or { least = 1, most = 3 } for a number."),
    ),
    "rule_key_unknown": Sentence(
        gettext_noop("“%(value)s” is no key of a rule, so nothing would come of it."),
        gettext_noop("Correct its name or take it out; the keys are: %(known)s."),
    ),
    "rule_clause_unreached": Sentence(
        gettext_noop("Clause %(clause)s has no condition and catches everything, so this clause is never asked."),
        gettext_noop("Move the clause without “when” to the end."),
    ),
    "rule_open_end": Sentence(
        gettext_noop("The last clause has a condition, so some cooperatives would have no result."),
        gettext_noop("End with a clause without “when”, usually with the result unknown."),
    ),
}
enter(CODES)
