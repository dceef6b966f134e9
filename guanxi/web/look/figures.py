"""Amounts, counts and shares as people read them, in Chinese and in English."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

SIGNS = {
    "CNY": "¥",
    "USD": "$",
    "EUR": "€",
    "GBP": "£",
    "HKD": "HK$",
    "JPY": "JP¥",
    "TWD": "NT$",
    "KRW": "₩",
    "SGD": "S$",
    "AUD": "A$",
}
WITHOUT_MINOR_UNIT = {"JPY", "KRW", "VND"}
CHINESE_STEPS = ((Decimal(10**8), "亿", 2), (Decimal(10**4), "万", 1))
ENGLISH_STEPS = (
    (Decimal(10**9), "B", 2),
    (Decimal(10**6), "M", 2),
    (Decimal(10**4), "K", 0),
)
STEP_OF_K = Decimal(1000)
# Beside 2.8万 nobody reads cents; of a price of 12.50 they do.
WITHOUT_CENTS_FROM = Decimal(1000)
UNKNOWN = mark_safe('<span class="money none">—</span>')
COUNT_CAP = 10_000


def is_chinese() -> bool:
    """Whether the page is being written in Chinese."""
    return (get_language() or "").startswith("zh")


def money(minor: int | None, currency: str = "CNY") -> SafeString:
    """A short amount such as ¥ 12.8万 or ¥128K; unknown is a dash, never nought.

    What is shortened says the whole amount to whoever points at it, and on paper.
    """
    if minor is None:
        return UNKNOWN
    amount = in_major_units(minor, currency)
    text, unit = _shortened(abs(amount))
    tail = f'<span class="unit">{unit}</span>' if unit else ""
    minus = "−" if amount < 0 else ""
    sign = escape(SIGNS.get(currency, f"{currency} "))
    is_short = bool(unit) or abs(amount) >= WITHOUT_CENTS_FROM and amount % 1 != 0
    whole = f' title="{minus}{sign}{_whole(amount, currency)}"' if is_short else ""
    return mark_safe(  # noqa: S308 - every part is ours or escaped
        f'<span class="money"{whole}>{minus}<span class="sign">{sign}</span>{text}{tail}</span>'
    )


def full_money(minor: int | None, currency: str = "CNY") -> SafeString:
    """The whole amount to its last minor unit, such as ¥128,432.50."""
    if minor is None:
        return UNKNOWN
    amount = in_major_units(minor, currency)
    minus = "−" if amount < 0 else ""
    sign = escape(SIGNS.get(currency, f"{currency} "))
    return mark_safe(  # noqa: S308 - every part is ours or escaped
        f'<span class="money">{minus}<span class="sign">{sign}</span>'
        f"{_whole(amount, currency)}</span>"
    )


def _whole(amount: Decimal, currency: str) -> str:
    return f"{abs(amount):,.{0 if currency in WITHOUT_MINOR_UNIT else 2}f}"


def in_major_units(minor: int, currency: str) -> Decimal:
    """The amount in yuan, dollars and so on."""
    return Decimal(minor) if currency in WITHOUT_MINOR_UNIT else Decimal(minor) / 100


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


def _shortened(amount: Decimal) -> tuple[str, str]:
    if is_chinese():
        for step, unit, places in CHINESE_STEPS:
            if amount >= step:
                return f"{_rounded(amount / step, places):,}", unit
    else:
        for step, unit, places in ENGLISH_STEPS:
            if amount >= step:
                divisor = STEP_OF_K if unit == "K" else step
                return f"{_rounded(amount / divisor, places):,}", unit
    whole = amount >= WITHOUT_CENTS_FROM or amount == amount.to_integral_value()
    return (f"{_rounded(amount, 0):,}" if whole else f"{amount:,.2f}"), ""


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
