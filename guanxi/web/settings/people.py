"""People and what each may do: roles, teams, whether they may sign in."""

from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import Role, Team, User
from guanxi.platform.given import whole_number
from guanxi.platform.rights.administering import require_administrator
from guanxi.platform.rights.people import (
    deactivate_person,
    drop_second_step,
    reactivate_person,
    sign_out_person,
)
from guanxi.platform.rights.roles import give_role, take_role
from guanxi.platform.rights.teams import move_person
from guanxi.web.acting import signed_in

SHOWN = 500


@signed_in
def people(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Everyone who works here."""
    require_administrator(actor)
    text = request.GET.get("q", "").strip()
    found = User.objects.filter(name__icontains=text) if text else User.objects.all()
    listed = found.select_related("team").prefetch_related("roles").order_by("-is_active", "name")
    context = {"people": listed[:SHOWN], "text": text}
    return render(request, "web/settings/people.html", context)


@signed_in
def person(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """GET shows one person's roles and team, POST changes them."""
    require_administrator(actor)
    user = get_object_or_404(User, pk=pk)
    if request.method == "POST":
        _change(request, actor, user)
        return redirect(f"/settings/people/{pk}/")
    held = set(user.roles.values_list("pk", flat=True))
    context = {
        "person": user,
        "roles": [(role, role.pk in held) for role in Role.objects.order_by("pk")],
        "teams": Team.objects.filter(retired_at=None).order_by("name"),
        "has_second_step": Authenticator.objects.filter(user=user).exists(),
        "may_view_as": user.is_active and user.pk != actor.user_id,
    }
    return render(request, "web/settings/person.html", context)


def _change(request: HttpRequest, actor: Actor, user: User) -> None:
    at, given = timezone.now(), request.POST
    if given.get("act") == "deactivate":
        deactivate_person(user, actor=actor, at=at)
        return
    if given.get("act") in {"sign_out", "drop_second_step"}:
        act = sign_out_person if given["act"] == "sign_out" else drop_second_step
        act(user, actor=actor, at=at)
        return
    if given.get("act") == "reactivate":
        reactivate_person(user, actor=actor, at=at)
        return
    wanted = {pk for one in given.getlist("role") if (pk := whole_number(one))}
    for role in Role.objects.order_by("pk"):
        if role.pk in wanted:
            give_role(user, role, actor=actor, at=at)
    for role in user.roles.exclude(pk__in=wanted):
        take_role(user, role, actor=actor, at=at)
    team = given.get("team", "")
    chosen = Team.objects.filter(pk=whole_number(team) or 0).first()
    if (chosen.pk if chosen else None) != user.team_id:
        move_person(user, chosen, actor=actor, at=at)
