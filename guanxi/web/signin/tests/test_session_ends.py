"""A session ends of itself, and by an administrator's hand."""

import time

import pytest
from django.test import Client

from guanxi.platform.actors.models import User
from guanxi.platform.facts.models import Fact
from guanxi.platform.rights.people import sign_out_person
from guanxi.platform.signin.sessions import BEGAN, SEEN, is_over

DAY = 24 * 3600


@pytest.fixture
def anas(ana):
    client = Client()
    client.force_login(User.objects.get(pk=ana.user_id))
    return client


def let_pass(client, **seconds):
    """The session as if this much time had passed since it began, or was last used."""
    session = client.session
    for name, ago in seconds.items():
        session[name] = int(time.time()) - ago
    session.save()


def is_in(client):
    return client.get("/settings/me/").status_code == 200


@pytest.mark.parametrize(
    ("passed", "still"),
    [
        ({SEEN: 2 * DAY}, True),
        ({SEEN: 3 * DAY}, False),
        ({BEGAN: 13 * DAY}, True),
        ({BEGAN: 14 * DAY}, False),
    ],
)
def test_it_ends_after_three_days_unused_and_after_two_weeks(anas, passed, still):
    let_pass(anas, **passed)
    assert is_in(anas) is still
    assert is_in(anas) is still


def test_using_it_keeps_it_but_not_beyond_two_weeks(anas):
    let_pass(anas, began=13 * DAY, seen=2 * DAY)
    assert is_in(anas)
    assert int(time.time()) - anas.session[SEEN] < 60
    let_pass(anas, began=14 * DAY)
    assert not is_in(anas)


def test_an_open_page_by_itself_keeps_nobody_signed_in(anas):
    let_pass(anas, seen=2 * DAY)
    anas.get("/live/")
    assert int(time.time()) - anas.session[SEEN] > DAY


def test_a_session_kept_from_before_has_its_time_from_now():
    now = 1_000_000_000
    assert not is_over(now, now, now)


def test_signing_in_begins_another_session(ana):
    user = User.objects.get(pk=ana.user_id)
    user.set_password("plum blossom 1981")
    user.save()
    client = Client()
    client.get("/sign-in/")
    session = client.session
    session["guest"] = True
    session.save()
    before = session.session_key

    client.post("/sign-in/", {"login": "ana", "password": "plum blossom 1981"})

    assert is_in(client)
    assert client.session.session_key != before


def test_an_administrator_signs_somebody_out_everywhere(anas, ana, ben, admin, at):
    browser = Client()
    browser.force_login(User.objects.get(pk=admin.user_id))

    answer = browser.post(f"/settings/people/{ana.user_id}/", {"act": "sign_out"})

    assert answer.status_code == 302
    assert not is_in(anas)
    assert is_in(browser)
    assert Fact.objects.filter(kind="user.signed_out", record_id=ana.user_id).exists()


def test_only_an_administrator_signs_others_out(anas, ana, ben, at):
    from guanxi.platform.errors import Denied

    with pytest.raises(Denied):
        sign_out_person(User.objects.get(pk=ana.user_id), actor=ben, at=at)
    assert is_in(anas)
