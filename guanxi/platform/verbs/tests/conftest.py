"""A custom noun with machines that belong to ana."""

import pytest

from guanxi.platform.custom.models import CustomField, CustomNoun
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record


@pytest.fixture
def machine(seller, grant):
    CustomNoun.objects.create(key="machine", label_zh="设备", label_en="Machine")
    for name, kind in (("city", "text"), ("price", "money"), ("tags", "multi")):
        CustomField.objects.create(
            noun="machine", name=name, type=kind, label_zh=name, label_en=name.title()
        )
    schema_changed()
    actions = ("read", "create", "edit", "delete", "share")
    grant(seller, only=tuple(f"machine.{one}" for one in actions))
    return noun_named("machine")


@pytest.fixture
def press(machine, ana, at):
    values = {"name": "冲床", "city": "苏州", "price": "1280.50"}
    return create_record(machine, values, actor=ana, at=at)


@pytest.fixture
def ten(machine, ana, at):
    return [
        create_record(machine, {"name": f"m{n}", "city": "苏州"}, actor=ana, at=at)
        for n in range(10)
    ]


@pytest.fixture
def sixty(machine, ana, at, ten):
    rest = [
        create_record(machine, {"name": f"n{n}", "city": "苏州"}, actor=ana, at=at)
        for n in range(50)
    ]
    return [*ten, *rest]
