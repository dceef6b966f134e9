"""A made noun with a few rows, and browsers of the cast."""

import pytest

from guanxi.platform.actors.models import User
from guanxi.platform.custom.models import CustomField, CustomNoun
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record

FIELDS = [
    ("city", "text", "城市", {}),
    ("tier", "choice", "分级", {"options": [{"key": "key", "zh": "重点", "en": "Key"}]}),
    ("bought", "money", "成交", {}),
    ("touched", "date", "接触", {}),
    ("vip", "boolean", "年框", {}),
]


@pytest.fixture
def machine(seller, grant):
    CustomNoun.objects.create(key="machine", label_zh="设备", label_en="Machine")
    for at, (name, kind, zh, more) in enumerate(FIELDS):
        CustomField.objects.create(
            noun="machine",
            name=name,
            type=kind,
            label_zh=zh,
            label_en=name.title(),
            position=at,
            **more,
        )
    schema_changed()
    actions = ("read", "create", "edit", "delete", "export")
    grant(seller, only=tuple(f"machine.{one}" for one in actions))
    return noun_named("machine")


@pytest.fixture
def ana(machine, ana):
    """Ana, with the grants on the made noun: an actor is compiled once."""
    return ana


@pytest.fixture
def press(machine, ana, at):
    values = {"name": "苏州冲床", "city": "苏州", "bought": "128000", "tier": "key"}
    return create_record(machine, values, actor=ana, at=at)


@pytest.fixture
def lathe(machine, ana, at):
    return create_record(machine, {"name": "无锡车床", "city": "无锡"}, actor=ana, at=at)


@pytest.fixture
def browser_of(client):
    """The browser of one of the cast, signed in."""

    def signed_in(actor):
        client.force_login(User.objects.get(pk=actor.user_id))
        return client

    return signed_in


@pytest.fixture
def anas(browser_of, ana):
    return browser_of(ana)
