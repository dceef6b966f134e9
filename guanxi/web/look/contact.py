"""Phone numbers as they are read, and hidden where they must be."""

import re

MAINLAND_MOBILE = re.compile(r"^(?:\+?86)?(1\d{10})$")


def phone(value: str) -> str:
    """A number in groups: 139 5710 2286; others as they were given."""
    found = MAINLAND_MOBILE.match(re.sub(r"[\s-]", "", value))
    if not found:
        return value
    digits = found.group(1)
    return f"{digits[:3]} {digits[3:7]} {digits[7:]}"


def masked_phone(value: str) -> str:
    """A number with its middle hidden: 138****1234."""
    digits = re.sub(r"\D", "", value)
    if len(digits) <= 4:
        return "*" * len(digits)
    head = digits[-11:-8] if len(digits) >= 11 else digits[:1]
    return f"{head}****{digits[-4:]}"
