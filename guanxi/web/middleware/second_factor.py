"""Whoever has a role that asks for a second step sets one up before anything else."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from guanxi.platform.actors.compiling import actor_for_user

# Recovery codes alone are no second step: they stand in for one that was lost.
STEPS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
SECURITY = "/settings/security/"
# What is needed to set a second step up, to prove who one is meanwhile, and to leave.
OPEN = (SECURITY, "/sign-in/", "/sign-out/", "/language/", "/welcome/")


class SecondFactorFirst:
    """Leads such people to their security page and nowhere else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of the view."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """The way to the security page, for whoever still lacks what their role asks for."""
        if request.path.startswith(OPEN) or not _is_lacking(request):
            return None
        said = _("Your role asks for a second step. Set one up to go on.")
        if request.path.startswith("/api/"):
            problem = {"type": "about:blank", "status": 403, "title": said}
            return JsonResponse(problem, status=403, content_type="application/problem+json")
        if request.headers.get("HX-Request"):
            answer = HttpResponse(status=403)
            answer["HX-Redirect"] = SECURITY
            return answer
        messages.warning(request, said)
        return redirect(SECURITY)


def _is_lacking(request: HttpRequest) -> bool:
    if not request.user.is_authenticated:
        return False
    user = request.user
    return actor_for_user(user).needs_second_factor and not is_mfa_enabled(user, STEPS)
