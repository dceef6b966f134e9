"""Numbers and amounts as written in China, Europe and America."""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from guanxi.platform.cleaning.currencies import split_currency
from guanxi.platform.cleaning.kinds import Cell, Cleaned, bare

POINT, COMMA = ".", ","
# Beyond this no book of a firm is meant, and sixty-four bits of minor units end.
LARGEST = Decimal(10) ** 15

_QUICK = re.compile(r"-?\d{1,15}(?:\.\d{1,10})?", re.ASCII)
_TENS = {
    "": 0,
    "千": 3,
    "万": 4,
    "萬": 4,
    "十万": 5,
    "百万": 6,
    "千万": 7,
    "亿": 8,
    "億": 8,
    "万亿": 12,
}
_UNITS = {unit: 10**tens for unit, tens in (_TENS | {"k": 3, "m": 6, "bn": 9}).items()}
_PARTS = re.compile(
    r"(?P<open>\()?(?P<sign>[-+−–])?\s*(?P<digits>\d[\d.,' \u00a0]*|\.\d+)(?P<power>e[+-]?\d{1,2})?"
    r"\s*(?P<unit>万亿|十万|百万|千万|千|万|萬|亿|億|k|m|bn)?\s*(?P<percent>%|‰)?(?P<after>-)?(?P<close>\))?"
)
_GROUPED = {
    POINT: re.compile(
        r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:[' \u00a0]\d{3})+(?:\.\d+)?|\d*(?:\.\d*)?"
    ),
    COMMA: re.compile(
        r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:[' \u00a0]\d{3})+(?:,\d+)?|\d*(?:,\d*)?"
    ),
}


def clean_number(cell: Cell, decimal: str = POINT) -> Cleaned[Decimal]:
    """The number as written, 万 and % taken into account; `decimal` is the column's own mark."""
    if isinstance(cell, str):
        if _QUICK.fullmatch(cell) and decimal == POINT:
            return Cleaned(Decimal(cell))
        return _from_text(cell, decimal)[0]
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return Cleaned(None, problem="bad_number")
    return _in_range(Decimal(repr(cell)), "")


def clean_amount(
    cell: Cell, decimal: str = POINT, likely: str = ""
) -> tuple[Cleaned[Decimal], str]:
    """The amount of money, with the currency written beside it or nothing.

    A sign that several currencies share is taken for the ``likely`` one.
    """
    if isinstance(cell, str) and not _QUICK.fullmatch(cell):
        return _from_text(cell, decimal, likely)
    return clean_number(cell, decimal), ""


def decimal_of(cells: Iterable[Cell]) -> str:
    """Which mark parts the whole from the fraction in a column; a point unless it cannot be."""
    votes = 0
    for cell in cells:
        if not isinstance(cell, str):
            continue
        digits = re.sub(r"[^\d.,]", "", bare(cell))
        comma, point = digits.rfind(COMMA), digits.rfind(POINT)
        if comma >= 0 and point >= 0:
            votes += 1 if comma > point else -1
        elif comma >= 0 and (len(digits) - comma - 1 != 3 or digits.startswith("0,")):
            votes += digits.count(COMMA) == 1
        elif point >= 0 and (len(digits) - point - 1 != 3 or digits.startswith("0.")):
            votes -= digits.count(POINT) == 1
    return COMMA if votes > 0 else POINT


def _from_text(cell: str, decimal: str, likely: str = "") -> tuple[Cleaned[Decimal], str]:
    text = bare(cell)
    if not text:
        return Cleaned(None, "empty_word" if cell.strip() else ""), ""
    amount, currency = split_currency(text, likely)
    found = _PARTS.fullmatch(amount.lower())
    value = _value(found, decimal) if found else None
    if value is None:
        return Cleaned(None, problem="bad_number"), currency
    return _in_range(value, "reformatted"), currency


def _value(found: re.Match[str], decimal: str) -> Decimal | None:
    digits = found["digits"].strip()
    if not _GROUPED[decimal].fullmatch(digits):
        return None
    plain = re.sub(r"[' \u00a0]", "", digits)
    plain = plain.replace(COMMA if decimal == POINT else POINT, "").replace(decimal, ".")
    try:
        value = Decimal(plain + (found["power"] or "")) * _UNITS[found["unit"] or ""]
    except InvalidOperation:
        return None
    return _signed(value, found)


def _signed(value: Decimal, found: re.Match[str]) -> Decimal | None:
    if bool(found["open"]) != bool(found["close"]):
        return None
    if found["percent"] and found["unit"]:
        return None
    if found["percent"]:
        value /= 100 if found["percent"] == "%" else 1000
    is_negative = (found["sign"] or "+") != "+" or found["after"] or found["open"]
    return -value if is_negative else value


def _in_range(value: Decimal, change: str) -> Cleaned[Decimal]:
    if not value.is_finite() or abs(value) >= LARGEST:
        return Cleaned(None, problem="number_too_large")
    return Cleaned(value, change)
