"""Every call about what is administered: asked of the declaration, told as it promises."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.rest.idempotency import ToldOnce
from guanxi.platform.rest.problems import Problem
from guanxi.platform.rest.reading import body_of, page_of
from guanxi.platform.rest.settings.every import RESOURCES
from guanxi.platform.rest.settings.resources import Act, Resource, Told
from guanxi.platform.rest.writing import Values, answer_value, json_answer


def list_rows(request: HttpRequest, actor: Actor, resource: str, at: dt.datetime) -> HttpResponse:
    """A page of rows in the order in which they were made, and the number of the last of them."""
    one = _resource(resource)
    limit, after = page_of(request)
    found = list(one.rows(actor).filter(pk__gt=after).order_by("pk")[: limit + 1])
    more = found[limit - 1].pk if len(found) > limit else None
    return json_answer({"rows": [one.values(row) for row in found[:limit]], "next": more})


def read(
    request: HttpRequest, actor: Actor, resource: str, pk: int, at: dt.datetime
) -> HttpResponse:
    """One row."""
    one = _resource(resource)
    return json_answer(one.values(one.rows(actor).get(pk=pk)))


def create(request: HttpRequest, actor: Actor, resource: str, at: dt.datetime) -> HttpResponse:
    """The new row, with its secret if it has one."""
    one = _resource(resource)
    one.rows(actor)
    act = _possible(one.create)
    made = act.function(**act.read(_given(request), actor), actor=actor, at=at)
    return _told(one, act, made, actor, status=201)


def change(
    request: HttpRequest, actor: Actor, resource: str, pk: int, at: dt.datetime
) -> HttpResponse:
    """The row with other values; what is left out stays as it is."""
    one = _resource(resource)
    row = _locked(one, actor, pk)
    act = _possible(one.change)
    values = act.read(_given(request), actor, held=row)
    return _told(one, act, act.function(row, **values, actor=actor, at=at) or row, actor)


def remove(
    request: HttpRequest, actor: Actor, resource: str, pk: int, at: dt.datetime
) -> HttpResponse:
    """Nothing; the row is gone."""
    one = _resource(resource)
    row = _locked(one, actor, pk)
    _possible(one.remove).function(row, actor=actor, at=at)
    return HttpResponse(status=204)


def act(
    request: HttpRequest, actor: Actor, resource: str, pk: int, name: str, at: dt.datetime
) -> HttpResponse:
    """What an act makes of the row: the row itself, its secret told once, or a result."""
    one = _resource(resource)
    rows = one.rows(actor)
    wanted = one.acts.get(name)
    if wanted is None:
        raise Problem(404, _("There is no such act."))
    row = rows.get(pk=pk) if wanted.calls_out else _locked(one, actor, pk)
    values = wanted.read(_given(request), actor)
    found = wanted.function(row, **values, actor=actor, at=at)
    return _told(one, wanted, row if found is None else found, actor)


def act_on_all(
    request: HttpRequest, actor: Actor, resource: str, name: str, at: dt.datetime
) -> HttpResponse:
    """What comes of an act on all rows at once."""
    one = _resource(resource)
    one.rows(actor)
    wanted = one.acts_on_all.get(name)
    if wanted is None:
        raise Problem(404, _("There is no such act."))
    found = wanted.function(**wanted.read(_given(request), actor), actor=actor, at=at)
    return _told(one, wanted, found, actor)


def calls_out(resource: str = "", name: str = "", **_rest: Any) -> bool:
    """Whether the call waits for another system, so that no transaction may stay open."""
    one = RESOURCES.get(resource)
    return one is not None and name in one.acts and one.acts[name].calls_out


def _resource(key: str) -> Resource:
    if key not in RESOURCES:
        raise Problem(404, _("There is nothing of that kind."))
    return RESOURCES[key]


def _possible(act: Act | None) -> Act:
    if act is None:
        raise Problem(405, _("That is not done here."))
    return act


def _locked(one: Resource, actor: Actor, pk: int) -> Any:
    """The row, held against others until the door closes its transaction."""
    return one.rows(actor).select_for_update(of=("self",)).get(pk=pk)


def _given(request: HttpRequest) -> dict[str, Any]:
    found = body_of(request)
    if b"\\u0000" in request.body:
        raise Problem(400, _("Remove the invisible NUL character."))
    return found


def _told(one: Resource, act: Act, found: Any, actor: Actor, status: int = 200) -> HttpResponse:
    if act.gives == "result":
        return json_answer({"result": answer_value(found)}, status)
    row = found.row if isinstance(found, Told) else found
    values = one.values(one.rows(actor).get(pk=row.pk))
    if not isinstance(found, Told):
        return json_answer(values, status)
    return _once(values, found.secret, status)


def _once(values: Values, secret: str, status: int) -> HttpResponse:
    shown = json_answer({**values, "secret": secret}, status)
    kept = json_answer({**values, "secret": None}, status)
    answer = ToldOnce(shown.content, status=status, content_type="application/json")
    answer.kept = kept.content
    return answer
