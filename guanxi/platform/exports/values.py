"""Stored values as cells: as people read them, or exactly, so that an import gives them back."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import orjson
from django.utils import timezone
from django.utils.translation import gettext as _

from guanxi.platform.exports.exactness import numbered
from guanxi.platform.money.amounts import currency_of, major_units
from guanxi.platform.nouns.fields import Field
from guanxi.platform.records.titles import Titles
from guanxi.platform.records.values import json_value

Cell = str | int | float | Decimal | dt.date | dt.datetime | None
Writer = Callable[[Any], Cell]
NO_TITLES: Mapping[int, str] = {}


@dataclass(frozen=True)
class Style:
    """``exact`` writes keys, references and UTC; otherwise labels, titles, local time.

    ``by_id`` means the bare number of every related record in place of a reference.
    """

    exact: bool = False
    by_id: bool = False


def writer_of(field: Field, style: Style, titles: Titles) -> Writer:
    """The function that turns a stored value of this field into a cell.

    ``titles`` are what related records are called, in the manner of the style.
    """
    if field.type == "money":
        return lambda value: (
            None if value is None else major_units(int(value), currency_of(value, field.currency))
        )
    if field.named_by and not style.by_id:
        called = titles.get(field.named_by, NO_TITLES)
        unnamed = numbered if style.exact else str
        return lambda value: None if value is None else str(called.get(value) or unnamed(value))
    if field.type in {"choice", "multi"}:
        return _options(field, style)
    if field.type == "boolean" and not style.exact:
        return lambda value: None if value is None else (_("Yes") if value else _("No"))
    if field.type == "datetime":
        return _moment_exactly if style.exact else _moment
    return _plain


def text_of(cell: Cell) -> str:
    """A cell in a text file."""
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        # With a fraction, Excel would show minutes and seconds alone.
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    return cell.isoformat() if isinstance(cell, dt.date) else str(cell)


def _options(field: Field, style: Style) -> Writer:
    def shown(key: Any) -> str:
        return str(key) if style.exact else str(field.options.get(key, key))

    if field.type == "choice":
        return lambda value: shown(value) if value else None
    if style.exact:
        return lambda value: orjson.dumps(value).decode() if value else None
    return lambda value: "; ".join(shown(key) for key in value) if value else None


def _moment(value: Any) -> Cell:
    if value is None:
        return None
    moment = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
    return timezone.localtime(moment).replace(tzinfo=None)


def _moment_exactly(value: Any) -> Cell:
    return None if value is None else str(json_value(value))


def _plain(value: Any) -> Cell:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict | list):
        return orjson.dumps(value).decode()
    if isinstance(value, str | int | float | Decimal | dt.date):
        return value
    return None if value is None else str(value)
