"""Amounts, counts and shares as people read them, in Chinese and in English."""

from decimal import Decimal

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from guanxi.platform.money import saying

UNKNOWN = mark_safe('<span class="money none">—</span>')
COUNT_CAP = 10_000


def is_chinese() -> bool:
    """Whether the page is being written in Chinese."""
    return (get_language() or "").startswith("zh")


def money(minor: int | None, currency: str = "") -> SafeString:
    """A short amount such as ¥ 12.8万 or ¥128K, of the firm's currency where none is named.

    Unknown is a dash, never nought; what is shortened says the whole amount to whoever points
    at it, and on paper.
    """
    if minor is None:
        return UNKNOWN
    said = saying.short(minor, currency)
    return _marked(said, str(saying.whole(minor, currency)) if said.is_shortened else "")


def full_money(minor: int | None, currency: str = "") -> SafeString:
    """The whole amount to its last minor unit, such as ¥128,432.50."""
    return UNKNOWN if minor is None else _marked(saying.whole(minor, currency))


def _marked(said: saying.Said, whole: str = "") -> SafeString:
    title = f' title="{escape(whole)}"' if whole else ""
    unit = f'<span class="unit">{said.unit}</span>' if said.unit else ""
    sign = f'<span class="sign">{escape(said.sign)}</span>'
    return mark_safe(  # noqa: S308 - every part is ours or escaped
        f'<span class="money"{title}>{said.minus}{sign}{said.figure}{unit}</span>'
    )


def number(value: int | Decimal | float | None, places: int = 0) -> str:
    """A figure with its thousands set apart and a true minus."""
    if value is None:
        return "—"
    return f"{value:,.{places}f}".replace("-", "−")


def trimmed(value: int | Decimal | float, places: int) -> str:
    """A figure to at most ``places`` decimals, without idle zeros: 2, 2.5, 7.1235."""
    text = number(value, places)
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share: float | Decimal | None, places: int = 1) -> SafeString:
    """A share of one as a percentage whose sign whispers."""
    if share is None:
        return UNKNOWN
    text = f"{float(share) * 100:,.{places}f}".replace("-", "−")
    return mark_safe(f'{text}<span class="quiet">%</span>')  # noqa: S308 - digits only


def capped(count: int, cap: int = COUNT_CAP) -> str:
    """A count that stops at the cap: 386, or 10,000+."""
    return f"{cap:,}+" if count > cap else f"{count:,}"
