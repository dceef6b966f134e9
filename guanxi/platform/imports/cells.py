"""Turns a cell into what a field stores, by the field's type."""

import datetime as dt
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from django.utils.translation import override

from guanxi.platform import cleaning
from guanxi.platform.cleaning import Cell, Cleaned, Hints
from guanxi.platform.cleaning.kinds import plain
from guanxi.platform.imports.amounts import Stated
from guanxi.platform.imports.naming import exactly_named, takes
from guanxi.platform.imports.plan import Column, Plan
from guanxi.platform.money.amounts import minor_units
from guanxi.platform.nouns.fields import Field

Reader = Callable[[Cell], Cleaned[Any]]
REMEMBERED = 4_000
DASHES = str.maketrans(dict.fromkeys("–—−－‐‑~～〜", "-"))
_CODE = re.compile(r"(?:^|_)(?:code|number)$")
_NUMBER_OF_FILE = re.compile(r"#?([1-9]\d{0,17})(?:\.0+)?", re.ASCII)
_BAD = frozenset(["bad_phone", "bad_email", "bad_url"])
_WHOLE = re.compile(r"(\d+)\.0+")


def reader_of(column: Column, plan: Plan) -> Reader:
    """The function that reads a cell of this column; it remembers what it has read."""
    field, hints = column.field, column.hints
    if column.is_whole_address:
        return _remembering(_whole_address(field))
    if field.name == "currency" and not field.is_custom:
        return _remembering(cleaning.clean_currency)
    if is_code(field):
        read = _code(field, hints, plan)
    else:
        read = _READERS.get(field.type, _line)(field, hints, plan)
    exactly = _EXACT.get(field.type)
    if plan.exactness.is_exact and exactly:
        read = exactly(field, read)
    if field.named_by and plan.exactness.is_exact:
        read = exactly_named(field, plan.exactness, read)
    return _remembering(read)


def is_code(field: Field) -> bool:
    """Whether a field is a number of its own kind, as its name says."""
    return field.type == "text" and bool(_CODE.search(field.name))


def _as_it_stands(field: Field, read: Reader) -> Reader:
    """Text that was tidy enough when it was written down, as long as the field can hold it."""

    def exactly(cell: Cell) -> Cleaned[Any]:
        found, text = read(cell), plain(cell)
        is_taken = not found.problem or found.problem in _BAD and takes(field, text)
        return Cleaned(text) if text and is_taken else found

    return exactly


def _listed(field: Field, read: Reader) -> Reader:
    """Choices as the JSON of an exact export; any other way to write them is read as ever."""

    def exactly(cell: Cell) -> Cleaned[Any]:
        try:
            chosen = orjson.loads(str(cell))
        except orjson.JSONDecodeError:
            return read(cell)
        is_sound = isinstance(chosen, list) and all(isinstance(one, str) for one in chosen)
        if not is_sound or (field.options and not field.options.keys() >= {*chosen}):
            return read(cell)
        return Cleaned(chosen)

    return exactly


def _whole_address(field: Field) -> Reader:
    """Province, city, district and street of one cell, as `Address`."""
    limit = field.max_length or 0

    def read(cell: Cell) -> Cleaned[cleaning.Address]:
        found = cleaning.clean_address(cell)
        if found.value and len(found.value.street) > limit > 0:
            return Cleaned(None, problem="too_long")
        return found

    return read


def _remembering(read: Reader) -> Reader:
    """The reader with a memory of the first so many texts, where those of a column repeat."""
    known: dict[Cell, Cleaned[Any]] = {}

    def remembered(cell: Cell) -> Cleaned[Any]:
        if type(cell) is not str:
            return read(cell)
        found = known.get(cell)
        if found is None:
            found = read(cell)
            if len(known) < REMEMBERED:
                known[cell] = found
        return found

    return remembered


def _line(field: Field, hints: Hints, plan: Plan) -> Reader:
    return _limited(cleaning.clean_line, field.max_length)


def _code(field: Field, hints: Hints, plan: Plan) -> Reader:
    """Credit codes are checked; other numbers lose the .0 that a spreadsheet gave them."""
    if field.name == "credit_code":
        return cleaning.clean_credit_code
    read = _line(field, hints, plan)

    def whole(cell: Cell) -> Cleaned[str]:
        found = read(cell)
        if found.value and (number := _WHOLE.fullmatch(found.value)):
            return Cleaned(number[1], "reformatted")
        return found

    return whole


def _text(field: Field, hints: Hints, plan: Plan) -> Reader:
    return _limited(cleaning.clean_text, field.max_length)


def _limited(clean: Callable[[Cell], Cleaned[str]], limit: int | None) -> Reader:
    if not limit:
        return clean

    def read(cell: Cell) -> Cleaned[str]:
        found = clean(cell)
        if found.value is not None and len(found.value) > limit:
            return Cleaned(None, problem="too_long")
        return found

    return read


def _phone(field: Field, hints: Hints, plan: Plan) -> Reader:
    region = plan.region
    return lambda cell: cleaning.clean_phone(cell, region)


def _email(field: Field, hints: Hints, plan: Plan) -> Reader:
    return _limited(cleaning.clean_email, field.max_length)


def _url(field: Field, hints: Hints, plan: Plan) -> Reader:
    return _limited(cleaning.clean_url, field.max_length)


def _boolean(field: Field, hints: Hints, plan: Plan) -> Reader:
    return cleaning.clean_boolean


def _date(field: Field, hints: Hints, plan: Plan) -> Reader:
    return lambda cell: cleaning.clean_date(cell, hints.order)


def _moment(field: Field, hints: Hints, plan: Plan) -> Reader:
    zone = ZoneInfo(plan.time_zone)

    def read(cell: Cell) -> Cleaned[dt.datetime]:
        moment, change, problem = cleaning.clean_moment(cell, hints.order)
        if moment is None:
            return Cleaned(None, change, problem)
        placed = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        return Cleaned(placed.astimezone(dt.UTC), change)

    return read


def _number(field: Field, hints: Hints, plan: Plan) -> Reader:
    step = Decimal(1).scaleb(-field.decimals)
    own = plan.currency if field.currency_path else ""

    def read(cell: Cell) -> Cleaned[Decimal | int]:
        (number, change, problem), currency = cleaning.clean_amount(cell, hints.decimal, own)
        if number is None:
            return Cleaned(None, change, problem)
        if own and currency not in ("", own):
            return Cleaned(None, problem="other_currency")
        rounded = number.quantize(step, ROUND_HALF_UP)
        if not field.decimals:
            if rounded != number:
                return Cleaned(None, problem="not_whole")
            return Cleaned(int(rounded), change)
        return Cleaned(rounded, change if rounded == number else "rounded")

    return read


def _money(field: Field, hints: Hints, plan: Plan) -> Reader:
    own = field.currency or plan.currency
    waits = "__" in field.currency_path or (field.currency_path and plan.may_change)

    def read(cell: Cell) -> Cleaned[int]:
        (amount, change, problem), currency = cleaning.clean_amount(cell, hints.decimal, own)
        if amount is None:
            return Cleaned(None, change, problem)
        if waits:
            return Cleaned(Stated(amount, cell, hints.decimal), change)
        if currency and currency != own:
            return Cleaned(None, problem="other_currency")
        return Cleaned(minor_units(amount, own), change)

    return read


def _choice(field: Field, hints: Hints, plan: Plan) -> Reader:
    keys = keys_by_label(field)

    def read(cell: Cell) -> Cleaned[str]:
        text = cleaning.clean_line(cell).value
        if text is None:
            return Cleaned(None)
        key = keys.get(plain_label(text))
        if key is None:
            return Cleaned(None, problem="unknown_choice")
        return Cleaned(key, "" if key == text else "choice_by_label")

    return read


def _many(field: Field, hints: Hints, plan: Plan) -> Reader:
    keys = keys_by_label(field)

    def read(cell: Cell) -> Cleaned[list[str]]:
        text = cleaning.clean_line(cell).value
        if text is None:
            return Cleaned(None)
        for mark in ";，；、|":
            text = text.replace(mark, ",")
        parts = dict.fromkeys(part.strip() for part in text.split(",") if part.strip())
        chosen = [keys.get(plain_label(part), "") if keys else part for part in parts]
        return Cleaned(chosen) if all(chosen) else Cleaned(None, problem="unknown_choice")

    return read


def _file(field: Field, hints: Hints, plan: Plan) -> Reader:
    """The number of a file that is here already; a table cannot hold the file itself."""

    def read(cell: Cell) -> Cleaned[int]:
        text = cleaning.clean_line(cell).value
        if text is None:
            return Cleaned(None)
        number = _NUMBER_OF_FILE.fullmatch(text)
        return Cleaned(int(number[1])) if number else Cleaned(None, problem="no_file")

    return read


def keys_by_label(field: Field) -> dict[str, str]:
    """The options of a field by what people call them, in each language, and by their keys."""
    keys: dict[str, str] = {}
    for language in ("zh-hans", "en"):
        with override(language):
            keys.update({plain_label(str(label)): key for key, label in field.options.items()})
    keys.update({plain_label(word): key for word, key in field.option_names.items()})
    keys.update({plain_label(key): key for key in field.options})
    return keys


def plain_label(text: str) -> str:
    """A label as people type it: any dash for any other, no blanks, no capitals."""
    return "".join(text.translate(DASHES).split()).casefold()


_READERS: dict[str, Callable[[Field, Hints, Plan], Reader]] = {
    "long": _text,
    "phone": _phone,
    "email": _email,
    "url": _url,
    "boolean": _boolean,
    "date": _date,
    "datetime": _moment,
    "number": _number,
    "money": _money,
    "choice": _choice,
    "multi": _many,
    "file": _file,
}
_EXACT: dict[str, Callable[[Field, Reader], Reader]] = {
    **dict.fromkeys(("text", "long", "phone", "email", "url"), _as_it_stands),
    "multi": _listed,
}
