"""What a firm's directory signs is believed only with its own key and for this very sign-in."""

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount

from guanxi.web.signin.tests.directory import SECRET, STRANGE_KEY
from guanxi.web.signin.tests.test_company_directory import directory, go, is_in

__all__ = ["directory"]


def asked_for(client):
    return parse_qs(urlsplit(client.get("/oidc/company/login/")["Location"]).query)


def test_each_sign_in_asks_with_a_number_of_its_own(client, directory, db):
    first, second = asked_for(client)["nonce"], asked_for(client)["nonce"]

    assert first != second
    assert min(len(first[0]), len(second[0])) >= 32


def test_what_it_signed_for_this_sign_in_is_believed(client, directory, ana_user):
    go(client)

    assert is_in(client)


def test_a_key_without_a_name_is_the_only_one_there_is(client, directory, ana_user):
    directory.key_id = None
    go(client)

    assert is_in(client)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"says_nonce": "of another sign-in"}, "another sign-in"),
        ({"says_nonce": ""}, "another sign-in"),
        ({"signs_with": STRANGE_KEY}, "Signature verification failed"),
        ({"key_id": "2"}, "no key called 2"),
        (
            {"signs_with": SECRET * 2, "algorithm": "HS256"},
            "The specified alg value is not allowed",
        ),
        ({"signs_with": None, "algorithm": "none"}, "The specified alg value is not allowed"),
        ({"gives_token": False}, "no ID token"),
        ({"audience": "another program"}, "Audience doesn't match"),
        ({"token_issuer": "https://elsewhere.example"}, "Invalid issuer"),
        ({"userinfo": {"sub": "8"}}, "somebody else"),
    ],
)
def test_anything_else_lets_nobody_in(client, directory, ana_user, caplog, said, why):
    for name, value in said.items():
        setattr(directory, name, value)

    answer = go(client)

    assert not is_in(client)
    assert answer.status_code in {200, 302, 401}
    assert not SocialAccount.objects.exists()
    assert why in caplog.text
