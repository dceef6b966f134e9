"""Who asks for a page of insight, and what they need to hold for it."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import Denied
from guanxi.platform.rights.visibility import require
from guanxi.platform.signin.viewing import actor_of

P = ParamSpec("P")
READ = "account.read"
RUN = "insight.run"
CONFIGURE = "insight.configure"
# Whoever may not read one of these must not learn it from a drawing either.
SHOWN = ("abc_class", "abc_contribution", "pyramid_class", "rfm_class", "lifecycle_class")
View = Callable[Concatenate[HttpRequest, Actor, P], HttpResponse]


def acting(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Decorator: the view gets the actor of whoever is signed in, or is looked as."""

    @wraps(view)
    def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return view(request, actor_of(request), *args, **kwargs)

    return cast(Callable[Concatenate[HttpRequest, P], HttpResponse], login_required(checked))


def not_computed(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The page where nothing has been computed yet, with the way to do so for who may."""
    return render(request, "insight/not_computed.html", {"may_run": actor.may(RUN)})


def may_read(actor: Actor, shown: tuple[str, ...]) -> bool:
    """Whether the actor may read all of these figures of customers."""
    return all(
        actor.field_mode("account", f"profile_{name}") not in {"hidden", "masked"} for name in shown
    )


def require_reading(actor: Actor, shown: tuple[str, ...] = SHOWN) -> None:
    """Refuse an actor who may not read customers, or not the figures that the page shows."""
    require(actor, READ)
    for name in shown:
        if actor.field_mode("account", f"profile_{name}") in {"hidden", "masked"}:
            raise Denied(f"account.profile_{name}")
