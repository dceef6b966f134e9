"""What each code of a reader, cleaner or writer means, in words for people."""

from collections.abc import Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guanxi.platform.errors import Message
from guanxi.platform.imports.reading import Unreadable
from guanxi.platform.nouns.fields import Field

OPTIONS_SHOWN = 12
# Of these a row holds the words themselves; a count over rows has those of the table below.
SAID_IN_FULL = ("rule", "taken")
_UNREADABLE: Mapping[str, Message] = {
    "missing_file": _("The file is no longer there; upload it again."),
    "empty_file": _("The file is empty. Save it once more where it comes from, or choose another."),
    "not_a_table": _("This is no table. Save it as CSV or XLSX."),
    "web_page": _("This is a web page with another name. Open it and save it as CSV or XLSX."),
    "old_workbook": _("This is an old or protected Excel file. Save it as XLSX without password."),
    "half_written": _("The file is damaged or incomplete. Save it once more and upload that."),
    "not_a_workbook": _("This archive holds no workbook. Save the table as CSV or XLSX."),
    "zip_bomb": _(
        "This file would grow beyond reason when opened, so it was not opened. Save the table as"
        " CSV and upload that."
    ),
    "too_many_texts": _("This workbook is too large. Save it as CSV, which has no limit."),
    "password_protected": _("Take the password off this workbook first."),
    "no_such_sheet": _("There is no sheet “%(sheet)s”."),
    "no_such_encoding": _(
        "There is no encoding “%(encoding)s”; name one such as utf-8 or gb18030."
    ),
    "too_many_columns": _(
        "A table can have up to %(limit)d columns. Take out those that are not needed."
    ),
    "line_too_long": _("A line has no end. Check that the file is a table."),
}

PROBLEMS: Mapping[str, Message] = {
    "missing": _("Fill this in."),
    "too_long": _("This is too long for the field."),
    "bad_phone": _(
        "No phone number can be read here; write one such as 13800138000 or +49 30 123456."
    ),
    "phone_digits_lost": _("The spreadsheet rounded this number; format the column as text."),
    "bad_email": _("No e-mail address can be read here; write one such as name@example.com."),
    "bad_url": _("No web address can be read here; write one such as example.com."),
    "bad_date": _("No date can be read here; write one such as 2024-01-31."),
    "no_such_day": _("There is no such day."),
    "date_out_of_range": _("This year is out of range; 1800 to 2299 can be read."),
    "bad_number": _("No number can be read here; write one such as 1234.5."),
    "number_too_large": _("This number is too large."),
    "not_whole": _("A whole number is needed."),
    "other_currency": _("The currency written here is not that of the row or of the field."),
    "bad_currency": _("This currency is not known."),
    "not_yes_or_no": _("Write yes or no."),
    "unknown_choice": _("This is not one of the listed values."),
    "credit_code_length": _("A credit code has 18 characters."),
    "credit_code_check": _("The check character of this credit code is wrong."),
    "no_such_record": _("There is no such record."),
    "of_other_books": _(
        "This file is of other books, whose numbers of records mean nothing here: write what the"
        " record is called here."
    ),
    "no_file": _("A table holds no files. Leave this empty and add the file on the record."),
    "not_found": _("No record matches this row."),
    "may_not_change": _("This matches a record that you may not change."),
    "too_many_cells": _("This row has more cells than the header; a delimiter may be unquoted."),
    "broken_quote": _("A quotation mark is not closed."),
    "cell_too_long": _("A cell is too long."),
    "order_of_other_customer": _("This order belongs to another customer."),
    "order_in_other_currency": _("Other lines of this order are in another currency."),
    "order_at_other_rate": _("Other lines of this order have another exchange rate, or none."),
    "order_in_other_status": _("Other lines of this order have another status."),
    "order_paid_otherwise": _("Other lines of this order say that another amount is paid."),
    "paid_before_confirmed": _("Nothing can be paid of an order that is a draft or cancelled."),
    "closed_unpaid": _("An order that is closed is paid; call it delivered while money is open."),
    "part_without_amount": _("Say in another column how much is paid."),
    "open_with_amount": _("Nothing is paid here, but an amount is given."),
    "paid_below_nothing": _("Give a paid amount of zero or more."),
    "rate_out_of_range": _("Give the value of one unit in the firm's own currency, above zero."),
    "rate_of_own_currency": _("A rate is given, but no foreign currency is named."),
    "taken": _("Another record has this value; the row says which, as far as you may see it."),
    "rule": _("A rule refuses this; the row says which."),
    "refused_by_database": _("Another record has one of these values, or one of them cannot be."),
}

CHANGES: Mapping[str, Message] = {
    "tidied": _("Blanks, width or invisible characters tidied"),
    "reformatted": _("Written in the standard form"),
    "empty_word": _("A word for “nothing” left empty"),
    "formula_error": _("A formula error left empty"),
    "first_of_several": _("The first of several taken"),
    "misread_signs": _("Letters read as the digits they stood for"),
    "region_filled_in": _("Province or city filled in"),
    "time_left_out": _("The time left out"),
    "first_of_month": _("The first of the month taken"),
    "serial": _("A spreadsheet number read as a date"),
    "other_order": _("Day and month read in the other order"),
    "rounded": _("Rounded"),
    "choice_by_label": _("A label replaced by its value"),
}

NOTES: Mapping[str, Message] = {
    "short_rows": _("Rows with fewer cells than the header"),
    "no_rows": _("No row stands below the names of the columns; check that this is the right file"),
    "blank_rows": _("Blank rows passed over"),
    "nul_bytes": _("NUL bytes taken out"),
    "undecodable": _("Characters that could not be read"),
    "lines:gb18030": _("Lines in GBK among others in UTF-8, read as what they are"),
    "lines:big5": _("Lines in Big5 among others in UTF-8, read as what they are"),
    "lines:shift_jis": _("Lines in Shift JIS among others in UTF-8, read as what they are"),
    "lines:cp1252": _("Lines in Windows-1252 among others in UTF-8, read as what they are"),
    "empty_header": _("Columns without a name"),
    "duplicate_header": _("Columns with the same name"),
    "too_many_cells": _("Rows with more cells than the header"),
    "formula_without_result": _(
        "Formulas without a result, left empty; save the file once in a spreadsheet program"
    ),
    "broken_quote": _("Rows with an open quotation mark"),
    "cell_too_long": _("Rows with too long a cell"),
    "duplicate": _("Rows that are in the books already"),
    "duplicate:of_other_books": _("Rows of other books that came with an earlier file"),
    "idle": _("Cells left out because their field does not apply to the record"),
    "duplicate:in_file": _("Rows that stand in the file more than once"),
}


def unreadable_message(refused: Unreadable) -> Message:
    """Why a file cannot be read, and what to do."""
    text = _UNREADABLE.get(refused.code, _UNREADABLE["half_written"])
    return str(text) % refused.details if refused.details else text


def problem_message(code: str, value: str, field: Field | None = None) -> Message:
    """What is wrong with a cell or row; of a list, what may be chosen."""
    if code == "unknown_choice" and field and field.options:
        labels = [str(label) for label in field.options.values()]
        more = "…" if len(labels) > OPTIONS_SHOWN else ""
        shown = gettext(", ").join(labels[:OPTIONS_SHOWN]) + more
        return _("Write one of: %(options)s") % {"options": shown}
    return value if code in SAID_IN_FULL else PROBLEMS.get(code, code)


def note_message(code: str) -> Message:
    """What a count in a report stands for; a part after a colon is kept as it is."""
    head, _colon, rest = code.partition(":")
    if code in NOTES:
        return NOTES[code]
    text = NOTES.get(head) or CHANGES.get(head) or PROBLEMS.get(head, head)
    return gettext("%(text)s (%(rest)s)") % {"text": text, "rest": rest} if rest else text
