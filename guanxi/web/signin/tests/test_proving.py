"""Administering takes recent proof of who one is, and the right network where one is named."""

import time
from ipaddress import ip_network

import pytest

from guanxi.platform.actors.models import ApiKey, Role, User
from guanxi.platform.rights.keys import create_key
from guanxi.web.signin.tests.conftest import PASSWORD

ROLES, AGAIN = "/settings/roles/", "/sign-in/again/"
NEW = {"code": "sales2", "label_zh": "销售二部", "label_en": "Sales 2"}
LONG_AGO = 2 * 3600


@pytest.fixture
def boss(client, admin, settings):
    """The administrator's browser, signed in by password two hours ago."""
    settings.ADMIN_PROVED_MINUTES = 60
    user = User.objects.get(pk=admin.user_id)
    user.set_password(PASSWORD)
    user.save()
    client.post("/sign-in/", {"login": "admin", "password": PASSWORD})
    _pass_time(client)
    return client


def _pass_time(client):
    session = client.session
    for one in session["account_authentication_methods"]:
        one["at"] = time.time() - LONG_AGO
    session.save()


def test_after_an_hour_an_administrator_proves_who_they_are_and_goes_on(boss):
    asked = boss.post(ROLES, NEW)
    assert asked["Location"].startswith(AGAIN)
    assert not Role.objects.filter(code="sales2").exists()

    boss.post(asked["Location"], {"password": "wrong"})
    assert not Role.objects.filter(code="sales2").exists()
    boss.post(asked["Location"], {"password": PASSWORD})

    assert Role.objects.filter(code="sales2").exists()
    assert boss.get(ROLES).status_code == 200


def test_everything_else_goes_on_without_being_asked(boss):
    assert boss.get("/account/").status_code == 200
    assert boss.get(ROLES)["Location"] == f"{AGAIN}?next=%2Fsettings%2Froles%2F"


def test_a_part_of_a_page_leads_to_the_question_and_back_to_its_page(boss):
    where = {"HX-Request": "true", "HX-Current-URL": "http://testserver/settings/roles/7/"}
    answer = boss.post(f"{ROLES}7/", {}, headers=where)
    assert answer["HX-Redirect"] == f"{AGAIN}?next=%2Fsettings%2Froles%2F7%2F"


def test_by_rest_a_session_is_told_and_a_key_is_not_asked(boss, admin, at):
    where = "/api/v1/settings/roles/"
    told = boss.get(where)
    assert (told.status_code, "sign in anew" in told.json()["detail"]) == (403, True)

    role = Role.objects.get(code="test-admin")
    key = create_key("machine", role, None, actor=admin, at=at, expires_at=None)
    answer = boss.get(where, headers={"Authorization": f"Bearer {key.secret}"})
    assert answer.status_code == 200


def test_a_key_of_ones_own_takes_proof_too(client, sign_in, ana_user, settings):
    settings.ADMIN_PROVED_MINUTES = 60
    sign_in()
    _pass_time(client)
    given = {"name": "mine", "role": ana_user.roles.get().pk}
    assert client.post("/settings/api-keys/", given)["Location"].startswith(AGAIN)
    assert not ApiKey.objects.exists()


def test_whoever_has_no_password_signs_in_anew(boss, admin):
    user = User.objects.get(pk=admin.user_id)
    session_key = boss.session.session_key
    user.set_unusable_password()
    user.save()
    boss.force_login(user)
    assert boss.session.session_key != session_key

    assert boss.get(ROLES)["Location"] == "/sign-in/?next=/settings/roles/"
    assert "_auth_user_id" not in boss.session


@pytest.mark.parametrize(
    ("networks", "address", "is_in"),
    [
        (["10.1.0.0/16"], "10.1.2.3", True),
        (["10.1.0.0/16"], "::ffff:10.1.2.3", True),
        (["10.1.0.0/16", "fd00::/8"], "10.2.0.1", False),
        (["10.1.0.0/16"], "", False),
    ],
)
def test_where_networks_are_named_nobody_administers_from_elsewhere(
    client, admin, at, settings, networks, address, is_in
):
    settings.ADMIN_NETWORKS = [ip_network(one) for one in networks]
    role = Role.objects.get(code="test-admin")
    key = create_key("machine", role, None, actor=admin, at=at, expires_at=None)
    client.force_login(User.objects.get(pk=admin.user_id))

    bearer = {"Authorization": f"Bearer {key.secret}", "Accept-Language": "en"}
    answers = [
        client.get(ROLES, REMOTE_ADDR=address),
        client.get("/api/v1/settings/roles/", REMOTE_ADDR=address),
        client.get("/api/v1/settings/roles/", REMOTE_ADDR=address, headers=bearer),
    ]

    assert [one.status_code for one in answers] == [200 if is_in else 403] * 3
    assert all(is_in or "networks" in one.content.decode() for one in answers)
    assert client.get("/account/", REMOTE_ADDR=address).status_code == 200
