"""What every answer tells the browser it may not do."""

from collections.abc import Callable

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)

POLICY = "; ".join(
    [
        "default-src 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self' data:",
    ]
)
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
SIGN_OUT = "/sign-out/"
PERMISSIONS = "camera=(), geolocation=(), microphone=(self), payment=(), usb=()"


class SecurityHeaders:
    """Sets a policy under which nothing inline and nothing foreign ever runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer with its policy; pages are never kept by shared or disk caches."""
        if request.method not in METHODS:
            response: HttpResponse = HttpResponseNotAllowed(METHODS)
        elif _is_led_to_the_directory(request):
            response = HttpResponseRedirect(settings.LOGIN_URL)
        else:
            response = self.get_response(request)
        if request.method == "POST" and request.path_info == SIGN_OUT:
            # Drafts of forms and what was kept of lists go with the person.
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def _is_led_to_the_directory(request: HttpRequest) -> bool:
    """Whether another site, not the person, asks to sign in by the firm's directory."""
    is_door = request.path_info.startswith("/oidc/") and request.path_info.endswith("/login/")
    return is_door and request.headers.get("Sec-Fetch-Site") == "cross-site"
