"""Random firms: trees of teams, people with roles, records, shares and rules."""

from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from guanxi.platform.actors.actor import SCOPES
from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.actors.models import Grant, Role, Share, SharingRule, Team, User

CITIES = ("苏州", "无锡")


@dataclass
class World:
    """A firm on paper: every number points into the list before it."""

    parents: list[int]
    scopes: list[str]
    people: list[tuple[int, list[int], bool]]
    records: list[tuple[int | None, int | None, int, bool]]
    shares: list[tuple[int, int, bool]]
    rules: list[tuple[int, str, int]]
    users: list[User] = field(default_factory=list)
    teams: list[Team] = field(default_factory=list)
    rows: list[Any] = field(default_factory=list)


@st.composite
def worlds(draw):
    """A firm of up to six teams, four people, two roles and six records."""
    number = st.integers(0, 20)
    parents = draw(st.lists(number, min_size=1, max_size=6))
    person = st.tuples(
        number, st.lists(number, max_size=2), st.integers(0, 9).map(lambda n: n == 9)
    )
    maybe = st.none() | number
    record = st.tuples(maybe, maybe, st.integers(0, 1), st.integers(0, 5).map(lambda n: n == 5))
    return World(
        parents=parents,
        scopes=draw(st.lists(st.sampled_from(SCOPES), min_size=2, max_size=2)),
        people=draw(st.lists(person, min_size=1, max_size=4)),
        records=draw(st.lists(record, min_size=1, max_size=6)),
        shares=draw(st.lists(st.tuples(number, number, st.booleans()), max_size=4)),
        rules=draw(
            st.lists(
                st.tuples(st.integers(0, 1), st.sampled_from(("user", "team", "role")), number),
                max_size=2,
            )
        ),
    )


def found(world: World, noun: str, make_row, also=()) -> World:
    """The world in the database; ``make_row(number, owner, team, city, is_deleted)`` makes rows.

    Roles grant reading ``noun``, and the permissions ``also``, over the same scope.
    """
    for number, parent in enumerate(world.parents):
        above = world.teams[parent % number] if number else None
        world.teams.append(Team.objects.create(name=f"T{number}", parent=above))
    wanted = (f"{noun}.read", *also)
    roles = [_role(f"r{n}", scope, wanted) for n, scope in enumerate(world.scopes)]
    roles.append(_role("boss", "all", wanted, is_administrator=True))
    for number, (home, held, is_boss) in enumerate(world.people):
        user = User.objects.create(
            username=f"u{number}", name=f"U{number}", team=pick(world.teams, home)
        )
        user.roles.set([roles[n % 2] for n in held] + ([roles[2]] if is_boss else []))
        world.users.append(user)
    for number, (owner, team, city, is_deleted) in enumerate(world.records):
        of, at_home = pick(world.users, owner), pick(world.teams, team)
        world.rows.append(make_row(number, of, at_home, CITIES[city], is_deleted))
    _show(world, noun, roles)
    rights_changed()
    return world


def pick(things, number):
    """The thing that a number on paper means."""
    return None if number is None else things[number % len(things)]


def _role(code, scope, permissions, **more):
    role = Role.objects.create(code=code, label_zh=code, label_en=code, **more)
    if scope != "none":
        Grant.objects.bulk_create(
            Grant(role=role, permission=name, scope=scope) for name in permissions
        )
    return role


def _show(world: World, noun, roles):
    for row, to, is_team in world.shares:
        whom = {"team": pick(world.teams, to)} if is_team else {"user": pick(world.users, to)}
        Share.objects.create(noun=noun, record_id=pick(world.rows, row).pk, **whom)
    for number, (city, kind, to) in enumerate(world.rules):
        whom = {"user": world.users, "team": world.teams, "role": roles}[kind]
        SharingRule.objects.create(
            label=f"rule {number}",
            noun=noun,
            **{kind: pick(whom, to)},
            filter={"field": "city", "value": CITIES[city]},
        )


def plainly_visible(world: World, user: User, noun) -> set[int]:
    """The ids a person sees, by the definition that the documentation gives, row by row."""
    return {row.pk for row in world.rows if not row.deleted_at and sees(user, row, noun)}


def sees(user, row, noun):
    roles = list(user.roles.all())
    if any(role.is_administrator for role in roles):
        return True
    grants = Grant.objects.filter(role__in=roles, permission=noun.permission("read"))
    scope = max((grant.scope for grant in grants), key=SCOPES.index, default="none")
    if scope in {"none", "all"}:
        return scope == "all"
    if row.owner_id == user.pk and scope != "shared":
        return True
    if scope in {"team", "tree"} and row.team_id and row.team_id == user.team_id:
        return True
    if scope == "tree" and row.team_id and is_below(row.team, user.team):
        return True
    return is_shown(user, row, roles, noun)


def is_below(team, top):
    while team is not None:
        if team == top:
            return True
        team = Team.objects.get(pk=team.parent_id) if team.parent_id else None
    return False


def is_shown(user, row, roles, noun):
    shares = Share.objects.filter(noun=noun.key, record_id=row.pk)
    if any(one.user == user or (one.team and one.team == user.team) for one in shares):
        return True
    return any(
        rule.filter["value"] == noun.field("city").value_of(row)
        and (rule.user == user or (rule.team and rule.team == user.team) or rule.role in roles)
        for rule in SharingRule.objects.filter(noun=noun.key)
    )
