"""Phone numbers as people write them, kept as E.164."""

import re

import phonenumbers
from django.utils.translation import gettext_lazy as _

_CHINESE_MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})$")
_SEPARATORS = re.compile(r"[\s\-()（）.·—－]+")


def read_phone(text: str, region: str = "CN") -> str:
    """E.164 (with ``;ext=`` for an extension) of a number written in any common way."""
    plain = _SEPARATORS.sub("", text)
    mobile = _CHINESE_MOBILE.match(plain)
    if mobile:
        return f"+86{mobile[1]}"
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        raise ValueError(_("Write a phone number, such as 138 0013 8000.")) from None
    if not phonenumbers.is_possible_number(number):
        raise ValueError(_("Write a phone number, such as 138 0013 8000."))
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return f"{written};ext={number.extension}" if number.extension else written
