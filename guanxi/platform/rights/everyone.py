"""Every active person as an actor, compiled together in a constant number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from guanxi.platform.actors.actor import SCOPES, Actor
from guanxi.platform.actors.models import Grant, Team, TeamMember, User


class Tree:
    """The tree of teams in memory."""

    def __init__(self) -> None:
        self.names: dict[int, str] = {}
        self._below: dict[int | None, list[int]] = defaultdict(list)
        for team in Team.objects.all():
            self.names[team.pk] = team.called
            self._below[team.parent_id].append(team.pk)
        self._known: dict[int, frozenset[int]] = {}

    def below(self, roots: Iterable[int]) -> frozenset[int]:
        """The teams ``roots`` and all below them."""
        return frozenset().union(*(self._branch(root) for root in roots))

    def _branch(self, root: int) -> frozenset[int]:
        if root not in self._known:
            found, waiting = set(), [root]
            while waiting:
                team = waiting.pop()
                found.add(team)
                waiting += [one for one in self._below[team] if one not in found]
            self._known[root] = frozenset(found)
        return self._known[root]


def actors_of_everyone(permissions: Collection[str], tree: Tree) -> list[Actor]:
    """An actor for each active person, knowing only how far ``permissions`` reach."""
    grants: dict[int, dict[str, str]] = defaultdict(dict)
    held = Grant.objects.filter(permission__in=permissions)
    for role, permission, scope in held.values_list("role_id", "permission", "scope"):
        grants[role][permission] = scope
    teams: dict[int, set[int]] = defaultdict(set)
    for user, team in TeamMember.objects.values_list("user_id", "team_id"):
        teams[user].add(team)
    people = (
        User.objects.filter(is_active=True).prefetch_related("roles").order_by("name_key", "pk")
    )
    return [_actor(user, grants, teams[user.pk], tree) for user in people]


def _actor(
    user: User, grants: Mapping[int, Mapping[str, str]], teams: set[int], tree: Tree
) -> Actor:
    roles = list(user.roles.all())
    own = frozenset(teams | ({user.team_id} if user.team_id else set()))
    return Actor(
        kind="person",
        id=user.pk,
        name=user.name,
        user_id=user.pk,
        team_id=user.team_id,
        teams=own,
        tree=tree.below(own),
        is_administrator=any(role.is_administrator for role in roles),
        grants=_widest([grants.get(role.pk, {}) for role in roles]),
        roles=frozenset(role.pk for role in roles),
        language=user.language,
    )


def _widest(held: Iterable[Mapping[str, str]]) -> dict[str, str]:
    widest: dict[str, str] = {}
    for grants in held:
        for permission, scope in grants.items():
            if SCOPES.index(scope) > SCOPES.index(widest.get(permission, "none")):
                widest[permission] = scope
    return widest
