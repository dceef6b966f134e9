"""Which saved views a person finds, which are tabs, which opens first, how many rows each has."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import RuleBroken
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.reading import Total, read_total
from guanxi.platform.views.models import DefaultView, SavedView, ViewTab
from guanxi.platform.views.state import ViewState

UNARRANGED = 10_000


@dataclass(frozen=True)
class Tab:
    """One view among the tabs of a list; ``total`` is None until it was counted."""

    view: SavedView
    label: str
    total: Total | None = None


def views_found_by(actor: Actor, noun: Noun[Any]) -> QuerySet[SavedView]:
    """The views of ``noun`` this actor finds: their own, their teams' and everyone's."""
    public = Q(reach=SavedView.Reach.PUBLIC)
    if not actor.is_administrator:
        public &= Q(role=None) | Q(role__in=sorted(actor.roles))
    found = public | Q(reach=SavedView.Reach.TEAM, team__in=sorted(actor.teams))
    if actor.user_id is not None:
        found |= Q(owner=actor.user_id)
    return SavedView.objects.filter(found, noun=noun.key).order_by("position", "pk")


def tabs_of(actor: Actor, noun: Noun[Any]) -> list[Tab]:
    """The tabs of a list in this person's own order; unpinned and hidden views are left out."""
    own = ViewTab.objects.filter(user=actor.user_id, view__noun=noun.key)
    arranged = {tab.view_id: tab for tab in own}
    views = [view for view in views_found_by(actor, noun) if _is_tab(view, arranged)]
    views.sort(key=lambda view: _place(view, arranged))
    return [Tab(view, label_of(view)) for view in views]


def counted(actor: Actor, noun: Noun[Any], tabs: Sequence[Tab]) -> list[Tab]:
    """The tabs with their capped totals; a view this actor cannot read has none."""
    return [Tab(tab.view, tab.label, _total(actor, noun, tab.view)) for tab in tabs]


def default_view(actor: Actor, noun: Noun[Any]) -> SavedView | None:
    """The view a list opens with: that of one of the actor's roles, else everybody's."""
    asked = Q(role__in=sorted(actor.roles)) | Q(role=None)
    found = DefaultView.objects.filter(asked, noun=noun.key).select_related("view")
    by_role = sorted(found, key=lambda one: (one.role_id is None, one.role_id or 0))
    reachable = set(views_found_by(actor, noun).values_list("pk", flat=True)) if by_role else set()
    return next((one.view for one in by_role if one.view_id in reachable), None)


def label_of(view: SavedView) -> str:
    """What a view is called in the reader's language."""
    names = [view.label_zh, view.label_en]
    if not (get_language() or "zh").startswith("zh"):
        names.reverse()
    return names[0] or names[1]


def state_of_view(view: SavedView) -> ViewState:
    """What the view shows."""
    return ViewState(
        filter=view.filter,
        text=view.text,
        sort=view.sort,
        columns=tuple(view.columns),
        group=view.group,
        density=view.density,
        layout=view.layout,
    )


def _is_tab(view: SavedView, arranged: dict[int, ViewTab]) -> bool:
    tab = arranged.get(view.pk)
    return not tab.is_hidden if tab else view.is_pinned


def _place(view: SavedView, arranged: dict[int, ViewTab]) -> tuple[int, int, int]:
    tab = arranged.get(view.pk)
    return (tab.position if tab else UNARRANGED, view.position, view.pk)


def _total(actor: Actor, noun: Noun[Any], view: SavedView) -> Total | None:
    try:
        return read_total(actor, noun, state_of_view(view).query())
    except RuleBroken:
        return None
