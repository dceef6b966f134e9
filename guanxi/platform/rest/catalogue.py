"""The description of the API: OpenAPI 3.1 of what this caller may do."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.questions import Question, questions_for
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.rest.attached_parts import attached_paths
from guanxi.platform.rest.bulk_parts import bulk_paths
from guanxi.platform.rest.parts import COMPONENTS, KEYED, LISTED, body, operation, path_id
from guanxi.platform.rest.schemas import Schema, input_schema, record_schema, writable_fields
from guanxi.platform.rest.settings.describing import settings_paths
from guanxi.platform.rest.writing import json_answer
from guanxi.platform.verbs.verb import Verb, verbs_for


def begin(request: HttpRequest, actor: Actor, at: dt.datetime) -> HttpResponse:
    """Where to begin: the description, and the lists that the caller may read."""
    readable = [one.key for one in nouns().values() if actor.may(one.permission("read"))]
    lists = {key: f"/api/v1/{key}/" for key in readable}
    return json_answer({"description": "/api/v1/openapi.json", "nouns": lists})


def describe(request: HttpRequest, actor: Actor, at: dt.datetime) -> HttpResponse:
    """The OpenAPI document for the caller."""
    return json_answer(document(actor))


def document(actor: Actor) -> Schema:
    """Every operation that the actor may call, with the fields the actor may see."""
    paths: Schema = {}
    schemas: Schema = dict(COMPONENTS)
    for noun in nouns().values():
        if actor.may(noun.permission("read")):
            schemas[noun.key] = record_schema(actor, noun)
            paths.update(_paths(actor, noun))
    paths |= settings_paths(actor)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Guanxi", "version": "1"},
        "security": [{"key": []}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }


def _paths(actor: Actor, noun: Noun[Any]) -> Schema:
    base = f"/api/v1/{noun.key}/"
    one = f"{base}{{id}}/"
    found: Schema = {
        base: _collection(actor, noun),
        one: {"parameters": [path_id()], **_record(actor, noun)},
    }
    if noun.can_delete and actor.may(noun.permission("delete")):
        restored = operation(noun, "restore", _("Take out of the recycle bin"), KEYED)
        found[f"{one}restore/"] = {"parameters": [path_id()], "post": restored}
    found |= attached_paths(noun, one)
    for verb in verbs_for(noun, actor):
        found[f"{one}{verb.name}/"] = {"parameters": [path_id()], "post": _verb(noun, verb)}
    for question in questions_for(noun.key):
        address = found.setdefault(f"{one}{question.name}/", {"parameters": [path_id()]})
        address["get"] = _question(noun, question)
    return found | bulk_paths(actor, noun, base)


def _collection(actor: Actor, noun: Noun[Any]) -> Schema:
    page = {"$ref": "#/components/schemas/Page"}
    rows = {"properties": {"rows": {"items": {"$ref": f"#/components/schemas/{noun.key}"}}}}
    found = {"get": operation(noun, "list", str(noun.plural), LISTED, {"allOf": [page, rows]})}
    if noun.can_create and actor.may(noun.permission("create")):
        values = input_schema(writable_fields(actor, noun), is_new=True)
        made = operation(noun, "create", _("Create"), KEYED, status="201")
        found["post"] = {**made, "requestBody": body(values)}
    return found


def _record(actor: Actor, noun: Noun[Any]) -> Schema:
    include = {"name": "include", "in": "query", "schema": {"type": "string"}}
    found = {"get": operation(noun, "read", str(noun.label), [include])}
    if noun.can_edit and actor.may(noun.permission("edit")):
        values = input_schema(writable_fields(actor, noun), is_new=False)
        values["properties"]["version"] = {"type": ["integer", "null"]}
        match = {"name": "If-Match", "in": "header", "schema": {"type": "string"}}
        changed = operation(noun, "change", _("Change"), [*KEYED, match])
        found["patch"] = {**changed, "requestBody": body(values)}
    if noun.can_delete and actor.may(noun.permission("delete")):
        found["delete"] = operation(noun, "delete", _("Delete"), KEYED, None, status="204")
    return found


def _verb(noun: Noun[Any], verb: Verb) -> Schema:
    described = operation(noun, verb.name, str(verb.label), KEYED, {"type": "object"})
    return {**described, "requestBody": body(input_schema(verb.params.values(), is_new=True))}


def _question(noun: Noun[Any], question: Question) -> Schema:
    asked = [
        {"name": name, "in": "query", "schema": dict(schema)}
        for name, schema in question.parameters.items()
    ]
    return operation(noun, question.name, str(question.label), asked, dict(question.result))
