import pytest
from allauth.account.models import EmailAddress

from guanxi.platform.actors.models import User
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.rights.people import correct_person
from guanxi.platform.signin.welcome import new_link, open_link


@pytest.fixture
def ana_user(ana):
    return User.objects.get(pk=ana.user_id)


def test_a_name_an_address_and_a_language_are_corrected(ana_user, admin, at):
    told = {"name": "安娜", "email": "anna@example.com", "language": "en"}

    correct_person(ana_user, told=told, actor=admin, at=at)

    ana_user.refresh_from_db()
    assert (ana_user.name, ana_user.email, ana_user.language) == tuple(told.values())
    fact = Fact.objects.get(kind="user.corrected")
    assert fact.changes["email"] == ["ana@example.com", "anna@example.com"]


def test_links_that_went_to_the_address_before_are_dead(ana_user, admin, at):
    token = new_link(ana_user, at=at)
    EmailAddress.objects.create(user=ana_user, email="ana@example.com", verified=True)

    correct_person(ana_user, told={"email": "anna@example.com"}, actor=admin, at=at)

    assert open_link(token, at=at) is None
    assert not EmailAddress.objects.exists()


def test_another_name_leaves_the_invitation_alive(ana_user, admin, at):
    token = new_link(ana_user, at=at)

    correct_person(ana_user, told={"name": "安娜"}, actor=admin, at=at)

    assert open_link(token, at=at)


def test_the_address_of_somebody_else_is_refused(ana_user, ben, admin, at):
    held = User.objects.get(pk=ben.user_id).email

    with pytest.raises(RuleBroken) as refused:
        correct_person(ana_user, told={"email": held.upper()}, actor=admin, at=at)

    assert "email" in refused.value.fields


def test_what_stays_as_it_is_is_no_change(ana_user, admin, at):
    correct_person(ana_user, told={"name": ana_user.name}, actor=admin, at=at)

    assert not Fact.objects.filter(kind="user.corrected").exists()


def test_a_colleague_corrects_nobody(ana_user, ben, at):
    with pytest.raises(Denied):
        correct_person(ana_user, told={"name": "安娜"}, actor=ben, at=at)
