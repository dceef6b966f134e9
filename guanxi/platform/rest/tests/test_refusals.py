"""After every refusal the database is as it was."""

import datetime as dt
import hashlib

import pytest
from django.apps import apps
from django.test import Client

from guanxi.platform.actors.models import ApiKey, User
from guanxi.platform.rest import callers
from guanxi.platform.rights.keys import revoke_key
from guanxi.platform.rights.people import deactivate_person


def digest():
    """Everything in the database, but for the time at which a key was last used."""
    found = hashlib.sha256()
    for model in sorted(apps.get_models(), key=lambda one: one._meta.label):
        names = [f.attname for f in model._meta.concrete_fields if f.name != "last_used_at"]
        for row in model._default_manager.order_by("pk").values_list(*names):
            found.update(repr(row).encode())
    return found.hexdigest()


REFUSED = [
    ("POST", "machine/", {"name": ""}, 422),
    ("POST", "machine/", {"name": "x", "power": "viel"}, 422),
    ("POST", "machine/", {"name": "x", "owner": 10**9}, 422),
    ("POST", "machine/", {"name": "x", "secret": 1}, 400),
    ("POST", "machine/", b"{", 400),
    ("POST", "machine/", b"[1]", 400),
    ("POST", "machine/", b"\xff", 400),
    ("PATCH", "machine/{id}/", {"power": "viel"}, 422),
    ("PATCH", "machine/{id}/", {"created_by": 1}, 422),
    ("PATCH", "machine/{id}/", {"city": "x", "version": "y"}, 400),
    ("PATCH", "machine/999999/", {"city": "x"}, 404),
    ("PATCH", f"machine/{2**70}/", {"city": "x"}, 404),
    ("DELETE", "machine/999999/", None, 404),
    ("PUT", "machine/{id}/", {"city": "x"}, 405),
    ("POST", "machine/{id}/restore/", None, 404),
    ("POST", "machine/{id}/explode/", {}, 404),
    ("POST", "nothing/", {"name": "x"}, 404),
    ("GET", "machine/abc/", None, 404),
    ("POST", "machine/abc/explode/", {}, 404),
    ("PUT", "no/such/address/at/all/", {}, 404),
]


@pytest.mark.parametrize(("method", "path", "body", "status"), REFUSED)
def test_a_refused_call_changes_nothing(api, press, method, path, body, status):
    before = digest()
    for headers in ({}, {"Idempotency_Key": "k1"}):
        answer = api.send(method, path.format(id=press.pk), body, **headers)
        assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
        assert answer.json()["status"] == status
    assert digest() == before


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "machine/{id}/", {"city": "x"}),
        ("DELETE", "machine/{id}/", None),
        ("POST", "machine/{id}/restore/", None),
    ],
)
def test_a_stranger_cannot_tell_a_record_from_none(stranger, press, method, path, body):
    before = digest()
    theirs = stranger.send(method, path.format(id=press.pk), body)
    nobodys = stranger.send(method, path.format(id=999_999), body)
    assert (theirs.status_code, theirs.content) == (nobodys.status_code, nobodys.content)
    assert theirs.status_code == 404
    assert digest() == before


@pytest.mark.parametrize(
    ("method", "path"),
    [("PATCH", "machine/{id}/"), ("DELETE", "machine/{id}/"), ("POST", "machine/")],
)
def test_who_may_only_read_is_denied(reader, press, method, path):
    before = digest()
    answer = reader.send(method, path.format(id=press.pk), {"name": "x"})
    assert answer.status_code == 403
    assert digest() == before


@pytest.mark.parametrize("secret", ["", "x", "gx_abc_def", "gx_" + "a" * 500, "Ünïcode"])
def test_a_wrong_key_is_refused(machine, secret):
    answer = Client().get("/api/v1/machine/", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_an_ended_key_is_refused(machine, press, ana, seller, key_for):
    past = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    assert key_for(ana, seller, expires_at=past).get("machine/").status_code == 401
    assert key_for(ana, seller, revoked_at=past).get("machine/").status_code == 401


def test_nobody_is_asked_to_sign_in(machine):
    assert Client().get("/api/v1/machine/").status_code == 401


def test_a_session_needs_the_csrf_token_to_change_anything(machine, press, ana):
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(pk=ana.user_id))
    assert client.get("/api/v1/machine/").json()["rows"][0]["name"] == "冲床"
    answer = client.delete(f"/api/v1/machine/{press.pk}/")
    assert answer.status_code == 403
    assert client.get(f"/api/v1/machine/{press.pk}/").status_code == 200


def test_a_large_body_is_refused(api, machine):
    assert api.post("machine/", b" " * (3 * 1024**2)).status_code == 413


def test_who_calls_too_often_waits(api, press, settings):
    settings.REST_CALLS_PER_SECOND = 0.1
    callers.forget_callers()
    assert api.get("machine/").status_code == 200
    answer = api.get("machine/")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) >= 1


@pytest.mark.parametrize("end", ["revoke", "leave"])
def test_a_key_ends_at_once_when_it_is_revoked_or_its_person_leaves(
    api, press, admin, ana, at, end
):
    assert api.get("machine/").status_code == 200
    if end == "revoke":
        revoke_key(ApiKey.objects.get(), actor=admin, at=at)
    else:
        deactivate_person(User.objects.get(pk=ana.user_id), actor=admin, at=at)
    assert api.get("machine/").status_code == 401
