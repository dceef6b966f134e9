"""Who the cast are: conftest.py brings them in for each test, standing books for a module."""

from collections.abc import Callable, Sequence

from django.db import connection

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.compiling import actor_for_user, rights_changed
from guanxi.platform.actors.models import Grant, Role, Team, User
from guanxi.platform.nouns.noun import ACTIONS
from guanxi.platform.nouns.registry import nouns

Granting = Callable[..., None]
Hiring = Callable[..., Actor]


def grant(role: Role, scope: str = "team", only: tuple[str, ...] = ()) -> None:
    """Grant a role every action on every noun over one scope, or only those named."""
    names = only or tuple(n.permission(action) for n in nouns().values() for action in ACTIONS)
    _insert(role, names, scope)
    rights_changed()


def _insert(role: Role, names: Sequence[str], scope: str) -> None:
    """Some 150 rows for nearly every test: by one statement, a tenth of the work of objects."""
    rows = ", ".join(["(%s, %s, %s)"] * len(names))
    given = [one for name in names for one in (role.pk, name, scope)]
    table = connection.ops.quote_name(Grant._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (role_id, permission, scope) VALUES {rows}",  # noqa: S608
            given,
        )


def hire(name: str, team: Team | None, *roles: Role) -> Actor:
    """Make a member of staff and get the actor."""
    user = User.objects.create(
        username=name, name=name.title(), email=f"{name}@example.com", team=team, language="en"
    )
    user.roles.set(roles)
    rights_changed()
    return actor_for_user(user)


def firm(db: None) -> Team:
    """The root of the tree of teams."""
    return Team.objects.create(name="Firm")


def east(firm: Team) -> Team:
    """The team of ana and ben."""
    return Team.objects.create(name="East", parent=firm)


def west(firm: Team) -> Team:
    """The team of cleo."""
    return Team.objects.create(name="West", parent=firm)


def seller(db: None, grant: Granting) -> Role:
    """A role with every action on every noun of its team."""
    role = Role.objects.create(code="test-seller", label_zh="销售", label_en="Seller")
    grant(role)
    return role


def ana(person: Hiring, east: Team, seller: Role) -> Actor:
    """Ana owns the records of a test."""
    return person("ana", east, seller)


def ben(person: Hiring, east: Team, seller: Role) -> Actor:
    """Ben is on ana's team."""
    return person("ben", east, seller)


def cleo(person: Hiring, west: Team, seller: Role) -> Actor:
    """Cleo is a stranger to ana's records."""
    return person("cleo", west, seller)


def admin(person: Hiring, firm: Team) -> Actor:
    """The administrator."""
    role = Role.objects.create(
        code="test-admin", label_zh="管理员", label_en="Administrator", is_administrator=True
    )
    return person("admin", firm, role)
