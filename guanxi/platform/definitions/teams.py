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
    shape = {"path": [str], "name": str}

    def written(self) -> list[Said]:
        """The tree from the firm down."""
        root = the_firm()
        found = {tuple(path): path for path in paths_of_teams().values()}
        return [
            {"path": found[key], "name": key[-1] if key else root.name if root else ""}
            for key in sorted(found)
        ]

    def title(self, said: Said) -> str:
        """The way to it."""
        return " / ".join(said["path"]) or said["name"]

    def finish(self, said: Said, *, actor: Actor, at: dt.datetime) -> None:
        """The team under its parent; the firm under its name."""
        path, root = said["path"], the_firm()
        if not path and root is not None:
            rename_team(root, said["name"], actor=actor, at=at)
        elif not path:
            create_team(said["name"], None, actor=actor, at=at)
        elif path not in paths_of_teams().values():
            parent: Team = team_at(path[:-1])
            create_team(path[-1], parent, actor=actor, at=at)
