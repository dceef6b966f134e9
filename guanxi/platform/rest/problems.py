"""Refusals as machines expect them: problem+json (RFC 9457) in the caller's language."""

from typing import Any

import orjson
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse
from django.utils.translation import gettext as _

from guanxi.platform.busy import refusal_of_books
from guanxi.platform.errors import (
    Away,
    Busy,
    Conflict,
    Denied,
    HeldBack,
    InvalidFilter,
    NoRoom,
    RuleBroken,
)
from guanxi.platform.signin.proving import held_back_message

STATUSES = {InvalidFilter: 400, Away: 503, Busy: 503, NoRoom: 507}


class Problem(Exception):
    """A request that cannot be answered as it stands."""

    def __init__(self, status: int, detail: str, **more: Any) -> None:
        super().__init__(detail)
        self.status, self.detail, self.more = status, str(detail), more


def problem_of(fault: Exception) -> Problem | None:
    """The problem behind a refusal; None for what is our own fault."""
    if isinstance(fault, Problem):
        return fault
    fault = refusal_of_books(fault) or fault
    if isinstance(fault, HeldBack):
        return Problem(403, held_back_message(fault), permission=fault.permission)
    if isinstance(fault, Denied):
        return Problem(403, _("Your role does not allow this"), permission=fault.permission)
    if isinstance(fault, ObjectDoesNotExist):
        return Problem(404, _("There is no such record."))
    if isinstance(fault, Conflict):
        return Problem(409, str(fault.message), conflicts=fault.differences)
    if isinstance(fault, RuleBroken):
        status = next((one for kind, one in STATUSES.items() if isinstance(fault, kind)), 422)
        errors = {name: str(message) for name, message in fault.fields.items()}
        return Problem(status, str(fault.message), **({"errors": errors} if errors else {}))
    return None


def problem_answer(problem: Problem) -> HttpResponse:
    """The answer that tells of a problem."""
    titles = {
        400: _("The request is not understood"),
        401: _("Sign in first"),
        403: _("Not allowed"),
        404: _("Not found"),
        405: _("Not possible here"),
        409: _("Changed meanwhile"),
        413: _("Too large"),
        415: _("Not JSON"),
        422: _("That cannot be done yet"),
        429: _("Too many requests"),
        503: _("Busy"),
        507: _("The disk is full"),
    }
    body = {
        "type": "about:blank",
        "title": str(titles.get(problem.status, _("Something went wrong"))),
        "status": problem.status,
        "detail": problem.detail,
        **problem.more,
    }
    answer = HttpResponse(
        orjson.dumps(body, default=str),
        status=problem.status,
        content_type="application/problem+json",
    )
    if problem.status == 401:
        answer["WWW-Authenticate"] = 'Bearer realm="Guanxi"'
    return answer
