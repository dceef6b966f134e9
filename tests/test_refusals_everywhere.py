"""After every refusal the database is unchanged: each noun, operation and verb there is."""

import io
from collections.abc import Iterator

import pytest
from django.test import Client

from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.actors.models import Role, Team, User
from guanxi.platform.files.storing import attach_file
from guanxi.platform.nouns.registry import noun_named, nouns
from guanxi.platform.records.writing import create_record
from guanxi.platform.rest.callers import forget_callers
from guanxi.platform.rest.tests.conftest import Api
from guanxi.platform.rest.tests.test_refusals import digest
from guanxi.platform.rights.keys import create_key
from guanxi.platform.verbs.verb import verbs_for

NONE = 999_999
BODIES: tuple[dict[str, object], ...] = (
    {},
    {"name": "Mine", "owner": 1, "reason": "x", "is_active": True},
)


@pytest.fixture(autouse=True)
def _unlimited(settings, tmp_path):
    settings.REST_CALLS_PER_SECOND = 0
    settings.MEDIA_ROOT = tmp_path
    forget_callers()


@pytest.fixture
def books(admin, ana, at):
    """A record of each kind that stands by itself, with a file on one of them."""
    account = create_record(noun_named("account"), {"name": "苏州精密"}, actor=ana, at=at)
    attach_file(
        noun_named("account"), account.pk, "a.pdf", io.BytesIO(b"%PDF-1.7"), actor=ana, at=at
    )
    person = create_record(noun_named("person"), {"name": "沈知远"}, actor=ana, at=at)
    values = {"name": "Call", "kind": "task", "due_at": "2026-11-20T09:00:00Z"}
    activity = create_record(noun_named("activity"), values, actor=ana, at=at)
    return {"account": account.pk, "person": person.pk, "activity": activity.pk}


@pytest.fixture
def key_of(admin, at):
    """The key of somebody new under a role with these rights."""

    def make(name: str, role: Role) -> Api:
        team = Team.objects.filter(parent=None).first()
        user = User.objects.create(username=name, name=name, email=f"{name}@x.com", team=team)
        user.roles.add(role)
        return Api(create_key(name, role, user, expires_at=None, actor=admin, at=at).secret)

    return make


def attempts(key: str, pk: int) -> Iterator[tuple[str, str]]:
    """Every way there is to change something of a noun."""
    yield "POST", f"{key}/"
    yield "POST", f"{key}/bulk/"
    yield "POST", f"{key}/bulk/1/undo/"
    for method in ("PATCH", "DELETE", "PUT"):
        yield method, f"{key}/{pk}/"
    yield "POST", f"{key}/{pk}/restore/"
    for part in ("notes", "files"):
        yield "POST", f"{key}/{pk}/{part}/"
        yield "PATCH", f"{key}/{pk}/{part}/1/"
        yield "DELETE", f"{key}/{pk}/{part}/1/"
    for verb in verbs_for(noun_named(key), SYSTEM):
        yield "POST", f"{key}/{pk}/{verb.name}/"


def refused_all(api: Api, books: dict[str, int]) -> None:
    """Every attempt on every noun is refused in order, and together they change nothing."""
    before = digest()
    for key in nouns():
        for pk in {books.get(key, NONE), NONE}:
            for method, path in attempts(key, pk):
                for body in BODIES:
                    answer = api.send(method, path, body)
                    assert 400 <= answer.status_code < 500, (method, path, answer.content)
    assert digest() == before


def test_who_may_only_read_changes_nothing_anywhere(books, grant, key_of):
    role = Role.objects.create(code="reader", label_zh="读者", label_en="Reader")
    grant(role, "all", only=tuple(f"{key}.read" for key in nouns()))
    refused_all(key_of("reader", role), books)


def test_who_has_no_right_changes_nothing_anywhere(books, key_of):
    role = Role.objects.create(code="nothing", label_zh="无", label_en="Nothing")
    refused_all(key_of("nobody", role), books)


def test_a_stranger_changes_nothing_of_anothers(books, grant, key_of):
    role = Role.objects.create(code="own", label_zh="本人", label_en="Own")
    actions = ("read", "edit", "delete", "merge", "share", "export", "import")
    grant(role, "own", only=tuple(f"{key}.{one}" for key in nouns() for one in actions))
    refused_all(key_of("stranger", role), books)


def test_a_guest_changes_nothing_anywhere(books):
    guest = Api("")
    guest.headers = {}
    guest.client = Client()
    refused_all(guest, books)
