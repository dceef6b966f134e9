"""What every answer tells the browser, and what is not answered at all."""

import importlib

import pytest
from django.conf import settings as installed
from django.test import Client

from guanxi.config import signin
from guanxi.platform.actors.models import User

PAGES = ("/sign-in/", "/", "/settings/me/", "/nothing/here/", "/api/v1/openapi.json", "/api/v1/x/")


@pytest.fixture
def anas(ana):
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(pk=ana.user_id))
    return client


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("bearer", [{}, {"Authorization": "Bearer gx_x_y"}])
def test_every_answer_forbids_frames_sniffing_and_foreign_content(anas, address, bearer):
    answer = anas.get(address, headers=bearer)

    policy = answer["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert policy.startswith(("default-src 'self'", "default-src 'none'"))
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in answer
    assert "unsafe" not in policy
    if answer["Content-Type"].startswith("text/html"):
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
        assert {"object-src 'none'", "base-uri 'none'"} <= set(policy.split("; "))


def test_pages_answers_and_refusals_are_kept_by_no_cache(anas):
    for address in ("/", "/settings/me/"):
        assert anas.get(address)["Cache-Control"] == "no-store"
    answer = anas.get("/api/v1/x/", headers={"Authorization": "Bearer gx_x_y"})
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "TRACK", "DEBUG", "PROPFIND"])
@pytest.mark.parametrize("address", ["/", "/sign-in/", "/api/v1/account/", "/account/"])
def test_other_methods_are_not_answered(anas, method, address):
    answer = anas.generic(method, address, headers={"X-Echo": "me"})

    assert answer.status_code == 405
    assert b"me" not in answer.content


@pytest.mark.parametrize("bearer", [{}, {"Authorization": "Bearer gx_x_y"}])
def test_behind_https_every_answer_asks_for_https_for_a_year(db, settings, bearer):
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 3600
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True

    answer = Client().get("/api/v1/openapi.json", secure=True, headers=bearer)

    assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


@pytest.fixture
def behind_https(monkeypatch):
    monkeypatch.setenv("GUANXI_HTTPS", "1")
    yield importlib.reload(signin)
    monkeypatch.delenv("GUANXI_HTTPS")
    importlib.reload(signin)


def test_behind_https_every_cookie_belongs_to_this_host_alone(behind_https):
    for name in ("SESSION", "CSRF", "LANGUAGE"):
        assert getattr(behind_https, f"{name}_COOKIE_NAME").startswith("__Host-")
        assert getattr(behind_https, f"{name}_COOKIE_SECURE") is True
    assert behind_https.SECURE_HSTS_SECONDS >= 365 * 24 * 3600
    assert behind_https.SECURE_HSTS_INCLUDE_SUBDOMAINS is True


def test_cookies_say_to_whom_and_where_they_go(db, ana):
    user = User.objects.get(pk=ana.user_id)
    user.set_password("plum blossom 1981")
    user.save()
    anas = Client()
    anas.post("/sign-in/", {"login": "ana", "password": "plum blossom 1981"})
    session = anas.cookies[installed.SESSION_COOKIE_NAME]
    assert (session["httponly"], session["samesite"], session["path"]) == (True, "Lax", "/")
    assert installed.CSRF_COOKIE_SAMESITE == installed.LANGUAGE_COOKIE_SAMESITE == "Lax"
    assert all(len(f"{name}{one.value}") < 4096 for name, one in anas.cookies.items())


def test_signing_out_takes_what_the_browser_kept_along(anas):
    answer = anas.post("/sign-out/")

    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert "Clear-Site-Data" not in anas.get("/sign-in/")


@pytest.mark.parametrize(
    "place", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"]
)
def test_nobody_is_led_to_another_host(db, ana, place):
    user = User.objects.get(pk=ana.user_id)
    user.set_password("plum blossom 1981")
    user.save()
    given = {"login": "ana", "password": "plum blossom 1981", "next": place}

    answer = Client().post(f"/sign-in/?next={place}", given)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/") and not answer["Location"].startswith("//")


@pytest.mark.parametrize(
    "address",
    [
        "/.git/config",
        "/.env",
        "/manage.py",
        "/pyproject.toml",
        "/static/",
        "/static/web/",
        "/static/../manage.py",
        "/static/%2e%2e/manage.py",
        "/data/secret_key",
        "/files/",
        "/server-status/",
        "/admin/",
    ],
)
def test_nothing_but_the_products_own_addresses_is_served(anas, address):
    assert anas.get(address).status_code == 404


def test_errors_in_full_are_for_developers_only():
    assert installed.DEBUG is False


def test_texts_say_in_which_signs_they_are_written(anas):
    for address in ("/sign-in/", "/", "/settings/me/", "/nothing/here/"):
        assert anas.get(address)["Content-Type"] == "text/html; charset=utf-8"
