"""Money as integer minor units (分), so that every engine agrees to the cent."""

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.core import get_global
from babel.numbers import get_currency_precision
from django.conf import settings


@lru_cache(maxsize=64)
def exponent(currency: str | None = None) -> int:
    """Decimal places of ``currency`` (the firm's own when none is given): 2 for CNY, 0 for JPY."""
    return int(get_currency_precision(currency or settings.BASE_CURRENCY))


def exponents() -> tuple[int, dict[str, int]]:
    """The decimal places of most currencies, and those of the others by their code."""
    found = {code: int(places) for code, (places, *_) in get_global("currency_fractions").items()}
    most = found.pop("DEFAULT")
    return most, {code: places for code, places in found.items() if places != most}


def minor_units(amount: Decimal, currency: str | None = None) -> int:
    """``amount`` in whole minor units, half a cent rounded up."""
    return int(amount.scaleb(exponent(currency)).quantize(Decimal(1), ROUND_HALF_UP))


def major_units(minor: int, currency: str | None = None) -> Decimal:
    """The decimal amount of ``minor`` units: 12850 → 128.50."""
    return Decimal(minor).scaleb(-exponent(currency))


class Money(int):
    """Minor units that know their currency; everywhere else a whole number."""

    currency: str

    def __new__(cls, minor: int, currency: str) -> "Money":
        """``minor`` units of ``currency``."""
        money = super().__new__(cls, minor)
        money.currency = currency
        return money


def currency_of(value: object, otherwise: str = "") -> str:
    """The currency of an amount: its own, else ``otherwise``, else the firm's."""
    return str(getattr(value, "currency", "") or otherwise or settings.BASE_CURRENCY)
