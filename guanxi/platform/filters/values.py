"""The right-hand side of a condition, read by the field's own type."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import InvalidFilter
from guanxi.platform.filters.periods import span
from guanxi.platform.nouns.fields import Field

MAX_VALUES = 1_000
_TEXT_LIKE = {"contains", "not_contains", "starts"}

# PostgreSQL takes no text with it.
NOTHING = "\0"


def read_operand(field: Field, operator: str, value: Any, actor: Actor, at: dt.datetime) -> Any:
    """The value(s) to compare with: one, a list, or a pair for a span."""
    if operator in {"empty", "not_empty"}:
        return None
    texts = value if isinstance(value, list) else [value]
    if any(isinstance(one, str) and NOTHING in one for one in texts):
        raise InvalidFilter(_("No text has a sign of the number 0."))
    if operator in {"within", "not_within"}:
        return _span(field, value, at)
    if operator in {"in", "not_in", "has_any", "has_all", "has_none"}:
        return _list(field, value, actor, at)
    if operator == "between":
        if not isinstance(value, list) or len(value) != 2:
            raise InvalidFilter(_("Give a lower and an upper value."))
        return [_one(field, one, actor, at) for one in value]
    if operator in _TEXT_LIKE:
        return str(value or "")
    return _one(field, value, actor, at)


def _list(field: Field, value: Any, actor: Actor, at: dt.datetime) -> list[Any]:
    values = value if isinstance(value, list) else [value]
    if len(values) > MAX_VALUES:
        raise InvalidFilter(_("Give at most %(limit)d values.") % {"limit": MAX_VALUES})
    if field.type == "multi":
        return [str(one) for one in values]
    return [_one(field, one, actor, at) for one in values]


def _one(field: Field, value: Any, actor: Actor, at: dt.datetime) -> Any:
    if isinstance(value, dict) and value.get("me"):
        return actor.user_id
    if isinstance(value, dict) and value.get("my_team"):
        return actor.team_id
    if isinstance(value, dict) and value.get("today"):
        return read(field, timezone.localtime(at).date())
    return read(field, value)


def read(field: Field, value: Any) -> Any:
    """``value`` as the field stores it; InvalidFilter says why it cannot be."""
    try:
        stored = field.kind.read(value, field)
    except (ValueError, TypeError) as problem:
        raise InvalidFilter(str(problem)) from None
    if field.is_custom and isinstance(stored, dt.datetime):
        return stored.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
    if field.is_custom and isinstance(stored, dt.date):
        return stored.isoformat()
    if field.is_custom and isinstance(stored, Decimal):
        return float(stored)
    return stored


def _span(field: Field, value: Any, at: dt.datetime) -> tuple[Any, Any]:
    name = value.get("period") if isinstance(value, dict) else value
    try:
        start, end = span(str(name), timezone.localtime(at).date())
    except (ValueError, OverflowError):
        raise InvalidFilter(_("“%(name)s” is not a known period.") % {"name": name}) from None
    if field.type == "datetime":
        midnight = dt.time()
        pair = [timezone.make_aware(dt.datetime.combine(day, midnight)) for day in (start, end)]
        return read(field, pair[0]), read(field, pair[1])
    return read(field, start), read(field, end)
