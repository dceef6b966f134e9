"""Which sets of traits people divide by: a night makes cuboids for these and for no others."""

import datetime as dt

from django.db.models import F

from guanxi.insight.olap.dimensions import BY_KEY
from guanxi.insight.olap.keeping import state_of_cube
from guanxi.insight.olap.models import CubeUse, SavedCube
from guanxi.insight.olap.rolled import SUMMED
from guanxi.insight.olap.sources import traits_for
from guanxi.insight.olap.state import CubeState
from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import RuleBroken
from guanxi.platform.nouns.registry import noun_named

REMEMBERED = dt.timedelta(days=31)
LONGEST = 200
Traits = tuple[str, ...]


def note_use(actor: Actor, state: CubeState, *, on: dt.date) -> None:
    """Remember for a month, once a day, that somebody who sees everything asked by these traits.

    Nobody's name is kept. Others are never answered from a cuboid, so it would serve them nothing.
    """
    wanted = traits_of(state)
    nouns = map(noun_named, ("order", "account"))
    sees_all = all(actor.scope(one.permission("read")) == "all" for one in nouns)
    if wanted is None or actor.is_read_only or not sees_all:
        return
    text = ",".join(wanted)
    noted = CubeUse.objects.filter(traits=text)
    if len(text) > LONGEST or noted.filter(last_on__gte=on).exists():
        return
    if not noted.update(last_on=on, days=F("days") + 1):
        CubeUse.objects.get_or_create(traits=text, defaults={"last_on": on})


def wanted_traits(as_of: dt.date) -> list[Traits]:
    """The sets asked for within a month, latest and most often first, then those of kept cubes."""
    uses = CubeUse.objects.filter(last_on__gte=as_of - REMEMBERED)
    texts = uses.order_by("-last_on", "-days", "traits").values_list("traits", flat=True)
    found = [tuple(filter(None, text.split(","))) for text in texts]
    for cube in SavedCube.objects.order_by("pk"):
        try:
            wanted = traits_of(state_of_cube(cube))
        except RuleBroken:
            continue
        found += [wanted] if wanted is not None else []
    return list(dict.fromkeys(found))


def traits_of(state: CubeState) -> Traits | None:
    """The traits by which a state divides and filters; None where no cuboid could tell."""
    if state.measure not in SUMMED or state.standing:
        return None
    return traits_for((*state.dimensions, *(BY_KEY[key] for key in state.filters)))
