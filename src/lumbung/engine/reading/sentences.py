"""What reading says about a file, and how to mend it (English; the catalogue has the Indonesian)."""

from __future__ import annotations

from lumbung.core.language import gettext_noop as _
from lumbung.core.sentences import Sentence, enter

_FILE = {
    "missing_file": Sentence(
        _("There is no file “%(path)s”."),
        _("Check the folder and the spelling of the name."),
    ),
    "is_a_folder": Sentence(
        _("“%(path)s” is a folder, not a file."),
        _("Name the file inside it."),
    ),
    "not_a_file": Sentence(
        _("“%(path)s” is a device or a pipe, not a file."),
        _("Save the list as a file and name that."),
    ),
    "not_readable": Sentence(
        _("The file “%(file)s” may not be read by this account."),
        _("Give this account the right to read it, or copy it to a folder of your own."),
    ),
    "empty_file": Sentence(
        _("The file “%(file)s” is empty."),
        _("Export or save the list again."),
    ),
    "file_too_large": Sentence(
        _("The file “%(file)s” has %(megabytes)s MB; at most %(limit)s MB are read."),
        _("Save the list without pictures and formatting, or as CSV, or in several files."),
    ),
    "wrong_kind": Sentence(
        _("The file “%(file)s” is not a list: by its content it is %(kind)s, whatever its name says."),
        _("Save the list as .xlsx or .csv and use that file."),
    ),
    "unknown_kind": Sentence(
        _("The content of “%(file)s” is no kind of list that is known here."),
        _("Open it in a spreadsheet program and save it as .xlsx or .csv."),
    ),
    "corrupted": Sentence(
        _("The file “%(file)s” is damaged or was not completely copied."),
        _("Copy or export it again; if it opens in a spreadsheet program, save it there under a new name."),
    ),
    "password": Sentence(
        _("The file “%(file)s” is protected by a password."),
        _("Save a copy without the password and use that."),
    ),
    "unpacks_too_large": Sentence(
        _("The file “%(file)s” would unpack to %(megabytes)s MB; at most %(limit)s MB are accepted for one part."),
        _("Copy only the list into a new workbook, or save it as CSV."),
    ),
    "unpacks_suspiciously": Sentence(
        _("The file “%(file)s” would unpack to %(ratio)s times its size; no real list does."),
        _("Copy only the list into a new workbook and use that."),
    ),
    "too_much_memory": Sentence(
        _("The file “%(file)s” needs more than %(limit)s MB of memory; often a stray cell far from the list is why."),
        _("Copy only the cells of the list into a new workbook, or save it as CSV."),
    ),
    "took_too_long": Sentence(
        _("The file “%(file)s” was not read within %(seconds)s seconds."),
        _("Copy only the cells of the list into a new workbook, or save it as CSV."),
    ),
    "too_many_rows": Sentence(
        _("The file “%(file)s” has more than %(limit)s filled rows."),
        _("Divide the list, for example by province."),
    ),
    "too_many_columns": Sentence(
        _("A row of “%(file)s” has more than %(limit)s cells."),
        _("Check the separator of the file, or save the list again as .xlsx."),
    ),
    "no_table": Sentence(
        _("The web page “%(file)s” holds no table."),
        _("Export the list again; perhaps the program wrote an error page instead."),
    ),
    "reader_killed": Sentence(
        _("The system ended the reading of “%(file)s”, most likely for want of memory."),
        _("Close other programs and try again, or use a machine with more memory."),
    ),
    "reader_failed": Sentence(
        _("The file “%(file)s” could not be read on this machine: %(reason)s"),
        _("Check free disk space and memory, then try again."),
    ),
    "no_space": Sentence(
        _("There was no disk space left to read “%(file)s”."),
        _("Free some space in the folder for temporary files and try again."),
    ),
}

_LIST = {
    "no_heading_row": Sentence(
        _("No row with headings was recognised in “%(file)s”. Texts seen: %(seen)s. Nearest known: %(nearest)s."),
        _("Put headings such as “Nama Koperasi” and “Alamat” above the list, or give a mapping file."),
    ),
    "no_name_column": Sentence(
        _("“%(file)s” has no column with the names of the cooperatives. Headings: %(seen)s. Nearest: %(nearest)s."),
        _("Name that column “Nama Koperasi”, or say in a mapping file which column it is."),
    ),
    "no_rows": Sentence(
        _("“%(file)s” has headings but no rows below them."),
        _("Export the list again with its rows."),
    ),
    "names_are_figures": Sentence(
        _("In “%(file)s” figures stand where the names of the cooperatives should be: this looks like a recap."),
        _("Use the list with one row for each cooperative, or say in a mapping file which column is the name."),
    ),
    "persons_numbers": Sentence(
        _(
            "“%(file)s” holds %(count)s numbers of 16 digits in this column, as persons have "
            "(NIK KTP). Nothing was stored."
        ),
        _("Delete the column and use the file again. The NIK of a cooperative has 13 digits."),
    ),
    "sheet_empty": Sentence(_("The sheet is empty and was passed over.")),
    "sheet_hidden": Sentence(
        _("The sheet is hidden and was passed over."),
        _("If its rows belong to the list, show the sheet, save the file and use it again."),
    ),
    "sheet_no_heading_row": Sentence(
        _("The sheet was passed over: it has no row with known headings."),
        _("If it holds a list, give it the headings of the other sheets."),
    ),
    "sheet_no_name_column": Sentence(
        _("The sheet was passed over: it has no column with the names of cooperatives."),
        _("If it holds a list, name that column “Nama Koperasi”."),
    ),
    "sheet_no_rows": Sentence(_("The sheet has headings but no rows and was passed over.")),
    "sheet_names_are_figures": Sentence(_("The sheet is a recap, not a list, and was passed over.")),
    "as_of_differs": Sentence(
        _("The sheets name different days (%(days)s); the latest was taken."),
        _("Say the right day with --as-of."),
    ),
}

_COLUMNS = {
    "column_not_understood": Sentence(
        _("This heading is not understood; its cells are kept but not used."),
        _("If they are needed, say in a mapping file what the heading means."),
    ),
    "column_not_understood_nearest": Sentence(
        _("This heading is not understood; its cells are kept but not used. The nearest known is “%(nearest)s”."),
        _("If that is what it means, say so in a mapping file."),
    ),
    "column_without_heading": Sentence(
        _("This column has cells but no heading; they are kept but not used."),
        _("Give the column a heading."),
    ),
    "amounts_not_in_rupiah": Sentence(
        _("The heading says thousands or millions; the amounts are kept but not used."),
        _("Give the amounts in full rupiah and take the unit out of the heading."),
    ),
    "field_twice": Sentence(
        _("Several columns mean the same: %(columns)s. For each row the first that is filled was taken."),
        _("Rename or remove the columns that are not meant."),
    ),
    "columns_joined": Sentence(
        _("Several columns mean the same: %(columns)s. Their texts were put together."),
        _("Rename the columns that are not meant."),
    ),
    "merged_filled": Sentence(_("Merged cells were spread over the %(count)s rows below them.")),
    "mapping_missing": Sentence(
        _("The mapping file “%(path)s” is missing or may not be read."),
        _("Check the folder, the name and the right to read it."),
    ),
    "mapping_broken": Sentence(
        _("The mapping file “%(file)s” is not written as TOML: %(reason)s"),
        _('Write lines such as "Nama Kop" = "name" below a line [columns].'),
    ),
    "mapping_without_columns": Sentence(
        _("The mapping file “%(file)s” has no part [columns]."),
        _('Write lines such as "Nama Kop" = "name" below a line [columns].'),
    ),
    "mapping_unknown_field": Sentence(
        _("The mapping gives “%(heading)s” the field “%(field)s”, which does not exist."),
        _("Nearest fields: %(nearest)s; “ignore” leaves a column out."),
    ),
    "mapped_heading_absent": Sentence(
        _("The mapping names the heading “%(heading)s”, which this list does not have."),
        _("Write it in the mapping exactly as it stands in the list."),
    ),
}

_ROWS = {
    "total_row": Sentence(_("This row holds totals and was not counted as a cooperative.")),
    "section_row": Sentence(_("This row is a subtitle of the list and was not counted as a cooperative.")),
    "repeated_heading": Sentence(_("This row repeats the headings and was left out.")),
    "numbering_row": Sentence(_("This row only numbers the columns and was left out.")),
    "footer_row": Sentence(_("This row stands below the list, such as a signature or a source, and was left out.")),
    "no_name": Sentence(
        _("This row has no name of a cooperative; it still counts as a record."),
        _("Write the name into the row, or delete the row if it is none."),
    ),
    "broken_quotes": Sentence(
        _("A quotation mark opens in this row and never closes; it was read as a plain character."),
        _("Check the cells of this row, and delete or double the quotation mark."),
    ),
    "mixed_encoding": Sentence(
        _("This row has another character encoding than the rest; it was read as Windows-1252."),
        _("Check letters with accents in this row, and save the file as CSV UTF-8."),
    ),
    "windows_encoding": Sentence(
        _("The file is not UTF-8 and was read as Windows-1252 (%(rows)s rows with special letters)."),
        _("If letters look wrong, save it as CSV UTF-8."),
    ),
    "bad_encoding": Sentence(
        _("Parts of the file are not valid %(encoding)s; what could not be read became “\ufffd”."),
        _("Save the file again as CSV UTF-8."),
    ),
}

_CELLS = {
    "lost_digits": Sentence(
        _("The spreadsheet turned this number into “%(value)s” and its last digits are lost. It was not used."),
        _("Format the column as text and enter the number again from the source."),
    ),
    "rounded_digits": Sentence(
        _("“%(value)s” looks like a number whose last digits a spreadsheet rounded to zero. It was not used."),
        _("Format the column as text and enter the number again from the source."),
    ),
    "formula_error": Sentence(
        _("The cell holds the formula error “%(value)s”, no value."),
        _("Mend the formula, or write the value into the cell."),
    ),
    "person_number_cell": Sentence(
        _("A person's number of 16 digits stood here (NIK KTP); it was masked and not stored."),
        _("Delete it from the list. The NIK of a cooperative has 13 digits."),
    ),
}

CODES = {**_FILE, **_LIST, **_COLUMNS, **_ROWS, **_CELLS}
enter(CODES)
