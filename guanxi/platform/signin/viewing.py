"""Which session looks through another's eyes, and for how long."""

import datetime as dt
from typing import cast

from django.http import HttpRequest
from django.utils import timezone

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.marking import marked
from guanxi.platform.actors.models import User
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.rights.view_as import viewing_as
from guanxi.platform.signin.proving import held_back

KEY, FOUND = "viewing_as", "guanxi_actor"
LONGEST = dt.timedelta(hours=1)
# What stays possible meanwhile: ending it, and leaving.
WAYS_OUT = ("/settings/view-as/end/", "/sign-out/", "/language/")


def begin(request: HttpRequest, user: User, at: dt.datetime) -> None:
    """Let this session, and no other of the administrator's, look as ``user``."""
    vars(request).pop(FOUND, None)
    request.session[KEY] = {"user": user.pk, "since": at.isoformat()}


def stop(request: HttpRequest) -> None:
    """Look through one's own eyes again."""
    vars(request).pop(FOUND, None)
    request.session.pop(KEY, None)


def is_viewing(request: HttpRequest) -> bool:
    """Whether this session looks through another's eyes now."""
    return KEY in request.session


def seen_person(request: HttpRequest) -> User | None:
    """Whose eyes are looked through; None when nobody's."""
    said = request.session.get(KEY)
    return User.objects.filter(pk=said["user"]).first() if said else None


def eyes_of(request: HttpRequest) -> Actor:
    """The actor of the signed-in person, or the read-only one they look as; found once a request.

    A viewing ends by itself after an hour, with the person's account, or with the
    administrator's role.
    """
    found: Actor | None = getattr(request, FOUND, None)
    if found is None:
        found = _eyes_of(request)
        setattr(request, FOUND, found)
    return found


def _eyes_of(request: HttpRequest) -> Actor:
    own = marked(actor_for_user(cast(User, request.user)), held_back=held_back(request))
    if not is_viewing(request):
        return own
    since = dt.datetime.fromisoformat(request.session[KEY]["since"])
    user = seen_person(request)
    try:
        if user is not None and timezone.now() - since < LONGEST:
            return viewing_as(user, actor=own)
    except (Denied, RuleBroken):
        pass
    stop(request)
    return own


def actor_of(request: HttpRequest) -> Actor:
    """The actor of the signed-in person, or the one an administrator looks as."""
    known = vars(request)
    if "actor" not in known:
        known["actor"] = eyes_of(request)
    return cast(Actor, known["actor"])
