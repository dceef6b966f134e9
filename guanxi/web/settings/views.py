"""Saved views that everyone or a team finds, and which one a list opens with."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import Role
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.rights.administering import require_administrator
from guanxi.platform.views.keeping import open_first, remove_view, rename_view
from guanxi.platform.views.models import DefaultView, SavedView
from guanxi.web.acting import signed_in
from guanxi.web.settings.given import chosen


@signed_in
def views(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every noun with its shared views, and the first view of each role."""
    require_administrator(actor)
    if request.method == "POST":
        _first_view(request, actor)
        return redirect("/settings/views/")
    shared = SavedView.objects.exclude(reach=SavedView.Reach.PRIVATE)
    by_noun: dict[str, list[SavedView]] = {}
    for view in shared.select_related("team", "owner").order_by("noun", "position", "pk"):
        by_noun.setdefault(view.noun, []).append(view)
    roles = list(Role.objects.order_by("pk"))
    firsts = {(one.noun, one.role_id): one.view_id for one in DefaultView.objects.all()}
    context = {
        "groups": [
            (noun, by_noun[key], _firsts(key, roles, firsts))
            for key, noun in nouns().items()
            if key in by_noun
        ],
    }
    return render(request, "web/settings/views.html", context)


@signed_in
def view(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """GET asks for another name of a view, POST renames it or takes it away."""
    require_administrator(actor)
    found = get_object_or_404(SavedView.objects.exclude(reach=SavedView.Reach.PRIVATE), pk=pk)
    if request.method != "POST":
        return render(request, "web/settings/view.html", {"view": found, "noun": _noun(found)})
    if request.POST.get("act") == "drop":
        remove_view(actor, found)
    else:
        given = request.POST
        rename_view(actor, found, given.get("label_zh", ""), given.get("label_en", ""))
    return redirect("/settings/views/")


def _first_view(request: HttpRequest, actor: Actor) -> None:
    given = request.POST
    noun = nouns().get(given.get("noun", ""))
    if noun is None:
        raise Http404
    role = chosen(Role.objects.all(), given.get("role"))
    wanted = chosen(SavedView.objects.filter(noun=noun.key), given.get("view"))
    open_first(actor, noun, role, wanted)


def _firsts(
    key: str, roles: list[Role], firsts: dict[tuple[str, int | None], int]
) -> list[tuple[Role | None, int]]:
    return [(role, firsts.get((key, role.pk if role else None), 0)) for role in [None, *roles]]


def _noun(found: SavedView) -> Noun[Any] | None:
    return nouns().get(found.noun)
