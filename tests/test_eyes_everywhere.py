"""Through another's eyes an administrator sees what that person sees, and changes nothing."""

import pytest
from django.db import connection, transaction
from django.test import Client

from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.actors.models import Role, User
from guanxi.platform.rest.tests.test_refusals import digest
from guanxi.platform.signin.viewing import WAYS_OUT
from tests.routes import every_route
from tests.test_field_rights_everywhere import pages
from tests.test_routes import BODY, ways
from tests.whole_firm import found_firm

pytestmark = [
    pytest.mark.alike,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="said once, on SQLite"),
]


@pytest.fixture
def books(admin, at, settings, tmp_path):
    """A firm that is all the administrator's."""
    settings.REST_CALLS_PER_SECOND = 0
    settings.WAREHOUSE_FILE = tmp_path / "warehouse.duckdb"
    settings.MEDIA_ROOT = tmp_path
    return found_firm(admin, at)


@pytest.fixture
def stranger(books, west, grant):
    """Somebody with every right over what is their own."""
    role = Role.objects.create(code="own", label_zh="本人", label_en="Own")
    grant(role, "own")
    user = User.objects.create(username="dan", name="Dan", email="dan@x.com", team=west)
    user.language = "en"
    user.save(update_fields=["language"])
    user.roles.add(role)
    rights_changed()
    return user


@pytest.fixture
def strangers(stranger):
    """The stranger's own browser."""
    client = Client(raise_request_exception=False)
    client.force_login(stranger)
    return client


@pytest.fixture
def looking(admin, stranger):
    """The administrator's browser, looking as the stranger."""
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(pk=admin.user_id))
    assert client.post(f"/settings/people/{stranger.pk}/view-as/").status_code == 302
    return client


def told(client, address, words):
    """The words of the firm that an address tells, and how it was answered."""
    answer = client.get(address)
    text = "" if answer.streaming else answer.content.decode()
    return answer.status_code, {one for one in words if one in text}


def test_no_page_file_or_answer_tells_more_than_the_person_is_told(books, strangers, looking):
    words, more, fewer = set().union(*books.words.values()), [], []
    for address in pages(books):
        status, seen = told(looking, address, words)
        own_status, own = told(strangers, address, words)
        if seen - own or status >= 500:
            more.append((address, status))
        if status == own_status and own - seen:
            fewer.append(address)

    assert more == []
    assert fewer == []


def test_rest_answers_as_it_answers_the_person(books, strangers, looking, admin):
    owners = Client()
    owners.force_login(User.objects.get(pk=admin.user_id))
    hidden = 0
    for key, pk in books.pks.items():
        for address in (f"/api/v1/{key}/", f"/api/v1/{key}/{pk}/", f"/api/v1/{key}/?text=zq"):
            seen, own = looking.get(address), strangers.get(address)
            assert (seen.status_code, seen.content) == (own.status_code, own.content), address
            hidden += owners.get(address).content != own.content

    assert hidden > 10


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_no_address_changes_anything_meanwhile(books, looking, method):
    before, taken = digest(), []
    for route in every_route():
        for given in ways(route):
            address = route.address(books.pks["account"], **given)
            if address in WAYS_OUT:
                continue
            with transaction.atomic():
                body = {"data": BODY} if method == "post" else {}
                answer = getattr(looking, method)(address, **body)
            if answer.status_code not in {403, 404, 405}:
                taken.append((address, answer.status_code))
            elif address.startswith("/api/") and answer.status_code == 403:
                assert answer["Content-Type"] == "application/problem+json", address

    assert taken == []
    assert digest() == before
