"""Saved views: which of them a person finds, and how one is kept."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.nouns.noun import Noun
from guanxi.web.lists.state import ListState
from guanxi.web.look.figures import is_chinese
from guanxi.web.models import SavedView

MANAGE_PUBLIC = "views.publish"


def views_for(actor: Actor, noun: Noun[Any]) -> QuerySet[SavedView]:
    """The views of ``noun`` this actor finds: their own, their teams', everyone's."""
    reached = Q(reach=SavedView.Reach.PUBLIC) | Q(owner=actor.user_id)
    reached |= Q(reach=SavedView.Reach.TEAM, team__in=sorted(actor.teams))
    return SavedView.objects.filter(reached, noun=noun.key).order_by("position", "pk")


def view_label(view: SavedView) -> str:
    """What the view is called in the reader's language."""
    first, second = view.label_zh, view.label_en
    if not is_chinese():
        first, second = second, first
    return first or second


def keep_view(actor: Actor, noun: Noun[Any], state: ListState, label: str, reach: str) -> SavedView:
    """A new view of what the list shows now."""
    name = label.strip()
    if not name:
        raise RuleBroken(_("Give the view a name."))
    _check_reach(actor, reach)
    return SavedView.objects.create(
        noun=noun.key,
        label_zh=name[:60],
        owner_id=actor.user_id,
        team_id=actor.team_id if reach == SavedView.Reach.TEAM else None,
        reach=reach,
        filter=state.filter,
        sort=state.sort,
        columns=list(state.columns),
        layout=state.layout,
        position=SavedView.objects.filter(noun=noun.key).count() + 1,
    )


def update_view(actor: Actor, view: SavedView, state: ListState) -> None:
    """Let the view show what the list shows now."""
    check_owned(actor, view)
    view.filter, view.sort, view.columns = state.filter, state.sort, list(state.columns)
    view.save(update_fields=["filter", "sort", "columns"])


def check_owned(actor: Actor, view: SavedView) -> None:
    """Refuse whoever neither made the view nor may arrange everyone's."""
    if not may_arrange(actor, view):
        raise Denied(MANAGE_PUBLIC)


def _check_reach(actor: Actor, reach: str) -> None:
    if reach not in SavedView.Reach.values:
        raise RuleBroken(_("Choose who finds the view."))
    if reach == SavedView.Reach.PUBLIC and not actor.may(MANAGE_PUBLIC):
        raise Denied(MANAGE_PUBLIC)


def may_arrange(actor: Actor, view: SavedView) -> bool:
    """Whether the actor may change or drop this view."""
    return view.owner_id == actor.user_id or actor.may(MANAGE_PUBLIC)


def reaches_for(actor: Actor) -> list[tuple[str, Any]]:
    """For whom this actor may keep a view."""
    return [
        (value, label)
        for value, label in SavedView.Reach.choices
        if value != SavedView.Reach.PUBLIC or actor.may(MANAGE_PUBLIC)
    ]
