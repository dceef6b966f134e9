"""Figures in words: money in 万 and 亿 or K and M, days as dates, gaps with their unit."""

import datetime as dt
import re
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils.translation import get_language, ngettext, pgettext, to_locale
from django.utils.translation import gettext as _

from guanxi.platform.money import saying

UNKNOWN = "—"
LONE_ONE = re.compile(
    r"(?<![\w.,/–-])(1) ((?:purchase |own )?)"
    r"(answer|buyer|channel|customer|day|gap|group|minute|month|order|period|purchase|quarter|"
    r"step|survey|time|week|year)s\b"
)
OUT_OF = {"percent": "%", "score": "/100", "judged": "/5"}


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
    """An amount of minor units, short as on every page: ¥12.8万, ¥1.06亿; ¥128K, ¥3.40M.

    Without a `currency` it is the firm's.
    """
    return str(saying.short(minor, currency))


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


def agreeing(sentence: str) -> str:
    """The sentence with what a lone 1 counts in the singular: bought on 1 day.

    Translation bends a sentence by one count, and ours hold several.
    """
    return LONE_ONE.sub(r"\1 \2\3", sentence)


def sentences(*said: str) -> str:
    """Sentences one after the other, with a space between them where the language has one."""
    return ("" if is_chinese() else " ").join(filter(None, said))


def locale() -> str:
    """Babel's name of the active language."""
    return "zh_Hans" if is_chinese() else to_locale(get_language() or "en")


def is_chinese() -> bool:
    """Whether the active language is Chinese."""
    return (get_language() or "").startswith("zh")
