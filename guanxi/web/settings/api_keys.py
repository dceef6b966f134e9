"""Keys for machines: made under a role, shown once, renewed, ended."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.keys import NewKey, is_alive
from guanxi.platform.actors.models import ApiKey, Role, User
from guanxi.platform.errors import RuleBroken
from guanxi.platform.given import whole_number
from guanxi.platform.rights.keys import create_key, revoke_key, rotate_key
from guanxi.web.acting import signed_in
from guanxi.web.settings.given import chosen

SPANS = (30, 90, 365, 730)
USUAL = 90


@signed_in
def api_keys(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One's own keys, or everyone's for an administrator; POST makes one and shows it once."""
    if request.method != "POST":
        return _page(request, actor)
    try:
        return _page(request, actor, made=_made(request, actor))
    except RuleBroken as refusal:
        return _page(request, actor, broken=refusal)


@signed_in
def change_key(request: HttpRequest, actor: Actor, pk: int, act: str) -> HttpResponse:
    """A key with a new secret, shown once, or ended for good."""
    if request.method != "POST":
        raise Http404
    key = get_object_or_404(_keys(actor).select_related("role", "user"), pk=pk)
    if act == "renew":
        return _page(request, actor, made=rotate_key(key, actor=actor, at=timezone.now()))
    revoke_key(key, actor=actor, at=timezone.now())
    return redirect("/settings/api-keys/")


def _page(
    request: HttpRequest,
    actor: Actor,
    made: NewKey | None = None,
    broken: RuleBroken | None = None,
) -> HttpResponse:
    now = timezone.now()
    keys = _keys(actor).select_related("role", "user").order_by("-pk")
    context: dict[str, Any] = {
        "keys": [(key, is_alive(key, now)) for key in keys],
        "made": made,
        "broken": broken,
        "given": request.POST if broken else {},
        "roles": _roles(actor),
        "spans": SPANS,
        "usual": USUAL,
        "is_administrator": actor.is_administrator,
    }
    return render(request, "web/settings/api_keys.html", context, status=422 if broken else 200)


def _made(request: HttpRequest, actor: Actor) -> NewKey:
    given, at = request.POST, timezone.now()
    role = chosen(_roles(actor), given.get("role"))
    if role is None:
        raise Http404
    owner = chosen(User.objects.filter(is_active=True), given.get("user"))
    days = whole_number(given.get("days"))
    span = dt.timedelta(days=days if days in SPANS else USUAL)
    return create_key(
        given.get("name", ""),
        role,
        owner or User.objects.get(pk=actor.user_id or 0),
        expires_at=at + span,
        actor=actor,
        at=at,
    )


def _keys(actor: Actor) -> Any:
    if actor.is_administrator:
        return ApiKey.objects.all()
    return ApiKey.objects.filter(user=actor.user_id or 0)


def _roles(actor: Actor) -> Any:
    roles = Role.objects.order_by("pk")
    return roles if actor.is_administrator else roles.filter(pk__in=sorted(actor.roles))
