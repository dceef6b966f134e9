"""What the OpenAPI document says of what is administered."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.rest.parts import KEYED, PAGED, body, operation, path_id
from guanxi.platform.rest.schemas import Schema, input_schema
from guanxi.platform.rest.settings.every import RESOURCES
from guanxi.platform.rest.settings.resources import Act, Resource

BASE = "/api/v1/settings/"
RESULT: Schema = {"type": "object", "required": ["result"], "properties": {"result": {}}}


def settings_paths(actor: Actor) -> Schema:
    """The addresses of all that this actor may administer."""
    found: Schema = {}
    for one in RESOURCES.values():
        if one.is_for(actor):
            found |= _paths(one)
    return found


def _paths(one: Resource) -> Schema:
    base = f"{BASE}{one.key}/"
    row = f"{base}{{id}}/"
    found: Schema = {base: _collection(one), row: {"parameters": [path_id()], **_row(one)}}
    for name, act in one.acts.items():
        found[f"{row}{name}/"] = {"parameters": [path_id()], "post": _act(one, name, act)}
    for name, act in one.acts_on_all.items():
        found[f"{base}{name}/"] = {"post": _act(one, f"{name}_of_all", act)}
    return found


def _collection(one: Resource) -> Schema:
    rows = {"type": "array", "items": _shape(one.shape)}
    page = {"rows": rows, "next": {"type": ["integer", "null"]}}
    listed = {"type": "object", "required": ["rows", "next"], "properties": page}
    found = {"get": operation(one, "list", str(one.plural), PAGED, listed)}
    if one.create is not None:
        found["post"] = _act(one, "create", one.create, status="201")
    return found


def _row(one: Resource) -> Schema:
    found = {"get": operation(one, "read", str(one.label), (), _shape(one.shape))}
    if one.change is not None:
        values = input_schema(one.change.fields.values(), is_new=False)
        changed = operation(one, "change", _("Change"), KEYED, _shape(one.shape))
        found["patch"] = {**changed, "requestBody": body(values)}
    if one.remove is not None:
        found["delete"] = operation(one, "remove", str(one.remove.summary), KEYED, None, "204")
    return found


def _act(one: Resource, name: str, act: Act, status: str = "200") -> Schema:
    secret = {"secret": {"type": ["string", "null"]}} if act.gives == "secret" else {}
    answer = RESULT if act.gives == "result" else _shape({**one.shape, **secret})
    described = operation(one, name, str(act.summary), KEYED, answer, status)
    return {**described, "requestBody": body(input_schema(act.fields.values(), is_new=True))}


def _shape(properties: Mapping[str, Schema]) -> Schema:
    return {
        "type": "object",
        "required": list(properties),
        "properties": dict(properties),
        "additionalProperties": False,
    }
