"""The dashboard: the home of insight, arranged by drag or by keys."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guanxi.insight.access import acting, not_computed
from guanxi.insight.dashboards import arranging
from guanxi.insight.last_day import days_of
from guanxi.insight.olap.answering import answer
from guanxi.insight.olap.choices import require_some
from guanxi.insight.olap.drawing import NARROW
from guanxi.insight.olap.views import found_cube, shown
from guanxi.insight.olap.wanted import note_use
from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import Role
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.rights.administering import require_administrator
from guanxi.warehouse.refresh import warehouse_file


@acting
def dashboard(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The actor's tiles; each is fetched on its own, so that a slow one holds up none."""
    require_some(actor)
    if not warehouse_file().exists():
        return not_computed(request, actor)
    context = {"tiles": arranging.tiles_of(actor), "has_own": arranging.has_own(actor)}
    return render(request, "insight/dashboards/page.html", context)


@acting
def tile(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    """One tile with its figures, or why there are none."""
    placed = next((one for one in arranging.known_to(actor) if one.key == key), None)
    if placed is None:
        raise Http404
    context: dict[str, Any] = {"tile": placed}
    try:
        found = answer(actor, placed.state, as_of=days_of(request).of_figures)
        context |= shown(actor, found, NARROW)
        note_use(actor, placed.state, on=timezone.localdate())
    except Denied:
        context["refused"] = _("Its figures are not yours to see.")
    except RuleBroken as broken:
        context["refused"] = str(broken)
    return render(request, "insight/dashboards/tile.html", context)


@acting
def arrange(request: HttpRequest, actor: Actor) -> HttpResponse:
    """GET asks which tiles in which order, POST keeps them, for oneself or for a role."""
    require_some(actor)
    if request.method == "GET":
        return _asked(request, actor)
    keys = request.POST.getlist("tile")
    if request.POST.get("role"):
        role = get_object_or_404(Role, code=request.POST["role"])
        arranging.arrange_for_role(actor, role, keys)
        messages.success(request, _("Kept for the role."))
    elif request.POST.get("how") == "again":
        arranging.begin_again(actor)
        messages.success(request, _("These are the usual tiles again."))
    else:
        arranging.arrange(actor, keys)
        if request.POST.get("how") == "drag":
            return HttpResponse(status=204)
        messages.success(request, _("The tiles are kept in this order."))
    return redirect("/insight/dashboard/")


def _asked(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The tiles to choose from: the actor's, or those of a role as that role may see them."""
    role = None
    if request.GET.get("role"):
        require_administrator(actor)
        role = get_object_or_404(Role, code=request.GET["role"])
    tiles = arranging.tiles_of_role(role) if role else arranging.tiles_of(actor)
    shown_now = [one.key for one in tiles]
    choice = arranging.offered_to_role(role) if role else arranging.offered_to(actor)
    offered = {one.key: one for one in choice}
    rest = [key for key in offered if key not in shown_now]
    context = {
        "lines": [(offered[key], key in shown_now) for key in [*shown_now, *rest]],
        "roles": Role.objects.order_by("pk") if actor.is_administrator else [],
        "chosen": role,
        "has_own": role is None and arranging.has_own(actor),
    }
    return render(request, "insight/dashboards/arrange.html", context)


@require_POST
@acting
def pin(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Put a kept cube on the actor's dashboard."""
    cube = found_cube(actor, pk)
    arranging.pin(actor, cube)
    messages.success(request, _("“%(cube)s” is on your dashboard.") % {"cube": cube.label})
    return redirect("/insight/dashboard/")
