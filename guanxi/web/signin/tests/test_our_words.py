"""Pages and mails of one's account say in our words what they ask."""

import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from guanxi.platform.actors.models import User
from guanxi.platform.jobs.running import run_all_now
from guanxi.web.signin.tests.conftest import PASSWORD

NEW = "many small boats go home"


@pytest.fixture
def guarded(client, sign_in):
    """Ana, who has just shown that it is her."""
    sign_in()
    client.post("/sign-in/again/", {"password": PASSWORD})
    return client


@pytest.mark.parametrize(("language", "subject"), [("en", "A new"), ("zh-hans", "重设")])
def test_the_mail_about_a_password_speaks_its_readers_language(client, ana_user, language, subject):
    User.objects.filter(pk=ana_user.pk).update(language=language)

    client.post("/password/", {"email": "ana@example.com"}, headers={"Accept-Language": "fr"})
    run_all_now(timezone.now())

    (sent,) = mail.outbox
    assert sent.subject.startswith(subject)
    assert ana_user.username in sent.body
    assert "example.com" not in sent.body


def test_an_app_is_set_up_by_a_picture_or_by_its_key(guarded):
    page = guarded.get(reverse("mfa_activate_totp"))

    html = page.content.decode()
    assert 'src="data:image/svg+xml;base64,' in html
    assert f'data-copy="{page.context["form"].secret}"' in html
    assert 'inputmode="numeric"' in html


def test_a_wrong_code_is_said_to_be_wrong(guarded):
    answer = guarded.post(reverse("mfa_activate_totp"), {"code": "000000"})

    assert "That code is not right" in answer.content.decode()


def test_a_new_passkey_is_named_for_one(guarded):
    html = guarded.get(reverse("mfa_add_webauthn")).content.decode()

    assert 'value="Passkey 1"' in html
    assert "What you call it" in html


@pytest.mark.parametrize("name", ["mfa_activate_totp", "account_change_password"])
def test_no_page_of_the_account_asks_whether_one_is_sure(guarded, name):
    assert "Are you sure" not in guarded.get(reverse(name)).content.decode()


@pytest.mark.parametrize("login", ["ana", "ana@example.com"])
def test_a_new_password_by_mail_opens_the_door_that_wrong_guesses_closed(client, ana_user, login):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    for _ in range(5):
        client.post("/sign-in/", {"login": login, "password": "wrong"})
    closed = client.post("/sign-in/", {"login": login, "password": PASSWORD})
    assert "Wait five minutes" in closed.content.decode()

    client.post("/password/", {"email": "ana@example.com"})
    run_all_now(timezone.now())
    link = re.search(r"/password/\S+", mail.outbox[-1].body)[0]
    form = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": NEW, "password2": NEW})

    assert client.post("/sign-in/", {"login": login, "password": NEW}).status_code == 302


def test_rules_of_a_password_are_one_sentence_until_one_is_broken(guarded):
    page = guarded.get(reverse("account_change_password")).content.decode()
    assert "Ten characters or more" in page
    assert "breach" not in page

    refused = guarded.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "password", "password2": "password"},
    ).content.decode()
    assert "Use at least 10 characters." in refused


def test_a_wrong_password_is_said_in_our_words(client, sign_in):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"

    assert "Name or password is not right." in sign_in(password="wrong").content.decode()
