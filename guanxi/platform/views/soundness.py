"""Whether a saved view still opens: fields go, and rights change, after it was kept."""

from typing import Any

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.versions import version_of
from guanxi.platform.errors import InvalidFilter
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.views.keeping import require_readable
from guanxi.platform.views.models import SavedView
from guanxi.platform.views.reading import state_of_view

DEPENDS_ON = ("views", "schema", "rights")
MOST_KNOWN = 5_000
_known: dict[tuple[Any, ...], bool] = {}


def opens_for(actor: Actor, noun: Noun[Any], view: SavedView) -> bool:
    """Whether this actor can open the view; found out once for each, until something changes."""
    key = view.pk, actor.kind, actor.id, *(version_of(one) for one in DEPENDS_ON)
    if key not in _known:
        if len(_known) >= MOST_KNOWN:
            _known.clear()
        _known[key] = _is_readable(actor, noun, view)
    return _known[key]


def _is_readable(actor: Actor, noun: Noun[Any], view: SavedView) -> bool:
    try:
        require_readable(actor, noun, state_of_view(view))
    except (InvalidFilter, KeyError):
        return False
    return True
