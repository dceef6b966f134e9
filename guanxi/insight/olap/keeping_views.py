"""Keeping a cube, watching it, having it sent, removing it."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guanxi.insight.access import acting
from guanxi.insight.olap import choices, keeping, telling
from guanxi.insight.olap.models import CubeLetter
from guanxi.insight.olap.rights import require_cube
from guanxi.insight.olap.state import state_from
from guanxi.insight.olap.views import found_cube, may_export
from guanxi.platform.actors.actor import Actor
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
    cube, at = found_cube(actor, pk), timezone.now()
    alert = cube.alerts.filter(user=actor.user_id).first()
    now = telling.total_of(cube, actor, at)
    context = {
        "cube": cube,
        "alert": alert,
        "line": now.written(alert.line) if alert and now else "",
        "now": now,
        "letter": cube.letters.filter(user=actor.user_id).first(),
        "everies": CubeLetter.Every.choices,
        "may_remove": keeping.may_remove(actor, cube),
        "may_export": may_export(actor, keeping.state_of_cube(cube)),
    }
    return render(request, "insight/olap/one.html", context)


@require_POST
@acting
@transaction.atomic
def watch(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Tell the actor when the total crosses the line; an empty line ends that."""
    cube = found_cube(actor, pk)
    keeping.stop_watching(cube, actor=actor)
    line = request.POST.get("line", "")
    if line.strip():
        keeping.watch(cube, line, is_above=request.POST.get("side") == "above", actor=actor)
        messages.success(request, _("You will be told after the next refresh that crosses it."))
    else:
        messages.success(request, _("No line is watched any more."))
    return redirect(f"/insight/cube/?saved={cube.pk}")


@require_POST
@acting
def send(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Have the cube mailed to the actor."""
    cube = found_cube(actor, pk)
    keeping.subscribe_to(cube, request.POST.get("every", ""), actor=actor, at=timezone.now())
    messages.success(request, _("Kept."))
    return redirect(f"/insight/cube/?saved={cube.pk}")


@require_POST
@acting
def drop(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Remove the cube for everybody who found it."""
    keeping.remove_cube(found_cube(actor, pk), actor=actor)
    return redirect("/insight/cube/")
