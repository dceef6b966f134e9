"""The cast and the clock that every test shares."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.conf import settings
from django.utils.translation.reloader import translation_file_changed

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.compiling import actor_for_user, forget_actors, rights_changed
from guanxi.platform.actors.models import Grant, Role, Team, User
from guanxi.platform.custom.schema import forget_schema
from guanxi.platform.i18n.compile import compile_stale
from guanxi.platform.nouns.noun import ACTIONS
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.records.walking import forget_counts
from guanxi.platform.views.reading import forget_views


def pytest_configure(config: pytest.Config) -> None:
    """Let a plain `pytest` see the translations as they are now, and sign people in by force."""
    settings.ADMIN_PROVED_MINUTES = 0
    if not hasattr(config, "workerinput"):
        for po in compile_stale():
            # Django has read the old ones by now.
            translation_file_changed(None, po.with_suffix(".mo"))


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """Caches hold what a rolled back test left behind; start each test without them."""
    forget_actors()
    forget_schema()
    forget_counts()
    forget_views()


@pytest.fixture
def at() -> dt.datetime:
    """The present moment of every test: a Thursday morning in Shanghai."""
    return dt.datetime(2026, 11, 19, 2, 0, tzinfo=dt.UTC)


@pytest.fixture
def firm(db: None) -> Team:
    """The root of the tree of teams."""
    return Team.objects.create(name="Firm")


@pytest.fixture
def east(firm: Team) -> Team:
    """The team of ana and ben."""
    return Team.objects.create(name="East", parent=firm)


@pytest.fixture
def west(firm: Team) -> Team:
    """The team of cleo."""
    return Team.objects.create(name="West", parent=firm)


@pytest.fixture
def grant() -> Callable[..., None]:
    """Grant a role every action on every noun over one scope, or only those named."""

    def give(role: Role, scope: str = "team", only: tuple[str, ...] = ()) -> None:
        names = only or tuple(n.permission(action) for n in nouns().values() for action in ACTIONS)
        Grant.objects.bulk_create(Grant(role=role, permission=name, scope=scope) for name in names)
        rights_changed()

    return give


@pytest.fixture
def seller(db: None, grant: Callable[..., None]) -> Role:
    """A role with every action on every noun of its team."""
    role = Role.objects.create(code="test-seller", label_zh="销售", label_en="Seller")
    grant(role)
    return role


@pytest.fixture
def person() -> Callable[..., Actor]:
    """Make a member of staff and get the actor."""

    def make(name: str, team: Team | None, *roles: Role) -> Actor:
        user = User.objects.create(
            username=name, name=name.title(), email=f"{name}@example.com", team=team, language="en"
        )
        user.roles.set(roles)
        rights_changed()
        return actor_for_user(user)

    return make


@pytest.fixture
def ana(person: Callable[..., Actor], east: Team, seller: Role) -> Actor:
    """Ana owns the records of a test."""
    return person("ana", east, seller)


@pytest.fixture
def ben(person: Callable[..., Actor], east: Team, seller: Role) -> Actor:
    """Ben is on ana's team."""
    return person("ben", east, seller)


@pytest.fixture
def cleo(person: Callable[..., Actor], west: Team, seller: Role) -> Actor:
    """Cleo is a stranger to ana's records."""
    return person("cleo", west, seller)


@pytest.fixture
def admin(person: Callable[..., Actor], firm: Team) -> Actor:
    """The administrator."""
    role = Role.objects.create(
        code="test-admin", label_zh="管理员", label_en="Administrator", is_administrator=True
    )
    return person("admin", firm, role)
