"""Field values in words, as a person reads them in a history or a notice."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from guanxi.platform.glossary.saying import sayer_of
from guanxi.platform.money.amounts import currency_of, exponent, major_units
from guanxi.platform.nouns.fields import Field
from guanxi.platform.records.titles import Titles
from guanxi.platform.records.values import is_blank

LONGEST = 500


def in_words(field: Field, value: Any, titles: Titles) -> str:
    """``value`` as kept in a fact, in words; empty for no value."""
    if is_blank(value):
        return ""
    if field.type == "file":
        return titles.get(field.named_by, {}).get(int(value), _("a file you cannot see"))
    if field.is_relation:
        return titles.get(field.named_by, {}).get(int(value), _("a record you cannot see"))
    if field.spoken in {"country", "region"}:
        return sayer_of(field, {})(str(value))
    try:
        words = _SAYINGS[field.type](field, value)
    except (KeyError, ValueError, TypeError, ArithmeticError):
        # Types that need no words, and values from before the field's type was changed.
        words = str(value)
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"


def _choice(field: Field, value: Any) -> str:
    return str(field.options.get(value, value))


def _choices(field: Field, value: Any) -> str:
    return _(", ").join(str(field.options.get(one, one)) for one in value)


def _money(field: Field, value: Any) -> str:
    currency = currency_of(value, field.currency)
    return number_format(
        major_units(int(value), currency), exponent(currency), use_l10n=True, force_grouping=True
    )


def _number(field: Field, value: Any) -> str:
    return number_format(Decimal(str(value)), use_l10n=True, force_grouping=True)


def _boolean(field: Field, value: Any) -> str:
    return _("yes") if value else _("no")


def _date(field: Field, value: Any) -> str:
    return date_format(dt.date.fromisoformat(str(value)[:10]), "DATE_FORMAT")


def _time(field: Field, value: Any) -> str:
    moment = dt.datetime.fromisoformat(str(value))
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")


_SAYINGS: Mapping[str, Any] = {
    "choice": _choice,
    "multi": _choices,
    "money": _money,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "datetime": _time,
}
