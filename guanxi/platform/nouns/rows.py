"""Row rules: which rows of a noun an actor's scope reaches. The only place that decides it."""

from dataclasses import dataclass

from django.db.models import Q
from django.db.models.lookups import Exact, In

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.unindexed import Unindexed

NOBODY = Q(pk__in=())


@dataclass(frozen=True)
class Owned:
    """Rows that belong to a person and a team, named by ORM paths."""

    owner: str = "owner"
    team: str = "team"

    def reach(self, actor: Actor, scope: str, *, walking: bool = False) -> Q:
        """The rows that ``scope`` reaches, sharing left aside; ``walking`` as in Unindexed."""
        if scope == "all":
            return Q()
        mine = self._mine(actor, walking)
        if scope == "own":
            return mine
        if scope in {"team", "tree"}:
            teams = sorted(actor.teams if scope == "team" else actor.tree)
            if walking:
                return mine | Q(In(Unindexed(f"{self.team}_id"), teams))
            return mine | Q(**{f"{self.team}__in": teams})
        return NOBODY

    def _mine(self, actor: Actor, walking: bool) -> Q:
        if not actor.user_id:
            return NOBODY
        if walking:
            return Q(Exact(Unindexed(f"{self.owner}_id"), actor.user_id))
        return Q(**{self.owner: actor.user_id})


@dataclass(frozen=True)
class Through:
    """Rows seen exactly when the record that the relation ``path`` names is seen.

    Rows with no such record are seen by actors whose scope is "all" only.
    """

    path: str


@dataclass(frozen=True)
class Everyone:
    """Rows that belong to the whole firm: whoever holds the permission sees all."""

    def reach(self, actor: Actor, scope: str, *, walking: bool = False) -> Q:
        """Everything, unless nothing is granted."""
        return NOBODY if scope == "none" else Q()


RowRule = Owned | Through | Everyone


def owned(by: str = "owner", team: str = "team") -> Owned:
    """Rows that belong to a person and a team."""
    return Owned(by, team)


def through(path: str) -> Through:
    """Rows seen when the record at ``path`` is seen."""
    return Through(path)


def everyone() -> Everyone:
    """Rows of the whole firm."""
    return Everyone()
