"""From rows of people, teams and roles to one Actor, cached until any of them changes."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from django.db.models import Q

from guanxi.platform.actors.actor import SCOPES, Actor, Kind, RuleShare
from guanxi.platform.actors.models import (
    ApiKey,
    FieldGrant,
    Grant,
    Role,
    Share,
    SharingRule,
    Team,
    User,
)
from guanxi.platform.actors.versions import renew_version, version_of

MODES = ("hidden", "masked", "read", "full")
Derive = Callable[[Mapping[str, Mapping[str, str]]], Mapping[tuple[str, str], str]]
_derivers: list[Derive] = []


def rights_changed() -> None:
    """Make every cached actor be compiled anew; called in the changing transaction."""
    renew_version("rights")


def actor_for_user(user: User) -> Actor:
    """The actor of a signed-in person."""
    return _person(user.pk, version_of("rights"))


def actor_for_key(key: ApiKey) -> Actor:
    """The actor of an API key: its own role, owning as the person it was made for."""
    return _key(key.pk, version_of("rights"))


def actor_under(kind: Kind, name: str, role_id: int, user_id: int | None) -> Actor:
    """The actor of a thing that has one role and sees the rows of one person, or of nobody."""
    return _under(kind, name, role_id, user_id, version_of("rights"))


def subtree(roots: Iterable[int]) -> frozenset[int]:
    """The teams ``roots`` and every team below them."""
    below: dict[int | None, list[int]] = defaultdict(list)
    for pk, parent in Team.objects.values_list("pk", "parent_id"):
        below[parent].append(pk)
    found: set[int] = set()
    waiting = list(roots)
    while waiting:
        team = waiting.pop()
        if team not in found:
            found.add(team)
            waiting += below[team]
    return frozenset(found)


def upwards(teams: Iterable[int]) -> frozenset[int]:
    """The teams and every team above them."""
    parents = dict(Team.objects.values_list("pk", "parent_id"))
    found: set[int] = set()
    for one in teams:
        team: int | None = one
        while team is not None and team not in found:
            found.add(team)
            team = parents.get(team)
    return frozenset(found)


@lru_cache(maxsize=2048)
def _person(user_id: int, version: int) -> Actor:
    user = User.objects.get(pk=user_id)
    roles = list(user.roles.all()) if user.is_active else []
    teams = set(user.memberships.values_list("team_id", flat=True)) if user.is_active else set()
    if user.is_active and user.team_id:
        teams.add(user.team_id)
    return _compiled(
        Actor(
            kind="person",
            id=user.pk,
            name=user.name,
            user_id=user.pk,
            team_id=user.team_id,
            language=user.language,
            time_zone=user.time_zone,
        ),
        roles,
        teams,
    )


@lru_cache(maxsize=512)
def _key(key_id: int, version: int) -> Actor:
    key = ApiKey.objects.select_related("role", "user").get(pk=key_id)
    team_id = key.team_id or (key.user.team_id if key.user else None)
    actor = Actor(kind="key", id=key.pk, name=key.name, user_id=key.user_id, team_id=team_id)
    return _compiled(actor, [key.role], {team_id} if team_id else set())


@lru_cache(maxsize=512)
def _under(kind: Kind, name: str, role_id: int, user_id: int | None, version: int) -> Actor:
    role = Role.objects.get(pk=role_id)
    user = User.objects.get(pk=user_id) if user_id else None
    team_id = user.team_id if user else None
    actor = Actor(kind=kind, id=None, name=name, user_id=user_id, team_id=team_id)
    return _compiled(actor, [role], {team_id} if team_id else set())


def _compiled(actor: Actor, roles: list[Role], teams: set[int]) -> Actor:
    role_ids = frozenset(role.pk for role in roles)
    return Actor(
        kind=actor.kind,
        id=actor.id,
        name=actor.name,
        user_id=actor.user_id,
        team_id=actor.team_id,
        teams=frozenset(teams),
        tree=subtree(teams),
        above=upwards(teams),
        is_administrator=any(role.is_administrator for role in roles),
        grants=_widest_grants(role_ids),
        fields=_with_derived(_widest_fields(role_ids)),
        shared_nouns=_shared_nouns(actor.user_id, teams),
        rules=_rules(actor.user_id, teams, role_ids),
        roles=role_ids,
        language=actor.language,
        time_zone=actor.time_zone,
        needs_second_factor=any(role.needs_second_factor for role in roles),
    )


def _widest_grants(roles: frozenset[int]) -> dict[str, str]:
    widest: dict[str, str] = {}
    for permission, scope in Grant.objects.filter(role__in=roles).values_list(
        "permission", "scope"
    ):
        if SCOPES.index(scope) > SCOPES.index(widest.get(permission, "none")):
            widest[permission] = scope
    return widest


def _widest_fields(roles: frozenset[int]) -> dict[str, dict[str, str]]:
    """A field is restricted only where every role of the actor restricts it."""
    modes: dict[tuple[str, str], list[str]] = defaultdict(list)
    for noun, name, mode in FieldGrant.objects.filter(role__in=roles).values_list(
        "noun", "field", "mode"
    ):
        modes[noun, name].append(mode)
    widest: dict[str, dict[str, str]] = defaultdict(dict)
    for (noun, name), held in modes.items():
        if len(held) == len(roles):
            widest[noun][name] = max(held, key=MODES.index)
    return dict(widest)


def derive_field_modes(derive: Derive) -> None:
    """Let ``derive`` say how fields are met that are computed from restricted ones."""
    if derive not in _derivers:
        _derivers.append(derive)


def _with_derived(modes: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    for derive in _derivers if modes else ():
        for (noun, name), mode in derive(modes).items():
            modes.setdefault(noun, {}).setdefault(name, mode)
    return modes


def _shared_nouns(user_id: int | None, teams: set[int]) -> frozenset[str]:
    reached = Q(team__in=teams)
    if user_id:
        reached |= Q(user=user_id)
    return frozenset(Share.objects.filter(reached).values_list("noun", flat=True).distinct())


def _rules(user_id: int | None, teams: set[int], roles: frozenset[int]) -> tuple[RuleShare, ...]:
    reached = Q(team__in=teams) | Q(role__in=roles)
    if user_id:
        reached |= Q(user=user_id)
    return tuple(
        RuleShare(rule.noun, rule.filter, rule.can_edit, rule.label)
        for rule in SharingRule.objects.filter(reached)
    )


def forget_actors() -> None:
    """Drop every cached actor of this process."""
    _person.cache_clear()
    _key.cache_clear()
    _under.cache_clear()
