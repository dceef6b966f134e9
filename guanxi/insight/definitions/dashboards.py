"""Kept cubes that a team or everyone finds, and the dashboards of roles, as definitions."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from guanxi.insight.dashboards.arranging import arrange_for_role
from guanxi.insight.dashboards.models import Dashboard, Tile
from guanxi.insight.dashboards.standard import BY_KEY
from guanxi.insight.olap.dimensions import BY_KEY as DIMENSION
from guanxi.insight.olap.models import SavedCube
from guanxi.insight.olap.state import state_from
from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import Role, User
from guanxi.platform.definitions.naming import found, named, paths_of_teams, role_called, team_at
from guanxi.platform.definitions.part import Part, Said, numbered
from guanxi.platform.definitions.shapes import ANYTHING
from guanxi.platform.errors import RuleBroken
from guanxi.platform.views.models import SavedView

FILTER = "f."


class Cubes(Part):
    """Cubes kept for a team or everyone; whoever brings them in owns them."""

    key, label = "cubes", _("Kept cubes")
    identity = ("label", "reach", "team", "n")
    shape = {
        **{"label": str, "reach": str, "team": [str], "n": int},
        "asks": {str: [ANYTHING]},
    }

    def written(self) -> list[Said]:
        """All of them, by name."""
        return [said for _row, said in _cubes_here()]

    def title(self, said: Said) -> str:
        """Its name."""
        return str(said["label"])

    def finish(self, said: Said, *, actor: Actor, at: dt.datetime) -> None:
        """The cube, asking what is said."""
        if said["reach"] not in {SavedView.Reach.TEAM, SavedView.Reach.PUBLIC}:
            raise RuleBroken(_("Choose who finds the view."))
        query = urlencode(list(_pairs(said["asks"])))
        state = state_from(QueryDict(query))
        here = {self.name_of(one): row for row, one in _cubes_here()}
        row = here.get(self.name_of(said)) or SavedCube(owner=_owner(actor), created_at=at)
        row.label, row.reach, row.query = said["label"][:60], said["reach"], state.query()
        row.team = team_at(said["team"]) if row.reach == SavedView.Reach.TEAM else None
        row.save()


class Dashboards(Part):
    """The tiles with which the people of a role begin."""

    key, label = "dashboards", _("Dashboards of roles")
    identity = ("role",)
    shape = {"role": str, "tiles": [{"standard": str, "cube": str, "n": int}]}

    def written(self) -> list[Said]:
        """One for each role that has any, by code."""
        cubes = {row.pk: said for row, said in _cubes_here()}
        boards = Dashboard.objects.exclude(role=None).select_related("role").order_by("role__code")
        return [
            {"role": board.role.code, "tiles": list(_tiles(board, cubes))}
            for board in boards
            if board.role is not None
        ]

    def title(self, said: Said) -> str:
        """The names of the role."""
        role = Role.objects.filter(code=said["role"]).first()
        return f"{role.label_zh} · {role.label_en}" if role else str(said["role"])

    def finish(self, said: Said, *, actor: Actor, at: dt.datetime) -> None:
        """These tiles in this order."""
        cubes = {
            (one["label"], one["n"]): row.pk
            for row, one in _cubes_here()
            if row.reach == SavedView.Reach.PUBLIC
        }
        keys = [_key(one, cubes) for one in said["tiles"]]
        arrange_for_role(actor, role_called(said["role"]), keys)


def _cubes_here() -> list[tuple[SavedCube, Said]]:
    teams = paths_of_teams()
    rows = list(SavedCube.objects.exclude(reach=SavedView.Reach.PRIVATE).order_by("label", "pk"))
    said = [
        {
            "label": row.label,
            "reach": row.reach,
            "team": teams.get(row.team_id or 0, []),
            "asks": _asks(row.query),
        }
        for row in rows
    ]
    return list(zip(rows, numbered(said, ("label", "reach", "team")), strict=True))


def _asks(query: str) -> dict[str, list[Any]]:
    asked: dict[str, list[Any]] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        target = _target(name)
        asked.setdefault(name, []).append(named(target, value) if target else value)
    return asked


def _pairs(asks: Mapping[str, list[Any]]) -> Iterator[tuple[str, str]]:
    for name, values in asks.items():
        target = _target(name)
        for value in values:
            yield name, str(found(target, value) if target else value)


def _target(name: str) -> str:
    """Whose ids a filter of a cube names, if it names any."""
    if not name.startswith(FILTER):
        return ""
    dimension = DIMENSION.get(name.removeprefix(FILTER))
    return dimension.target if dimension else ""


def _tiles(board: Dashboard, cubes: Mapping[int, Said]) -> Iterator[Said]:
    tiles = Tile.objects.filter(dashboard=board).order_by("position", "pk")
    for tile in tiles:
        said = cubes.get(tile.cube_id or 0)
        if said is not None:
            yield {"cube": said["label"], "n": said["n"]}
        elif tile.standard in BY_KEY:
            yield {"standard": tile.standard}


def _key(said: Said, cubes: Mapping[tuple[str, int], int]) -> str:
    if "standard" in said:
        if said["standard"] not in BY_KEY:
            raise RuleBroken(_("There is no such tile here."))
        return f"s-{said['standard']}"
    pk = cubes.get((said.get("cube", ""), said.get("n", 1)))
    if pk is None:
        name = {"name": said.get("cube", "")}
        raise RuleBroken(_("No cube “%(name)s” is kept for everyone here.") % name)
    return f"c-{pk}"


def _owner(actor: Actor) -> User:
    """Who brings it in; by a command, the first administrator."""
    administrators = User.objects.filter(is_active=True, roles__is_administrator=True)
    mine = User.objects.filter(pk=actor.user_id or 0).first()
    owner = mine or administrators.order_by("pk").first()
    if owner is None:
        raise RuleBroken(_("Cubes belong to a person: make the first administrator before."))
    return owner
