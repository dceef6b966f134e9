"""An act on many records by the API: asked for by ids or filter, followed row by row, undone."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.rest.problems import Problem
from guanxi.platform.rest.reading import body_of, page_of, refuse_unknown
from guanxi.platform.rest.writing import Values, json_answer
from guanxi.platform.verbs.many import Chosen, act_on_many, batches_of, outcomes
from guanxi.platform.verbs.models import Batch, BatchRow
from guanxi.platform.verbs.rows import EDIT
from guanxi.platform.verbs.undoing import is_undoable, may_undo, undo_batch, why_it_stays
from guanxi.platform.verbs.verb import verbs, verbs_for

UPDATE = "update"
ASKED = {"action", "ids", "filter", "text", "values"}


def start(request: HttpRequest, actor: Actor, noun: Noun[Any], at: dt.datetime) -> HttpResponse:
    """``{"action": "update", "filter": {…}, "values": {…}}``: where to see what becomes of each.

    ``ids`` may stand in place of ``filter`` and ``text``. Few records are done at once, more by
    a worker.
    """
    body = body_of(request)
    if unknown := sorted(body.keys() - ASKED):
        raise Problem(400, _("The body has no “%(name)s”.") % {"name": unknown[0]})
    values = body.get("values", {})
    if not isinstance(values, dict):
        raise Problem(400, _("Give the values as a JSON object."))
    action = body.get("action")
    if action not in actions_of(actor, noun):
        raise Problem(404, _("There is no such verb."))
    if action == UPDATE:
        refuse_unknown(actor, noun, values)
    act = EDIT if action == UPDATE else action
    batch = act_on_many(act, noun, _chosen(body), values, actor=actor, at=at)
    return _accepted(actor, noun, batch)


def follow(
    request: HttpRequest, actor: Actor, noun: Noun[Any], pk: int, at: dt.datetime
) -> HttpResponse:
    """How far it is, and how each record went: those of one ``outcome``, or all."""
    outcome = request.GET.get("outcome", "")
    if outcome and outcome not in BatchRow.Outcome.values:
        raise Problem(400, _("There is no such outcome."))
    limit, after = page_of(request)
    batch = batches_of(actor).filter(noun=noun.key).get(pk=pk)
    rows = batch.rows.filter(id__gt=after)
    found = list((rows.filter(outcome=outcome) if outcome else rows).order_by("id")[: limit + 1])
    told = _told(actor, batch)
    told["rows"] = [_row(one) for one in found[:limit]]
    told["next"] = found[limit - 1].pk if len(found) > limit else None
    return json_answer(told)


def undo(
    request: HttpRequest, actor: Actor, noun: Noun[Any], pk: int, at: dt.datetime
) -> HttpResponse:
    """The records put back as they were, where nobody changed them since."""
    batch = batches_of(actor).filter(noun=noun.key).get(pk=pk)
    return _accepted(actor, noun, undo_batch(batch, actor=actor, at=at))


def actions_of(actor: Actor, noun: Noun[Any]) -> list[str]:
    """What the actor may do to many records of the noun."""
    may_edit = noun.can_edit and actor.may(noun.permission("edit"))
    basic = [one.on(noun) for one in verbs() if one.is_basic and one.serves(noun)]
    named = [*basic, *(one for one in verbs_for(noun, actor) if one.is_bulk)]
    found = [UPDATE] if may_edit else []
    return found + [one.name for one in named if actor.may(one.permission)]


def _chosen(body: Mapping[str, Any]) -> Chosen:
    if ("ids" in body) == ("filter" in body or "text" in body):
        raise Problem(400, _("Say which records: by ids, or by filter and text."))
    if "ids" in body:
        ids = body["ids"]
        if not isinstance(ids, list) or not all(_is_number(one) for one in ids):
            raise Problem(400, _("Give a list of record numbers."))
        return Chosen(ids=tuple(dict.fromkeys(ids)))
    filter, text = body.get("filter", {}), body.get("text", "")
    if not isinstance(filter, dict) or not isinstance(text, str):
        raise Problem(400, _("Give the filter as a JSON object and the text as text."))
    return Chosen(filter=filter, text=text)


def _is_number(one: Any) -> bool:
    return type(one) is int and 0 < one < 2**63


def _accepted(actor: Actor, noun: Noun[Any], batch: Batch) -> HttpResponse:
    answer = json_answer(_told(actor, batch), 202)
    answer["Location"] = f"/api/v1/{noun.key}/bulk/{batch.pk}/"
    return answer


def _told(actor: Actor, batch: Batch) -> Values:
    counts, stays = outcomes(batch), why_it_stays(batch)
    can_undo = not stays and is_undoable(batch) and may_undo(batch, actor)
    return {
        "id": batch.pk,
        "action": UPDATE if batch.act == EDIT else batch.act,
        "state": _state(batch),
        "total": sum(counts.values()),
        "counts": counts,
        "can_undo": can_undo and counts[BatchRow.Outcome.DONE] > 0,
        "stays": str(stays),
        "created_at": batch.created_at,
        "finished_at": batch.finished_at,
    }


def _state(batch: Batch) -> str:
    """Where it stands; "failed" or "cancelled" where its job broke off."""
    job, over = batch.job, {Batch.State.DONE, Batch.State.UNDONE}
    if batch.state in over or job is None or not job.is_finished or job.state == job.State.DONE:
        return str(batch.state)
    return str(job.state)


def _row(row: BatchRow) -> Values:
    return {"id": row.record_id, "outcome": row.outcome, "detail": row.message}
