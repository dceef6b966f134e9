"""Every address says what it needs, and asks for it; after a refusal the database is unchanged."""

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client

from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.actors.models import Role, User
from guanxi.platform.nouns.registry import noun_named, nouns
from guanxi.platform.records.writing import create_record
from guanxi.platform.rest.tests.test_refusals import digest
from guanxi.platform.verbs.verb import verbs_for
from tests.route_needs import ADMIN, API, NEEDS, OPEN, OWN, RIGHT
from tests.routes import Route, every_route

HOME = "(home)"
REFUSED = {403, 404, 405}
# What a form of some page might send, made to be taken where rights were not asked for.
BODY = {"name": "Mine", "owner": "1", "role": "1", "act": "save", "pk": "1", "text": "x"}


@pytest.fixture
def firm_id(ana, at, settings, tmp_path):
    """A customer of ana's, which everybody else below tries to reach."""
    settings.REST_CALLS_PER_SECOND = 0
    settings.WAREHOUSE_FILE = tmp_path / "warehouse.duckdb"
    settings.MEDIA_ROOT = tmp_path
    return create_record(noun_named("account"), {"name": "苏州精密"}, actor=ana, at=at).pk


@pytest.fixture
def somebody(west, grant):
    """Somebody of another team with these permissions over this scope."""

    def make(scope="all", only=()):
        role = Role.objects.create(code="some", label_zh="某", label_en="Some")
        if only:
            grant(role, scope, only=tuple(only))
        user = User.objects.create(username="dan", name="Dan", email="dan@x.com", team=west)
        user.roles.add(role)
        rights_changed()
        return user

    return make


def browser(user=None, **more):
    client = Client(raise_request_exception=False, **more)
    if user is not None:
        client.force_login(user)
    return client


def routes(*needs):
    wanted = set().union(*needs)
    return [one for one in every_route() if (one.pattern or HOME) in wanted]


def asked(client, route, pk, methods=("get", "post")):
    """The route's answers, by how it was asked; what was allowed is taken back."""
    for method in methods:
        for given in ways(route):
            address = route.address(pk, **given)
            with transaction.atomic():
                answer = getattr(client, method)(address, BODY if method == "post" else {})
                if answer.status_code < 400:
                    transaction.set_rollback(True)
            yield f"{method} {address}", answer


def ways(route):
    """The names with which a route is filled in: of a verb, each that a customer has."""
    if route.pattern.endswith(("do/<slug:name>/", "bulk/<slug:name>/")):
        return [{"name": one.name} for one in verbs_for(noun_named("account"), SYSTEM)]
    return [{}]


def test_every_route_says_what_it_needs():
    found = {one.pattern or HOME for one in every_route()}
    declared = [pattern for patterns in NEEDS.values() for pattern in patterns]

    assert sorted(found - set(declared)) == []
    assert sorted(set(declared) - found) == []
    assert len(declared) == len(set(declared))


def test_a_guest_is_led_to_the_sign_in_from_everywhere(firm_id):
    before, let_in = digest(), []
    for route in routes(OWN, RIGHT, ADMIN, API):
        for how, answer in asked(browser(), route, firm_id):
            is_led = answer.status_code == 302 and answer["Location"].startswith("/sign-in/")
            if not is_led and answer.status_code not in {401, 405}:
                let_in.append((how, answer.status_code))

    assert let_in == []
    assert digest() == before


def test_who_has_no_right_reaches_nothing_that_needs_one(firm_id, somebody):
    client = browser(somebody())
    before, let_in = digest(), []
    for route in routes(RIGHT, ADMIN, API):
        for how, answer in asked(client, route, firm_id):
            is_shape = route.pattern in {"api/v1/", "api/v1/openapi.json"}
            if answer.status_code not in REFUSED and not is_shape:
                let_in.append((how, answer.status_code))

    assert let_in == []
    assert digest() == before


def test_a_page_of_ones_own_shows_nothing_of_anybody_else(firm_id, somebody):
    client = browser(somebody())
    for route in routes(OWN):
        for how, answer in asked(client, route, firm_id):
            assert answer.status_code < 500, how
            assert "苏州精密".encode() not in answer.content, how


def test_every_right_but_an_administrators_leaves_the_settings_closed(firm_id, somebody):
    every = [f"{key}.{one}" for key in nouns() for one in ("read", "create", "edit", "share")]
    client, before = browser(somebody("all", every)), digest()
    for route in routes(ADMIN):
        for how, answer in asked(client, route, firm_id):
            assert answer.status_code in REFUSED, how

    assert digest() == before


@pytest.mark.parametrize("scope", ["all", "own"])
def test_after_every_refusal_of_a_page_the_database_is_unchanged(firm_id, somebody, scope):
    """A reader of everything, and a stranger with every right over what is their own."""
    actions = ("read",) if scope == "all" else ("read", "edit", "delete", "export", "merge")
    user = somebody(scope, [f"{key}.{one}" for key in nouns() for one in actions])
    client, before, broken = browser(user), digest(), []
    for route in routes(OWN, RIGHT, ADMIN):
        for how, answer in asked(client, route, firm_id, methods=("post",)):
            if answer.status_code >= 500:
                broken.append(how)

    assert broken == []
    assert digest() == before


def test_a_stranger_with_rights_over_their_own_finds_no_page_of_anothers(firm_id, somebody):
    actions = ("read", "edit", "delete", "export", "merge", "share")
    user = somebody("own", [f"{key}.{one}" for key in nouns() for one in actions])
    record = [one for one in routes(RIGHT) if "<slug:noun_key>/<int:pk>/" in one.pattern]
    client, before = browser(user), digest()

    assert len(record) > 10
    for route in record:
        for how, answer in asked(client, route, firm_id):
            assert answer.status_code in {404, 405}, how
    assert digest() == before


def test_no_address_breaks_before_an_administrator(firm_id, admin):
    client = browser(User.objects.get(pk=admin.user_id))
    broken = [
        how
        for route in every_route()
        for how, answer in asked(client, route, firm_id)
        if answer.status_code >= 500
    ]

    assert broken == []


# What is noted of a reader while they read: where they were, what they have read, how they came.
NOTED = {"Visit", "Session", "UserSession", "Notification", "Fact", "Delivery", "CacheEntry"}


def books():
    """Everything in the database but what is noted of readers."""
    return {
        model.__name__: list(model._default_manager.order_by("pk").values_list())
        for model in apps.get_models()
        if model.__name__ not in NOTED
    }


def test_reading_any_address_changes_nothing(firm_id, admin):
    client = browser(User.objects.get(pk=admin.user_id))
    before = books()
    for route in every_route():
        for given in ways(route):
            client.get(route.address(firm_id, **given))
            client.head(route.address(firm_id, **given))

    after = books()
    changed = [name for name, rows in before.items() if after[name] != rows]
    assert changed == [], changed


def test_nothing_is_taken_that_another_site_could_have_sent(firm_id, admin):
    client = browser(User.objects.get(pk=admin.user_id), enforce_csrf_checks=True)
    before, taken = digest(), []
    for route in every_route():
        answer = client.post(Route(route.pattern).address(firm_id), BODY)
        if answer.status_code not in REFUSED:
            taken.append((route.pattern, answer.status_code))

    assert taken == []
    assert digest() == before


def test_a_guest_signs_in_only_from_our_own_page(db):
    client = browser(enforce_csrf_checks=True)

    for route in routes(OPEN):
        assert client.post(route.address(1), BODY).status_code in REFUSED, route.pattern


def test_the_password_page_says_what_ends_with_the_old_one(admin):
    page = browser(User.objects.get(pk=admin.user_id)).get("/settings/password/")

    assert "every API key that acts as you, and your calendar feed" in page.content.decode()
