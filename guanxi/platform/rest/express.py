"""Calls with a key need no session, no cookie and no page: they are answered before all that."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import resolve
from django.urls.exceptions import Resolver404

PREFIX = "/api/v1/"
POLICY = "default-src 'none'; frame-ancestors 'none'"


class KeyCalls:
    """Answers API calls that carry a key; everybody else goes on to sessions and CSRF."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of the API, or of the rest of the product."""
        has_key = request.path_info.startswith(PREFIX) and "HTTP_AUTHORIZATION" in request.META
        # What the disk had no room for holds nothing to answer; it is refused with all others.
        if not has_key or request.META.get("guanxi.no_room"):
            return self.get_response(request)
        request.get_host()
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return self.get_response(request)
        answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
        answer.headers.setdefault("Content-Security-Policy", POLICY)
        answer["X-Content-Type-Options"] = "nosniff"
        answer["Referrer-Policy"] = "same-origin"
        if settings.SECURE_HSTS_SECONDS:
            answer["Strict-Transport-Security"] = (
                f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains"
            )
        answer["Cache-Control"] = "no-store"
        if not answer.streaming:
            answer["Content-Length"] = str(len(answer.content))
        return answer
