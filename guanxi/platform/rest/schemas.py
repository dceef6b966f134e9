"""Fields of nouns and parameters of verbs as JSON Schema."""

from collections.abc import Iterable
from typing import Any

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.values import readable_fields

Schema = dict[str, Any]

_FORMATS: dict[str, Schema] = {
    "number": {"type": ["number", "string"]},
    "money": {"type": "string", "description": "Decimal amount, such as 128.50"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
    "multi": {"type": "array", "items": {"type": "string"}},
    "relation": {"type": "integer"},
    "user": {"type": "integer"},
    "team": {"type": "integer"},
    "file": {"type": "integer"},
    "json": {},
    "formula": {},
    "rollup": {},
}


def field_schema(field: Field) -> Schema:
    """One field; empty values are null."""
    schema = dict(_FORMATS.get(field.type, {"type": "string"}))
    schema["title"] = str(field.label)
    if field.help:
        schema["description"] = str(field.help)
    if field.type == "choice" and field.options:
        schema["enum"] = [*field.options, "", None]
    if field.type == "multi" and field.options:
        schema["items"] = {"type": "string", "enum": list(field.options)}
    if field.max_length and schema.get("type") == "string":
        schema["maxLength"] = field.max_length
    kinds = schema.get("type")
    if kinds:
        schema["type"] = [*(kinds if isinstance(kinds, list) else [kinds]), "null"]
    return schema


def record_schema(actor: Actor, noun: Noun[Any]) -> Schema:
    """A record as it is read by the actor; masked fields are text."""
    properties: Schema = {"id": {"type": "integer"}, "version": {"type": "integer"}}
    for name, field in readable_fields(actor, noun).items():
        masked = actor.field_mode(noun.key, name) == "masked"
        properties[name] = (
            {"type": ["string", "null"], "title": str(field.label)}
            if masked
            else field_schema(field)
        )
    return {"type": "object", "title": str(noun.label), "properties": properties}


def input_schema(fields: Iterable[Field], *, is_new: bool) -> Schema:
    """An object with values for the fields, and nothing else."""
    chosen = list(fields)
    schema: Schema = {
        "type": "object",
        "properties": {one.name: field_schema(one) for one in chosen},
        "additionalProperties": False,
    }
    required = [one.name for one in chosen if one.is_always_required and one.default is None]
    if is_new and required:
        schema["required"] = required
    return schema


def writable_fields(actor: Actor, noun: Noun[Any]) -> list[Field]:
    """The fields that the actor may set."""
    return [
        field
        for name, field in noun.fields.items()
        if field.editable
        and not field.kind.is_computed
        and actor.field_mode(noun.key, name) == "full"
    ]
