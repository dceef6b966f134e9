"""Whoever's way in was changed hears of it, at the address they had."""

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.utils import timezone
from django.utils.translation import override

from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.models import User
from guanxi.platform.facts.deliveries import run_due, send_again
from guanxi.platform.facts.models import Delivery
from guanxi.platform.jobs.running import run_all_now
from guanxi.platform.messages.models import Notification
from guanxi.platform.messages.preferences import wish
from guanxi.platform.messages.tests.hearing import heard_by
from guanxi.platform.messages.tests.mail_server import mail_server, plain
from guanxi.platform.rights.people import correct_person, drop_second_step
from guanxi.platform.signin.welcome import accept_invitation, new_link
from guanxi.web.signin.tests import conftest
from guanxi.web.signin.tests.test_factors import SEED, code_of

NEW = "a loud brook in autumn"


@pytest.fixture
def post(settings):
    with mail_server(settings) as box:
        yield box


@pytest.fixture
def told(post):
    """What is put into the box for the changes until now: to whom, subject and text."""

    def told():
        run_due()
        letters = [(to, letter["Subject"], plain(letter)) for to, letter in post.letters]
        post.letters.clear()
        return letters

    return told


def change_password(client):
    given = {"oldpassword": conftest.PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post("/settings/password/", given).status_code == 302


def test_a_changed_password_is_told_by_mail_and_notice(sign_in, client, ana_user, told):
    sign_in()
    change_password(client)

    ((to, subject, text),) = told()

    assert to == ["ana@example.com"]
    assert subject == "Your password was changed"
    assert "127.0.0.1" in text and "/password/" in text and NEW not in text
    notice = Notification.objects.get(user=ana_user)
    assert heard_by(actor_for_user(ana_user)) == ["Your password was changed."]
    assert notice.address == "/settings/security/"


def test_a_letter_is_in_the_language_of_its_reader(sign_in, client, ana_user, told):
    User.objects.filter(pk=ana_user.pk).update(language="zh-hans")
    sign_in()
    change_password(client)

    ((_to, subject, text),) = told()

    assert subject == "你的密码已更改"
    assert "如果不是你本人" in text and "Your" not in text


def test_a_warning_cannot_be_switched_off(sign_in, client, ana_user, told):
    for kind in ("mention", "assigned"):
        wish(ana_user, kind, "never", on_screen=False)
    sign_in()
    change_password(client)

    assert len(told()) == 1


def test_a_password_by_a_link_is_told_where_there_was_one(sign_in, ana_user, told):
    sign_in()
    told()
    with override("en"):
        accept_invitation(new_link(ana_user, at=timezone.now()), password=NEW, at=timezone.now())

    ((_to, subject, _text),) = told()
    assert subject == "Your password was reset by an invitation"


def test_the_first_password_is_no_news(ana_user, told):
    accept_invitation(new_link(ana_user, at=timezone.now()), password=NEW, at=timezone.now())

    assert told() == []


def test_a_forgotten_password_set_anew_is_told(client, ana_user, told, post):
    client.post("/password/", {"email": ana_user.email})
    run_all_now(timezone.now())
    [(_to, letter)] = post.letters
    post.letters.clear()
    [address] = re.findall(r"https?://[^/\s]+(/password/\S+)", plain(letter))
    form = client.get(address, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})

    assert [subject for _to, subject, _text in told()] == ["Your password was reset by a link"]


def test_an_app_added_and_the_second_step_taken_away_are_told(
    sign_in, client, ana_user, admin, told, django_capture_on_commit_callbacks
):
    sign_in()
    client.post("/sign-in/again/", {"password": conftest.PASSWORD})
    client.get("/settings/security/app/")
    seed = client.session[auth.SECRET_SESSION_KEY]
    given = {"code": code_of(int(timezone.now().timestamp()), seed)}
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/settings/security/app/", given)

    added = [subject for _to, subject, _text in told()]
    drop_second_step(ana_user, actor=admin, at=timezone.now())
    dropped = [subject for _to, subject, _text in told()]

    # The recovery codes that come along are no letter of their own.
    assert added == ["An authenticator app was added to your account"]
    assert dropped == ["An administrator took away your second step"]


def test_recovery_codes_made_anew_are_told(
    sign_in, client, ana_user, told, django_capture_on_commit_callbacks
):
    TOTP.activate(ana_user, SEED)
    RecoveryCodes.activate(ana_user)
    sign_in()
    client.post("/sign-in/second/", {"code": code_of(int(timezone.now().timestamp()))})
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/sign-in/again/", {"password": conftest.PASSWORD})
        client.post("/settings/security/codes/new/")

    assert [subject for _to, subject, _text in told()] == [
        "New recovery codes were made; the old ones no longer work"
    ]


def test_another_address_is_told_at_the_one_before(ana_user, admin, told):
    correct_person(ana_user, told={"email": "thief@example.com"}, actor=admin, at=timezone.now())

    ((to, subject, text),) = told()
    assert to == ["ana@example.com"]
    assert subject == "Your e-mail address in Guanxi was changed"
    assert "thief" not in text


def test_another_name_warns_nobody(ana_user, admin, told):
    correct_person(ana_user, told={"name": "Anna"}, actor=admin, at=timezone.now())

    assert told() == []


def test_what_the_server_refuses_is_tried_again(ana_user, admin, told, post):
    post.refuses = True
    correct_person(ana_user, told={"email": "a@example.com"}, actor=admin, at=timezone.now())
    assert told() == []

    post.refuses = False
    send_again(Delivery.objects.all(), at=timezone.now())
    run_due()
    assert len(post.letters) == 1
    assert Notification.objects.filter(user=ana_user).count() == 1


def test_where_no_mail_leaves_the_notice_is_there(settings, ana_user, admin):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = ""
    correct_person(ana_user, told={"email": "a@example.com"}, actor=admin, at=timezone.now())
    run_due()

    assert Notification.objects.get(user=ana_user).kind == "security"
    assert mail.outbox == []
