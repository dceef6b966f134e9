"""Asking somebody who is signed in to prove once more who they are, then going on."""

from urllib.parse import urlsplit

# The library has no other door to what its own pages do: keep what was sent, ask, and go on.
from allauth.account.internal.flows.reauthentication import suspend_request
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode

from guanxi.web.acting import person_of


def ask_again(request: HttpRequest) -> HttpResponseBase:
    """To the page that asks; what was sent is done afterwards, but for parts of a page.

    Whoever has neither password nor second step proves themselves by signing in anew.
    """
    is_part = bool(request.headers.get("HX-Request"))
    page = urlsplit(request.headers.get("HX-Current-URL", "")).path if is_part else ""
    page = page or ("/" if is_part else request.get_full_path())
    way = reverse("account_reauthenticate")
    person = person_of(request)
    if not (person.has_usable_password() or is_mfa_enabled(person)):
        logout(request)
        way = settings.LOGIN_URL
    if is_part:
        answer = HttpResponse(status=401)
        answer["HX-Redirect"] = f"{way}?{urlencode({'next': page})}"
        return answer
    if way == settings.LOGIN_URL:
        return redirect_to_login(page, way)
    kept: HttpResponse = suspend_request(request, way)
    return kept
