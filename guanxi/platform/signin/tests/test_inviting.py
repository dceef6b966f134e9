import datetime as dt
import re

import pytest
from django.core import mail
from django.utils import timezone

from guanxi.platform.actors.models import User
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.running import run_all_now
from guanxi.platform.messages.tests.mail_server import mail_server, plain
from guanxi.platform.signin.inviting import Newcomer, invite_newcomer
from guanxi.platform.signin.welcome import open_link


@pytest.fixture
def dora(east, seller):
    return Newcomer("dora", "Dora", "dora@example.com", "en", east, [seller])


def test_a_newcomer_gets_a_link_and_cannot_sign_in_before(dora, admin, east, seller, at):
    user = invite_newcomer(dora, actor=admin, at=at)
    run_all_now(at)

    assert not user.has_usable_password()
    assert (user.team, list(user.roles.all())) == (east, [seller])
    assert mail.outbox[0].to == ["dora@example.com"]


def test_a_newcomer_is_a_fact(dora, admin, at):
    user = invite_newcomer(dora, actor=admin, at=at)

    kinds = Fact.objects.filter(noun="user", record_id=user.pk).values_list("kind", flat=True)
    assert set(kinds) >= {"user.created", "user.invited"}


@pytest.mark.parametrize("taken", [{"username": "DORA"}, {"email": "Dora@example.com"}])
def test_a_name_or_mail_somebody_has_is_refused(dora, admin, at, taken):
    invite_newcomer(dora, actor=admin, at=at)
    again = {"username": "other", "email": "other@example.com"} | taken

    with pytest.raises(RuleBroken) as refused:
        invite_newcomer(Newcomer(name="Dora", language="en", **again), actor=admin, at=at)

    assert list(refused.value.fields) == list(taken)


def test_inviting_takes_a_permission(dora, ana, at):
    with pytest.raises(Denied):
        invite_newcomer(dora, actor=ana, at=at)

    assert not User.objects.filter(username="dora").exists()


def test_a_real_mail_server_gets_the_letter_with_a_link_that_works(dora, admin, at, settings):
    with mail_server(settings) as box:
        user = invite_newcomer(dora, actor=admin, at=at)
        run_all_now(at)

    [(recipients, letter)] = box.letters
    text = plain(letter)
    token = re.search(r"/welcome/([^/]+)/", text).group(1)
    assert recipients == ["dora@example.com"]
    assert "Admin invites you" in letter["Subject"]
    assert "dora" in text
    assert open_link(token, at=timezone.now()).user == user


def test_a_mail_server_that_refuses_gets_the_letter_later(dora, admin, at, settings):
    with mail_server(settings) as box:
        box.refuses = True
        invite_newcomer(dora, actor=admin, at=at)
        run_all_now(at)
        assert box.letters == []
        box.refuses = False
        run_all_now(timezone.now() + dt.timedelta(hours=1))

    assert len(box.letters) == 1
    assert Job.objects.get(kind="signin.invite").state == "done"
