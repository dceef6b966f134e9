"""The types a field can have: how each is read from people, shown to machines and compared."""

import datetime as dt
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from dateutil import parser as dates
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guanxi.platform.cleaning.numbers import clean_amount
from guanxi.platform.cleaning.web_addresses import web_address
from guanxi.platform.money.amounts import Money, currency_of, minor_units
from guanxi.platform.nouns.phones import read_phone

if TYPE_CHECKING:
    from guanxi.platform.nouns.fields import Field

TEXT = ("is", "is_not", "contains", "not_contains", "starts", "in", "not_in")
NUMBER = ("is", "is_not", "gt", "gte", "lt", "lte", "between", "in", "not_in")
DATE = ("is", "before", "after", "gte", "lte", "between", "within", "not_within")
CHOICE = ("is", "is_not", "in", "not_in")
MANY = ("has_any", "has_all", "has_none")
EMPTY = ("empty", "not_empty")


@dataclass(frozen=True, slots=True)
class FieldType:
    """One type: ``read`` turns what a person or machine gave into the stored value.

    ``read`` raises ValueError with a message for the person. ``storage`` is how a custom
    field of this type compares inside JSON: text, number, boolean or list.
    """

    name: str
    operators: tuple[str, ...]
    read: Callable[[Any, "Field"], Any]
    storage: str = "text"
    is_numeric: bool = False
    is_computed: bool = False


def _text(value: Any, field: "Field") -> str:
    text = str(value).strip()
    if field.max_length and len(text) > field.max_length:
        raise ValueError(_("Shorten this to %(limit)d characters.") % {"limit": field.max_length})
    if "\x00" in text:
        raise ValueError(_("Remove the invisible NUL character."))
    return text


def _decimal(value: Any, currency: str = "") -> Decimal:
    text = str(value).strip().replace(",", "").replace("，", "")
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = _in_words(text, currency)
    if not number.is_finite() or abs(number) >= Decimal(10) ** 15:
        raise ValueError(_("Write a number below one quadrillion."))
    return number


def _in_words(text: str, ours: str) -> Decimal:
    """12.5万, (500) or ¥80 as an import reads them; money in ``ours`` alone."""
    cleaned, theirs = clean_amount(text, likely=ours)
    if cleaned.value is None:
        raise ValueError(_("Write a number, such as 1280.5."))
    if theirs and ours and theirs != ours:
        raise ValueError(_("Write the amount in %(currency)s.") % {"currency": ours})
    if theirs and not ours:
        raise ValueError(_("Write a number, such as 1280.5."))
    return cleaned.value


def _number(value: Any, field: "Field") -> Decimal | int:
    number = _decimal(value)
    if field.decimals == 0:
        if number != number.to_integral_value():
            raise ValueError(_("Write a whole number."))
        return int(number)
    return number.quantize(Decimal(1).scaleb(-field.decimals), ROUND_HALF_UP)


def _money(value: Any, field: "Field") -> int:
    if isinstance(value, Money):
        return int(value)
    if isinstance(value, dict):
        value = value.get("amount")
    currency = currency_of(None, field.currency)
    return minor_units(_decimal(value, currency), field.currency or None)


def _boolean(value: Any, field: "Field") -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word in {"1", "true", "yes", "y", "on", "是", "√", "对"}:
        return True
    if word in {"0", "false", "no", "n", "off", "否", "×", "错"}:
        return False
    raise ValueError(_("Write yes or no."))


# With the year first nobody takes the month for the day: 2026/8/9, 2026.8.9, 2026年8月9日.
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")


def _date(value: Any, field: "Field") -> dt.date:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    text = str(value).strip()
    written = _YEAR_FIRST.fullmatch(text)
    try:
        return dt.date(*map(int, written.groups())) if written else _iso_day(text)
    except ValueError:
        raise ValueError(_("Write a date as 2026-11-21.")) from None


def _iso_day(text: str) -> dt.date:
    return dt.date.fromisoformat(text[:10])


def _time(value: Any, field: "Field") -> dt.datetime:
    if isinstance(value, dt.datetime):
        moment = value
    else:
        try:
            moment = dates.isoparse(str(value).strip().replace(" ", "T", 1))
        except (ValueError, OverflowError):
            raise ValueError(_("Write a time as 2026-11-21 14:30.")) from None
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def _choice(value: Any, field: "Field") -> str:
    text = str(value).strip()
    if text in field.options:
        return text
    for key, label in field.options.items():
        if str(label).casefold() == text.casefold():
            return key
    if text.casefold() in field.option_names:
        return field.option_names[text.casefold()]
    raise ValueError(_("Choose one of the listed values; “%(value)s” is none.") % {"value": text})


def _many(value: Any, field: "Field") -> list[str]:
    if not isinstance(value, str | list | tuple | set | frozenset):
        raise ValueError(_("Give a list of values."))
    given = [value] if isinstance(value, str) else [str(part) for part in value]
    if isinstance(value, str) or not field.options:
        # One line of a form holds them all: none of them may hold what stands between two.
        given = [part for several in given for part in re.split(r"[,;，；、|]", several)]
    parts = list(dict.fromkeys(part.strip() for part in given if part.strip()))
    return [_choice(part, field) for part in parts] if field.options else parts


def _id(value: Any, field: "Field") -> int:
    if isinstance(value, dict):
        value = value.get("id")
    key = getattr(value, "pk", value)
    try:
        number = int(key)
    except (TypeError, ValueError):
        raise ValueError(_("Give the number of a record.")) from None
    if not 0 < number < 2**63:
        raise ValueError(_("Give the number of a record."))
    return number


def _email(value: Any, field: "Field") -> str:
    text = _text(value, field)
    try:
        validate_email(text)
    except ValidationError:
        raise ValueError(_("Write an e-mail address, such as name@example.com.")) from None
    return text.lower() if text.isascii() else text


def _phone(value: Any, field: "Field") -> str:
    return read_phone(_text(value, field))


def _url(value: Any, field: "Field") -> str:
    found = web_address(_text(value, field))
    if found is None:
        raise ValueError(_("Write a web address, such as example.com."))
    return found


def _json(value: Any, field: "Field") -> Any:
    return json.loads(value) if isinstance(value, str) and value[:1] in "[{" else value


def _refused(value: Any, field: "Field") -> Any:
    raise ValueError(_("This is computed and cannot be set."))


TYPES: dict[str, FieldType] = {
    kind.name: kind
    for kind in (
        FieldType("text", TEXT + EMPTY, _text),
        FieldType("long", ("contains", "not_contains", *EMPTY), _text),
        FieldType("number", NUMBER + EMPTY, _number, "number", is_numeric=True),
        FieldType("money", NUMBER + EMPTY, _money, "number", is_numeric=True),
        FieldType("boolean", ("is", *EMPTY), _boolean, "boolean"),
        FieldType("date", DATE + EMPTY, _date),
        FieldType("datetime", DATE + EMPTY, _time),
        FieldType("choice", CHOICE + EMPTY, _choice),
        FieldType("multi", MANY + EMPTY, _many, "list"),
        FieldType("relation", CHOICE + EMPTY, _id, "number"),
        FieldType("user", CHOICE + EMPTY, _id, "number"),
        FieldType("team", CHOICE + EMPTY, _id, "number"),
        FieldType("phone", TEXT + EMPTY, _phone),
        FieldType("email", TEXT + EMPTY, _email),
        FieldType("url", TEXT + EMPTY, _url),
        FieldType("address", TEXT + EMPTY, _text),
        FieldType("file", EMPTY, _id, "number"),
        FieldType("json", EMPTY, _json, "list"),
        FieldType("formula", NUMBER + EMPTY, _refused, is_computed=True),
        FieldType("rollup", NUMBER + EMPTY, _refused, "number", is_numeric=True, is_computed=True),
    )
}
