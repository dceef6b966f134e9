"""API keys on screen: shown once, renewed, ended."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from guanxi.platform.actors.keys import actor_of_secret
from guanxi.platform.actors.models import ApiKey, Role

WHERE = "/settings/api-keys/"


@pytest.fixture
def admins(browser_of, machine, admin):
    return browser_of(admin)


def secret_on(answer):
    return re.search(r'readonly value="(gx_[^"]+)"', answer.content.decode()).group(1)


def test_a_person_makes_a_key_under_their_role_and_sees_it_once(anas, ana, seller):
    answer = anas.post(WHERE, {"name": "Robot", "role": seller.pk, "days": "30"})
    secret = secret_on(answer)
    key = ApiKey.objects.get()
    assert (key.user_id, key.role) == (ana.user_id, seller)
    assert dt.timedelta(days=29) < key.expires_at - timezone.now() < dt.timedelta(days=31)
    assert actor_of_secret(secret, timezone.now()).user_id == ana.user_id
    assert secret not in anas.get(WHERE).content.decode()
    assert answer["Cache-Control"] == "no-store"


def test_a_role_one_does_not_hold_is_not_there(anas):
    other = Role.objects.create(code="other", label_zh="别的", label_en="Other")
    assert anas.post(WHERE, {"name": "Robot", "role": other.pk}).status_code == 404
    assert not ApiKey.objects.exists()


def test_a_person_makes_no_key_for_somebody_else(anas, ben, seller):
    given = {"name": "Robot", "role": seller.pk, "user": ben.id}
    assert anas.post(WHERE, given).status_code == 403
    assert not ApiKey.objects.exists()


def test_a_key_without_a_name_is_refused(anas, seller):
    assert anas.post(WHERE, {"name": " ", "role": seller.pk}).status_code == 422
    assert not ApiKey.objects.exists()


def test_a_renewed_key_has_another_secret(anas, seller):
    old = secret_on(anas.post(WHERE, {"name": "Robot", "role": seller.pk}))
    key = ApiKey.objects.get()
    new = secret_on(anas.post(f"{WHERE}{key.pk}/renew/"))
    assert actor_of_secret(old, timezone.now()) is None
    assert actor_of_secret(new, timezone.now()) is not None


def test_an_ended_key_is_dead_at_once(anas, seller):
    secret = secret_on(anas.post(WHERE, {"name": "Robot", "role": seller.pk}))
    anas.post(f"{WHERE}{ApiKey.objects.get().pk}/revoke/")
    assert actor_of_secret(secret, timezone.now()) is None
    assert "ended" in anas.get(WHERE).content.decode()


@pytest.mark.parametrize("act", ["renew", "revoke"])
def test_a_strangers_key_is_not_there(anas, browser_of, cleo, seller, act):
    anas.post(WHERE, {"name": "Robot", "role": seller.pk})
    key = ApiKey.objects.get()
    cleos = browser_of(cleo)
    assert cleos.post(f"{WHERE}{key.pk}/{act}/").status_code == 404
    assert "Robot" not in cleos.get(WHERE).content.decode()
    assert ApiKey.objects.get().digest == key.digest


def test_an_administrator_sees_and_makes_keys_for_everyone(admins, ana, seller):
    given = {"name": "Their robot", "role": seller.pk, "user": ana.id}
    assert admins.post(WHERE, given).status_code == 200
    assert ApiKey.objects.get().user_id == ana.id
    assert "Their robot" in admins.get(WHERE).content.decode()
