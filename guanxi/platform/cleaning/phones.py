"""Telephone numbers in E.164, Chinese ones without asking a library."""

import re

import phonenumbers

from guanxi.platform.cleaning.kinds import Cell, Cleaned, bare, plain

_MOBILE = re.compile(r"(?:\+?86|0086)?[ -]?(1[3-9]\d)[ -]?(\d{4})[ -]?(\d{4})", re.ASCII)
_LANDLINE = re.compile(
    r"(?:\+?86|0086)?[ -]?\(?0?(10|2[0-57-9]|[3-9]\d{2})\)?[ -]*([2-8]\d{2,3})[ -]?(\d{4})"
    r"(?:(?:[-,*#]|\s*转\s*|\s*分机\s*|\s*e?xt?\.?\s*)(\d{1,6}))?",
    re.IGNORECASE | re.ASCII,
)
_TOLL = re.compile(
    r"(?:\+?86[ -]?)?([48]00)[ -]?(\d{3})[ -]?(\d{4})|([48]00)[ -]?(\d{4})[ -]?(\d{3})"
)
_SEVERAL = re.compile(r"[/;,、；，\n]|\s或\s?|\s{2,}")
_LABEL = re.compile(r"^(?:电话|手机|联系电话|tel|phone|mobile|mob|cell)\s*[:：.]\s*", re.IGNORECASE)
_LOST_DIGITS = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")


def clean_phone(cell: Cell, region: str = "CN") -> Cleaned[str]:
    """The number as E.164 with `;ext=` for an extension; numbers of no country are a problem."""
    text = cell if isinstance(cell, str) else plain(cell)
    if region == "CN" and (found := _MOBILE.fullmatch(text)):
        first, middle, last = found.groups()
        number = f"+86{first}{middle}{last}"
        return Cleaned(number, "" if number == text else "reformatted")
    return _clean_slowly(text, region)


def phone_tail(number: str) -> str:
    """The last seven digits: the part that stays when prefixes are written differently."""
    return re.sub(r"\D", "", number.partition(";")[0])[-7:]


def _clean_slowly(text: str, region: str) -> Cleaned[str]:
    short = _LABEL.sub("", bare(text))
    if not short:
        return Cleaned(None, "empty_word" if text.strip() else "")
    if _LOST_DIGITS.fullmatch(short):
        return Cleaned(None, problem="phone_digits_lost")
    number = _number(short, region)
    if number:
        return Cleaned(number, "" if number == text else "reformatted")
    pieces = [piece.strip() for piece in _SEVERAL.split(short) if piece.strip()]
    numbers = [found for piece in pieces if (found := _number(piece, region))]
    if len(pieces) > 1 and numbers:
        return Cleaned(numbers[0], "first_of_several")
    return Cleaned(None, problem="bad_phone")


def _number(text: str, region: str) -> str:
    chinese = _chinese(text) if region == "CN" or text.startswith(("+86", "0086")) else ""
    return chinese or _of_the_world(text, region)


def _chinese(text: str) -> str:
    if found := _MOBILE.fullmatch(text):
        return "+86" + "".join(found.groups())
    if found := _TOLL.fullmatch(text):
        return "+86" + "".join(part for part in found.groups() if part)
    if (found := _LANDLINE.fullmatch(text)) and _has_area(text):
        area, first, last, extension = found.groups()
        if len(area) == 2 and len(first) == 3:
            return ""
        return f"+86{area}{first}{last}" + (f";ext={extension}" if extension else "")
    return ""


def _has_area(text: str) -> bool:
    return text.lstrip("(+ ").startswith(("0", "86"))


def _of_the_world(text: str, region: str) -> str:
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    extension = f";ext={number.extension}" if number.extension else ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) + extension
