"""Who asks for a page, and which noun it is about."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import User
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.signin.viewing import actor_of

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, Actor, P], HttpResponseBase]


def signed_in(view: Page[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Decorator: the view gets the actor of the signed-in person; guests are asked to sign in."""

    @wraps(view)
    def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        return view(request, actor_of(request), *args, **kwargs)

    return checked


def person_of(request: HttpRequest) -> User:
    """The signed-in person."""
    return cast(User, request.user)


def noun_or_404(actor: Actor, key: str) -> Noun[Any]:
    """The noun with this key, if the actor may read any of it."""
    noun = nouns().get(key)
    if noun is None or not actor.may(noun.permission("read")):
        raise Http404
    return noun


def works_at(request: HttpRequest, layout: str) -> bool:
    """Whether this was begun on a board or a calendar, so that there is where the person works."""
    page = urlsplit(request.headers.get("HX-Current-URL", "")).path
    return page.endswith(f"/{layout}/")


def works_on_day(request: HttpRequest) -> bool:
    """Whether this was begun on one's day, the home page, so that there is where one works."""
    return urlsplit(request.headers.get("HX-Current-URL", "")).path == "/"


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=401)
        response["HX-Redirect"] = settings.LOGIN_URL
        return response
    return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
