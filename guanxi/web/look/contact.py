"""Phone numbers as they are read, and hidden where they must be."""

import re
from functools import lru_cache

import phonenumbers

CHINA = 86
MAINLAND_MOBILE = re.compile(r"^(?:\+?86)?(1\d{10})$")


@lru_cache(4096)
def phone(value: str) -> str:
    """A number in groups: 139 5710 2286, 0512 6200 0891, +49 30 123456; others as given."""
    found = MAINLAND_MOBILE.match(re.sub(r"[\s-]", "", value))
    if not found:
        return _in_groups(value) if value.startswith("+") else value
    digits = found.group(1)
    return f"{digits[:3]} {digits[3:7]} {digits[7:]}"


def masked_phone(value: str) -> str:
    """A number with its middle hidden: 138****1234."""
    digits = re.sub(r"\D", "", value)
    if len(digits) <= 4:
        return "*" * len(digits)
    head = digits[-11:-8] if len(digits) >= 11 else digits[:1]
    return f"{head}****{digits[-4:]}"


def _in_groups(value: str) -> str:
    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return value
    if not phonenumbers.is_possible_number(number):
        return value
    shape = phonenumbers.PhoneNumberFormat
    near = number.country_code == CHINA and phonenumbers.is_valid_number(number)
    return phonenumbers.format_number(number, shape.NATIONAL if near else shape.INTERNATIONAL)
