"""What cleaning has to say, in words (English is the catalogue key)."""

from __future__ import annotations

from lumbung.core.language import gettext_noop as _
from lumbung.core.sentences import Sentence, enter

enter(
    {
        "clean.name_missing": Sentence(
            _("The row has no name of a cooperative."),
            _("Enter the name, or delete the row if it is not a cooperative."),
        ),
        "clean.unknown_word": Sentence(
            _("“%(value)s” is not a known word here."),
            _("Write one of the known words, for example: %(known)s."),
        ),
        "clean.nik_of_a_person": Sentence(
            _("“%(value)s” has 16 digits: that is a person's NIK (KTP), not a NIK Koperasi. It was not stored."),
            _("Remove it from the file and enter the 13 digits of the NIK Koperasi."),
        ),
        "clean.nik_digits_lost": Sentence(
            _("“%(value)s”: the spreadsheet has lost digits of the NIK Koperasi."),
            _("Format the column as text, enter the number again from the source and save the file anew."),
        ),
        "clean.nik_length": Sentence(
            _("The NIK Koperasi has %(digits)s digits; %(expected)s were expected."),
            _("Compare it with the register and correct it."),
        ),
        "clean.legal_number_unread": Sentence(
            _("No running number can be read from the legal-entity number “%(value)s”."),
            _("Write it as in the deed, for example 518/12/BH/DISKOP/2010."),
        ),
        "clean.date_unread": Sentence(
            _("“%(value)s” is not a date."), _("Write day/month/year, for example 30/06/2024.")
        ),
        "clean.date_incomplete": Sentence(
            _("“%(value)s” tells no day."), _("Write the whole date, for example 30/06/2024.")
        ),
        "clean.date_impossible_year": Sentence(
            _("The year %(year)s of “%(value)s” is impossible."), _("Correct the year, with four digits.")
        ),
        "clean.date_no_such_month": Sentence(
            _("There is no month %(month)s in “%(value)s”; the day is read before the month."),
            _("Write day/month/year, for example 30/06/2024."),
        ),
        "clean.date_no_such_day": Sentence(
            _("There is no day %(day)s in that month: “%(value)s”. Its last day is %(last)s."),
            _("Correct the date."),
        ),
        "clean.number_unread": Sentence(
            _("“%(value)s” is not a number."), _("Write digits alone, for example 1234567.")
        ),
        "clean.number_too_big": Sentence(
            _("“%(value)s” is too big to be right."), _("Correct the number and its unit (rupiah, persons).")
        ),
        "clean.count_negative": Sentence(
            _("A number of persons cannot be below nothing: “%(value)s”."), _("Correct the number.")
        ),
        "clean.count_not_whole": Sentence(
            _("A number of persons is a whole number: “%(value)s”."), _("Correct the number.")
        ),
        "clean.total_is_not_sum": Sentence(
            _("The total %(total)s is not the sum of men %(men)s and women %(women)s. All three are kept."),
            _("Correct the wrong one of the three."),
        ),
        "clean.part_exceeds_total": Sentence(
            _("The total %(total)s is less than one of its parts, %(part)s. Both are kept."),
            _("Correct the wrong one of the two."),
        ),
        "clean.phone_unread": Sentence(
            _("No telephone number can be read from “%(value)s”."),
            _("Write digits, two numbers with a comma between them."),
        ),
        "clean.district_unknown": Sentence(
            _("“%(value)s” is not a district of %(regency)s."), _("Write the name as the ministry lists it.")
        ),
        "clean.village_unknown": Sentence(
            _("“%(value)s” is not a village of %(regency)s."), _("Write the name as the ministry lists it.")
        ),
        "clean.village_ambiguous": Sentence(
            _("There are %(count)s villages called “%(value)s” and the row tells no district."),
            _("Enter the district."),
        ),
        "clean.place_read_as": Sentence(
            _("“%(value)s” was read as %(read_as)s."), _("Correct the spelling if it means something else.")
        ),
        "clean.district_divided": Sentence(
            _("The district “%(value)s” was divided; the village now lies in %(now)s and is counted there."),
            _("Write today's district."),
        ),
        "clean.village_former_name": Sentence(
            _("“%(value)s” may be the former name of several villages of the district told; the district stands."),
            _("Write today's village."),
        ),
        "clean.village_of_another_district": Sentence(
            _("%(village)s lies in %(lies_in)s, but the row says “%(value)s”. The district stays as written."),
            _("Correct the village or the district."),
        ),
        "clean.position_unread": Sentence(
            _("“%(value)s” is not a position in degrees."), _("Write decimal degrees, for example -1.2675.")
        ),
        "clean.position_outside": Sentence(
            _("The position lies outside Indonesia and was left out (latitude “%(value)s”)."),
            _("Correct latitude and longitude, in decimal degrees."),
        ),
        "clean.position_swapped": Sentence(
            _("Latitude and longitude stand in each other's column; they were exchanged."),
            _("Exchange the two cells in the file."),
        ),
        "clean.position_half": Sentence(
            _("Of latitude and longitude only one is told; the position was left out."), _("Enter both.")
        ),
        "clean.rat_before_founding": Sentence(
            _("The last RAT on %(rat)s lies before the founding on %(founded)s."),
            _("Correct the wrong one of the two dates."),
        ),
        "clean.day_after_list": Sentence(
            _("%(day)s lies after the date of the list, %(as_of)s."),
            _("Correct the date of the cell or of the list."),
        ),
        "clean.certified_with_grade_d": Sentence(
            _("The row is certified and has grade D; a certificate with grade D has lapsed."),
            _("Check the certificate's status in ODS."),
        ),
        "clean.certificate_lapsed": Sentence(
            _("“%(value)s”, but the certificate ended on %(until)s, before the list's date %(as_of)s."),
            _("Check the certificate's status in ODS."),
        ),
        "clean.certificate_still_valid": Sentence(
            _("“%(value)s”, but the certificate is valid to %(until)s, after the list's date %(as_of)s."),
            _("Check the certificate's status in ODS."),
        ),
        "clean.grade_against_rat": Sentence(
            _("Grade %(grade)s needs a RAT within %(years)s book years, but the last RAT was on %(rat)s."),
            _("Check grade and RAT in ODS."),
        ),
        "clean.grade_despite_rat": Sentence(
            _("Grade %(grade)s means no RAT for %(years)s book years, but the last RAT was on %(rat)s."),
            _("Check grade and RAT in ODS."),
        ),
    }
)
