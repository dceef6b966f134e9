"""Figures in words: money in 万 and 亿 or K and M, days as dates, gaps with their unit."""

import datetime as dt
from decimal import Decimal
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal, get_currency_symbol
from django.conf import settings
from django.utils.translation import get_language, ngettext, pgettext, to_locale
from django.utils.translation import gettext as _

from guanxi.platform.money.amounts import major_units

UNKNOWN = "—"
CENTS_BELOW = 100
OUT_OF = {"percent": "%", "score": "/100", "judged": "/5"}
CHINESE_STEPS = ((Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万"))
ENGLISH_STEPS = ((Decimal(10) ** 9, "B"), (Decimal(10) ** 6, "M"), (Decimal(10) ** 3, "K"))


def said(value: Any, kind: str) -> str:
    """The figure as a person of the active language reads it; a dash when it is unknown."""
    if value is None:
        return UNKNOWN
    if kind == "money":
        return money(int(value))
    if kind == "day":
        return day(value if isinstance(value, dt.date) else dt.date.fromisoformat(value))
    if kind in OUT_OF:
        return f"{value}{OUT_OF[kind]}"
    if kind in {"series", "text"}:
        return str(value) if kind == "text" else _series(value)
    if kind == "decimal":
        return str(format_decimal(value, "#,##0.#", locale=locale()))
    if kind == "days":
        return ngettext("%(count)s day", "%(count)s days", int(value)) % {"count": count(value)}
    return count(value)


def money(minor: int, currency: str = "") -> str:
    """An amount of minor units, short: ¥12.8万, ¥1.06亿; ¥128K, ¥3.40M; cents below a hundred.

    Without a `currency` it is the firm's.
    """
    amount = major_units(minor, currency or None)
    sign, size = ("−" if amount < 0 else ""), abs(amount)
    for step, unit in CHINESE_STEPS if is_chinese() else ENGLISH_STEPS:
        if size >= step:
            return f"{sign}{symbol(currency)}{_three_figures(size / step)}{unit}"
    pattern = "#,##0.##" if size < CENTS_BELOW else "#,##0"
    return f"{sign}{symbol(currency)}{format_decimal(size, pattern, locale=locale())}"


def _series(amounts: Any) -> str:
    return pgettext("between amounts", ", ").join(money(int(one)) for one in amounts)


def day(value: dt.date) -> str:
    """The date in the order of the language: 2025年3月9日, 9 Mar 2025."""
    return str(format_date(value, "y年M月d日" if is_chinese() else "d MMM y", locale=locale()))


def count(value: Any) -> str:
    """A whole number with its thousands set apart."""
    return str(format_decimal(int(value), locale=locale())).replace("-", "−")


def percent(part: int | float, whole: int | float, places: int = 1) -> str:
    """The share in per cent, such as 74.6%; a dash when there is no whole."""
    if not whole:
        return UNKNOWN
    return f"{100 * part / whole:,.{places}f}%".replace("-", "−")


def points(difference: float) -> str:
    """The difference of two shares with its sign: from 10% to 12% it is two points."""
    sign = "+" if difference > 0 else "−" if difference < 0 else ""
    return _("%(points)s points") % {"points": f"{sign}{abs(100 * difference):.1f}"}


def sentences(*said: str) -> str:
    """Sentences one after the other, with a space between them where the language has one."""
    return ("" if is_chinese() else " ").join(filter(None, said))


def symbol(currency: str = "") -> str:
    """The sign of the currency, without one that of the firm's."""
    code = currency or settings.BASE_CURRENCY
    return "¥" if code == "CNY" else str(get_currency_symbol(code, locale=locale()))


def locale() -> str:
    """Babel's name of the active language."""
    return "zh_Hans" if is_chinese() else to_locale(get_language() or "en")


def is_chinese() -> bool:
    """Whether the active language is Chinese."""
    return (get_language() or "").startswith("zh")


def _three_figures(size: Decimal) -> str:
    places = 2 if size < 10 else 1 if size < 100 else 0
    text: str = format_decimal(round(size, places), f"#,##0.{'#' * places}", locale=locale())
    return text
