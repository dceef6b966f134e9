"""The currency that stands beside an amount, by sign, code or word."""

import re
from functools import lru_cache

from babel import Locale
from babel.numbers import is_currency

from guanxi.platform.cleaning.kinds import Cell, Cleaned, bare

_WORDS = {
    "CNY": "¥ ￥ 元 元整 圆 人民币 rmb cny 块 块钱 yuan",
    "USD": "$ us$ usd 美元 美金 dollar dollars",
    "EUR": "€ eur 欧元 euro euros",
    "GBP": "£ gbp 英镑 pound pounds",
    "JPY": "jpy 日元 日圆 円 yen jp¥",
    "HKD": "hk$ hkd 港元 港币",
    "TWD": "nt$ twd 新台币 台币",
    "KRW": "₩ krw 韩元 won",
    "INR": "₹ inr 卢比",
    "RUB": "₽ rub 卢布",
    "AUD": "a$ au$ aud 澳元",
    "CAD": "c$ ca$ cad 加元",
    "SGD": "s$ sgd 新加坡元 新元",
    "CHF": "chf 瑞士法郎",
    "THB": "฿ thb 泰铢",
    "VND": "₫ vnd 越南盾",
    "MOP": "mop 澳门元",
    "MYR": "myr rm 林吉特",
    "AED": "aed 迪拉姆",
    "BRL": "r$ brl 雷亚尔",
}
_CODES = {word: code for code, words in _WORDS.items() for word in words.split()}
# Signs that stand for more than one currency: in a row of yen, ¥ is a yen.
_SHARED = {
    "JPY": {"¥", "￥", "圆"},
    "HKD": {"$", "元", "圆"},
    "TWD": {"$", "元", "圆"},
    "MOP": {"$", "元", "圆"},
    **dict.fromkeys(("AUD", "CAD", "SGD", "NZD", "MXN", "ARS", "CLP", "COP"), {"$", "dollar"}),
}
_LONGEST_FIRST = sorted(_CODES, key=len, reverse=True)
_ANY = "|".join(re.escape(word) for word in _LONGEST_FIRST)
_BEFORE = re.compile(rf"([-(+]?)\s*({_ANY})\s*", re.IGNORECASE)
_AFTER = re.compile(rf"\s*({_ANY})\s*(\)?)$", re.IGNORECASE)
_LANGUAGES = ("zh_Hant", "en", "zh_Hans")


def clean_currency(cell: Cell) -> Cleaned[str]:
    """The ISO code of a currency written as code, sign or word, or by its name."""
    text = bare(cell).lower()
    if not text:
        return Cleaned(None)
    code = _CODES.get(text) or (text.upper() if is_currency(text.upper()) else "")
    code = code or _names().get(text, "")
    if not code:
        return Cleaned(None, problem="bad_currency")
    return Cleaned(code, "" if code == cell else "reformatted")


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """The code of every currency by its full name in Chinese and English."""
    found = {}
    for language in _LANGUAGES:
        held = Locale.parse(language).currencies
        found.update({name.lower(): code for code, name in held.items()})
    return found


def split_currency(text: str, likely: str = "") -> tuple[str, str]:
    """The amount without its currency, and the currency's code or nothing.

    A sign that several currencies share is taken for the ``likely`` one.
    """
    if text[-1].isdigit() and (text[0].isdigit() or text[0] in "-(+."):
        found = _BEFORE.match(text) if text[0] in "-(+" else None
    else:
        found = _BEFORE.match(text)
    currency = ""
    if found:
        currency = _code(found[2].lower(), likely)
        text = found[1] + text[found.end() :]
    if after := _AFTER.search(text):
        currency = currency or _code(after[1].lower(), likely)
        text = text[: after.start()] + after[2]
    return text, currency


def _code(word: str, likely: str) -> str:
    return likely if word in _SHARED.get(likely, ()) else _CODES[word]
