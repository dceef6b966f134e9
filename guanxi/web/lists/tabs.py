"""The tabs of a list: which saved views a person finds, how they are kept, named and arranged."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import Role
from guanxi.platform.given import whole_number
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.views import keeping
from guanxi.platform.views.models import DefaultView, SavedView
from guanxi.platform.views.reading import Tab, default_view, label_of, tabs_of, views_found_by
from guanxi.platform.views.soundness import opens_for
from guanxi.web.acting import noun_or_404, signed_in
from guanxi.web.lists.state import ListState, state_in

EVERYBODY = "all"


def chosen_view(
    request: HttpRequest, actor: Actor, noun: Noun[Any], tabs: list[Tab]
) -> SavedView | None:
    """The view that the address names, or that the list opens with when it names nothing.

    404 for a view that this person does not find; ``view=0`` is the list without any. In place of
    a view that asks for what is gone the plain list opens, and says so.
    """
    view = _asked_view(request, actor, noun, tabs)
    if view is None or opens_for(actor, noun, view):
        return view
    said = _("The view “%(name)s” asks for a field that is gone or hidden; this is the plain list.")
    messages.warning(request, said % {"name": label_of(view)})
    return None


def _asked_view(
    request: HttpRequest, actor: Actor, noun: Noun[Any], tabs: list[Tab]
) -> SavedView | None:
    given = whole_number(request.GET.get("view"))
    if not request.GET:
        return default_view(actor, noun)
    if not given:
        return None
    found = next((tab.view for tab in tabs if tab.view.pk == given), None)
    return found or found_view(actor, noun, given)


def found_view(actor: Actor, noun: Noun[Any], pk: int) -> SavedView:
    """The view with this id, if this person finds it; 404 otherwise."""
    found: SavedView | None = views_found_by(actor, noun).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def reaches_for(actor: Actor) -> list[tuple[str, Any]]:
    """For whom this actor may keep a view."""
    reaches = SavedView.Reach
    return [
        (value, label)
        for value, label in reaches.choices
        if (value != reaches.PUBLIC or actor.may(keeping.PUBLISH))
        and (value != reaches.TEAM or actor.team_id is not None)
    ]


@signed_in
def save_view(request: HttpRequest, actor: Actor, noun_key: str) -> HttpResponse:
    """GET asks under which name, POST keeps the list as it stands."""
    noun = noun_or_404(actor, noun_key)
    state = state_in(noun, request.POST.get("state") or request.GET.get("state", ""))
    current = found_view(actor, noun, state.view) if state.view else None
    if request.method == "GET":
        context = {
            "base": state.base,
            "state": state,
            "label": label_of(current) if current else "",
            "may_update": current is not None and keeping.may_arrange(actor, current),
            "reaches": reaches_for(actor),
        }
        return render(request, "web/lists/save.html", context)
    if request.POST.get("how") == "update" and current is not None:
        kept = keeping.change_view(actor, noun, current, state.kept)
    else:
        label, reach = request.POST.get("label", ""), request.POST.get("reach", "private")
        kept = keeping.keep_view(actor, noun, label, state.kept, reach)
    return _to(request, address_of(state, kept))


@signed_in
def one_view(request: HttpRequest, actor: Actor, noun_key: str, view_id: int) -> HttpResponse:
    """GET asks what the view is called, who finds it and for whom it opens first; POST keeps it."""
    noun = noun_or_404(actor, noun_key)
    view = found_view(actor, noun, view_id)
    keeping.require_arrangeable(actor, view)
    if request.method == "POST":
        keeping.rename_view(
            actor, view, request.POST.get("label_zh", ""), request.POST.get("label_en", "")
        )
        keeping.give_reach(actor, view, request.POST.get("reach", view.reach))
        if actor.is_administrator:
            _open_first_for(actor, noun, view, request.POST.getlist("first"))
        return _to(request, f"/{noun.key}/?view={view.pk}")
    context = {"base": f"/{noun.key}/", "view": view, "reaches": reaches_for(actor)}
    if actor.is_administrator:
        context["firsts"] = _firsts(view)
    return render(request, "web/lists/view.html", context)


@signed_in
def drop_view(request: HttpRequest, actor: Actor, noun_key: str, view_id: int) -> HttpResponse:
    """The tabs without one view."""
    noun = noun_or_404(actor, noun_key)
    view = found_view(actor, noun, view_id)
    if request.method != "POST":
        raise Http404
    keeping.remove_view(actor, view)
    return _to(request, f"/{noun.key}/")


@signed_in
def arrange(request: HttpRequest, actor: Actor, noun_key: str) -> HttpResponse:
    """Which views are tabs for this person, and in which order."""
    noun = noun_or_404(actor, noun_key)
    state = state_in(noun, request.POST.get("state") or request.GET.get("state", ""))
    if request.method == "POST":
        shown = [pk for one in request.POST.getlist("shown") if (pk := whole_number(one))]
        keeping.arrange_tabs(actor, noun, shown)
        return _to(request, state.href)
    shown_tabs = tabs_of(actor, noun)
    pks = {tab.view.pk for tab in shown_tabs}
    hidden = [Tab(one, label_of(one)) for one in views_found_by(actor, noun) if one.pk not in pks]
    context = {
        "base": state.base,
        "state": state,
        "tabs": [(tab, tab.view.pk in pks, _may(actor, tab)) for tab in [*shown_tabs, *hidden]],
    }
    return render(request, "web/lists/arrange.html", context)


def address_of(state: ListState, view: SavedView) -> str:
    """Where the view is shown."""
    return f"{state.base}{f'{state.layout}/' if state.layout else ''}?view={view.pk}"


def _may(actor: Actor, tab: Tab) -> bool:
    return keeping.may_arrange(actor, tab.view)


def _firsts(view: SavedView) -> list[tuple[str, Role | None, bool]]:
    held = DefaultView.objects.filter(noun=view.noun, view=view)
    roles = set(held.values_list("role_id", flat=True))
    found: list[tuple[str, Role | None, bool]] = [(EVERYBODY, None, None in roles)]
    return found + [(str(one.pk), one, one.pk in roles) for one in Role.objects.order_by("pk")]


def _open_first_for(actor: Actor, noun: Noun[Any], view: SavedView, wanted: list[str]) -> None:
    for key, role, is_first in _firsts(view):
        if (key in wanted) != is_first:
            keeping.open_first(actor, noun, role, view if key in wanted else None)


def _to(request: HttpRequest, href: str) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return redirect(href)
    response = HttpResponse(status=204)
    response["HX-Redirect"] = href
    return response
