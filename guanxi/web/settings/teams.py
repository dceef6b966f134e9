"""The tree of teams: one more, another place, another name, who is in it."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import Team, User
from guanxi.platform.actors.tree import teams_named
from guanxi.platform.rights import teams as rules
from guanxi.platform.rights.administering import require_administrator
from guanxi.web.acting import signed_in
from guanxi.web.settings.given import chosen


@dataclass(frozen=True)
class Branch:
    """One team at its depth in the tree."""

    team: Team
    depth: int
    people: int

    @property
    def indent(self) -> range:
        """One step for each level below the firm."""
        return range(self.depth)


@signed_in
def teams(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The tree of teams; POST makes one more."""
    require_administrator(actor)
    if request.method == "POST":
        parent = chosen(Team.objects.filter(retired_at=None), request.POST.get("parent"))
        root = parent or Team.objects.filter(parent=None).order_by("pk").first()
        name, name_en = request.POST.get("name", ""), request.POST.get("name_en", "")
        team = rules.create_team(name, root, name_en=name_en, actor=actor, at=timezone.now())
        return redirect(f"/settings/teams/{team.pk}/")
    listed, text = branches(), request.GET.get("q", "").strip()
    context = {
        "text": text,
        "found": teams_named(text) if text else [],
        "firm": next((one.team for one in listed), None),
        "branches": [one for one in listed if one.team.retired_at is None],
        "retired": [one for one in listed if one.team.retired_at is not None],
    }
    return render(request, "web/settings/teams.html", context)


@signed_in
def team(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """GET shows one team, POST changes it."""
    require_administrator(actor)
    found = get_object_or_404(Team.objects.select_related("lead", "parent"), pk=pk)
    if request.method == "POST":
        _ACTS.get(request.POST.get("act", ""), _save)(request, actor, found)
        return redirect(f"/settings/teams/{pk}/")
    context = {
        "team": found,
        "members": found.members.filter(is_active=True).order_by("name_key", "pk"),
        "further": User.objects.filter(memberships__team=found, is_active=True).order_by(
            "name_key", "pk"
        ),
        "below": found.children.filter(retired_at=None).order_by("name_key", "pk"),
    }
    return render(request, "web/settings/team.html", context)


def branches() -> list[Branch]:
    """Every team, each after the one above it, with how many people are at home there."""
    counted = Count("members", filter=Q(members__is_active=True))
    below: dict[int | None, list[Any]] = defaultdict(list)
    for one in (
        Team.objects.annotate(people=counted).select_related("lead").order_by("name_key", "pk")
    ):
        below[one.parent_id].append(one)
    found: list[Branch] = []
    waiting = [(one, 0) for one in reversed(below[None])]
    while waiting:
        one, depth = waiting.pop()
        found.append(Branch(one, depth, one.people))
        waiting += [(child, depth + 1) for child in reversed(below[one.pk])]
    return found


def _save(request: HttpRequest, actor: Actor, found: Team) -> None:
    at, given = timezone.now(), request.POST
    name, name_en = given.get("name", found.name), given.get("name_en", found.name_en)
    if (name, name_en) != (found.name, found.name_en):
        rules.rename_team(found, name, name_en=name_en, actor=actor, at=at)
    parent = chosen(Team.objects.filter(retired_at=None), given.get("parent"))
    if parent is not None and parent.pk != found.parent_id:
        rules.move_team(found, parent, actor=actor, at=at)
    lead = chosen(User.objects.filter(is_active=True), given.get("lead"))
    if (lead.pk if lead else None) != found.lead_id:
        rules.appoint_lead(found, lead, actor=actor, at=at)


def _retire(request: HttpRequest, actor: Actor, found: Team) -> None:
    rules.retire_team(found, actor=actor, at=timezone.now())


def _revive(request: HttpRequest, actor: Actor, found: Team) -> None:
    rules.revive_team(found, actor=actor, at=timezone.now())


def _bring(request: HttpRequest, actor: Actor, found: Team) -> None:
    person = chosen(User.objects.filter(is_active=True), request.POST.get("person"))
    if person is not None and request.POST.get("how") == "further":
        rules.join_team(person, found, actor=actor, at=timezone.now())
    elif person is not None:
        rules.move_person(person, found, actor=actor, at=timezone.now())


def _leave(request: HttpRequest, actor: Actor, found: Team) -> None:
    person = chosen(User.objects.all(), request.POST.get("person"))
    if person is not None:
        rules.leave_team(person, found, actor=actor, at=timezone.now())


_ACTS = {"retire": _retire, "revive": _revive, "bring": _bring, "leave": _leave}
