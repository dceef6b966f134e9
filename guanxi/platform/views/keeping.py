"""Keeping, changing and arranging saved views."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import Role
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.grouping import grouping_of
from guanxi.platform.records.keyset import order_of
from guanxi.platform.records.reading import list_columns
from guanxi.platform.rights.administering import refuse_read_only, require_administrator
from guanxi.platform.rights.visibility import condition, require
from guanxi.platform.views.models import DefaultView, SavedView, ViewTab
from guanxi.platform.views.reading import views_changed, views_found_by
from guanxi.platform.views.state import ViewState

PUBLISH = "views.publish"
MOST_OF_ONE = 200


@transaction.atomic
def keep_view(
    actor: Actor, noun: Noun[Any], label: str, state: ViewState, reach: str = "private"
) -> SavedView:
    """A new view of what the list shows now, for oneself, one's team or everybody."""
    require(actor, noun.permission("read"))
    _require_reach(actor, reach)
    require_readable(actor, noun, state)
    mine = SavedView.objects.filter(owner=actor.user_id)
    if mine.count() >= MOST_OF_ONE:
        raise RuleBroken(_("You keep 200 views already; remove one first."))
    views_changed()
    return SavedView.objects.create(
        noun=noun.key,
        label_zh=_name(label),
        owner_id=actor.user_id,
        reach=reach,
        team_id=actor.team_id if reach == SavedView.Reach.TEAM else None,
        position=SavedView.objects.filter(noun=noun.key).count() + 1,
        **_columns(state),
    )


@transaction.atomic
def keep_for_all(actor: Actor, noun: Noun[Any], view: SavedView, state: ViewState) -> SavedView:
    """The view of an administrator for a team or everyone, new or anew, showing this."""
    require_administrator(actor)
    require_readable(actor, noun, state)
    view.noun, view.label_zh = noun.key, _name(view.label_zh or view.label_en)
    view.label_en = view.label_en.strip()[:60]
    for name, value in _columns(state).items():
        setattr(view, name, value)
    view.save()
    views_changed()
    return view


@transaction.atomic
def change_view(actor: Actor, noun: Noun[Any], view: SavedView, state: ViewState) -> SavedView:
    """The view, showing what the list shows now."""
    require_arrangeable(actor, view)
    require_readable(actor, noun, state)
    for name, value in _columns(state).items():
        setattr(view, name, value)
    view.save()
    views_changed()
    return view


@transaction.atomic
def rename_view(actor: Actor, view: SavedView, zh: str, en: str = "") -> SavedView:
    """The view under another name."""
    require_arrangeable(actor, view)
    view.label_zh, view.label_en = _name(zh or en), en.strip()[:60]
    view.save(update_fields=["label_zh", "label_en"])
    views_changed()
    return view


@transaction.atomic
def give_reach(actor: Actor, view: SavedView, reach: str) -> SavedView:
    """The view, found by another circle of people."""
    require_arrangeable(actor, view)
    _require_reach(actor, reach)
    view.reach = reach
    view.team_id = actor.team_id if reach == SavedView.Reach.TEAM else None
    view.save(update_fields=["reach", "team"])
    views_changed()
    return view


@transaction.atomic
def remove_view(actor: Actor, view: SavedView) -> None:
    """Take a view away from everybody who found it."""
    require_arrangeable(actor, view)
    view.delete()
    views_changed()


@transaction.atomic
def arrange_tabs(actor: Actor, noun: Noun[Any], shown: Sequence[int]) -> None:
    """Let the actor's tabs be these views in this order; others are put away."""
    refuse_read_only(actor)
    if actor.user_id is None:
        raise Denied(PUBLISH)
    views_changed()
    found = list(views_found_by(actor, noun).values_list("pk", flat=True))
    ViewTab.objects.filter(user=actor.user_id, view__noun=noun.key).delete()
    wanted = [pk for pk in dict.fromkeys(shown) if pk in set(found)]
    places: Mapping[int, int] = {pk: place for place, pk in enumerate(wanted)}
    ViewTab.objects.bulk_create(
        ViewTab(
            user_id=actor.user_id,
            view_id=pk,
            position=places.get(pk, 0),
            is_hidden=pk not in places,
        )
        for pk in found
    )


@transaction.atomic
def open_first(actor: Actor, noun: Noun[Any], role: Role | None, view: SavedView | None) -> None:
    """Let the list open with ``view`` for the people of ``role``, or for everybody."""
    require_administrator(actor)
    DefaultView.objects.filter(noun=noun.key, role=role).delete()
    views_changed()
    if view is None:
        return
    if view.reach != SavedView.Reach.PUBLIC or view.noun != noun.key:
        raise RuleBroken(_("Only a view for everyone can open first."))
    DefaultView.objects.create(noun=noun.key, role=role, view=view)


def require_readable(actor: Actor, noun: Noun[Any], state: ViewState) -> None:
    """Refuse a state that the actor could not open; InvalidFilter says why."""
    condition(actor, noun, state.filter)
    list_columns(actor, noun, state.columns)
    if state.sort:
        order_of(actor, noun, state.sort)
    if state.group:
        grouping_of(actor, noun, state.group)


def may_arrange(actor: Actor, view: SavedView) -> bool:
    """Whether the actor may change or drop this view."""
    is_own = view.owner_id is not None and view.owner_id == actor.user_id
    return not actor.is_read_only and (is_own or actor.may(PUBLISH))


def require_arrangeable(actor: Actor, view: SavedView) -> None:
    """Refuse whoever neither made the view nor may arrange everyone's."""
    if not may_arrange(actor, view):
        raise Denied(PUBLISH)


def _require_reach(actor: Actor, reach: str) -> None:
    refuse_read_only(actor)
    if reach not in SavedView.Reach.values:
        raise RuleBroken(_("Choose who finds the view."))
    if reach == SavedView.Reach.TEAM and actor.team_id is None:
        raise RuleBroken(_("You belong to no team."))
    if reach == SavedView.Reach.PUBLIC and not actor.may(PUBLISH):
        raise Denied(PUBLISH)


def _name(label: str) -> str:
    if not label.strip():
        raise RuleBroken(_("Give the view a name."))
    return label.strip()[:60]


def _columns(state: ViewState) -> dict[str, Any]:
    return {
        "filter": dict(state.filter),
        "text": state.text[:200],
        "sort": state.sort,
        "columns": list(state.columns),
        "group": state.group,
        "density": state.density,
        "layout": state.layout,
    }
