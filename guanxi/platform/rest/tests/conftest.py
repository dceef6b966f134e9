"""Callers of the API: keys of the cast, and customers to call about."""

import datetime as dt

import pytest
from django.test import Client

from guanxi.platform.actors.keys import draw_secret
from guanxi.platform.actors.models import ApiKey, Role, Team, User
from guanxi.platform.custom.models import CustomField, CustomNoun
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record
from guanxi.platform.rest.callers import forget_callers


class Api:
    """A caller with a key: ``api.get("machine/", limit=2)``."""

    def __init__(self, secret):
        self.client = Client()
        self.headers = {"Authorization": f"Bearer {secret}", "Accept-Language": "en"}

    def get(self, path, **params):
        return self.client.get(f"/api/v1/{path}", params, headers=self.headers)

    def send(self, method, path, body=None, **headers):
        return self.client.generic(
            method,
            f"/api/v1/{path}",
            data=body if isinstance(body, bytes) else _json(body),
            content_type="application/json",
            headers={**self.headers, **{k.replace("_", "-"): v for k, v in headers.items()}},
        )

    def post(self, path, body=None, **headers):
        return self.send("POST", path, body, **headers)

    def patch(self, path, body=None, **headers):
        return self.send("PATCH", path, body, **headers)

    def delete(self, path, **headers):
        return self.send("DELETE", path, **headers)


def _json(body):
    import orjson

    return b"" if body is None else orjson.dumps(body)


@pytest.fixture
def machine(seller, grant):
    forget_callers()
    CustomNoun.objects.create(key="machine", label_zh="设备", label_en="Machine")
    for name, kind in (("power", "number"), ("city", "text"), ("price", "money")):
        CustomField.objects.create(
            noun="machine", name=name, type=kind, label_zh=name, label_en=name.title()
        )
    schema_changed()
    grant(seller, only=tuple(f"machine.{one}" for one in ("read", "create", "edit", "delete")))
    return noun_named("machine")


@pytest.fixture
def key_for(at):
    def make(actor, role, **more):
        prefix, digest, secret = draw_secret()
        user = User.objects.get(pk=actor.user_id)
        ApiKey.objects.create(
            name=actor.name,
            prefix=prefix,
            digest=digest,
            role=role,
            user=user,
            team=Team.objects.get(pk=actor.team_id),
            expires_at=more.get("expires_at", dt.datetime(2099, 1, 1, tzinfo=dt.UTC)),
            revoked_at=more.get("revoked_at"),
        )
        return Api(secret)

    return make


@pytest.fixture
def api(machine, ana, seller, key_for):
    """Ana's key."""
    return key_for(ana, seller)


@pytest.fixture
def stranger(machine, cleo, seller, key_for):
    """Cleo's key."""
    return key_for(cleo, seller)


@pytest.fixture
def reader(machine, person, east, grant, key_for):
    """The key of somebody of the team who may only read."""
    role = Role.objects.create(code="r", label_zh="读者", label_en="Reader")
    grant(role, only=("machine.read",))
    return key_for(person("dan", east, role), role)


@pytest.fixture
def press(machine, ana, at):
    values = {"name": "冲床", "power": "12.5", "city": "苏州", "price": "1280.50"}
    return create_record(machine, values, actor=ana, at=at)


@pytest.fixture
def boss(machine, admin, key_for, settings):
    """An administrator's key."""
    settings.REST_CALLS_PER_SECOND = 0
    forget_callers()
    return key_for(admin, Role.objects.get(code="test-admin"))
