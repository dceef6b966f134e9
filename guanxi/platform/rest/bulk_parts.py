"""What the OpenAPI document says of acts on many records of each noun."""

from typing import Any

from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.rest.bulk import actions_of
from guanxi.platform.rest.parts import KEYED, PAGED, body, operation, path_id
from guanxi.platform.rest.schemas import Schema
from guanxi.platform.verbs.many import MOST_BY_HAND
from guanxi.platform.verbs.models import BatchRow

BATCH: Schema = {"$ref": "#/components/schemas/Batch"}


def bulk_paths(actor: Actor, noun: Noun[Any], base: str) -> Schema:
    """The addresses at which many records are acted upon; none where the actor may do nothing."""
    actions = actions_of(actor, noun)
    if not actions:
        return {}
    started = operation(noun, "bulk", _("Many at once"), KEYED, BATCH, "202")
    undone = operation(noun, "undo_bulk", _("Undo"), KEYED, BATCH, "202")
    outcome = {"name": "outcome", "in": "query", "schema": {"enum": BatchRow.Outcome.values}}
    followed = operation(noun, "follow_bulk", _("Row by row"), [outcome, *PAGED], BATCH)
    return {
        f"{base}bulk/": {"post": {**started, "requestBody": body(_asked(actions))}},
        f"{base}bulk/{{id}}/": {"parameters": [path_id()], "get": followed},
        f"{base}bulk/{{id}}/undo/": {"parameters": [path_id()], "post": undone},
    }


def _asked(actions: list[str]) -> Schema:
    number = {"type": "integer", "minimum": 1}
    return {
        "type": "object",
        "required": ["action"],
        "properties": {
            "action": {"enum": actions},
            "ids": {"type": "array", "items": number, "minItems": 1, "maxItems": MOST_BY_HAND},
            "filter": {"type": "object", "description": _("The filter language, as JSON")},
            "text": {"type": "string"},
            "values": {"type": "object"},
        },
        "additionalProperties": False,
    }
