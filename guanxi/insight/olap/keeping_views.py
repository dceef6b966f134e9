"""Keeping a cube, watching it, having it sent, removing it."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guanxi.insight.access import acting
from guanxi.insight.olap import choices, keeping, telling
from guanxi.insight.olap.exporting import may_export
from guanxi.insight.olap.models import CubeLetter, SavedCube
from guanxi.insight.olap.rights import require_cube
from guanxi.insight.olap.state import state_from
from guanxi.insight.olap.views import found_cube
from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import RuleBroken
from guanxi.platform.views.keeping import PUBLISH
from guanxi.platform.views.models import SavedView


@acting
def save(request: HttpRequest, actor: Actor) -> HttpResponse:
    """GET asks under which name, POST keeps the cube as it stands."""
    state = state_from(request.GET)
    require_cube(actor, state)
    if request.method == "GET":
        reaches = [
            (value, label)
            for value, label in SavedView.Reach.choices
            if (value != SavedView.Reach.PUBLIC or actor.may(PUBLISH))
            and (value != SavedView.Reach.TEAM or actor.team_id is not None)
        ]
        context = {"state": state, "title": choices.title_of(state), "reaches": reaches}
        return render(request, "insight/olap/save.html", context)
    label, reach = request.POST.get("label", ""), request.POST.get("reach", "private")
    cube = keeping.keep_cube(label, state, reach, actor=actor, at=timezone.now())
    return redirect(f"/insight/cube/?saved={cube.pk}")


@acting
def one_cube(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Asks what to do with a kept cube."""
    return _asked(request, actor, found_cube(actor, pk))


@require_POST
@acting
def watch(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Tell the actor when the total crosses the line; an empty line ends that."""
    cube, line = found_cube(actor, pk), request.POST.get("line", "")
    is_above = request.POST.get("side") == "above"
    try:
        keeping.watch_only(cube, line, is_above=is_above, actor=actor)
    except RuleBroken as broken:
        typed = {"line": line, "is_above": is_above, "wrong_line": broken}
        return _asked(request, actor, cube, typed)
    if line.strip():
        messages.success(request, _("You will be told after the next refresh that crosses it."))
    else:
        messages.success(request, _("No line is watched any more."))
    return _done(request, f"/insight/cube/?saved={cube.pk}")


@require_POST
@acting
def send(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Have the cube mailed to the actor."""
    cube, every = found_cube(actor, pk), request.POST.get("every", "")
    try:
        keeping.subscribe_to(cube, every, actor=actor, at=timezone.now())
    except RuleBroken as broken:
        return _asked(request, actor, cube, {"every": every, "wrong_letter": broken})
    messages.success(request, _("Kept."))
    return _done(request, f"/insight/cube/?saved={cube.pk}")


def _asked(
    request: HttpRequest, actor: Actor, cube: SavedCube, refused: Mapping[str, Any] | None = None
) -> HttpResponse:
    """The dialog of a kept cube; what was `refused` stands in it as it was typed, with why."""
    alert = cube.alerts.filter(user=actor.user_id).first()
    letter = cube.letters.filter(user=actor.user_id).first()
    now = telling.total_of(cube, actor, timezone.now())
    context = {
        "cube": cube,
        "is_above": bool(alert and alert.is_above),
        "line": now.written(alert.line) if alert and now else "",
        "now": now,
        "every": letter.every if letter else "",
        "everies": CubeLetter.Every.choices,
        "may_remove": keeping.may_remove(actor, cube),
        "may_export": may_export(actor, keeping.state_of_cube(cube)),
    }
    status = 422 if refused else 200
    return render(request, "insight/olap/one.html", context | dict(refused or {}), status=status)


def _done(request: HttpRequest, href: str) -> HttpResponse:
    """The page after the dialog, loaded as a whole."""
    if not request.headers.get("HX-Request"):
        return redirect(href)
    return HttpResponse(status=204, headers={"HX-Redirect": href})


@require_POST
@acting
def drop(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Remove the cube for everybody who found it."""
    keeping.remove_cube(found_cube(actor, pk), actor=actor)
    return redirect("/insight/cube/")
