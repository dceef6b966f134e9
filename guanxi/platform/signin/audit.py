"""Every sign-in, failure, lock-out and change of a secret leaves a fact."""

import time
from typing import Any

from allauth.account import signals as account
from allauth.account.adapter import get_adapter
from allauth.mfa import signals as second_factor
from django.contrib.auth import signals as auth
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.models import User
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.signin.sessions import BEGAN, SEEN, end_other_ways_in

AGENT_CHARACTERS = 200


def connect() -> None:
    """Listens to what Django and allauth tell."""
    auth.user_logged_in.connect(_noting("signin.succeeded"), weak=False)
    auth.user_logged_in.connect(_begin, weak=False)
    auth.user_logged_out.connect(_noting("signin.ended"), weak=False)
    auth.user_login_failed.connect(_failed, weak=False)
    for signal, kind in ((account.password_changed, "changed"), (account.password_reset, "reset")):
        signal.connect(_noting(f"password.{kind}"), weak=False)
        signal.connect(_end_other_ways_in, weak=False)
    account.password_reset.connect(_open_again, weak=False)
    second_factor.authentication_failed.connect(_noting("second_factor.failed"), weak=False)
    second_factor.authenticator_added.connect(_noting("second_factor.added"), weak=False)
    second_factor.authenticator_removed.connect(_noting("second_factor.removed"), weak=False)
    second_factor.authenticator_reset.connect(_noting("second_factor.renewed"), weak=False)


def note_lock_out(request: HttpRequest, tried: str) -> None:
    """Records that a door was closed for a while to whoever tries this name."""
    _note_about_stranger("signin.locked", request, tried)


def _noting(kind: str) -> Any:
    def note(request: HttpRequest | None, user: User | None, **extra: Any) -> None:
        if user and request:
            data = _traces(request)
            if "authenticator" in extra:
                data["method"] = extra["authenticator"].type
            happening = Happening(kind, "user", user.pk, data=data)
            publish(happening, actor=actor_for_user(user), at=timezone.now())

    return note


def _begin(request: HttpRequest | None, **_: Any) -> None:
    if request is not None and hasattr(request, "session"):
        request.session[BEGAN] = request.session[SEEN] = int(time.time())


def _end_other_ways_in(user: User, **_: Any) -> None:
    """Whoever knew the old password may have left a key or a feed behind."""
    end_other_ways_in(user, timezone.now())


def _open_again(request: HttpRequest, user: User, **_: Any) -> None:
    get_adapter().open_again(request, user)


def _failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    if request:
        tried = str(credentials.get("username") or credentials.get("email") or "")
        _note_about_stranger("signin.failed", request, tried)


def _note_about_stranger(kind: str, request: HttpRequest, tried: str) -> None:
    # A name nobody has is not kept: people type their password into the wrong field.
    named = User.objects.filter(Q(username=tried) | Q(email__iexact=tried)).first()
    happening = Happening(kind, "user", named.pk if named else None, data=_traces(request))
    publish(happening, actor=SYSTEM, at=timezone.now())


def _traces(request: HttpRequest) -> dict[str, Any]:
    agent = request.META.get("HTTP_USER_AGENT", "")[:AGENT_CHARACTERS]
    return {"address": request.META.get("REMOTE_ADDR", ""), "agent": agent}
