"""Row rules: which rows of a noun an actor's scope reaches. The only place that decides it."""

from dataclasses import dataclass

from django.db.models import Q

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.among import ids_of

NOBODY = Q(pk__in=())


@dataclass(frozen=True)
class Owned:
    """Rows that belong to a person and a team, named by ORM paths."""

    owner: str = "owner"
    team: str = "team"

    def reach(self, actor: Actor, scope: str, living: Q) -> Q:
        """The rows that ``scope`` reaches, sharing left aside.

        ``living`` is repeated on each side of the alternative, since SQLite uses an index of
        living rows there only where that side itself asks for living rows.
        """
        if scope == "all":
            return Q()
        mine = Q(**{self.owner: actor.user_id}) & living if actor.user_id else NOBODY
        if scope == "own":
            return mine
        if scope in {"team", "tree"}:
            teams = ids_of(actor.teams if scope == "team" else actor.tree)
            return mine | (Q(**{f"{self.team}__among": teams}) & living)
        return NOBODY


@dataclass(frozen=True)
class Through:
    """Rows seen exactly when the record that the relation ``path`` names is seen.

    Rows with no such record are seen by actors whose scope is "all" only.
    """

    path: str


@dataclass(frozen=True)
class Everyone:
    """Rows that belong to the whole firm: whoever holds the permission sees all."""

    def reach(self, actor: Actor, scope: str, living: Q) -> Q:
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
