"""Pieces of the OpenAPI document that all operations share."""

from collections.abc import Sequence
from typing import Any, Protocol

from guanxi.platform.nouns.fields import Label
from guanxi.platform.rest.schemas import Schema

RECORD: Schema = {}
_PROBLEMS = ("400", "401", "403", "404", "409", "413", "415", "422", "429")


class Named(Protocol):
    """What operations are about: a noun, or rows that are administered."""

    @property
    def key(self) -> str:
        """How addresses and schemas name it."""

    @property
    def plural(self) -> Label:
        """What many of it are called."""


COMPONENTS: dict[str, Any] = {
    "Page": {
        "type": "object",
        "required": ["rows", "next", "previous"],
        "properties": {
            "rows": {"type": "array", "items": {"type": "object"}},
            "next": {"type": ["string", "null"]},
            "previous": {"type": ["string", "null"]},
            "total": {
                "type": "object",
                "properties": {
                    "number": {"type": "integer"},
                    "is_capped": {"type": "boolean"},
                },
            },
        },
    },
    "Batch": {
        "type": "object",
        "required": ["id", "action", "state", "total", "counts", "can_undo"],
        "properties": {
            "id": {"type": "integer"},
            "action": {"type": "string"},
            "state": {"type": "string"},
            "total": {"type": "integer"},
            "counts": {"type": "object", "additionalProperties": {"type": "integer"}},
            "can_undo": {"type": "boolean"},
            "stays": {"type": "string"},
            "created_at": {"type": "string", "format": "date-time"},
            "finished_at": {"type": ["string", "null"], "format": "date-time"},
            "rows": {"type": "array", "items": {"type": "object"}},
            "next": {"type": ["integer", "null"]},
        },
    },
    "Problem": {
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "errors": {"type": "object"},
            "conflicts": {"type": "object"},
        },
    },
}


def _parameter(name: str, schema: Schema, where: str = "query") -> Schema:
    return {"name": name, "in": where, "schema": schema}


LISTED: Sequence[Schema] = (
    _parameter("filter", {"type": "string", "description": "The filter language, as JSON"}),
    _parameter("text", {"type": "string"}),
    _parameter("sort", {"type": "string"}),
    _parameter("fields", {"type": "string"}),
    _parameter("limit", {"type": "integer", "minimum": 1, "maximum": 200}),
    _parameter("cursor", {"type": "string"}),
    _parameter("total", {"enum": ["capped", "exact", "none"]}),
)
PAGED: Sequence[Schema] = (
    _parameter("limit", {"type": "integer", "minimum": 1, "maximum": 200}),
    _parameter("after", {"type": "integer", "minimum": 0}),
)
KEYED: Sequence[Schema] = (
    _parameter("Idempotency-Key", {"type": "string", "maxLength": 200}, "header"),
)


def path_id() -> Schema:
    """The number of the record, in the path."""
    return {**_parameter("id", {"type": "integer", "minimum": 1}, "path"), "required": True}


def body(schema: Schema) -> Schema:
    """A request body of JSON."""
    return {"content": {"application/json": {"schema": schema}}}


def operation(
    noun: Named,
    name: str,
    summary: str,
    parameters: Sequence[Schema] = (),
    result: Schema | None = RECORD,
    status: str = "200",
) -> Schema:
    """One operation with its answer (a record; None for an empty one) and its problems."""
    good: Schema = {"description": summary}
    if result is not None:
        record = {"$ref": f"#/components/schemas/{noun.key}"}
        good |= body(record if result is RECORD else result)
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    problems = {
        code: {"description": "Problem", "content": {"application/problem+json": problem}}
        for code in _PROBLEMS
    }
    return {
        "operationId": f"{noun.key}.{name}",
        "summary": summary,
        "tags": [str(noun.plural)],
        "parameters": list(parameters),
        "responses": {status: good, **problems},
    }
