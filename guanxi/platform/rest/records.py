"""One record by the API: read with what belongs to it, made, changed, deleted, restored."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.noun import Noun, Related
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery
from guanxi.platform.records.writing import (
    create_record,
    delete_record,
    restore_record,
    update_record,
)
from guanxi.platform.rest.lists import pages_values
from guanxi.platform.rest.problems import Problem
from guanxi.platform.rest.reading import body_of, expected_version, refuse_unknown
from guanxi.platform.rest.writing import answer_value, json_answer, record_values
from guanxi.platform.rights.visibility import visible_to
from guanxi.platform.verbs.verb import Verb, run_verb, verbs_for

RELATED_ROWS = 20


def read(
    request: HttpRequest, actor: Actor, noun: Noun[Any], pk: int, at: dt.datetime
) -> HttpResponse:
    """The record; ``include=people,interactions`` (or ``*``) adds the first rows of those."""
    record = visible_to(actor, noun).get(pk=pk)
    values = record_values(actor, noun, record)
    asked = [name for name in request.GET.get("include", "").split(",") if name]
    related = _related(actor, noun, asked)
    if related:
        pages = pages_values(actor, [_first_rows(actor, one, pk) for one in related], at)
        values["related"] = dict(zip((one.name for one in related), pages, strict=True))
    return _with_version(json_answer(values), record)


def create(request: HttpRequest, actor: Actor, noun: Noun[Any], at: dt.datetime) -> HttpResponse:
    """A new record, with its address."""
    body = body_of(request)
    refuse_unknown(actor, noun, body)
    record = create_record(noun, body, actor=actor, at=at)
    answer = json_answer(record_values(actor, noun, _fresh(actor, noun, record)), 201)
    answer["Location"] = f"/api/v1/{noun.key}/{record.pk}/"
    return _with_version(answer, record)


def change(
    request: HttpRequest, actor: Actor, noun: Noun[Any], pk: int, at: dt.datetime
) -> HttpResponse:
    """The changed record; 409 by field where somebody else changed the same since the version."""
    body = body_of(request)
    version = expected_version(request, body)
    refuse_unknown(actor, noun, body)
    record = update_record(noun, pk, body, actor=actor, at=at, version=version)
    found = _fresh(actor, noun, record)
    return _with_version(json_answer(record_values(actor, noun, found)), record)


def delete(
    request: HttpRequest, actor: Actor, noun: Noun[Any], pk: int, at: dt.datetime
) -> HttpResponse:
    """Nothing; the record is in the recycle bin."""
    delete_record(noun, pk, actor=actor, at=at)
    return HttpResponse(status=204)


def restore(
    request: HttpRequest, actor: Actor, noun: Noun[Any], pk: int, at: dt.datetime
) -> HttpResponse:
    """The record, out of the recycle bin again."""
    record = restore_record(noun, pk, actor=actor, at=at)
    return _with_version(json_answer(record_values(actor, noun, record)), record)


def act(
    request: HttpRequest,
    actor: Actor,
    noun: Noun[Any],
    pk: int,
    name: str,
    at: dt.datetime,
) -> HttpResponse:
    """What a verb makes of the record: the record itself, or what the verb gives back."""
    one = verb_of(actor, noun, name)
    given = body_of(request)
    result = run_verb(one, pk, given, actor=actor, at=at)
    if isinstance(result, noun.model):
        return _with_version(json_answer(record_values(actor, noun, result)), result)
    return json_answer({"result": answer_value(result)})


def verb_of(actor: Actor, noun: Noun[Any], name: str) -> Verb:
    """The verb of the noun called ``name`` that the actor may know of; a Problem (404) if none."""
    found = next((one for one in verbs_for(noun, actor) if one.name == name), None)
    if found is None:
        raise Problem(404, _("There is no such verb."))
    return found


def _related(actor: Actor, noun: Noun[Any], asked: Sequence[str]) -> list[Related]:
    known = {
        one.name: one
        for one in noun.related_lists
        if actor.may(noun_named(one.noun).permission("read"))
        and actor.field_mode(one.noun, one.by) in {"full", "read"}
    }
    if list(asked) == ["*"]:
        return list(known.values())
    unknown = [name for name in asked if name not in known]
    if unknown:
        raise Problem(400, _("Nothing related is called “%(name)s”.") % {"name": unknown[0]})
    return [known[name] for name in asked]


def _first_rows(actor: Actor, related: Related, pk: int) -> tuple[Noun[Any], ListQuery]:
    """The list of what belongs to a record.

    Our own declaration says what does, so that a hidden relation field does not stand in the way.
    """
    target = noun_named(related.noun)
    shown = [name for name in related.columns if actor.field_mode(target.key, name) != "hidden"]
    return target, ListQuery(
        filter={"field": related.by, "value": pk},
        sort=related.sort,
        columns=shown,
        limit=RELATED_ROWS,
    )


def _fresh(actor: Actor, noun: Noun[Any], record: Any) -> Any:
    # What hooks of the platform have computed is in the database, not on this object.
    return noun.base().filter(pk=record.pk).first() or record


def _with_version(answer: HttpResponse, record: Model) -> HttpResponse:
    if hasattr(record, "version"):
        answer["ETag"] = f'"{record.version}"'
    return answer
