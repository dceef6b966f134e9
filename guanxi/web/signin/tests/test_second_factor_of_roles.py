"""A role can ask for a second step: its people set one up before anything else."""

import pytest
from allauth.mfa.models import Authenticator

from guanxi.platform.actors.defaults import install_default_roles
from guanxi.platform.actors.models import Role, User
from guanxi.platform.errors import Denied
from guanxi.platform.facts.models import Fact
from guanxi.platform.rights.roles import (
    ask_everybody_for_second_factor,
    ask_for_second_factor,
    create_role,
)

SECURITY = "/settings/security/"


@pytest.fixture
def asked(seller, admin, at):
    ask_for_second_factor(seller, needed=True, actor=admin, at=at)


def test_whoever_lacks_it_is_led_to_the_security_page(client, sign_in, asked):
    sign_in()
    for where in ("/", "/account/", "/settings/me/", "/settings/sessions/"):
        assert client.get(where)["Location"] == SECURITY
    page = client.get(SECURITY)
    assert page.status_code == 200
    assert "Your role asks for a second step" in page.content.decode()
    assert client.get("/settings/security/app/").status_code in {200, 302}


def test_nothing_is_changed_before_either(client, sign_in, asked, ana_user):
    sign_in()
    client.post("/settings/me/", {"language": "zh-hans"})
    ana_user.refresh_from_db()
    assert ana_user.language == "en"


def test_rest_with_a_session_is_refused_too(client, sign_in, asked):
    sign_in()
    assert client.get("/api/v1/account/").status_code == 403


def test_a_part_of_a_page_leads_there_as_well(client, sign_in, asked):
    sign_in()
    answer = client.get("/account/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (403, SECURITY)


def test_with_it_the_house_is_open(client, sign_in, asked, ana_user):
    sign_in()
    Authenticator.objects.create(user=ana_user, type="totp", data={"secret": "x"})
    assert client.get("/account/").status_code == 200


def test_recovery_codes_alone_are_no_second_step(client, sign_in, asked, ana_user):
    sign_in()
    Authenticator.objects.create(user=ana_user, type="recovery_codes", data={"seed": "x"})
    assert client.get("/")["Location"] == SECURITY


def test_other_roles_are_left_alone(client, sign_in):
    sign_in()
    assert client.get("/account/").status_code == 200


def test_an_administrator_asks_for_it_on_the_page_of_the_role(client, admin, seller, ana):
    client.force_login(User.objects.get(pk=admin.user_id))
    client.post(f"/settings/roles/{seller.pk}/", {"second_factor": "yes"})
    seller.refresh_from_db()
    assert seller.needs_second_factor
    assert Fact.objects.filter(kind="role.second_factor").exists()
    client.force_login(User.objects.get(pk=ana.user_id))
    assert client.get("/")["Location"] == SECURITY


def test_everybody_can_be_asked_under_every_role_that_comes_too(client, sign_in, seller, admin, at):
    ask_everybody_for_second_factor(needed=True, actor=admin, at=at)
    sign_in()

    assert client.get("/account/")["Location"] == SECURITY
    assert create_role("night", "夜班", "Night", actor=admin, at=at).needs_second_factor
    assert install_default_roles()["analyst"].needs_second_factor
    kept = Fact.objects.filter(kind="role.second_factor")
    assert kept.count() == 2

    ask_everybody_for_second_factor(needed=False, actor=admin, at=at)
    assert client.get("/account/").status_code == 200
    assert not create_role("day", "白班", "Day", actor=admin, at=at).needs_second_factor


def test_only_an_administrator_asks_everybody(client, sign_in, ana, at):
    with pytest.raises(Denied):
        ask_everybody_for_second_factor(needed=True, actor=ana, at=at)
    sign_in()

    assert client.post("/settings/roles/", {"everybody": "yes"}).status_code == 403
    assert not Role.objects.filter(needs_second_factor=True).exists()


def test_the_page_of_roles_asks_everybody_and_no_longer(client, admin, seller):
    user = User.objects.get(pk=admin.user_id)
    client.force_login(user)
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    assert "Ask everybody for a second step" in client.get("/settings/roles/").content.decode()

    client.post("/settings/roles/", {"everybody": "yes"})
    assert not Role.objects.filter(needs_second_factor=False).exists()
    assert "No longer ask anybody" in client.get("/settings/roles/").content.decode()

    client.post("/settings/roles/", {"everybody": "no"})
    assert not Role.objects.filter(needs_second_factor=True).exists()
