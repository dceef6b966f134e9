"""One action on up to 200 records, each done wholly or not at all, with a result for each."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.writing import delete_record, restore_record, update_record
from guanxi.platform.rest.problems import Problem, problem_of
from guanxi.platform.rest.reading import body_of, refuse_unknown
from guanxi.platform.rest.records import verb_of
from guanxi.platform.rest.writing import json_answer
from guanxi.platform.verbs.verb import run_verb

MOST = 200
Act = Callable[[int], Any]


def bulk(request: HttpRequest, actor: Actor, noun: Noun[Any], at: dt.datetime) -> HttpResponse:
    """``{"action": "update", "ids": […], "values": {…}}``: what became of each record.

    Actions are update, delete, restore and the names of verbs.
    """
    body = body_of(request)
    ids = body.get("ids")
    if not isinstance(ids, list) or not all(type(one) is int and 0 < one < 2**63 for one in ids):
        raise Problem(400, _("Give a list of record numbers."))
    if len(ids) > MOST:
        raise Problem(400, _("Give at most %(most)d records at once.") % {"most": MOST})
    values = body.get("values", {})
    if not isinstance(values, dict):
        raise Problem(400, _("Give the values as a JSON object."))
    act = _act(str(body.get("action", "")), noun, values, actor, at)
    results = [_tried(act, pk) for pk in dict.fromkeys(ids)]
    return json_answer({"results": results})


def _act(name: str, noun: Noun[Any], values: dict[str, Any], actor: Actor, at: dt.datetime) -> Act:
    if name == "update":
        refuse_unknown(actor, noun, values)
        return lambda pk: update_record(noun, pk, values, actor=actor, at=at)
    if name in {"delete", "restore"}:
        change = delete_record if name == "delete" else restore_record
        return partial(change, noun, actor=actor, at=at)
    one = verb_of(actor, noun, name)
    return lambda pk: run_verb(one, pk, values, actor=actor, at=at)


def _tried(act: Act, pk: int) -> dict[str, Any]:
    try:
        act(pk)
    except (RuleBroken, Denied, ObjectDoesNotExist) as fault:
        problem = problem_of(fault)
        if problem is None:
            raise
        return {"id": pk, "status": problem.status, "detail": problem.detail, **problem.more}
    return {"id": pk, "status": 200}
