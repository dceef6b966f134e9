"""Passwords and second steps: what is asked, how often it counts, what passes none by."""

import base64
import re
from types import SimpleNamespace

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from guanxi.platform.actors.models import User
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.jobs.running import run_all_now
from guanxi.platform.rights.people import drop_second_step
from guanxi.web.signin import codes
from guanxi.web.signin.tests import conftest

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


@pytest.fixture
def clock(monkeypatch):
    """The clock that codes go by, in the middle of a step."""
    stands = SimpleNamespace(at=1_800_000_015)
    for module in (auth, codes):
        monkeypatch.setattr(module, "time", SimpleNamespace(time=lambda: stands.at))
    return stands


def code_of(moment, seed=SEED):
    return format_hotp_value(hotp_value(seed, moment // 30))


@pytest.mark.parametrize(
    ("seconds", "lets_in"), [(-60, False), (-30, True), (0, True), (30, False), (60, False)]
)
def test_a_code_counts_for_a_minute_at_most(hers, clock, seconds, lets_in):
    assert enter(code_of(clock.at + seconds)) is lets_in


def test_a_code_counts_once_in_its_second_half_minute_too(hers, clock):
    code = code_of(clock.at)
    assert enter(code)
    # What the library remembers of it is gone by then.
    clock.at += 30
    cache.delete(TOTP(hers.authenticator_set.get())._get_used_cache_key(code))

    assert not enter(code)
    assert enter(code_of(clock.at))


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "94287082"),
        (1_111_111_109, "07081804"),
        (1_111_111_111, "14050471"),
        (1_234_567_890, "89005924"),
        (2_000_000_000, "69279037"),
        (20_000_000_000, "65353130"),
    ],
)
def test_codes_are_those_of_rfc_6238(settings, seconds, code):
    settings.MFA_TOTP_DIGITS = 8
    seed = base64.b32encode(b"12345678901234567890").decode()

    assert codes.code_of_step(seed, seconds // 30) == code


@pytest.mark.parametrize("between", [" ", "-", "_", "."])
def test_signs_between_the_digits_let_no_code_in_early_or_twice(hers, clock, between):
    def with_signs(code):
        return f"{code[:3]}{between}{code[3:]}"

    assert not enter(with_signs(code_of(clock.at + 30)))
    assert enter(code_of(clock.at))
    cache.delete(TOTP(hers.authenticator_set.get())._get_used_cache_key(code_of(clock.at)))
    assert not enter(with_signs(code_of(clock.at)))


@pytest.mark.parametrize(("seconds", "is_set_up"), [(0, True), (30, False)])
def test_an_app_is_set_up_by_a_code_that_it_shows_now(
    sign_in, ana_user, client, clock, seconds, is_set_up
):
    sign_in()
    client.post("/sign-in/again/", {"password": conftest.PASSWORD})
    client.get("/settings/security/app/")
    seed = client.session[auth.SECRET_SESSION_KEY]

    client.post("/settings/security/app/", {"code": code_of(clock.at + seconds, seed)})

    assert ana_user.authenticator_set.filter(type="totp").exists() is is_set_up


def test_a_recovery_code_lets_in_once(hers):
    RecoveryCodes.activate(hers)
    codes = RecoveryCodes(hers.authenticator_set.get(type="recovery_codes"))
    code = codes.get_unused_codes()[0]

    assert len(code.replace("-", "")) >= 8
    assert enter(code)
    assert not enter(code)


def test_a_renewed_password_passes_no_second_step_by(hers, client, mailoutbox):
    client.post("/password/", {"email": hers.email})
    run_all_now(timezone.now())
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
