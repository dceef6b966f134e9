"""How an amount is said: ¥12.8万 and ¥1.06亿 in Chinese, ¥128K and ¥3.40M in English."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.conf import settings
from django.utils.translation import get_language

from guanxi.platform.money.amounts import exponent, major_units

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
# From where, in units of how much, called what, to how many places.
CHINESE_STEPS = ((10**8, 10**8, "亿", 2), (10**4, 10**4, "万", 1))
ENGLISH_STEPS = ((10**9, 10**9, "B", 2), (10**6, 10**6, "M", 2), (10**4, 10**3, "K", 0))
# Beside 2.8万 nobody reads cents; of a price of 12.50 they do.
WITHOUT_CENTS_FROM = 1000
PLACES_OF_A_ROUND_ONE = 2


@dataclass(frozen=True)
class Said:
    """An amount in its parts, so that a page can let its sign and unit whisper."""

    minus: str
    sign: str
    figure: str
    unit: str = ""
    is_shortened: bool = False

    def __str__(self) -> str:
        """The parts as one text."""
        return f"{self.minus}{self.sign}{self.figure}{self.unit}"


def short(minor: int, currency: str = "") -> Said:
    """An amount of minor units, short; without a `currency` it is the firm's."""
    amount = major_units(minor, currency or None)
    size = abs(amount)
    _start, step, unit, places = _step(_as_shown(size))
    if size < WITHOUT_CENTS_FROM and size % 1:
        places = exponent(currency or None)
    shown = _rounded(size / step, places)
    return Said(_minus(amount), sign(currency), f"{shown:,}", unit, bool(unit) or shown != size)


def whole(minor: int, currency: str = "") -> Said:
    """The amount to its last minor unit, such as ¥128,432.50."""
    amount = major_units(minor, currency or None)
    return Said(_minus(amount), sign(currency), f"{abs(amount):,.{exponent(currency or None)}f}")


def round_one(minor: int, currency: str = "") -> Said:
    """A round amount in as few figures as it takes, as a drawing says it: ¥6,000万, ¥12.5K."""
    amount = major_units(minor, currency or None)
    size = abs(amount)
    _start, step, unit, _places = _step(size)
    text = f"{_rounded(size / step, PLACES_OF_A_ROUND_ONE):,}".rstrip("0").rstrip(".")
    return Said(_minus(amount), sign(currency), text or "0", unit)


def sign(currency: str = "") -> str:
    """What stands before an amount: ¥, or the code and a space where we know no sign."""
    code = currency or settings.BASE_CURRENCY
    return SIGNS.get(code, f"{code} ")


def _step(size: Decimal) -> tuple[int, int, str, int]:
    is_chinese = (get_language() or "").startswith("zh")
    steps = CHINESE_STEPS if is_chinese else ENGLISH_STEPS
    return next((step for step in steps if size >= step[0]), (0, 1, "", 0))


def _as_shown(size: Decimal) -> Decimal:
    """The size after rounding, so that 999,900 is said as 1.00M and not as 1,000K."""
    _start, step, _unit, places = _step(size)
    return _rounded(size / step, places) * step


def _minus(amount: Decimal) -> str:
    return "−" if amount < 0 else ""


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
