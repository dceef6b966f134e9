"""Which saved views a person finds, which are tabs, which opens first."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet
from django.utils.translation import get_language

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.versions import renew_version, version_of
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.views.models import DefaultView, SavedView
from guanxi.platform.views.state import ViewState

UNARRANGED = 10_000
# What a parameter picks from where it names a saved view: "views-of-account".
VIEWS_OF = "views-of-"
MOST_KNOWN = 5_000
_known: dict[tuple[Any, ...], Any] = {}


@dataclass(frozen=True)
class Tab:
    """One view among the tabs of a list."""

    view: SavedView
    label: str


def views_found_by(actor: Actor, noun: Noun[Any]) -> QuerySet[SavedView]:
    """The views of ``noun`` this actor finds: their own, everyone's, and those
    of their teams and the teams above."""
    return _found_by(actor).filter(noun=noun.key)


def views_of_each(actor: Actor) -> dict[str, list[SavedView]]:
    """The views this actor finds, by noun, in one query."""
    found: dict[str, list[SavedView]] = {}
    for view in _found_by(actor):
        found.setdefault(view.noun, []).append(view)
    return found


def _found_by(actor: Actor) -> QuerySet[SavedView]:
    public = Q(reach=SavedView.Reach.PUBLIC)
    if not actor.is_administrator:
        public &= Q(role=None) | Q(role__in=sorted(actor.roles))
    found = public | Q(reach=SavedView.Reach.TEAM, team__in=sorted(actor.above))
    if actor.user_id is not None:
        found |= Q(owner=actor.user_id)
    return SavedView.objects.filter(found).order_by("position", "pk")


def views_picked_from(actor: Actor, target: str) -> QuerySet[SavedView]:
    """The views that a parameter with this target may name; none of what the actor cannot read."""
    noun = nouns().get(target.removeprefix(VIEWS_OF))
    if noun is None or not actor.may(noun.permission("read")):
        return SavedView.objects.none()
    return views_found_by(actor, noun)


def tabs_of(actor: Actor, noun: Noun[Any]) -> list[Tab]:
    """The tabs of a list in this person's own order; unpinned and hidden views are left out."""
    views = _remembered("tabs", _tabs, actor, noun)
    return [Tab(view, label_of(view)) for view in views]


def default_view(actor: Actor, noun: Noun[Any]) -> SavedView | None:
    """The view a list opens with: that of one of the actor's roles, else everybody's."""
    found: SavedView | None = _remembered("first", _first, actor, noun)
    return found


def views_changed() -> None:
    """Let every process read its saved views anew; called in the changing transaction."""
    renew_version("views")


def forget_views() -> None:
    """Drop what this process remembers of saved views."""
    _known.clear()


def label_of(view: SavedView) -> str:
    """What a view is called in the reader's language."""
    names = [view.label_zh, view.label_en]
    if not (get_language() or "zh").startswith("zh"):
        names.reverse()
    return names[0] or names[1]


def state_of_view(view: SavedView) -> ViewState:
    """What the view shows; columns that are gone from the noun are left out."""
    noun = nouns().get(view.noun)
    fields = noun.fields if noun else {}
    return ViewState(
        filter=view.filter,
        text=view.text,
        sort=view.sort,
        columns=tuple(name for name in view.columns if name in fields),
        group=view.group,
        density=view.density,
        layout=view.layout,
    )


def _remembered(
    what: str, read: Callable[[Actor, Noun[Any]], Any], actor: Actor, noun: Noun[Any]
) -> Any:
    reach = actor.user_id, actor.above, actor.roles, actor.is_administrator
    key = what, noun.key, version_of("views"), reach
    if key not in _known:
        if len(_known) >= MOST_KNOWN:
            _known.clear()
        _known[key] = read(actor, noun)
    return _known[key]


def _tabs(actor: Actor, noun: Noun[Any]) -> list[SavedView]:
    own = FilteredRelation("tabs", condition=Q(tabs__user=actor.user_id or 0))
    views = views_found_by(actor, noun).annotate(
        own=own, own_place=F("own__position"), is_put_away=F("own__is_hidden")
    )
    return sorted([view for view in views if _is_tab(view)], key=_place)


def _first(actor: Actor, noun: Noun[Any]) -> SavedView | None:
    asked = Q(role__in=sorted(actor.roles)) | Q(role=None)
    found = DefaultView.objects.filter(asked, noun=noun.key).select_related("view")
    by_role = sorted(found, key=lambda one: (one.role_id is None, one.role_id or 0))
    reachable = set(views_found_by(actor, noun).values_list("pk", flat=True)) if by_role else set()
    return next((one.view for one in by_role if one.view_id in reachable), None)


def _is_tab(view: Any) -> bool:
    return view.is_pinned if view.is_put_away is None else not view.is_put_away


def _place(view: Any) -> tuple[int, int, int]:
    own = UNARRANGED if view.own_place is None else view.own_place
    return own, view.position, view.pk
