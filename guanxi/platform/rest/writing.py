"""Records as JSON: stored values by field name, within the actor's field rights."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

import orjson
from django.http import HttpResponse

from guanxi.platform.actors.actor import Actor
from guanxi.platform.money.amounts import currency_of, major_units
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.values import json_value, masked, readable_fields

Values = dict[str, Any]


def json_answer(content: Any, status: int = 200) -> HttpResponse:
    """An answer of JSON."""
    body = orjson.dumps(content, default=_default, option=orjson.OPT_UTC_Z)
    return HttpResponse(body, status=status, content_type="application/json")


def record_values(actor: Actor, noun: Noun[Any], record: Any) -> Values:
    """Everything the actor may know of a record: id, version and each readable field."""
    values: Values = {"id": record.pk}
    if hasattr(record, "version"):
        values["version"] = record.version
    for name, field in readable_fields(actor, noun).items():
        value = field.value_of(record)
        is_masked = actor.field_mode(noun.key, name) == "masked"
        values[name] = masked(field, value) if is_masked else value
    write_money(actor, noun, readable_fields(actor, noun).values(), [values])
    return values


def write_money(actor: Actor, noun: Noun[Any], fields: Iterable[Field], rows: list[Values]) -> None:
    """Turn stored minor units (12850 分) into decimal text ("128.50") in place."""
    money = [one for one in fields if one.type == "money"]
    for field in money:
        if actor.field_mode(noun.key, field.name) == "masked":
            continue
        for row in rows:
            value = row[field.name]
            row[field.name] = None if value is None else _amount(value, field)


def answer_value(value: Any) -> Any:
    """What a verb gave back, as JSON can hold it."""
    if isinstance(value, Mapping):
        return {str(name): answer_value(one) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [answer_value(one) for one in value]
    return json_value(value)


def _amount(value: Any, field: Field) -> str:
    return str(major_units(int(value), currency_of(value, field.currency)))


def _default(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dt.timedelta):
        return value.total_seconds()
    return str(value)


Answer = Callable[..., HttpResponse]
