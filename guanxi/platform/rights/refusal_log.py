"""Refusals leave a line in the security log, and what is read one elsewhere, if that is wanted."""

import logging
from collections.abc import Callable

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from guanxi.platform.actors.keys import MARK

logger = logging.getLogger("guanxi.security")
reading = logging.getLogger("guanxi.reading")
REFUSALS = frozenset({400, 401, 403, 404, 405, 409, 413, 415, 422, 429})
LONGEST = 500
NOBODY = "nobody"


class RefusalLog:
    """Middleware: one line of JSON for each answer that refuses, never what was sent.

    What was allowed and changed something is a fact in the database; what was refused changes
    nothing there, so that its trace is kept outside. Whoever has to tell who read what lets each
    other answer to somebody known leave a line too, in a log of its own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, noted when it refuses, or wherever reading is noted."""
        response = self.get_response(request)
        if response.status_code in REFUSALS:
            logger.warning("%s", line_of("refused", request, response.status_code))
        elif settings.LOG_READING and caller_in(request) != NOBODY:
            reading.info("%s", line_of("answered", request, response.status_code))
        return response


def line_of(event: str, request: HttpRequest, status: int) -> str:
    """The line about a request, without what was asked for beyond its address."""
    return line(
        event,
        status=status,
        method=request.method,
        path=request.path_info[:LONGEST],
        who=caller_in(request),
        address=request.META.get("REMOTE_ADDR", ""),
        agent=request.headers.get("User-Agent", "")[:LONGEST],
    )


def line(event: str, **said: str | int | None) -> str:
    """One line of a log: JSON escapes whatever could pass for a second one."""
    return orjson.dumps({"at": timezone.now().isoformat(), "event": event, **said}).decode()


def caller_in(request: HttpRequest) -> str:
    """The person or the key's public prefix; never a secret."""
    secret = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if secret.startswith(f"{MARK}_"):
        return f"key {secret.split('_')[1][:12]}"
    user = getattr(request, "user", None)
    return f"person {user.pk}" if user is not None and user.is_authenticated else NOBODY
