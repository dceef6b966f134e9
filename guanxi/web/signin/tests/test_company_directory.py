"""Signing in by the firm's own directory: whom it lets in, and whom it never does."""

from urllib.parse import urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount

from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.actors.models import User
from guanxi.platform.facts.models import Fact
from guanxi.web.signin.tests.directory import CLIENT, SECRET, served


@pytest.fixture
def directory(settings):
    with served() as found:
        app = {
            "provider_id": "company",
            "name": "Directory",
            "client_id": CLIENT,
            "secret": SECRET,
            "settings": {"server_url": found.address},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}
        }
        yield found


def go(client, change=lambda url: url):
    """The way of a browser: to the directory, and back with what it gave."""
    asked = client.get("/oidc/company/login/")
    assert asked.status_code == 302
    back = requests.get(asked["Location"], allow_redirects=False, timeout=5).headers["Location"]
    parts = urlsplit(change(back))
    return client.get(f"{parts.path}?{parts.query}")


def is_in(client):
    return "_auth_user_id" in client.session


def test_whom_an_administrator_invited_comes_in_and_is_linked(client, directory, ana_user):
    assert go(client)["Location"] == "/"
    assert is_in(client)
    link = SocialAccount.objects.get()
    assert (link.user, link.uid) == (ana_user, "7")
    assert Fact.objects.filter(kind="signin.succeeded", record_id=ana_user.pk).exists()


def test_once_linked_the_number_counts_and_not_the_address(client, directory, ana_user):
    go(client)
    client.logout()
    directory.claims["email"] = "ana.lin@example.com"
    go(client)
    assert client.session["_auth_user_id"] == str(ana_user.pk)


def test_an_address_that_the_directory_has_not_proved_links_nobody(client, directory, ana_user):
    directory.claims["email_verified"] = False
    go(client)
    assert not is_in(client)
    assert not SocialAccount.objects.exists()


def test_another_account_with_the_same_address_takes_over_nobody(client, directory, ana_user):
    go(client)
    client.logout()
    directory.claims = {"sub": "8", "email": "ana@example.com", "email_verified": False}
    go(client)
    assert not is_in(client)
    assert SocialAccount.objects.get().uid == "7"


def test_nobody_is_made_by_the_directory(client, directory, ana_user):
    directory.claims["email"] = "stranger@example.com"
    before = User.objects.count()
    go(client)
    assert not is_in(client)
    assert User.objects.count() == before


def test_somebody_shut_out_stays_out(client, directory, ana_user):
    go(client)
    client.logout()
    User.objects.filter(pk=ana_user.pk).update(is_active=False)
    go(client)
    assert not is_in(client) or client.get("/settings/me/").status_code == 302


@pytest.mark.parametrize(
    "change",
    [
        lambda url: url.replace("state=", "state=x"),
        lambda url: url.replace("code=", "code=x"),
        lambda url: url.partition("?")[0],
    ],
)
def test_a_forged_return_lets_nobody_in(client, directory, ana_user, change):
    go(client, change)
    assert not is_in(client)


def test_a_return_into_another_browser_lets_nobody_in(client, directory, ana_user):
    asked = client.get("/oidc/company/login/")
    back = requests.get(asked["Location"], allow_redirects=False, timeout=5).headers["Location"]
    client.cookies.clear()
    parts = urlsplit(back)
    client.get(f"{parts.path}?{parts.query}")
    assert not is_in(client)


def test_a_role_that_asks_for_a_second_step_asks_here_too(client, directory, ana_user, seller):
    seller.needs_second_factor = True
    seller.save()
    rights_changed()
    go(client)
    assert client.get("/")["Location"] == "/settings/security/"


def test_the_door_names_the_directory(client, directory, db):
    assert "Directory" in client.get("/sign-in/").content.decode()


def test_another_site_signs_nobody_in_unasked(client, directory, ana_user):
    asked = client.get("/oidc/company/login/", headers={"Sec-Fetch-Site": "cross-site"})

    assert (asked.status_code, asked["Location"]) == (302, "/sign-in/")
    assert not is_in(client)


def test_a_directory_that_calls_itself_another_is_not_asked(client, directory, ana_user, caplog):
    directory.issuer = "https://elsewhere.example"

    assert client.get("/oidc/company/login/")["Location"] == "/sign-in/company/failed/"
    assert "calls itself https://elsewhere.example" in caplog.text


def test_nor_is_it_believed_when_it_changes_its_name_meanwhile(client, directory, ana_user):
    asked = client.get("/oidc/company/login/")["Location"]
    back = requests.get(asked, allow_redirects=False, timeout=5).headers["Location"]
    directory.issuer = "https://elsewhere.example"

    parts = urlsplit(back)
    answer = client.get(f"{parts.path}?{parts.query}")

    assert answer["Location"] == "/sign-in/company/failed/"
    assert not is_in(client)
    assert not SocialAccount.objects.exists()


def test_a_stroke_at_the_end_of_its_name_is_no_other_name(client, directory, ana_user):
    directory.issuer = f"{directory.address}/"
    directory.token_issuer = directory.issuer
    go(client)
    assert is_in(client)


def test_a_directory_that_is_down_is_said_so_at_the_door(client, directory, ana_user, caplog):
    directory.answers_with = 503

    assert client.get("/oidc/company/login/")["Location"] == "/sign-in/company/failed/"
    assert f"The directory at {directory.address} does not describe itself" in caplog.text


def test_nor_does_an_address_where_nobody_listens_break_the_door(client, settings, db):
    with served() as gone:
        app = {"provider_id": "company", "name": "Directory", "client_id": CLIENT, "secret": SECRET}
        app["settings"] = {"server_url": gone.address}
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}

    assert client.get("/oidc/company/login/")["Location"] == "/sign-in/company/failed/"
