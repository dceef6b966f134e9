import re

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from guanxi.platform.actors.models import Role, User
from guanxi.platform.facts.models import Fact
from guanxi.platform.jobs.running import run_all_now
from guanxi.platform.rights.roles import give_role
from guanxi.platform.signin.sessions import end_sessions
from guanxi.web.signin.tests.conftest import PASSWORD

SECURITY = "/settings/security/"
NEW = "many small boats go home"


def _is_in(client):
    return (
        "_auth_user_id" in client.session and client.get("/settings/sessions/").status_code == 200
    )


def _kinds():
    return list(Fact.objects.order_by("pk").values_list("kind", flat=True))


@pytest.mark.parametrize("login", ["ana", "ana@example.com", "Ana@Example.com"])
def test_name_or_mail_and_password_let_one_in(client, sign_in, login):
    response = sign_in(login)

    assert (response.status_code, response["Location"]) == (302, "/")
    assert _is_in(client)


def test_a_sign_in_is_a_fact_with_its_traces(sign_in, ana):
    sign_in()

    fact = Fact.objects.get(kind="signin.succeeded")
    assert (fact.record_id, fact.actor_id) == (ana.user_id, ana.user_id)
    assert fact.data["address"] == "127.0.0.1"


def test_a_wrong_password_is_a_fact_about_the_person(client, sign_in, ana):
    response = sign_in(password="wrong")

    assert response.status_code == 200
    assert not _is_in(client)
    assert Fact.objects.get().kind == "signin.failed"
    assert Fact.objects.get().record_id == ana.user_id


def test_a_name_nobody_has_is_not_kept(sign_in):
    sign_in(login="my secret password")

    assert "my secret password" not in str(list(Fact.objects.values()))


def test_five_wrong_passwords_close_the_door_even_to_the_right_one(client, sign_in):
    for _ in range(5):
        sign_in(password="wrong")

    sign_in()

    assert not _is_in(client)
    assert "signin.locked" in _kinds()


def test_somebody_deactivated_is_out_at_once(client, sign_in, ana_user):
    sign_in()

    User.objects.filter(pk=ana_user.pk).update(is_active=False)

    assert client.get("/settings/sessions/").status_code == 302
    assert not _is_in(client)
    sign_in()
    assert not _is_in(client)


def test_ended_sessions_are_over_at_once(client, sign_in, ana_user):
    sign_in()

    end_sessions(ana_user)

    assert client.get("/settings/sessions/").status_code == 302


def test_another_role_takes_a_new_sign_in(client, sign_in, ana_user, admin, at):
    sign_in()
    role = Role.objects.create(code="auditor", label_zh="审计", label_en="Auditor")

    give_role(ana_user, role, actor=admin, at=at)

    assert client.get("/settings/sessions/").status_code == 302


def test_other_sessions_can_be_ended_from_here(client, sign_in, ana_user):
    elsewhere = type(client)()
    elsewhere.post("/sign-in/", {"login": "ana", "password": PASSWORD})
    sign_in()

    client.post("/settings/sessions/")

    assert _is_in(client)
    assert elsewhere.get("/settings/sessions/").status_code == 302


def test_signing_out_takes_a_press(client, sign_in):
    sign_in()
    client.get("/sign-out/")
    assert _is_in(client)

    client.post("/sign-out/")

    assert not _is_in(client)
    assert _kinds()[-1] == "signin.ended"


def test_nobody_can_make_an_account_for_themselves(client, db):
    client.post("/sign-in/closed/", {"username": "eve", "password1": NEW, "password2": NEW})

    assert not User.objects.exists()


def test_the_page_waits_in_the_field_that_is_to_be_filled(client, ana_user):
    fresh = client.get("/sign-in/").content.decode()
    again = client.post("/sign-in/", {"login": "ana", "password": "wrong"}).content.decode()

    [waiting] = re.findall(r"<input[^>]*autofocus[^>]*>", fresh)
    assert 'name="login"' in waiting
    [waiting] = re.findall(r"<input[^>]*autofocus[^>]*>", again)
    assert 'name="password"' in waiting


def test_a_forgotten_password_is_renewed_by_mail_once(client, ana_user):
    client.post("/password/", {"email": "ana@example.com"})
    run_all_now(timezone.now())
    link = re.search(r"http://\S+?(/password/\S+)", mail.outbox[0].body).group(1)
    page = client.get(link, follow=True)

    client.post(page.request["PATH_INFO"], {"password1": NEW, "password2": NEW})

    ana_user.refresh_from_db()
    assert ana_user.check_password(NEW)
    assert "password.reset" in _kinds()
    again = type(client)().get(link, follow=True)
    assert again.context["token_fail"]


def test_asking_for_a_password_does_not_tell_who_is_here(client, ana_user):
    known = client.post("/password/", {"email": "ana@example.com"})
    unknown = client.post("/password/", {"email": "nobody@example.com"})
    assert not mail.outbox
    run_all_now(timezone.now())

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert len(mail.outbox) == 1


def test_a_mail_server_that_is_down_does_not_tell_who_is_here(client, ana_user, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    known = client.post("/password/", {"email": "ana@example.com"})
    unknown = client.post("/password/", {"email": "nobody@example.com"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_changing_the_password_ends_the_other_sessions(client, sign_in, ana_user):
    elsewhere = type(client)()
    elsewhere.post("/sign-in/", {"login": "ana", "password": PASSWORD})
    sign_in()

    client.post(
        "/settings/password/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    )

    assert _is_in(client)
    assert elsewhere.get("/settings/sessions/").status_code == 302
    assert "password.changed" in _kinds()


def test_a_second_step_is_asked_for_and_its_secret_is_encrypted(client, sign_in, ana_user):
    totp = TOTP.activate(ana_user, "JBSWY3DPEHPK3PXP").instance
    assert "JBSWY3DPEHPK3PXP" not in str(totp.data)

    response = sign_in()
    assert response["Location"] == "/sign-in/second/"
    assert not _is_in(client)
    client.post("/sign-in/second/", {"code": "000000"})
    assert not _is_in(client)
    code = format_hotp_value(hotp_value("JBSWY3DPEHPK3PXP", next(yield_hotp_counters_from_time())))
    client.post("/sign-in/second/", {"code": code})

    assert _is_in(client)
    assert "second_factor.failed" in _kinds()


def test_the_second_step_offers_a_passkey_only_to_who_has_one(client, sign_in, ana_user):
    TOTP.activate(ana_user, "JBSWY3DPEHPK3PXP")
    sign_in()

    page = client.get("/sign-in/second/").content.decode()

    assert 'name="code"' in page
    assert "mfa_webauthn_authenticate" not in page


def test_a_page_of_ones_security_asks_for_the_password_again(client, sign_in):
    sign_in()

    response = client.get(reverse("mfa_activate_totp"))

    assert response["Location"].startswith("/sign-in/again/")


@pytest.mark.parametrize(
    "name",
    [
        "mfa_index",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_activate_totp",
        "usersessions_list",
        "account_change_password",
        "account_reauthenticate",
        "account_logout",
    ],
)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_page_of_ones_own_is_there_in_both_languages(
    client, sign_in, ana_user, name, language
):
    User.objects.filter(pk=ana_user.pk).update(language=language)
    sign_in()
    client.post("/sign-in/again/", {"password": PASSWORD})

    response = client.get(reverse(name))

    assert response.status_code == 200
    assert b"style=" not in response.content


@pytest.mark.parametrize(
    "address",
    ["/sign-in/", "/password/", "/password/sent/", "/password/changed/", "/sign-in/stopped/"],
)
def test_every_page_of_a_stranger_is_there(client, db, address):
    assert client.get(address).status_code == 200


def test_a_guarded_page_asks_once_more_in_our_words(client, ana):
    client.force_login(User.objects.get(pk=ana.user_id))

    asked = client.get("/settings/security/keys/new/", follow=True)

    assert "Show that it is you" in asked.content.decode()
