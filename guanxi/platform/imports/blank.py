"""An empty table to fill in: the columns that an import knows, and what may stand in each."""

from collections.abc import Mapping
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanxi.platform.actors.actor import Actor
from guanxi.platform.imports.mapping import folded, names_of
from guanxi.platform.imports.noun_writer import ORIGIN
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.recipes import Recipe
from guanxi.platform.nouns.fields import Field, Label
from guanxi.platform.nouns.registry import noun_named

# What a spreadsheet would round or shorten is typed as text: telephones, long numbers, postcodes.
TYPED_AS_TEXT = frozenset(["text", "phone"])
# Excel takes a list of choices of up to 255 signs, with commas between them.
LONGEST_LIST, ROWS_WITH_LIST = 255, 10_000
WIDTH, WIDE = 18, 60
KINDS: Mapping[str, Label] = {
    "text": gettext_lazy("text"),
    "long": gettext_lazy("text of any length"),
    "number": gettext_lazy("a number, such as 1280.5 or 1.2万"),
    "money": gettext_lazy("an amount, such as 1280.50 or 1.2万"),
    "boolean": gettext_lazy("yes or no"),
    "date": gettext_lazy("a date, such as 2026-11-21"),
    "datetime": gettext_lazy("a date with its time, such as 2026-11-21 14:30"),
    "phone": gettext_lazy("a telephone number, such as 138 0013 8000"),
    "email": gettext_lazy("an e-mail address"),
    "url": gettext_lazy("a web address, such as example.com"),
    "user": gettext_lazy("a colleague, by name or user name"),
    "team": gettext_lazy("a team, by its name"),
}


def write_blank(file: IO[bytes], recipe: Recipe, actor: Actor) -> None:
    """An XLSX with nothing but the headings, and a second sheet that explains each of them."""
    recipe.require(actor)
    columns = blank_columns(recipe, actor)
    needed = {one.name for one in recipe.missing(set(), Options())}
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True})
        _write_headings(book, columns, needed)
        about = book.add_worksheet(_("What goes where")[:31])
        about.freeze_panes(1, 0)
        about.set_column(0, 0, WIDTH)
        about.set_column(1, 1, WIDTH)
        about.set_column(2, 2, WIDE)
        about.write_row(0, 0, [_("Column"), _("Must be filled"), _("What may stand in it")], bold)
        folding = book.add_format({"text_wrap": True, "valign": "top"})
        for row, (heading, field) in enumerate(columns.items(), 1):
            is_needed = _("yes") if field.name in needed else ""
            about.write_row(row, 0, [heading, is_needed, meant_by(field)], folding)


def blank_columns(recipe: Recipe, actor: Actor) -> dict[str, Field]:
    """The fields that people fill in, by a heading which an import takes for that very field."""
    fields = recipe.fields(actor)
    meant = names_of(fields)
    headings: dict[str, Field] = {}
    for name, field in fields.items():
        if name not in ORIGIN and field.type not in ("file", "json"):
            label = str(field.label)
            headings[label if meant.get(folded(label)) == name else name] = field
    return headings


def meant_by(field: Field) -> str:
    """What may stand in a cell of this column, in words."""
    labels = [str(label) for label in field.options.values()]
    # "500–1,999 people" has a comma of its own.
    options = ("; " if any("," in one for one in labels) else _(", ")).join(labels)
    if field.type == "multi":
        several = _("several, with commas between them")
        return f"{several}{_(': ')}{options}" if options else several
    if options:
        return _("one of: %(options)s") % {"options": options}
    if field.type == "relation":
        return _("%(noun)s, by number or name") % {"noun": noun_named(field.target).label}
    return str(KINDS.get(field.type, KINDS["text"]))


def _write_headings(book: Any, columns: Mapping[str, Field], needed: set[str]) -> None:
    sheet = book.add_worksheet(_("To fill in")[:31])
    sheet.freeze_panes(1, 0)
    as_text = book.add_format({"num_format": "@"})
    bold = book.add_format({"bold": True})
    red = book.add_format({"bold": True, "font_color": "#b3261e"})
    for place, (heading, field) in enumerate(columns.items()):
        form = as_text if field.type in TYPED_AS_TEXT else None
        sheet.set_column(place, place, max(WIDTH, 2 * len(heading)), form)
        sheet.write_string(0, place, heading, red if field.name in needed else bold)
        choices = _choices(field)
        if choices:
            rule = {"validate": "list", "source": choices, "error_type": "information"}
            sheet.data_validation(1, place, ROWS_WITH_LIST, place, rule)


def _choices(field: Field) -> list[str]:
    """What a cell offers by itself, where it is one of a few."""
    if field.type == "boolean":
        return [_("yes"), _("no")]
    found = [str(label) for label in field.options.values()] if field.type == "choice" else []
    is_plain = not any("," in one for one in found)
    return found if is_plain and len(",".join(found)) <= LONGEST_LIST else []
