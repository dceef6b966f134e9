"""Pages for what could not be done, each with the way on."""

import logging
import secrets
import sys
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _

from guanxi.platform.busy import refusal_of_books
from guanxi.platform.errors import Away, Busy, NoRoom, RuleBroken
from guanxi.platform.rest.problems import Problem, problem_answer, problem_of

logger = logging.getLogger("guanxi.incidents")
API = "/api/"
WHY: dict[type[RuleBroken], str] = {
    Away: "The database is away",
    Busy: "Others write for too long",
    NoRoom: "The disk is full",
}


def error_page(
    request: HttpRequest | None,
    status: int,
    heading: str,
    advice: str,
    details: Sequence[str] = (),
    incident: str = "",
) -> HttpResponse:
    """A designed page for one refusal; it needs neither the database nor a session."""
    back = request.headers.get("Referer", "/") if request else "/"
    context = {
        "status": status,
        "heading": heading,
        "advice": advice,
        "details": details,
        "incident": incident,
        "back": back if back.startswith(("http://", "https://", "/")) else "/",
        "back_label": _("Back"),
    }
    return HttpResponse(render_to_string("web/errors/error.html", context), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the browser sent something we cannot read."""
    heading = _("That request could not be read")
    return error_page(request, 400, heading, _("Go back, reload the page and try once more."))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was left open too long, or came from elsewhere."""
    advice = _("Go back, reload the page and send it again. What you typed is still there.")
    return error_page(request, 403, _("This form has gone stale"), advice)


def denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: the person may not do this."""
    return error_page(request, 403, _("Your role does not allow this"), ask_administrator())


def ask_administrator() -> str:
    """The way on for whoever lacks a right."""
    return _("Ask your administrator if you need it for your work.")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: it does not exist, or it is not for this person to see."""
    advice = _("It may have been moved to the recycle bin, or you may not be allowed to see it.")
    return error_page(request, 404, _("Nothing to see here"), advice)


def server_error(request: HttpRequest, *args: Any) -> HttpResponse:
    """500: our fault, written down under a number that the person can pass on."""
    # What breaks before the person is known is told in the language of the browser.
    language = getattr(request, "LANGUAGE_CODE", "") or get_language_from_request(request)
    with override(language):
        return _told(request)


def _told(request: HttpRequest) -> HttpResponse:
    if refusal := refusal_of_books(sys.exception()):
        write_down(request, refusal)
        if request.path.startswith(API) and (problem := problem_of(refusal)):
            return problem_answer(problem)
        status = 507 if isinstance(refusal, NoRoom) else 503
        return error_page(request, status, _("That cannot be done yet"), str(refusal))
    incident = secrets.token_hex(4)
    logger.error("Incident %s at %s", incident, request.path, exc_info=True)
    advice = _("Nothing was saved by this step. It has been written down for your administrator.")
    if request.path.startswith(API):
        return problem_answer(Problem(500, advice, incident=incident))
    return error_page(request, 500, _("Something broke on our side"), advice, incident=incident)


def write_down(request: HttpRequest, refusal: RuleBroken) -> None:
    """A line for whoever runs this installation: with a full disk the way on is theirs alone."""
    logger.error("%s: nothing was saved at %s", WHY[type(refusal)], request.path)
