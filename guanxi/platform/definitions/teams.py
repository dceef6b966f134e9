"""The tree of teams as definitions."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import Team
from guanxi.platform.definitions.naming import paths_of_teams, team_at, the_firm
from guanxi.platform.definitions.part import Part, Said
from guanxi.platform.rights.teams import create_team, rename_team


class Teams(Part):
    """Each team by the names that lead to it; the firm itself has none, and only a name."""

    key, label = "teams", _("Teams")
    identity = ("path",)
    shape = {"path": [str], "name": str, "name_en": str}

    def written(self) -> list[Said]:
        """The tree from the firm down."""
        teams = Team.objects.in_bulk()
        found = {tuple(path): (path, teams[pk]) for pk, path in reversed(paths_of_teams().items())}
        return [
            {"path": path, "name": team.name, "name_en": team.name_en}
            for _key, (path, team) in sorted(found.items())
        ]

    def title(self, said: Said) -> str:
        """The way to it."""
        return " / ".join(said["path"]) or said["name"]

    def finish(self, said: Said, *, actor: Actor, at: dt.datetime) -> None:
        """The team under its parent; the firm under its name."""
        path, english = said["path"], said["name_en"]
        name = path[-1] if path else said["name"]
        here = the_firm() if not path else None
        if path and path in paths_of_teams().values():
            here = team_at(path)
        if here is None:
            parent = team_at(path[:-1]) if path else None
            create_team(name, parent, name_en=english, actor=actor, at=at)
        elif (here.name, here.name_en) != (name, english):
            rename_team(here, name, name_en=english, actor=actor, at=at)
