import datetime as dt

import pytest
from django.core import mail

from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.models import Team, User
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.running import run_all_now
from guanxi.platform.signin.models import WelcomeLink
from guanxi.platform.signin.welcome import (
    VALID,
    accept_invitation,
    become_first_administrator,
    invite,
    new_link,
    open_link,
)

PASSWORD = "a quiet river in spring"
FIRST = {"firm": "澄海仪器", "username": "lin", "name": "林若曦", "password": PASSWORD}


@pytest.fixture
def newcomer(east, seller):
    user = User.objects.create(
        username="dora", name="Dora", email="dora@example.com", team=east, language="en"
    )
    user.roles.set([seller])
    return user


def test_a_link_is_kept_as_a_hash_only(newcomer, at):
    token = new_link(newcomer, at=at)

    assert token not in WelcomeLink.objects.get().token_hash
    assert open_link(token, at=at).user == newcomer


def test_a_link_runs_out_after_three_days(newcomer, at):
    token = new_link(newcomer, at=at)

    assert open_link(token, at=at + VALID - dt.timedelta(seconds=1))
    assert open_link(token, at=at + VALID) is None


def test_a_new_link_ends_the_one_before(newcomer, at):
    first = new_link(newcomer, at=at)
    second = new_link(newcomer, at=at)

    assert open_link(first, at=at) is None
    assert open_link(second, at=at)


def test_a_link_for_somebody_who_left_opens_nothing(newcomer, at):
    token = new_link(newcomer, at=at)
    User.objects.filter(pk=newcomer.pk).update(is_active=False)

    assert open_link(token, at=at) is None


def test_the_first_administrator_can_do_everything(db, at):
    user = become_first_administrator(new_link(None, at=at), **FIRST, at=at)

    assert user.check_password(PASSWORD)
    assert actor_for_user(user).is_administrator
    assert Team.objects.get(parent=None).name == "澄海仪器"
    assert Fact.objects.get().kind == "user.created"


def test_the_first_link_is_dead_once_anybody_is_here(newcomer, at):
    token = new_link(None, at=at)

    assert open_link(token, at=at) is None
    with pytest.raises(RuleBroken):
        become_first_administrator(token, **FIRST, at=at)


def test_an_invited_person_chooses_a_password_once(newcomer, at):
    token = new_link(newcomer, at=at)

    accept_invitation(token, password=PASSWORD, at=at)

    newcomer.refresh_from_db()
    assert newcomer.check_password(PASSWORD)
    with pytest.raises(RuleBroken):
        accept_invitation(token, password=PASSWORD, at=at)


def test_a_weak_password_is_refused_and_the_link_still_works(newcomer, at):
    token = new_link(newcomer, at=at)

    with pytest.raises(RuleBroken):
        accept_invitation(token, password="12345678", at=at)

    assert open_link(token, at=at)


def test_an_invitation_for_one_cannot_make_an_administrator(newcomer, at):
    token = new_link(newcomer, at=at)

    with pytest.raises(RuleBroken):
        become_first_administrator(token, **FIRST, at=at)


def test_inviting_sends_a_link_by_mail_in_the_background(newcomer, admin, at):
    invite(newcomer, actor=admin, at=at)
    assert mail.outbox == []

    run_all_now(at)

    [sent] = mail.outbox
    assert sent.to == ["dora@example.com"]
    token = sent.body.split("/welcome/")[1].split("/")[0]
    assert WelcomeLink.objects.get().user == newcomer
    assert len(token) > 40
    assert token not in str(Job.objects.values_list("args", "result", "checkpoint"))


def test_an_invitation_is_a_fact(newcomer, admin, at):
    invite(newcomer, actor=admin, at=at)

    assert Fact.objects.get(kind="user.invited").record_id == newcomer.pk


def test_inviting_takes_a_permission(newcomer, ana, at):
    with pytest.raises(Denied):
        invite(newcomer, actor=ana, at=at)


def test_a_person_without_mail_cannot_be_invited(newcomer, admin, at):
    newcomer.email = ""

    with pytest.raises(RuleBroken):
        invite(newcomer, actor=admin, at=at)
