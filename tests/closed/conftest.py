"""A press with a price, and a role to which fields can be closed."""

import pytest
from django.test import Client

from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.actors.models import FieldGrant, User
from guanxi.platform.custom.changing import create_field
from guanxi.platform.custom.definitions import FieldDraft
from guanxi.platform.custom.models import CustomField, CustomNoun
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record
from tests.closed.press import ACTIONS, DUE, NAME, PRICE, again


@pytest.fixture
def machine(seller, grant, admin, at):
    """A kind with a board that sums prices, a calendar, and what is computed from the price."""
    CustomNoun.objects.create(
        key="machine",
        label_zh="设备",
        label_en="Machine",
        settings={"board": {"by": "state", "total": "price"}, "calendar": {"start": "due"}},
    )
    options = [{"key": "new", "zh": "新", "en": "New"}]
    parts = (
        ("state", "choice", {"options": options}),
        ("due", "date", {}),
        ("memo", "text", {}),
        ("price", "money", {}),
        ("owner_firm", "relation", {"settings": {"target": "account"}}),
    )
    for name, kind, more in parts:
        CustomField.objects.create(
            noun="machine", name=name, type=kind, label_zh=name, label_en=name, **more
        )
    schema_changed()
    said = {"formula": "price * 2", "result": "money"}
    draft = FieldDraft("twice", "formula", "两倍", "Twice", settings=said)
    create_field("machine", draft, actor=admin, at=at)
    over = {"noun": "machine", "by": "owner_firm", "measure": "sum", "of": "price"}
    draft = FieldDraft(
        "bound", "rollup", "总价", "Bound", settings={"result": "money", "rollup": over}
    )
    create_field("account", draft, actor=admin, at=at)
    grant(seller, only=tuple(f"machine.{one}" for one in ACTIONS))
    return noun_named("machine")


@pytest.fixture
def press(machine, ana, at):
    actor = again(ana)
    firm = create_record(noun_named("account"), {"name": "苏州精密"}, actor=actor, at=at)
    values = {"name": NAME, "price": PRICE, "state": "new", "due": DUE, "memo": "x"}
    return create_record(machine, {**values, "owner_firm": firm.pk}, actor=actor, at=at)


@pytest.fixture
def close(seller):
    def meet(mode, *fields):
        for name in fields:
            noun, _dot, field = name.partition(".")
            FieldGrant.objects.create(role=seller, noun=noun, field=field, mode=mode)
        rights_changed()

    return meet


@pytest.fixture
def anas(ana, settings):
    settings.REST_CALLS_PER_SECOND = 0
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(pk=ana.user_id))
    return client
