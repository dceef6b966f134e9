"""The door of the API: who calls, what for, and every answer or refusal as JSON."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.versions import numbers
from guanxi.platform.custom.schema import refresh_schema
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.rest.callers import caller_of, count_call
from guanxi.platform.rest.idempotency import once
from guanxi.platform.rest.problems import Problem, problem_answer, problem_of
from guanxi.platform.rest.settings.answering import calls_out

SAFE = {"GET", "HEAD"}
View = Callable[..., HttpResponse]


def operations(**by_method: View) -> View:
    """The view that lets each method be answered by its operation, for a caller with rights."""

    def answer(request: HttpRequest, **given: Any) -> HttpResponse:
        with translation.override(_language(request)):
            try:
                return _answered(by_method, request, given)
            except Exception as fault:  # noqa: BLE001 - the HTTP edge: refusals become problems
                problem = problem_of(fault)
                if problem is None:
                    raise
                return _refused(problem)

    return answer


def nowhere(_request: HttpRequest, _actor: Actor, *, rest: str, at: dt.datetime) -> HttpResponse:
    """Every address that is none, told as any other refusal is."""
    raise Problem(404, _("There is no such address."))


def _answered(
    by_method: dict[str, View], request: HttpRequest, given: dict[str, Any]
) -> HttpResponse:
    versions = numbers()
    actor = caller_of(request, versions.get("rights", 0))
    count_call(actor)
    refresh_schema(versions.get("schema", 0))
    method = "GET" if request.method == "HEAD" else str(request.method)
    operation = by_method.get(method.lower())
    if operation is None:
        raise Problem(
            405, _("This address answers %(methods)s.") % {"methods": _methods(by_method)}
        )
    if "noun" in given:
        given["noun"] = _noun(actor, given["noun"])
    if any(given.get(name, 0) >= 2**63 for name in ("pk", "part")):
        raise Problem(404, _("There is no such record."))
    if method in SAFE:
        return operation(request, actor, **given, at=timezone.now())
    done = _called if calls_out(**given) else _done
    return once(request, actor, lambda: done(operation, request, actor, given))


@transaction.atomic
def _done(
    operation: View, request: HttpRequest, actor: Actor, given: dict[str, Any]
) -> HttpResponse:
    return _called(operation, request, actor, given)


def _called(
    operation: View, request: HttpRequest, actor: Actor, given: dict[str, Any]
) -> HttpResponse:
    return operation(request, actor, **given, at=timezone.now())


def _noun(actor: Actor, key: str) -> Noun[Any]:
    noun = nouns().get(key)
    if noun is None or not actor.may(noun.permission("read")):
        raise Problem(404, _("There is no such noun."))
    return noun


def _language(request: HttpRequest) -> str:
    chosen = getattr(getattr(request, "user", None), "language", "")
    if chosen and "Accept-Language" not in request.headers:
        return str(chosen)
    return translation.get_language_from_request(request)


def _methods(by_method: dict[str, View]) -> str:
    return ", ".join(name.upper() for name in by_method)


def _refused(problem: Problem) -> HttpResponse:
    answer = problem_answer(problem)
    if "retry_after" in problem.more:
        answer["Retry-After"] = str(problem.more["retry_after"])
    return answer
