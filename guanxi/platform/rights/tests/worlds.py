"""Random firms: trees of teams, people with roles, records, shares and rules."""

from dataclasses import dataclass, field

from hypothesis import strategies as st

from guanxi.platform.actors.actor import SCOPES
from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.actors.models import Grant, Role, Share, SharingRule, Team, User
from guanxi.platform.custom.models import CustomRecord

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
    rows: list[CustomRecord] = field(default_factory=list)


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


def found(world: World, field_of_city: str, at) -> World:
    """The world in the database."""
    for number, parent in enumerate(world.parents):
        above = world.teams[parent % number] if number else None
        world.teams.append(Team.objects.create(name=f"T{number}", parent=above))
    roles = [_role(f"r{n}", scope) for n, scope in enumerate(world.scopes)]
    roles.append(_role("boss", "all", is_administrator=True))
    for number, (home, held, is_boss) in enumerate(world.people):
        user = User.objects.create(
            username=f"u{number}", name=f"U{number}", team=pick(world.teams, home)
        )
        user.roles.set([roles[n % 2] for n in held] + ([roles[2]] if is_boss else []))
        world.users.append(user)
    for number, (owner, team, city, is_deleted) in enumerate(world.records):
        world.rows.append(
            CustomRecord.objects.create(
                noun="machine",
                name=f"M{number}",
                created_at=at,
                updated_at=at,
                owner=pick(world.users, owner),
                team=pick(world.teams, team),
                custom={field_of_city: CITIES[city]},
                deleted_at=at if is_deleted else None,
            )
        )
    _show(world, roles)
    rights_changed()
    return world


def pick(things, number):
    """The thing that a number on paper means."""
    return None if number is None else things[number % len(things)]


def _role(code, scope, **more):
    role = Role.objects.create(code=code, label_zh=code, label_en=code, **more)
    if scope != "none":
        Grant.objects.create(role=role, permission="machine.read", scope=scope)
    return role


def _show(world: World, roles):
    for row, to, is_team in world.shares:
        whom = {"team": pick(world.teams, to)} if is_team else {"user": pick(world.users, to)}
        Share.objects.create(noun="machine", record_id=pick(world.rows, row).pk, **whom)
    for number, (city, kind, to) in enumerate(world.rules):
        whom = {"user": world.users, "team": world.teams, "role": roles}[kind]
        SharingRule.objects.create(
            label=f"rule {number}",
            noun="machine",
            **{kind: pick(whom, to)},
            filter={"field": "city", "value": CITIES[city]},
        )
