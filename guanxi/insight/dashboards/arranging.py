"""Which tiles are on whose dashboard, and how they come to be there."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from guanxi.insight.dashboards.models import Dashboard, Tile
from guanxi.insight.dashboards.standard import BY_KEY, STANDARD
from guanxi.insight.measures import Text
from guanxi.insight.olap.keeping import cubes_found_by
from guanxi.insight.olap.models import SavedCube
from guanxi.insight.olap.rights import may_read_cube
from guanxi.insight.olap.state import CubeState, state_from
from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.compiling import actor_under
from guanxi.platform.actors.models import Role
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.given import whole_number
from guanxi.platform.rights.administering import refuse_read_only, require_administrator

MOST_TILES = 16


@dataclass(frozen=True)
class Placed:
    """A tile as its reader meets it: its key among the tiles, its name, its cube."""

    key: str
    label: Text
    query: str

    @property
    def state(self) -> CubeState:
        """What it shows; RuleBroken when a later version has no such figure."""
        return state_from(QueryDict(self.query))

    def is_for(self, actor: Actor) -> bool:
        """Whether its figures are the actor's to see; what can no longer be told says so itself."""
        try:
            return may_read_cube(actor, self.state)
        except RuleBroken:
            return True


def tiles_of(actor: Actor) -> list[Placed]:
    """The actor's own tiles, else those of a role they hold, else the standard ones.

    Cubes that the actor does not find, and figures that are not theirs to see, are left out.
    """
    found = Dashboard.objects.filter(user=actor.user_id).first() if actor.user_id else None
    found = found or Dashboard.objects.filter(role__in=sorted(actor.roles)).order_by("pk").first()
    return _on(found, actor)


def tiles_of_role(role: Role) -> list[Placed]:
    """With which tiles the people of a role begin now: those that the role may see."""
    return _on(Dashboard.objects.filter(role=role).first(), _anybody_in(role))


def has_own(actor: Actor) -> bool:
    """Whether the actor has arranged a dashboard of their own."""
    return Dashboard.objects.filter(user=actor.user_id).exists()


def offered_to(actor: Actor) -> list[Placed]:
    """Every tile that the actor could put on a dashboard."""
    return [one for one in known_to(actor) if one.is_for(actor)]


def offered_to_role(role: Role) -> list[Placed]:
    """Every tile with which the people of a role could begin: cubes for everyone, standard ones."""
    return offered_to(_anybody_in(role))


def known_to(actor: Actor) -> list[Placed]:
    """Every tile there is for the actor, those with figures that are not theirs among them."""
    own = [Placed(f"c-{cube.pk}", cube.label, cube.query) for cube in cubes_found_by(actor)]
    return own + [Placed(f"s-{one.key}", one.label, one.query) for one in STANDARD]


@transaction.atomic
def arrange(actor: Actor, keys: Sequence[str]) -> None:
    """Let the actor's dashboard hold these tiles in this order."""
    refuse_read_only(actor)
    if actor.user_id is None:
        raise Denied("insight.dashboard")
    board, _made = Dashboard.objects.get_or_create(user_id=actor.user_id)
    _fill(board, actor, keys)


@transaction.atomic
def arrange_for_role(actor: Actor, role: Role, keys: Sequence[str]) -> None:
    """Let the people of a role begin with these tiles; only cubes for everyone can be there."""
    require_administrator(actor)
    cubes = [pk for key in keys if key.startswith("c-") and (pk := whole_number(key[2:]))]
    if SavedCube.objects.filter(pk__in=cubes).exclude(reach="public").exists():
        raise RuleBroken(_("Only a cube for everyone can be on the dashboard of a role."))
    board, _made = Dashboard.objects.get_or_create(role=role)
    _fill(board, actor, keys)


@transaction.atomic
def begin_again(actor: Actor) -> None:
    """Give up the actor's own dashboard for that of their role."""
    refuse_read_only(actor)
    Dashboard.objects.filter(user=actor.user_id).delete()


@transaction.atomic
def pin(actor: Actor, cube: SavedCube) -> None:
    """Put a kept cube at the end of the actor's own dashboard."""
    before = [one.key for one in tiles_of(actor)]
    if not has_own(actor):
        arrange(actor, before)
    board = Dashboard.objects.get(user=actor.user_id)
    if board.tiles.count() >= MOST_TILES:
        raise RuleBroken(_("A dashboard holds at most 16 tiles; put one away first."))
    last = board.tiles.aggregate(last=Max("position"))["last"] or 0
    Tile.objects.get_or_create(dashboard=board, cube=cube, defaults={"position": last + 1})


def _fill(board: Dashboard, actor: Actor, keys: Sequence[str]) -> None:
    known = {one.key for one in known_to(actor)}
    wanted = [key for key in dict.fromkeys(keys) if key in known]
    if len(wanted) > MOST_TILES:
        raise RuleBroken(_("A dashboard holds at most 16 tiles; put one away first."))
    board.tiles.all().delete()
    Tile.objects.bulk_create(
        Tile(
            dashboard=board,
            cube_id=int(key[2:]) if key.startswith("c-") else None,
            standard=key[2:] if key.startswith("s-") else "",
            position=place,
        )
        for place, key in enumerate(wanted)
    )


def _anybody_in(role: Role) -> Actor:
    return actor_under("rule", role.code, role.pk, None)


def _on(board: Dashboard | None, actor: Actor) -> list[Placed]:
    if board is None:
        placed = [Placed(f"s-{one.key}", one.label, one.query) for one in STANDARD]
    else:
        tiles = board.tiles.order_by("position", "pk").select_related("cube")
        placed = _placed(actor, list(tiles))
    return [one for one in placed if one.is_for(actor)]


def _placed(actor: Actor, tiles: Sequence[Tile]) -> list[Placed]:
    found = set(cubes_found_by(actor).values_list("pk", flat=True))
    placed = []
    for tile in tiles:
        if tile.cube is not None and tile.cube.pk in found:
            placed.append(Placed(f"c-{tile.cube.pk}", tile.cube.label, tile.cube.query))
        elif tile.standard in BY_KEY:
            one = BY_KEY[tile.standard]
            placed.append(Placed(f"s-{one.key}", one.label, one.query))
    return placed
