"""Passwords and second steps: what is asked, how often it counts, what passes none by."""

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.test import Client

from guanxi.platform.actors.models import User
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.rights.people import drop_second_step

SEED = "JBSWY3DPEHPK3PXP"
PASSWORD, NEW = "plum blossom 1981", "bamboo in the snow 1976"


@pytest.fixture
def hers(ana_user):
    ana_user.set_password(PASSWORD)
    ana_user.save()
    TOTP.activate(ana_user, SEED)
    return ana_user


def enter(code, password=PASSWORD):
    """Whether the password and this code let somebody in, by a browser of their own."""
    browser = Client()
    browser.post("/sign-in/", {"login": "ana", "password": password})
    browser.post("/sign-in/second/", {"code": code})
    return "_auth_user_id" in browser.session


def present_code():
    return format_hotp_value(hotp_value(SEED, next(yield_hotp_counters_from_time())))


def test_a_code_of_the_app_lets_in_once(hers):
    code = present_code()
    assert enter(code)
    assert not enter(code)


def test_a_recovery_code_lets_in_once(hers):
    RecoveryCodes.activate(hers)
    codes = RecoveryCodes(hers.authenticator_set.get(type="recovery_codes"))
    code = codes.get_unused_codes()[0]

    assert len(code.replace("-", "")) >= 8
    assert enter(code)
    assert not enter(code)


def test_a_renewed_password_passes_no_second_step_by(hers, client, mailoutbox):
    client.post("/password/", {"email": hers.email})
    [address] = re.findall(r"https?://\S+(/password/\S+)", mail.outbox[0].body)
    form = client.get(address, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})

    assert "_auth_user_id" not in client.session
    browser = Client()
    answer = browser.post("/sign-in/", {"login": "ana", "password": NEW})
    assert answer["Location"] == "/sign-in/second/"
    assert "_auth_user_id" not in browser.session
    assert enter(present_code(), NEW)


def test_another_password_takes_the_present_one(ana_user, client):
    ana_user.set_password(PASSWORD)
    ana_user.save()
    client.post("/sign-in/", {"login": "ana", "password": PASSWORD})
    before = type(ana_user).objects.get(pk=ana_user.pk).password

    for old in ("", NEW):
        given = {"oldpassword": old, "password1": NEW, "password2": NEW}
        client.post("/settings/password/", given)

    assert type(ana_user).objects.get(pk=ana_user.pk).password == before


@pytest.mark.parametrize("address", ["/sign-in/", "/settings/password/"])
def test_passwords_are_masked_and_left_to_those_who_keep_them(ana_user, client, address):
    ana_user.set_password(PASSWORD)
    ana_user.save()
    if address != "/sign-in/":
        client.post("/sign-in/", {"login": "ana", "password": PASSWORD})
    page = client.get(address).content.decode()
    fields = re.findall(r"<input[^>]*name=\"(?:old)?password\d?\"[^>]*>", page)

    assert fields
    for one in fields:
        assert 'type="password"' in one
        assert 'autocomplete="off"' not in one
        assert "maxlength" not in one and "onpaste" not in one


def test_an_administrator_takes_a_lost_second_step_away(hers, admin, at):
    boss = Client()
    boss.force_login(User.objects.get(pk=admin.user_id))
    where = f"/settings/people/{hers.pk}/"
    assert "drop_second_step" in boss.get(where).content.decode()

    boss.post(where, {"act": "drop_second_step"})

    assert not hers.authenticator_set.exists()
    assert Fact.objects.filter(kind="user.second_step_dropped", record_id=hers.pk).exists()
    browser = Client()
    answer = browser.post("/sign-in/", {"login": "ana", "password": PASSWORD})
    assert (answer["Location"], "_auth_user_id" in browser.session) == ("/", True)
    with pytest.raises(RuleBroken):
        drop_second_step(hers, actor=admin, at=at)


def test_nobody_else_takes_a_second_step_away(hers, ben, ana, at):
    for actor in (ben, ana):
        with pytest.raises(Denied):
            drop_second_step(hers, actor=actor, at=at)
    assert hers.authenticator_set.exists()
