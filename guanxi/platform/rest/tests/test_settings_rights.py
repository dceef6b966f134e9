"""Who may administer what by the API, and how everybody else is told."""

import pytest
from django.test import Client

from guanxi.platform.actors.models import Role, Team, User
from guanxi.platform.errors import Denied
from guanxi.platform.rest.settings.every import RESOURCES
from guanxi.platform.rest.tests.conftest import Api
from guanxi.platform.rest.tests.test_refusals import digest
from guanxi.platform.rights.view_as import viewing_as

JSON = {"content_type": "application/json"}


def every_call(pk=1):
    """Each way to reach each resource."""
    for key, one in RESOURCES.items():
        for method in ("GET", "POST"):
            yield key, method, f"settings/{key}/"
        for method in ("GET", "PATCH", "DELETE"):
            yield key, method, f"settings/{key}/{pk}/"
        for name in one.acts:
            yield key, "POST", f"settings/{key}/{pk}/{name}/"
        for name in one.acts_on_all:
            yield key, "POST", f"settings/{key}/{name}/"


def test_what_is_an_administrators_is_refused_to_everyone_else(boss, api, stranger, reader):
    guest = Api("nothing")
    seen, before = [], digest()
    for key, method, path in every_call():
        for caller in (api, stranger, reader, guest):
            answer = caller.send(method, path, {"name": "x", "needed": True})
            wanted = {401} if caller is guest else {403}
            if key != "api-keys" and answer.status_code not in wanted:
                seen.append((method, path, answer.status_code))
    assert seen == []
    assert digest() == before


def test_nothing_is_administered_through_anothers_eyes(boss, admin):
    viewing = viewing_as(User.objects.get(pk=admin.user_id), actor=admin)
    for one in RESOURCES.values():
        assert not one.is_for(viewing)
        with pytest.raises(Denied):
            one.rows(viewing)


def browser(actor):
    """A person's own session, which needs no key."""
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def test_people_make_see_and_end_their_own_keys_only(boss, ana, ben, seller, grant):
    anas, bens = browser(ana), browser(ben)
    values = {"name": "mine", "role": seller.pk}
    path = "/api/v1/settings/api-keys/"
    made = anas.post(path, values, **JSON)
    own = f"{path}{made.json()['id']}/"

    assert (made.status_code, made.json()["user"]) == (201, ana.user_id)
    assert anas.get(own).status_code == 200
    assert [bens.get(own).status_code, bens.post(f"{own}revoke/", **JSON).status_code] == [404, 404]
    assert made.json()["id"] not in [row["id"] for row in bens.get(path).json()["rows"]]
    assert anas.post(f"{own}revoke/", **JSON).json()["revoked_at"]


def test_nobody_makes_a_key_of_another_or_of_more(boss, ana, ben):
    anas, before = browser(ana), digest()
    role = Role.objects.get(code="test-admin")
    for values in (
        {"name": "x", "role": role.pk},
        {"name": "x", "role": next(iter(ana.roles)), "user": ben.user_id},
    ):
        answer = anas.post("/api/v1/settings/api-keys/", values, **JSON)
        assert answer.status_code == 403
    assert digest() == before


def test_a_key_that_is_no_administrators_makes_no_further_key(api, seller):
    before = digest()
    assert api.post("settings/api-keys/", {"name": "x", "role": seller.pk}).status_code == 403
    assert digest() == before


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("roles/", {}, 422),
        ("roles/", {"code": "x" * 51, "label_zh": "x"}, 422),
        ("roles/", {"code": "x", "label_zh": "a\x00b"}, 400),
        ("roles/", {"code": "x", "label_zh": "x", "is_administrator": True}, 422),
        ("teams/", {"name": " "}, 422),
        ("teams/", {"name": "x", "parent": 999_999}, 422),
        ("webhooks/", {"name": "x", "url": "https://x.example", "patterns": 5, "role": 1}, 422),
        ("people/", {"name": "x"}, 422),
        ("nothing/", {"name": "x"}, 404),
        ("roles/nothing/", {"needed": True}, 404),
        ("roles/second_step/", {}, 422),
        ("roles/second_step/", {"needed": "perhaps"}, 422),
    ],
)
def test_what_is_not_understood_is_said_and_changes_nothing(boss, path, body, status):
    before = digest()
    answer = boss.post(f"settings/{path}", body)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert digest() == before


def test_the_description_tells_an_administrator_of_every_call_and_nobody_else(boss, api):
    paths = boss.get("openapi.json").json()["paths"]
    described = {path for path in paths if path.startswith("/api/v1/settings/")}
    wanted = {f"/api/v1/{path.replace('/1/', '/{id}/')}" for _key, _method, path in every_call()}
    assert described == wanted

    for path in api.get("openapi.json").json()["paths"]:
        assert "/settings/" not in path or "/api-keys/" in path


def test_a_long_list_is_read_in_pages(boss, firm):
    Team.objects.bulk_create(Team(name=f"T{n}", parent=firm) for n in range(5))
    found, after = [], 0
    while after is not None:
        page = boss.get("settings/teams/", limit=2, after=after).json()
        found += [row["id"] for row in page["rows"]]
        after = page["next"]
    assert found == list(Team.objects.order_by("pk").values_list("pk", flat=True))
    assert boss.get("settings/teams/", limit=0).status_code == 400


def test_a_list_asks_the_same_few_questions_for_many(boss, django_assert_max_num_queries, firm):
    Role.objects.bulk_create(Role(code=f"r{n}", label_zh="x", label_en="x") for n in range(30))
    User.objects.bulk_create(User(username=f"u{n}", name="x", team=firm) for n in range(30))
    # Who asks and what they may do is learnt once.
    boss.get("settings/teams/")
    for key in RESOURCES:
        with django_assert_max_num_queries(6):
            boss.get(f"settings/{key}/", limit=200)
