"""Every refusal leaves a line in the security log: who asked what, when, from where."""

import logging
from collections.abc import Callable

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from guanxi.platform.actors.keys import MARK

logger = logging.getLogger("guanxi.security")
REFUSALS = frozenset({400, 401, 403, 404, 405, 409, 413, 415, 422, 429})
LONGEST = 500


class RefusalLog:
    """Middleware: one line of JSON for each answer that refuses, never what was sent.

    What was allowed and changed something is a fact in the database; what was refused changes
    nothing there, so that its trace is kept outside.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, noted when it refuses."""
        response = self.get_response(request)
        if response.status_code in REFUSALS:
            logger.warning("%s", line_of(request, response.status_code))
        return response


def line_of(request: HttpRequest, status: int) -> str:
    """The line: JSON escapes whatever could pass for a second line."""
    said = {
        "at": timezone.now().isoformat(),
        "event": "refused",
        "status": status,
        "method": request.method,
        "path": request.path_info[:LONGEST],
        "who": caller_in(request),
        "address": request.META.get("REMOTE_ADDR", ""),
        "agent": request.headers.get("User-Agent", "")[:LONGEST],
    }
    return orjson.dumps(said).decode()


def caller_in(request: HttpRequest) -> str:
    """The person or the key's public prefix; never a secret."""
    secret = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if secret.startswith(f"{MARK}_"):
        return f"key {secret.split('_')[1][:12]}"
    user = getattr(request, "user", None)
    return f"person {user.pk}" if user is not None and user.is_authenticated else "nobody"
