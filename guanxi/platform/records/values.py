"""Field values on their way to people and machines, within the actor's field rights."""

import datetime as dt
import re
from decimal import Decimal
from functools import lru_cache
from typing import Any

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun

# Mobile numbers, and those of services such as 400 and 800.
_WITHOUT_AREA = re.compile(r"1[3-9]\d{9}$|[48]00\d{7}$|1\d{4,5}$")
# Beijing's area is 010, those of 02x are as short; all others have four digits.
_HAS_LONG_AREA = re.compile(r"0[3-9]\d{8,}")
TEXTS = frozenset({"text", "long", "email", "phone", "url", "address"})


def readable_fields(actor: Actor, noun: Noun[Any]) -> dict[str, Field]:
    """The fields of ``noun`` that ``actor`` may see, masked ones included."""
    fields = noun.fields
    if noun.key not in actor.fields or actor.is_administrator:
        return fields
    return {
        name: one for name, one in fields.items() if actor.field_mode(noun.key, name) != "hidden"
    }


def shown_to(actor: Actor, noun: Noun[Any], name: str, value: Any) -> Any:
    """``value`` of the field as ``actor`` may know it: itself, masked, or None where hidden."""
    mode = actor.field_mode(noun.key, name)
    if mode == "hidden":
        return None
    return masked(noun.field(name), value) if mode == "masked" else value


class Masked(str):
    """What is left of a value that may not be read in full; no writer can read more out of it."""

    __slots__ = ()


def masked(field: Field, value: Any) -> Masked | None:
    """``value`` with its middle hidden: 138****1234, z***@example.com.

    Of a number, a day or a choice even one sign would tell, so nothing of it is left.
    """
    if value in (None, "", []):
        return None
    return Masked(_left_of(field, str(value)))


def _left_of(field: Field, text: str) -> str:
    if field.type == "email" and "@" in text:
        name, _, host = text.partition("@")
        return f"{name[:1]}***@{host}"
    if field.type == "phone":
        digits = _as_dialled(text)
        area = 4 if _HAS_LONG_AREA.match(digits) else 3
        return f"{digits[:area]}****{digits[-4:]}" if len(digits) > 7 else "****"
    return f"{text[:1]}***" if field.type in TEXTS else "***"


def _as_dialled(text: str) -> str:
    """A number of mainland China as one dials it there, with the zero before its area."""
    digits = text.removeprefix("+86")
    return f"0{digits}" if digits != text and not _WITHOUT_AREA.match(digits) else digits


def json_value(value: Any) -> Any:
    """``value`` as JSON can hold it: ISO dates, decimals as strings, models as ids."""
    if isinstance(value, dt.datetime):
        return _moment(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return getattr(value, "pk", value)


def is_blank(value: Any) -> bool:
    """Whether a person would call ``value`` empty."""
    return value is None or value == "" or value == []


@lru_cache(maxsize=4_096)
def _moment(value: dt.datetime) -> str:
    return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
