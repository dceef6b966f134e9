import pytest
from django.core import mail

from guanxi.platform.actors.models import User
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.jobs.running import run_all_now
from guanxi.platform.signin.inviting import Newcomer, invite_newcomer


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
